/**
 * What becomes of a tenant when one request goes wrong: every request of a run, one at a time, in each way it can go
 * wrong. After the fault a person does what the output says: run it again, or a command that the output names.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultKind, JournalEntry, Snapshot } from "../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../packages/local-tenant/src/seed/populated.ts";
import { alike } from "../e2e/support/by-hand.ts";
import { type CliRun, handOf, type RunningCli, shell, startCli, startPulumi } from "../e2e/support/cli.ts";
import { NATIVE_CONFIG } from "../e2e/support/native-world.ts";
import { CONFIG, keyText, NEXT_OKTA_KEY, OKTA_KEY, openWorld, type World } from "../e2e/support/world.ts";
import { followGuide } from "../fixtures/hand-made-tenants.ts";

type Config = Readonly<Record<string, string | readonly string[]>>;

/** A run whose requests are to go wrong. */
export interface Scenario {
  readonly title: string;
  /** The stack's configuration to begin with. */
  readonly config: Config;
  /** Brings tenant and stack to where the run begins. Default: an empty stack on a tenant with other people's objects. */
  readonly prepare?: (world: World) => Promise<void>;
  /** Settings that change before the run. */
  readonly change?: Config;
  /** What is run: commands of this project before `pulumi up`, which always comes last. */
  readonly first?: "adopt";
}

const up = async ({ session }: World): Promise<void> => {
  const { exitCode, output } = await session.up();
  if (exitCode !== 0) throw new Error(output);
};

export const SCENARIOS: readonly Scenario[] = [
  { title: "guide: first up", config: CONFIG },
  { title: "native: first up", config: NATIVE_CONFIG },
  { title: "guide: SCIM on", config: CONFIG, prepare: up, change: { scim: "true" } },
  { title: "native: SCIM on", config: NATIVE_CONFIG, prepare: up, change: { scim: "true" } },
  { title: "guide: a second key", config: CONFIG, prepare: up, change: { oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY] } },
  {
    title: "native: a second key",
    config: NATIVE_CONFIG,
    prepare: up,
    change: { oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY] },
  },
  {
    title: "guide: the first key removed",
    config: { ...CONFIG, oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY] },
    prepare: up,
    change: { oktaPublicKeys: [NEXT_OKTA_KEY] },
  },
  {
    title: "guide: adopt and up",
    config: CONFIG,
    prepare: async ({ tenant }) => {
      await followGuide(handOf(tenant), {
        domain: tenant.domain,
        serviceAppClientId: SERVICE_APP_CLIENT_ID,
        serviceInitLoginUrl: CONFIG.initiateLoginUri,
        oktaPublicKey: keyText(OKTA_KEY),
      });
    },
    first: "adopt",
  },
];

/** The ways in which one request goes wrong. */
export const KINDS: readonly FaultKind[] = ["429", "500", "drop-before", "drop-after", "hang"];

/** One request of a run: the nth of its method and path, in which every ID stands for any. */
export interface Target {
  readonly method: string;
  readonly path: RegExp;
  readonly nth: number;
  readonly title: string;
}

export type Verdict = "converged" | "by a named step" | "doubled" | "lost" | "stuck";

export interface Outcome {
  readonly target: Target;
  readonly kind: FaultKind;
  readonly verdict: Verdict;
  /** What was done after the run that went wrong, in order. */
  readonly steps: readonly string[];
  /** What the last command printed, where the tenant did not come right. */
  readonly said: string;
}

/** One world in which a scenario is run again and again from the same beginning. */
export class Rehearsal {
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #tenant: Snapshot;
  readonly #stack: string;
  /** How the tenant looks after a run without a fault. */
  #right = "";
  /** The requests of that run. */
  targets: readonly Target[] = [];

  private constructor(world: World, scenario: Scenario, tenant: Snapshot, stack: string) {
    this.#world = world;
    this.#scenario = scenario;
    this.#tenant = tenant;
    this.#stack = stack;
  }

  static async open(scenario: Scenario): Promise<Rehearsal> {
    const world = await openWorld({ config: scenario.config });
    await scenario.prepare?.(world);
    const stack = join(world.session.folder, "beginning.json");
    const exported = await world.session.pulumi(["stack", "export"]);
    await writeFile(stack, exported.stdout);
    const rehearsal = new Rehearsal(world, scenario, world.tenant.snapshot(), stack);
    await rehearsal.#begin();
    const { exitCode, stdout, stderr } = await rehearsal.#run();
    if (exitCode !== 0) throw new Error(`${scenario.title} fails without a fault:\n${stdout}\n${stderr}`);
    rehearsal.#right = alike(world.tenant.snapshot());
    rehearsal.targets = targetsIn(world.tenant.journal.entries);
    return rehearsal;
  }

  close(): Promise<void> {
    return this.#world.close();
  }

  /** Has one request go wrong, then does what the output says until the tenant is right or nothing more is said. */
  async strike(target: Target, kind: FaultKind): Promise<Outcome> {
    const { tenant } = this.#world;
    await this.#begin();
    tenant.faults.add({ method: target.method, path: target.path, nth: target.nth, kind });
    const steps: string[] = [];
    let run = await this.#run(kind === "hang");
    tenant.faults.clear();
    const doubledBefore = this.#extra();
    for (let tries = 0; run.exitCode !== 0 && tries < 4; tries += 1) {
      const said = `${run.stdout}\n${run.stderr}`;
      const named = await this.#follow(said);
      steps.push(...named, "up");
      run = await this.#up();
    }
    const said = `${run.stdout}\n${run.stderr}`;
    const verdict = await this.#judge(run.exitCode, steps, doubledBefore);
    return { target, kind, verdict, steps, said: verdict === "converged" || verdict === "by a named step" ? "" : said };
  }

  async #judge(exitCode: number, steps: readonly string[], extra: number): Promise<Verdict> {
    const now = alike(this.#world.tenant.snapshot());
    if (exitCode === 0 && now === this.#right) {
      const { exitCode: clean } = await this.#world.session.preview({ args: ["--expect-no-changes"] });
      if (clean !== 0) return "stuck";
      return steps.some((step) => step !== "up") ? "by a named step" : "converged";
    }
    if (exitCode !== 0) return "stuck";
    return this.#extra() > 0 || extra > 0 ? "doubled" : "lost";
  }

  /** How many more rows there are on the tenant than there should be. */
  #extra(): number {
    const rows = (text: string): number => text.split("\n").length;
    return rows(alike(this.#world.tenant.snapshot())) - rows(this.#right);
  }

  /** Tenant, stack and settings as they were at the beginning, and the settings that the run is about. */
  async #begin(): Promise<void> {
    const { tenant, session } = this.#world;
    tenant.restore(this.#tenant);
    tenant.faults.clear();
    await session.pulumi(["stack", "import", "--file", this.#stack, "--force"]);
    await session.removeConfig("adopt");
    for (const [key, value] of Object.entries({ ...this.#scenario.config, ...this.#scenario.change })) {
      await session.setConfig(key, value);
    }
    tenant.journal.clear();
  }

  async #run(hangs = false): Promise<CliRun> {
    if (this.#scenario.first === "adopt") {
      const adopted = await this.#ended(startCli(this.#world.session, "adopt", ["--yes"]), hangs);
      if (adopted.exitCode !== 0) return adopted;
    }
    return this.#ended(startPulumi(this.#world.session, ["up", "--yes", "--skip-preview"]), hangs);
  }

  /** An `up`, after adopt where the scenario begins with it. */
  #up(): Promise<CliRun> {
    return this.#run();
  }

  /** Waits for a command; one that hangs is killed, as a person would, and the engine's lock is taken off. */
  async #ended(running: RunningCli, hangs: boolean): Promise<CliRun> {
    if (!hangs) return running.ended;
    const { journal } = this.#world.tenant;
    let quiet = 0;
    const watch = (async () => {
      for (let last = -1; quiet < 12; quiet += 1) {
        if (journal.entries.length !== last) quiet = 0;
        last = journal.entries.length;
        await delay(1_000);
      }
      return undefined;
    })();
    const ended = await Promise.race([running.ended, watch]);
    quiet = 12;
    if (ended !== undefined) return ended;
    running.kill();
    const killed = await running.ended;
    await startPulumi(this.#world.session, ["cancel", "--yes"]).ended;
    return { ...killed, exitCode: killed.exitCode === 0 ? 137 : killed.exitCode };
  }

  /** Does what an output says; gives what it did. */
  async #follow(said: string): Promise<string[]> {
    const { session } = this.#world;
    const done: string[] = [];
    for (const [, command = ""] of said.matchAll(/^[\s|]*(npm run api -- delete .+)$/gm)) {
      if (done.includes(command)) continue;
      const { exitCode } = await shell(session, command);
      if (exitCode === 0) done.push(command);
    }
    if (/npm run rotate/.test(said)) {
      const rotated = await startCli(session, "rotate", ["--yes"]).ended;
      done.push(`rotate (${rotated.exitCode})`);
    }
    if (/npm run adopt/.test(said)) {
      const adopted = await startCli(session, "adopt", ["--yes"]).ended;
      done.push(`adopt (${adopted.exitCode})`);
      const advice = `${adopted.stdout}\n${adopted.stderr}`;
      if (adopted.exitCode !== 0 && !/npm run adopt/.test(advice)) done.push(...(await this.#follow(advice)));
    }
    return done;
  }
}

/** The requests in a journal. */
function targetsIn(entries: readonly JournalEntry[]): readonly Target[] {
  const counted = new Map<string, number>();
  return entries.map(({ method, path }) => {
    const general = path
      .split("/")
      .map((part) => (isId(part) ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
      .join("/");
    const kind = `${method} ${general}`;
    const nth = (counted.get(kind) ?? 0) + 1;
    counted.set(kind, nth);
    return { method, path: new RegExp(`^${general}$`), nth, title: `${kind.replaceAll("[^/]+", ":id")} #${nth}` };
  });
}

/** IDs have digits or capitals in them; names of endpoints have neither, but for the version. */
const isId = (part: string): boolean => part !== "v2" && /[A-Z0-9%]/.test(part) && part.length > 6;
