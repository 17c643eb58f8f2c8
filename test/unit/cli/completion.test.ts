/** What a person who presses Tab is offered: bash itself runs the script, in a folder with two stacks. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../cli/completion/main.ts";
import { completionScript } from "../../../cli/completion/script.ts";

const fleet = new Command("npm run fleet --")
  .argument("<operation>")
  .option("--json", "one document")
  .option("--stacks <names>", "which")
  .addOption(new Option("-f, --format <format>", "layout").choices(["text", "markdown"]));
fleet.registeredArguments[0]?.choices(["preview", "up"]);
const key = new Command("npm run key --").option("-s, --stack <name>", "the stack").option("--file <file>", "a file");

let folder: string;
/** Whether this machine has it; else the tests are told as skipped. */
const hasBash = spawnSync("bash", ["--version"]).status === 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "okta-express-completion-"));
  for (const name of ["Pulumi.yaml", "Pulumi.production.yaml", "Pulumi.staging.yaml"])
    writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "completion.bash"), completionScript("bash", [fleet, key]));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The words that are offered at the end of a command line. */
function offered(line: string, where = folder): readonly string[] {
  const words = line.split(" ");
  const script = [
    "npm_before() { COMPREPLY=(as-before); }",
    "complete -F npm_before npm",
    `source ${folder}/completion.bash`,
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}`,
    "_okta_express npm",
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ];
  return execFileSync("bash", ["-c", script.join("\n")], { cwd: where, encoding: "utf8" })
    .split("\n")
    .filter((word) => word !== "");
}

it("knows every command of package.json", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Readonly<Record<string, string>> };
  const names = Object.keys(scripts).filter((name) => scripts[name] === `node cli/${name}.ts`);
  expect([...COMMANDS.map((command) => command.name()), "npm run completion --"].toSorted()).toEqual(
    names.map((name) => `npm run ${name} --`).toSorted(),
  );
});

describe.skipIf(!hasBash)("completion in bash", () => {
  it.each([
    ["commands", "npm run ", ["fleet", "key", "completion"]],
    ["commands that begin so", "npm run fl", ["fleet"]],
    [
      "options and the words of an argument",
      "npm run fleet -- ",
      ["preview", "up", "--json", "--stacks", "--format", "--help"],
    ],
    ["options that begin so", "npm run fleet -- --st", ["--stacks"]],
    ["the values of an option", "npm run fleet -- --format ", ["text", "markdown"]],
    ["the values of its short form", "npm run fleet -- -f m", ["markdown"]],
    ["names of stacks", "npm run fleet -- up --stacks ", ["production", "staging"]],
    ["names of stacks for any command", "npm run key -- -s st", ["staging"]],
    ["nothing where a file is meant: the shell offers files", "npm run key -- --file ", []],
    ["its own shells", "npm run completion -- b", ["bash"]],
    ["what did so before, elsewhere", "npm install ", ["as-before"]],
  ])("offers %s", (_what, line, words) => {
    expect(offered(line)).toEqual(words);
  });

  it("leaves other folders to what completed npm before", () => {
    expect(offered("npm run fleet -- ", tmpdir())).toEqual(["as-before"]);
  });
});
