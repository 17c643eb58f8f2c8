/** The workflows: what a stranger's code can reach, that nothing floats, and what GitHub itself would refuse. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cacheFolder } from "../../../packages/pulumi-sandbox/src/engine/cache.ts";
import { ENGINE_VERSION } from "../../../packages/pulumi-sandbox/src/engine/version.ts";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly if?: string;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDER = join(PROJECT, ".github/workflows");
const NAMES = ["deploy", "drift", "preview", "test"];
const textOf = (name: string) => readFileSync(join(FOLDER, `${name}.yml`), "utf8");
const workflow = (name: string) => parse(textOf(name)) as Workflow;
const SET_UP = join(PROJECT, ".github/actions/set-up/action.yml");
const setUp = () => parse(readFileSync(SET_UP, "utf8")) as { readonly runs: { readonly steps: readonly Step[] } };
const jobs = NAMES.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([job, content]) => [`${name}: ${job}`, content] as const),
);
const scriptOf = (name: string, step: string): string =>
  Object.values(workflow(name).jobs)
    .flatMap(({ steps }) => steps)
    .find((candidate) => candidate.name === step)?.run ?? "";

it("are these", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(NAMES.map((name) => `${name}.yml`));
});

describe("nothing floats", () => {
  it("every action is pinned by its commit, with the version beside it", () => {
    const lines = [...NAMES.map(textOf), readFileSync(SET_UP, "utf8")].flatMap((text) => text.match(/uses: .*/g) ?? []);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines.filter((text) => !text.includes(" ./")))
      expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("one action has one commit everywhere", () => {
    const all = [...NAMES.map(textOf), readFileSync(SET_UP, "utf8")].join("\n");
    const pins = new Map<string, Set<string>>();
    for (const [, action = "", pin = ""] of all.matchAll(/uses: ([\w-]+\/[\w-]+)@(.*)/g))
      pins.set(action, (pins.get(action) ?? new Set()).add(pin));
    expect([...pins].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it("the engine is the one that was tried", () => {
    const installs = setUp().runs.steps.filter(({ uses }) => uses?.startsWith("pulumi/actions@") === true);
    expect(installs.map((step) => step.with)).toEqual([{ "pulumi-version": ENGINE_VERSION }]);
  });
});

describe("least rights", () => {
  it("a workflow starts with reading the repository and no more", () => {
    for (const name of NAMES) expect(workflow(name).permissions, name).toEqual({ contents: "read" });
  });

  it.each(jobs)("%s: the clone keeps no token", (_, { steps }) => {
    for (const { uses, with: input } of steps)
      if (uses?.startsWith("actions/checkout@") === true) expect(input).toMatchObject({ "persist-credentials": false });
  });

  it.each(jobs)("%s: what may write on GitHub runs none of the repository's code and sees no secret", (_, job) => {
    const writes = Object.entries(job.permissions ?? {}).filter(
      ([name, right]) => right === "write" && name !== "id-token",
    );
    if (writes.length === 0) return;
    expect(writes.length).toBe(1);
    expect(job.steps.filter(({ uses = "" }) => /checkout|^\.\//.test(uses))).toEqual([]);
    expect(JSON.stringify(job)).not.toContain("secrets.");
  });

  it.each(jobs)("%s: secrets and OIDC tokens only in an environment", (_, job) => {
    const trusted = job.permissions?.["id-token"] === "write" || JSON.stringify(job).includes("secrets.");
    expect(job.environment !== undefined).toBe(trusted);
  });

  it("a branch that nobody has reviewed gets a reader's environment; only main gets the deployer's", () => {
    const environments = (name: string) =>
      Object.values(workflow(name).jobs).flatMap(({ environment }) => (environment === undefined ? [] : [environment]));
    expect(environments("preview")).toEqual(["${{ matrix.stack }}-preview"]);
    expect(environments("drift")).toEqual(["${{ matrix.stack }}-preview"]);
    expect(environments("deploy")).toEqual(["${{ matrix.stack }}"]);
    expect(workflow("deploy").on).toEqual({ push: { branches: ["main"] }, workflow_dispatch: null });
    for (const name of ["deploy", "drift"])
      expect(workflow(name).jobs["stacks"]?.if).toBe("github.ref == 'refs/heads/main'");
    // It would run a stranger's code with the repository's secrets.
    for (const name of NAMES) expect(Object.keys(workflow(name).on)).not.toContain("pull_request_target");
  });

  it("forks and dependency updates are not previewed", () => {
    expect(workflow("preview").jobs["stacks"]?.if).toBe(
      "github.event.pull_request.head.repo.full_name == github.repository && github.event.pull_request.user.login != 'dependabot[bot]'",
    );
  });

  it("no expression is put into a script: a branch's name cannot become a command", () => {
    for (const [name, { steps }] of jobs) for (const { run = "" } of steps) expect(run, name).not.toContain("${{");
  });
});

describe("a fresh fork", () => {
  it("has no stacks, and then no job that needs credentials runs", () => {
    expect(JSON.parse(readFileSync(join(PROJECT, ".github/stacks.json"), "utf8"))).toEqual([]);
    for (const [name, job] of jobs)
      if (job.environment !== undefined) expect(job.if, name).toBe("needs.stacks.outputs.list != '[]'");
  });
});

/** actionlint on the PATH, else built once from its pinned Go module; absent without Go. */
function actionlint(): string | undefined {
  const runs = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { encoding: "utf8" }).status === 0;
  if (runs("actionlint", ["-version"])) return "actionlint";
  const module = join(PROJECT, ".ci/actionlint");
  const version = /rhysd\/actionlint v(\S+)/.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1] ?? "";
  const built = join(cacheFolder(`actionlint-${version}`, process.env), "actionlint");
  if (existsSync(built)) return built;
  if (!runs("go", ["version"])) return undefined;
  const partial = `${built}.${process.pid}`;
  const build = spawnSync("go", ["build", "-trimpath", "-o", partial, "github.com/rhysd/actionlint/cmd/actionlint"], {
    cwd: module,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off", CGO_ENABLED: "0" },
  });
  if (build.status !== 0) throw new Error(`actionlint could not be built:\n${build.stderr}`);
  // Whole, or not at all: another run may look for it meanwhile.
  renameSync(partial, built);
  return built;
}

describe("actionlint", () => {
  it("finds nothing", { timeout: 300_000 }, ({ skip }) => {
    const command = actionlint();
    if (command === undefined) return skip("neither actionlint nor Go is on the PATH");
    const { status, stdout, stderr } = spawnSync(
      command,
      NAMES.map((name) => join(FOLDER, `${name}.yml`)),
      { encoding: "utf8" },
    );
    expect(status, stdout + stderr).toBe(0);
  });
});

const hasJq = spawnSync("jq", ["--version"]).status === 0;

describe.skipIf(!hasJq)("what is written on GitHub (needs jq)", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "okta-express-workflow-"));
    mkdirSync(join(folder, "reports"));
    mkdirSync(join(folder, "bin"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a step as the runner does, with a stand-in of the GitHub CLI that gives `answer` where it is asked. */
  function run(name: string, step: string, answer: string): string[] {
    const stand = join(folder, "bin/gh");
    writeFileSync(stand, `#!/bin/sh\necho "$*" >> calls\ncase "$*" in *--jq*|*"issue list"*) cat answer ;; esac\n`);
    chmodSync(stand, 0o755);
    writeFileSync(join(folder, "answer"), answer);
    writeFileSync(join(folder, "calls"), "");
    const done = spawnSync("bash", ["-e", "-c", scriptOf(name, step)], {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
        REPOSITORY: "acme/stack",
        NUMBER: "7",
        RUN: "https://github.example/run",
      },
    });
    expect(done.status, done.stdout + done.stderr).toBe(0);
    return readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  }

  it("is one comment with the reports of all stacks: made, then edited", () => {
    writeFileSync(join(folder, "reports/a.md"), "## a\n");
    writeFileSync(join(folder, "reports/b.md"), "## `b` $(touch broken)\n");
    expect(run("preview", "One comment, edited", "").at(-1)).toBe(
      "api --silent --method POST repos/acme/stack/issues/7/comments --input comment.json",
    );
    expect(JSON.parse(readFileSync(join(folder, "comment.json"), "utf8"))).toEqual({
      body: "<!-- okta-express report -->\n## a\n## `b` $(touch broken)\n",
    });
    expect(existsSync(join(folder, "broken"))).toBe(false);
    expect(run("preview", "One comment, edited", "42\n").at(-1)).toBe(
      "api --silent --method PATCH repos/acme/stack/issues/comments/42 --input comment.json",
    );
  });

  const title = "The tenant of stack prod.eu is not as declared";
  const issue = (isBot: boolean) => JSON.stringify([{ number: 9, title, author: { is_bot: isBot } }]);

  it("is one issue a stack: opened, edited, closed; a person's issue of the same title is left alone", () => {
    writeFileSync(join(folder, "reports/prod.eu.md"), "drift");
    expect(run("drift", "One issue a stack", "[]").at(-1)).toBe(
      `issue create --title ${title} --body-file reports/prod.eu.md`,
    );
    expect(run("drift", "One issue a stack", issue(false)).at(-1)).toMatch(/^issue create/);
    expect(run("drift", "One issue a stack", issue(true)).at(-1)).toBe("issue edit 9 --body-file reports/prod.eu.md");
    rmSync(join(folder, "reports/prod.eu.md"));
    writeFileSync(join(folder, "reports/prod.eu.clean"), "");
    expect(run("drift", "One issue a stack", issue(true)).at(-1)).toBe(
      "issue close 9 --comment Clean again: https://github.example/run",
    );
    expect(run("drift", "One issue a stack", "[]")).toHaveLength(1);
  });
});
