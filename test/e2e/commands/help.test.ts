/** Every command tells its options, and a wrong one in a line, without a stack trace: a process each, as people run them. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../support/world.ts";

const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** The scripts that are programs of this project; one that takes no options, and what only builds, are not for people. */
const COMMANDS = Object.entries(scripts)
  .flatMap(([name, script]) => {
    const file = /^node (\S+)$/.exec(script)?.[1];
    return file === undefined ? [] : [[name, file] as const];
  })
  .filter(([name]) => !["build", "fidelity"].includes(name));

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(file: string, ...args: string[]): Promise<Run> {
  return runNode([file, ...args]);
}

function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve) =>
    execFile(process.execPath, args, { cwd: PROJECT, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

/** What only the work of a command takes, and a tenth of a second or more to load. */
const HEAVY = /\/node_modules\/(?:@pulumi|@grpc|auth0|jose|listr2|yaml|zod)\//;

it("there are commands", () => {
  expect(COMMANDS.map(([name]) => name)).toEqual(expect.arrayContaining(["demo", "doctor", "rehearse", "bench"]));
});

it.each(COMMANDS)("npm run %s", async (name, file) => {
  const help = await run(file, "--help");
  expect(help).toMatchObject({ exitCode: 0, stderr: "" });
  expect(help.stdout).toContain(`Usage: ${name === "tenant" ? name : `npm run ${name} --`}`);
  const wrong = await run(file, "--no-such-option");
  // The local tenant is a package of its own, whose command ends with 1.
  expect(wrong.exitCode).toBe(name === "tenant" ? 1 : 2);
  expect(wrong.stderr).toMatch(/^error: (?:unknown option '--no-such-option'|required option .+ not specified)$/m);
  expect(wrong.stderr).not.toMatch(/^\s+at /m);
});

it.each(COMMANDS.filter(([, file]) => file.startsWith("cli/")))(
  "npm run %s -- --help loads nothing that only its work takes",
  async (name, file) => {
    const list = join(mkdtempSync(join(tmpdir(), "okta-express-loaded-")), "modules");
    try {
      const help = await runNode(["--import", "./test/e2e/support/loaded.ts", file, "--help"], { LOADED: list });
      expect(help.stdout).toContain(`npm run ${name}`);
      const modules = readFileSync(list, "utf8").split("\n");
      expect(modules).toContainEqual(expect.stringContaining("/commander/"));
      expect(modules.filter((url) => HEAVY.test(url))).toEqual([]);
    } finally {
      rmSync(dirname(list), { recursive: true });
    }
  },
);
