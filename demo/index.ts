/**
 * `npm run demo [-- --flavour guide|native]`: the whole stack on a local tenant, with the real engine's own output. It converges a populated tenant,
 * shows that there is nothing left to do, lets somebody change things by hand, shows and repairs the drift, and prints
 * what a person sends to Okta; then the rehearsal plays an Okta admin who runs Express Configuration on it, and leaves a
 * report. Exit code 0 only if every step held.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import pc from "picocolors";
import { DEMOS, type DemoFlavour, type Outputs } from "./by-hand.ts";
import { giveOktaKey, rehearseOnDemoTenant } from "./rehearsal/on-demo-tenant.ts";
import { demoStack } from "./rehearsal/stack-file.ts";
import { EngineNotFoundError } from "../packages/pulumi-sandbox/src/engine/index.ts";
import { progressTo } from "../packages/pulumi-sandbox/src/engine/progress.ts";
import { type Operation, openSession, type Session, type Step } from "../packages/pulumi-sandbox/src/session.ts";
import { populatedOutside, populatedSeed } from "../packages/local-tenant/src/seed/index.ts";
import { startTenant, type Tenant } from "../packages/local-tenant/src/index.ts";

/** Folder of the project. */
const PROJECT = fileURLToPath(new URL("..", import.meta.url));

const say = (line: string) => console.log(line);
const title = (text: string) => say(`\n${pc.bold(pc.cyan(`== ${text}`))}\n`);

/** Without a terminal the engine's progress would be a line for every dot. */
const QUIETLY = process.stdout.isTTY ? [] : ["--suppress-progress"];

class StepFailed extends Error {}

/** Says that a step held, or ends the demo. */
function held(condition: boolean, claim: string): void {
  if (!condition) throw new StepFailed(claim);
  say(`${pc.green("✓")} ${claim}`);
}

/** What an operation changed of the tenant: `update express-admin-role`. */
function changed({ steps }: { readonly steps: readonly Step[] }): string[] {
  return steps
    .filter(({ op }) => op === "create" || op === "update" || op === "delete" || op === "import")
    .map(({ op, name }) => `${op} ${name}`)
    .sort();
}

async function run(operation: Promise<Operation>, claim: string): Promise<Operation> {
  const done = await operation;
  held(done.exitCode === 0, claim);
  return done;
}

const command = new Command("npm run demo --")
  .description(
    "The whole stack on a local tenant with the real engine: up, drift, repair, hand-over, and an Okta admin who runs Express Configuration.",
  )
  .addOption(
    new Option("--flavour <flavour>", "Okta's guide, or Auth0's own Express Configuration")
      .choices(["guide", "native"])
      .default("guide"),
  )
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

async function demo(tenant: Tenant, session: Session, flavour: DemoFlavour): Promise<void> {
  const clients = (tenant.snapshot()["clients"] as readonly unknown[]).length;
  say(`Engine        pulumi ${session.engine.version} (${session.engine.origin})`);
  say(
    `Auth0 plugin  ${session.plugin.version} (${session.plugin.kind === "official" ? "the official one" : "the sandbox's stand-in: the official one cannot be had here"})`,
  );
  say(
    `Flavour       ${flavour === "guide" ? "guide: the objects of Okta's guide" : "native: Auth0's built-in Express Configuration"}`,
  );
  say(`Tenant        ${tenant.domain}, populated: ${clients} clients, three post-login actions, roles, organizations`);

  const oktaKey = await giveOktaKey(session);

  title("pulumi up: from a tenant without Express Configuration to a ready one");
  await run(session.up({ terminal: true, args: QUIETLY }), "the tenant is converged");

  title("pulumi preview: nothing to do");
  tenant.journal.clear();
  await run(
    session.preview({ terminal: true, args: ["--expect-no-changes", ...QUIETLY] }),
    "preview finds no difference",
  );
  held(tenant.journal.writes().length === 0, "and wrote nothing to the tenant");

  title("Somebody changes things by hand");
  const edits = await DEMOS[flavour].byHand(tenant, (await session.outputs()) as unknown as Outputs);
  for (const { what } of edits) say(`  ${pc.yellow("•")} ${what}`);

  title("pulumi preview --diff: drift");
  say(
    "The upper part, marked (refresh), is what the engine finds compared with the last update; below it, what `pulumi up` would do.\n",
  );
  const drift = await run(
    session.preview({ terminal: true, args: ["--diff", ...QUIETLY] }),
    "preview compared the stack with the tenant",
  );
  held(
    JSON.stringify(changed(drift)) === JSON.stringify(edits.map(({ named }) => named).sort()),
    `and names exactly these ${edits.length} differences`,
  );

  title("pulumi up: repair");
  await run(session.up({ terminal: true, args: QUIETLY }), "the tenant is repaired");
  await run(session.preview({ args: ["--expect-no-changes"] }), "preview finds no difference any more");

  title("What goes to Okta");
  const outputs = await session.outputs();
  say(String(outputs["handOver"]));

  title("Rehearsal: an Okta admin runs Express Configuration");
  const report = join(PROJECT, "rehearsal.html");
  held(
    await rehearseOnDemoTenant({
      tenant,
      outputs,
      stack: demoStack(flavour, false),
      oktaKey,
      report,
      pictures: true,
    }),
    "an Okta admin can run Express Configuration",
  );
}

async function main(): Promise<void> {
  const { flavour } = command.parse().opts<{ flavour: DemoFlavour }>();
  const tenant = await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside });
  try {
    const progress = progressTo(process.stdout);
    const session = await openSession({
      tenant,
      program: PROJECT,
      stack: "demo",
      config: DEMOS[flavour].config,
      progress,
    }).finally(() => progress.end());
    try {
      await demo(tenant, session, flavour);
      say(
        pc.green(
          "\nEvery step held. Outside this folder nothing was touched but a temporary one, which goes now, and the user's cache.",
        ),
      );
      if (session.engine.origin === "built")
        say("The engine in that cache was built by Go, whose own module and build caches grew with it.");
    } finally {
      await session.close();
    }
  } finally {
    await tenant.stop();
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof StepFailed) console.error(`${pc.red("✗")} ${error.message}: this did not hold.`);
  else if (error instanceof EngineNotFoundError) console.error(error.message);
  else throw error;
  process.exitCode = 1;
}
