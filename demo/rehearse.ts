/**
 * `npm run rehearse [-- --stack STACK | --flavour guide|native --scim] [--report FILE] [--no-pictures]`: sets a local tenant
 * up with the stack (the demo's, or what a stack's configuration file says of app, login address, flavour and SCIM), plays
 * an Express Configuration on it in Chromium, and writes a report. Exit code 0 only if every step passed; 2 for arguments
 * that cannot be used. With `--stack STACK --on-tenant [--yes]` it is played on that stack's own tenant, as far as that needs
 * no Okta, with a person at the pages.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import pc from "picocolors";
import { populatedOutside, populatedSeed } from "../packages/local-tenant/src/seed/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../packages/local-tenant/src/seed/populated.ts";
import { startTenant } from "../packages/local-tenant/src/index.ts";
import { EngineNotFoundError } from "../packages/pulumi-sandbox/src/engine/index.ts";
import { progressTo } from "../packages/pulumi-sandbox/src/engine/progress.ts";
import { openSession } from "../packages/pulumi-sandbox/src/session.ts";
import { NotRehearsed, rehearseOnOwnTenant } from "./rehearsal/on-own-tenant.ts";
import { giveOktaKey, rehearseOnDemoTenant } from "./rehearsal/on-demo-tenant.ts";
import { demoStack, type RehearsedStack, stackIn } from "./rehearsal/stack-file.ts";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const command = new Command("npm run rehearse --")
  .description(
    "Plays an Express Configuration on a local tenant in Chromium, and writes a report with a picture of every page.",
  )
  .addOption(new Option("--flavour <flavour>", "of the demo's stack (default: guide)").choices(["guide", "native"]))
  .option("--scim", "the demo's stack with SCIM")
  .option(
    "-s, --stack <name>",
    "what Pulumi.<name>.yaml says of app, login address, flavour and SCIM, in place of the demo's stack",
  )
  .option("--report <file>", "where the report goes (default: rehearsal.html in the project's folder)")
  .option("--no-pictures", "without Chromium")
  .option(
    "--on-tenant",
    "on the own tenant of --stack, as far as that needs no Okta: a person opens the pages; asks before it writes, and takes away what it made",
  )
  .option("-y, --yes", "with --on-tenant: write without asking")
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

type Arguments =
  | { readonly stack: RehearsedStack; readonly report: string; readonly pictures: boolean }
  | { readonly ownTenantOf: string; readonly report: string; readonly yes: boolean };

/** Throws an Error that says what is wrong with them. */
function readArguments(): Arguments {
  const values = command.parse().opts<{
    readonly flavour?: "guide" | "native";
    readonly scim?: true;
    readonly stack?: string;
    readonly report?: string;
    readonly pictures: boolean;
    readonly onTenant?: true;
    readonly yes?: true;
  }>();
  const { flavour = "guide", scim = false, stack, pictures, report: path = join(PROJECT, "rehearsal.html") } = values;
  const report = resolve(path);
  if (!existsSync(dirname(report))) throw new Error(`--report ${path}: there is no folder ${dirname(report)}`);
  const { onTenant = false, yes = false } = values;
  if (onTenant && stack === undefined) throw new Error("--on-tenant: name the stack, --stack STACK");
  if (yes && !onTenant) throw new Error("--yes goes with --on-tenant: elsewhere nothing is asked");
  if (stack !== undefined) {
    if (values.flavour !== undefined || values.scim !== undefined)
      throw new Error(`--stack ${stack} has its flavour and SCIM in its configuration: leave --flavour and --scim out`);
    if (onTenant) return { ownTenantOf: stack, report, yes };
    return { stack: readStack(stack), report, pictures };
  }
  return { stack: demoStack(flavour, scim), report, pictures };
}

function readStack(name: string): RehearsedStack {
  const path = join(PROJECT, `Pulumi.${name}.yaml`);
  if (!existsSync(path)) throw new Error(`--stack ${name}: there is no ${path}`);
  try {
    return stackIn(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be rehearsed:\n${messageOf(error)}`, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function onLocalTenant({
  stack,
  report,
  pictures,
}: Extract<Arguments, { readonly stack: RehearsedStack }>): Promise<boolean> {
  const tenant = await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside });
  try {
    // The local tenant's app takes the name of the stack's.
    await tenant.api("PATCH", `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`, { name: stack.serviceApp });
    const progress = progressTo(process.stdout);
    const session = await openSession({
      tenant,
      program: PROJECT,
      stack: "rehearsal",
      config: stack.config,
      progress,
    }).finally(() => progress.end());
    try {
      const oktaKey = await giveOktaKey(session);
      console.log(`Setting up the local tenant ${tenant.domain} with the stack, flavour ${stack.flavour} ...`);
      const { exitCode, stdout, stderr } = await session.up();
      if (exitCode !== 0) {
        console.error(`${stdout}\n${stderr}`);
        return false;
      }
      const outputs = await session.outputs();
      return await rehearseOnDemoTenant({ tenant, outputs, stack, oktaKey, report, pictures });
    } finally {
      await session.close();
    }
  } finally {
    await tenant.stop();
  }
}

let given: Arguments | undefined;
try {
  given = readArguments();
} catch (error) {
  console.error(`error: ${messageOf(error)}\n(npm run rehearse -- --help tells the options)`);
  process.exitCode = 2;
}
if (given !== undefined) {
  try {
    const { report } = given;
    const passed =
      "ownTenantOf" in given
        ? await rehearseOnOwnTenant({ stack: given.ownTenantOf, folder: PROJECT, report, yes: given.yes })
        : await onLocalTenant(given);
    process.exitCode = passed ? 0 : 1;
  } catch (error) {
    // A tenant of one's own can refuse in many ways, and all of them are told in words.
    const isForeseen = error instanceof EngineNotFoundError || "ownTenantOf" in given;
    if (!isForeseen || !(error instanceof Error)) throw error;
    console.error(pc.red(error.message));
    process.exitCode = error instanceof NotRehearsed ? 2 : 1;
  }
}
