// The folder of a session: state, Pulumi home, stack configuration. It is a temporary one that goes with the session, or one
// that a person keeps for the next.
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { atProcessEnd, removeFolder } from "../process-end.ts";

/** An official plugin that is there. */
export interface OfficialPlugin {
  executable: string;
  /** As the executable itself reports it. */
  version: string;
}

export class SessionHome {
  readonly #folder: string;
  readonly #dropGuard: () => void;
  /** Encrypts the secrets in the state; of a temporary folder it exists in memory and in the engine's environment only. */
  readonly #passphrase: string;

  /** Name of the Pulumi project whose stack lives here. */
  readonly project: string;
  readonly #isKept: boolean;
  #eventLogs = 0;

  private constructor(
    folder: string,
    project: string,
    { isKept, passphrase }: { isKept: boolean; passphrase: string },
  ) {
    this.#folder = folder;
    this.#passphrase = passphrase;
    this.#dropGuard = isKept ? () => undefined : atProcessEnd(() => removeFolder(folder));
    this.#isKept = isKept;
    this.project = project;
  }

  /**
   * Makes the folder, readable by this user only; it goes with this process at the latest. `keep` is a folder that stays, with
   * whatever an earlier session has left in it, and with the passphrase of its state beside it.
   */
  static async create(project: string, keep?: string): Promise<SessionHome> {
    const isKept = keep !== undefined;
    const folder = keep ?? mkdtempSync(join(tmpdir(), "okta-express-"));
    if (isKept) await mkdir(folder, { recursive: true, mode: 0o700 });
    const passphrase = isKept ? await keptPassphrase(join(folder, "passphrase")) : newPassphrase();
    const home = new SessionHome(folder, project, { isKept, passphrase });
    await mkdir(home.#path("state"), { recursive: true });
    await mkdir(home.stackFolder, { recursive: true });
    await writeFile(join(home.stackFolder, "Pulumi.yaml"), JSON.stringify({ name: project, runtime: "nodejs" }));
    return home;
  }

  /** The environment that points the engine here. */
  get environment(): Record<string, string> {
    return {
      PULUMI_HOME: this.#path("home"),
      PULUMI_BACKEND_URL: pathToFileURL(this.#path("state")).href,
      PULUMI_CONFIG_PASSPHRASE: this.#passphrase,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Makes --event-log known to the CLI, as the Automation API does.
      PULUMI_DEBUG_COMMANDS: "true",
      // Plugins are those of this home: not what happens to be on the PATH, which the engine would warn of at each run.
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    };
  }

  /**
   * A folder with a Pulumi.yaml of the program's project name: commands that manage the stack without running the
   * program run here, as they may write a stack's configuration file beside Pulumi.yaml.
   */
  get stackFolder(): string {
    return this.#path("stack");
  }

  configFile(stack: string): string {
    return join(this.stackFolder, `Pulumi.${stack}.yaml`);
  }

  /** A new file for an event log of the engine. */
  newEventLog(): string {
    this.#eventLogs += 1;
    return this.#path(`events-${this.#eventLogs}.jsonl`);
  }

  /** Makes an official plugin visible to the engine, without a copy. */
  async usePlugin({ executable, version }: OfficialPlugin): Promise<void> {
    const folder = this.#path(join("home", "plugins", `resource-auth0-v${version}`));
    await mkdir(folder, { recursive: true });
    const link = join(folder, basename(executable));
    await rm(link, { force: true });
    await symlink(executable, link);
  }

  /** Removes everything, at once; of a folder that is kept, nothing. */
  remove(): void {
    if (!this.#isKept) removeFolder(this.#folder);
    this.#dropGuard();
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

const newPassphrase = (): string => randomBytes(24).toString("base64url");

async function keptPassphrase(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) return kept.trim();
  const passphrase = newPassphrase();
  await writeFile(file, `${passphrase}\n`, { mode: 0o600 });
  return passphrase;
}
