import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import {
  type Configuration,
  type Credentials,
  type PreviousFlavour,
  parseAccess,
  refuseAnotherTenant,
  parseStack,
  type RawConfiguration,
} from "../config/index.ts";
import { managementApiAudience } from "../contract/guide.ts";
import { useNamespace } from "../config/settings.ts";
import { quoted } from "../config/shell.ts";
import { runEngineOrThrow, EngineError, type EngineRun, runEngine, startEngine } from "./engine.ts";
import { isLockedByTheDead } from "./locks.ts";
import { type Preview, readPreview } from "./preview.ts";
import { previousFlavourIn } from "../config/previous.ts";
import { readState, type StackState } from "./state.ts";

/** What a command needs of a stack before it can sign in to the tenant. */
export interface StackConfiguration {
  readonly configuration: Configuration;
  readonly credentials: Credentials;
  /** What the stack's last successful `up` left; absent before the first. */
  readonly held?: PreviousFlavour | undefined;
}

/** As the CLI tells it, secrets in the clear. */
type ConfigurationValues = Readonly<Record<string, { readonly value?: string; readonly secret?: boolean }>>;

/** Exit code of the Pulumi CLI for a stack that does not exist. */
const STACK_NOT_FOUND = 6;

const UP = ["up", "--yes", "--skip-preview", "--suppress-progress"];

/** What signs in by itself, or with a client ID that is no secret. */
export const SECRET_CREDENTIALS: readonly string[] = [
  "auth0:clientSecret",
  "auth0:apiToken",
  "auth0:clientAssertionPrivateKey",
];

/** No stack to work on: none selected, none of that name, or no project around the working folder. */
export class StackMissing extends Error {}

/** One stack of this project, through the Pulumi CLI: its configuration, its state, its preview, up and destroy. */
export class Stack {
  readonly name: string;
  /** Folder of Pulumi.yaml, which the stack's key files are relative to. */
  readonly folder: string;
  /** Name of the project. */
  readonly project: string;

  /** What was read and has not been changed from here since: the CLI is asked for each once. */
  #values: Promise<ConfigurationValues> | undefined;
  #state: Promise<StackState> | undefined;

  private constructor(name: string, folder: string, project: string) {
    this.name = name;
    this.folder = folder;
    this.project = project;
  }

  /** The named stack, or the selected one. Throws StackMissing, EngineMissing or EngineError. */
  static async open(name: string | undefined): Promise<Stack> {
    const folder = projectFolder();
    const project = projectName(folder);
    useNamespace(project);
    return new Stack(name ?? (await selectedStack(folder)), folder, project);
  }

  /** Configuration values by full key, as the program gets them; lists and objects are JSON. Secrets are in the clear. */
  async rawConfiguration(): Promise<RawConfiguration> {
    const given = Object.entries(await this.#configurationValues()).flatMap(([key, { value }]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    return { "auth0:domain": process.env["AUTH0_DOMAIN"] ?? "", ...Object.fromEntries(given) };
  }

  /** The keys among the credentials that the configuration has in plain text. */
  async plainCredentials(): Promise<readonly string[]> {
    const values = await this.#configurationValues();
    return SECRET_CREDENTIALS.filter((key) => values[key] !== undefined && values[key].secret !== true);
  }

  #configurationValues(): Promise<ConfigurationValues> {
    return (this.#values ??= this.#demand(["config", "--json", "--show-secrets"]).then(
      (json) => JSON.parse(json) as ConfigurationValues,
    ));
  }

  /** The configuration, parsed and checked as the program does it, by what the stack holds. Throws ConfigurationError with every problem. */
  async configuration(): Promise<StackConfiguration> {
    const [raw, state] = await Promise.all([this.rawConfiguration(), this.state()]);
    const held = previousFlavourIn(state.outputs);
    const context = { stack: this.name, folder: this.folder, now: new Date(), held };
    const parsed = await parseStack(raw, process.env, context);
    refuseAnotherTenantThan(this.name, parsed.configuration.domain, state);
    return { ...parsed, held };
  }

  /** What a request to the tenant takes, and no more of the configuration. Throws ConfigurationError. */
  async credentials(): Promise<{ readonly domain: string; readonly credentials: Credentials }> {
    const [raw, state] = await Promise.all([this.rawConfiguration(), this.state()]);
    const access = await parseAccess(raw, process.env, this.name);
    refuseAnotherTenantThan(this.name, access.domain, state);
    return access;
  }

  /** Sets plain configuration values by path, all in one write. */
  async setConfiguration(values: Readonly<Record<string, string>>): Promise<void> {
    await this.#change([
      "config",
      "set-all",
      "--path",
      ...Object.entries(values).flatMap(([path, value]) => ["--plaintext", `${path}=${value}`]),
    ]);
  }

  /** Sets a value that is kept encrypted: it is given to the CLI on its standard input, where no list of processes shows it. */
  async setSecret(key: string, value: string): Promise<void> {
    const args = ["config", "set", "--secret", key, "--stack", this.name];
    this.#forgetReadings();
    const run = await runEngine(args, this.folder, undefined, value);
    if (run.exitCode !== 0) throw new EngineError(args, run);
  }

  /** Whether the state's backend knows the stack. */
  async isThere(): Promise<boolean> {
    const args = ["stack", "--show-name", "--stack", this.name];
    const run = await runEngine(args, this.folder);
    if (run.exitCode !== 0 && run.exitCode !== STACK_NOT_FOUND) throw new EngineError(args, run);
    return run.exitCode === 0;
  }

  /** Makes the stack in the backend; the selected one stays selected. Throws EngineError. */
  async init(secretsProvider?: string): Promise<void> {
    const encryption = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
    this.#forgetReadings();
    await runEngineOrThrow(["stack", "init", this.name, "--no-select", ...encryption], this.folder);
  }

  /** Takes a stack without resources away, and its configuration file. */
  async remove(): Promise<void> {
    this.#forgetReadings();
    await runEngineOrThrow(["stack", "rm", "--yes", "--stack", this.name], this.folder);
  }

  /** Removes one configuration value by path. */
  async removeConfiguration(path: string): Promise<void> {
    await this.#change(["config", "rm", "--path", path]);
  }

  /** Takes a resource, and what depends on it, out of the state and leaves the tenant as it is. */
  async forget(urn: string): Promise<void> {
    await this.#change(["state", "delete", urn, "--target-dependents", "--force", "--yes"]);
  }

  /** Lets the engine delete a resource that it refuses to. */
  async unprotect(urn: string): Promise<void> {
    await this.#change(["state", "unprotect", urn, "--yes"]);
  }

  async state(): Promise<StackState> {
    return (this.#state ??= this.#demand(["stack", "export"]).then(readState));
  }

  /** The state, also where the command was interrupted: then nothing else is asked of the engine any more. */
  async stateAfterInterruption(): Promise<StackState> {
    const run = await startEngine(["stack", "export", "--stack", this.name], this.folder);
    return readState(run.stdout);
  }

  /** What `up` would do. A program or plugin that fails is part of the answer, not an exception. */
  async preview(): Promise<Preview> {
    return readPreview(await this.#run(["preview", "--json"]));
  }

  /**
   * The engine's own events of a preview, one JSON object a line. A preview that fails is part of the answer: where the
   * engine told it as no event, an event is added. Throws StackMissing.
   */
  async previewEvents(): Promise<string> {
    return this.#events(["preview", "--suppress-progress"]);
  }

  /** The same of an `up`, whose resources are then as the events tell. */
  async upEvents(): Promise<string> {
    this.#forgetReadings();
    return this.#events(UP);
  }

  async #events(args: readonly string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "okta-express-report-"));
    try {
      const file = join(folder, "events.jsonl");
      const run = await this.#run([...args, "--event-log", file]);
      if (run.exitCode === STACK_NOT_FOUND) throw this.#missing();
      const log = existsSync(file) ? readFileSync(file, "utf8") : "";
      if (run.exitCode === 0 || log.includes('"severity":"error"')) return log;
      const { message } = new EngineError(args, run);
      return `${log.trimEnd()}\n${JSON.stringify({ diagnosticEvent: { severity: "error", message } })}\n`;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Brings the tenant to the declared state; the engine's own output goes to `show`. */
  async up(show?: Writable): Promise<EngineRun> {
    this.#forgetReadings();
    return this.#run(UP, show);
  }

  /** Deletes everything the stack made; the engine's own output goes to `show`. */
  async destroy(show?: Writable): Promise<EngineRun> {
    this.#forgetReadings();
    return this.#run(["destroy", "--yes", "--skip-preview", "--suppress-progress"], show);
  }

  /** The lock that a killed run of this machine left is taken off. */
  async #run(args: readonly string[], show?: Writable): Promise<EngineRun> {
    const named = [...args, "--stack", this.name];
    const run = await runEngine(named, this.folder, show);
    if (!isLockedByTheDead(run)) return run;
    await runEngineOrThrow(["cancel", "--yes", "--stack", this.name], this.folder);
    process.stderr.write("The lock of an interrupted run on this machine was taken off.\n");
    return runEngine(named, this.folder, show);
  }

  /** Runs what changes the configuration or the state. */
  async #change(args: readonly string[]): Promise<void> {
    this.#forgetReadings();
    await this.#demand(args);
  }

  #forgetReadings(): void {
    this.#values = undefined;
    this.#state = undefined;
  }

  async #demand(args: readonly string[]): Promise<string> {
    const run = await this.#run(args);
    if (run.exitCode === STACK_NOT_FOUND) throw this.#missing();
    if (run.exitCode !== 0) throw new EngineError(args, run);
    return run.stdout;
  }

  #missing(): StackMissing {
    return new StackMissing(
      `There is no stack ${this.name}. To see the stacks:\npulumi stack ls\nTo make it:\npulumi stack init ${quoted(this.name)}`,
    );
  }
}

/** A stack that holds one tenant's objects says nothing of another tenant, and writes nothing there. Throws ConfigurationError. */
export function refuseAnotherTenantThan(stack: string, domain: string, { domain: before }: StackState): void {
  if (before !== undefined)
    refuseAnotherTenant(stack, domain, { managementApiAudience: managementApiAudience(before) });
}

/** Folder of the Pulumi.yaml that is nearest. Throws StackMissing. */
export function projectFolder(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder)
      throw new StackMissing("There is no Pulumi.yaml here or above: run the command in the project's folder.");
  }
}

/** Pulumi.yaml's `name`: a key at the top level, of letters, digits, `-`, `_` and `.`. */
function projectName(folder: string): string {
  const name = /^name:\s*["']?([\w.-]+)/m.exec(readFileSync(join(folder, "Pulumi.yaml"), "utf8"))?.[1];
  if (name === undefined)
    throw new StackMissing(`The Pulumi.yaml in ${folder} has no name: nothing can be configured.`);
  return name;
}

async function selectedStack(folder: string): Promise<string> {
  const run = await runEngine(["stack", "--show-name"], folder);
  const name = run.stdout.trim();
  if (run.exitCode === 0 && name !== "") return name;
  throw new StackMissing("No stack is selected. Name one with --stack <name>. To see the stacks:\npulumi stack ls");
}
