/** What may happen to a stack between two runs, as steps that any order can be made of. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownIds, PROJECT, type World } from "./world.ts";

/** Where a stack is at the moment: a rename or a move changes that under a session. */
interface Place {
  readonly stack: string;
  readonly project: string;
  /** Folder of the program, under a Pulumi.yaml with the project's name. */
  readonly program: string;
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly exitCode: number;
  readonly output: string;
  readonly stdout: string;
}

/** A stack that is brought up, and goes through steps. */
export class Wanderer {
  readonly world: World;
  #place: Place;
  #count = 0;

  constructor(world: World) {
    this.world = world;
    this.#place = {
      stack: "test",
      project: "okta-express",
      program: PROJECT,
      configFile: join(world.session.folder, "Pulumi.test.yaml"),
      environment: {},
    };
  }

  get stack(): string {
    return this.#place.stack;
  }

  /** Runs a command of the CLI on the stack, wherever it is by now. */
  run(command: string, args: readonly string[] = []): Promise<Answer> {
    const { stack, program } = this.#place;
    return this.#pulumi(program, [...command.split(" "), "--stack", stack, "--non-interactive", ...args]);
  }

  /** Each step by its name; what it answers is for the caller to judge. */
  readonly steps: Readonly<Record<string, () => Promise<Answer | undefined>>> = {
    "deleted by hand": async () => {
      const { client } = await ownIds(this.world.session);
      await this.world.tenant.api("DELETE", `/api/v2/clients/${client}`);
      return undefined;
    },
    "refused up": () => this.run("up", ["--yes", "--skip-preview"]),
    refresh: () => this.run("refresh", ["--yes", "--skip-preview"]),
    "--target": () => this.run("up", ["--yes", "--skip-preview", "--target", "**express-admin-role"]),
    "--exclude": () => this.run("up", ["--yes", "--skip-preview", "--exclude", "**express-oin-client-known-to-okta"]),
    "--continue-on-error": () => this.run("up", ["--yes", "--skip-preview", "--continue-on-error"]),
    "state delete": () => this.#forgetWhatDependsOn("express-memory"),
    "rename of stack": () => this.#rename(`renamed-${(this.#count += 1)}`, this.#place.project),
    "rename of project": () => this.#rename(this.#place.stack, `project-${(this.#count += 1)}`),
    "another backend": () => this.#move({}),
  };

  /** The same in the layout of buckets from before projects. */
  moveToLegacyLayout(): Promise<Answer> {
    return this.#move({ PULUMI_DIY_BACKEND_LEGACY_LAYOUT: "true", PULUMI_DIY_BACKEND_IGNORE_DEPRECATION_ERROR: "1" });
  }

  /** Changes the state as a person would with `stack export` and `stack import`. */
  async edit(change: (deployment: Deployment) => void): Promise<Answer> {
    const exported = JSON.parse((await this.run("stack export")).stdout) as { deployment: Deployment };
    change(exported.deployment);
    const file = join(this.world.session.folder, `state-${(this.#count += 1)}.json`);
    writeFileSync(file, JSON.stringify(exported));
    return this.run("stack import", ["--file", file]);
  }

  async #forgetWhatDependsOn(name: string): Promise<Answer> {
    const { stdout } = await this.run("stack export");
    const urn = new RegExp(`"(urn:[^"]+::${name})"`).exec(stdout)?.[1] ?? "";
    return this.run("state delete", [urn, "--target-dependents", "--force", "--yes"]);
  }

  async #rename(stack: string, project: string): Promise<Answer> {
    const place = this.#place;
    const name = project === place.project ? stack : `organization/${project}/${stack}`;
    const answer = await this.#pulumi(this.world.session.folder, ["stack", "rename", name, "--stack", place.stack]);
    const configFile = join(this.world.session.folder, `moved-${(this.#count += 1)}.yaml`);
    const before = [place.configFile, join(this.world.session.folder, `Pulumi.${stack}.yaml`)].flatMap((file) => {
      try {
        return [readFileSync(file, "utf8")];
      } catch {
        return [];
      }
    });
    writeFileSync(configFile, (before[0] ?? "").replaceAll(`${place.project}:`, `${project}:`));
    this.#place = { ...place, stack, project, configFile, program: this.#programOf(project) };
    writeFileSync(join(this.world.session.folder, "Pulumi.yaml"), JSON.stringify({ name: project, runtime: "nodejs" }));
    return answer;
  }

  /** The program under another project's name, as `pulumi new` gives it. */
  #programOf(project: string): string {
    if (project === this.#place.project) return this.#place.program;
    const folder = mkdtempSync(join(this.world.session.folder, "program-"));
    for (const name of readdirSync(PROJECT)) {
      if (name !== "Pulumi.yaml") symlinkSync(join(PROJECT, name), join(folder, name));
    }
    const text = readFileSync(join(PROJECT, "Pulumi.yaml"), "utf8");
    writeFileSync(join(folder, "Pulumi.yaml"), text.replace(/^name: .*$/m, `name: ${project}`));
    return folder;
  }

  async #move(further: Readonly<Record<string, string>>): Promise<Answer> {
    const place = this.#place;
    const { stdout } = await this.run("stack export");
    const file = join(this.world.session.folder, `export-${(this.#count += 1)}.json`);
    writeFileSync(file, stdout);
    const backend = mkdtempSync(join(this.world.session.folder, "backend-"));
    const environment = { ...place.environment, ...further, PULUMI_BACKEND_URL: pathToFileURL(backend).href };
    this.#place = { ...place, environment };
    await this.#pulumi(this.world.session.folder, ["stack", "init", place.stack]);
    return this.run("stack import", ["--file", file]);
  }

  #pulumi(cwd: string, args: readonly string[]): Promise<Answer> {
    const { configFile, environment } = this.#place;
    const { session } = this.world;
    const env = { ...session.environment, PULUMI_OPTION_CONFIG_FILE: configFile, ...environment };
    return new Promise((resolve) => {
      execFile(session.engine.command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ exitCode, stdout, output: `${stdout}\n${stderr}` });
      });
    });
  }
}

/** What of an exported state the tests change. */
export interface Deployment {
  resources: {
    urn: string;
    type: string;
    dependencies?: string[];
    outputs?: Record<string, unknown>;
    [key: string]: unknown;
  }[];
}
