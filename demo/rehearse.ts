/**
 * `npm run rehearse [-- --flavour guide|native] [--scim] [--report FILE] [--no-pictures]`: sets a local tenant up with the
 * stack, plays an Express Configuration on it in Chromium, and writes a report. Exit code 0 only if every step passed; 2
 * for arguments that are none.
 */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pc from "picocolors";
import { populatedOutside, populatedSeed } from "../packages/local-tenant/src/seed/index.ts";
import { startTenant } from "../packages/local-tenant/src/index.ts";
import { EngineNotFoundError } from "../packages/pulumi-sandbox/src/engine/index.ts";
import { progressTo } from "../packages/pulumi-sandbox/src/engine/progress.ts";
import { openSession } from "../packages/pulumi-sandbox/src/session.ts";
import { DEMOS, type DemoFlavour } from "./by-hand.ts";
import { giveOktaKey, rehearseOnDemoTenant } from "./rehearsal/on-demo-tenant.ts";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const USAGE =
  "npm run rehearse [-- --flavour guide|native] [--scim] [--report FILE] [--no-pictures]\nFILE is in a folder that exists.";

interface Arguments {
  readonly flavour: DemoFlavour;
  readonly scim: boolean;
  readonly report: string;
  readonly pictures: boolean;
}

function readArguments(): Arguments | undefined {
  try {
    const { flavour, scim, report, ...rest } = parseArgs({
      allowNegative: true,
      options: {
        flavour: { type: "string", default: "guide" },
        scim: { type: "boolean", default: false },
        report: { type: "string", default: join(PROJECT, "rehearsal.html") },
        pictures: { type: "boolean", default: true },
      },
    }).values;
    if (flavour !== "guide" && flavour !== "native") return undefined;
    if (!existsSync(dirname(resolve(report)))) return undefined;
    return { flavour, scim, report: resolve(report), pictures: rest.pictures };
  } catch {
    return undefined;
  }
}

async function main({ flavour, scim, report, pictures }: Arguments): Promise<boolean> {
  const tenant = await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside });
  try {
    const progress = progressTo(process.stdout);
    const session = await openSession({
      tenant,
      program: PROJECT,
      stack: "rehearsal",
      config: { ...DEMOS[flavour].config, scim: String(scim) },
      progress,
    }).finally(() => progress.end());
    try {
      const oktaKey = await giveOktaKey(session);
      console.log(`Setting up the local tenant ${tenant.domain} with the stack, flavour ${flavour} ...`);
      const { exitCode, stdout, stderr } = await session.up();
      if (exitCode !== 0) {
        console.error(`${stdout}\n${stderr}`);
        return false;
      }
      const outputs = await session.outputs();
      return await rehearseOnDemoTenant({ tenant, outputs, flavour, scim, oktaKey, report, pictures });
    } finally {
      await session.close();
    }
  } finally {
    await tenant.stop();
  }
}

const given = readArguments();
if (given === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await main(given)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof EngineNotFoundError)) throw error;
    console.error(pc.red(error.message));
    process.exitCode = 1;
  }
}
