/** One operation over several stacks of this folder, each of which has a tenant of its own. */
import { Argument, InvalidArgumentError, Option } from "commander";
import { report as answer } from "./answer.ts";
import { type CommonOptions, run, stacklessCommandLine } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { findingsText, problem } from "./findings.ts";
import { WORK } from "./fleet/operations.ts";
import { type Operation, OPERATIONS, type StackResult, worstOf } from "./fleet/result.ts";
import { runFleet } from "./fleet/run.ts";
import { named, stacksOf } from "./fleet/stacks.ts";
import { fleetFindings, fleetMarkdown, fleetText } from "./fleet/summary.ts";
import { projectFolder } from "./stack.ts";
import { confirm, isInteractive, paletteOf, print } from "./terminal.ts";

interface Options extends CommonOptions {
  readonly stacks?: readonly string[];
  readonly parallel: number;
  readonly yes?: boolean;
  readonly format: "text" | "markdown";
}

const DOING: Readonly<Record<Operation, string>> = {
  preview: "previewing",
  report: "previewing",
  up: "bringing up",
  audit: "auditing",
  ready: "looking at the tenant",
};

/** Exit codes of a preview after which `up` has something to do. */
const WITH_CHANGES: ReadonlySet<ExitCode> = new Set([EXIT.changes, EXIT.drift, EXIT.changesAndDrift]);

const command = stacklessCommandLine(
  "fleet",
  "Runs one operation over several stacks of this folder, several at a time, goes on past one that fails, and ends with a table and the exit code of the worst. Only up writes; it previews first and asks.",
)
  .addArgument(new Argument("<operation>", "what is done on each stack").choices(OPERATIONS))
  .option(
    "--stacks <names>",
    "which, separated by commas, * for any characters (default: those of .github/stacks.json, else each with a Pulumi.<stack>.yaml)",
    named,
  )
  .option("--parallel <number>", "how many stacks at a time", atLeastOne, 8)
  .option("-y, --yes", "of up: bring them up without a preview, and without being asked")
  .addOption(new Option("--format <format>", "how it is laid out").choices(["text", "markdown"]).default("text"))
  .addHelpText(
    "after",
    "Of this command: that of the worst stack; of preview and report also 3 changes, 4 drift, 5 both.",
  );

await run<Options>(command, async (options) => {
  const operation = command.processedArgs[0] as Operation;
  const stacks = stacksOf(projectFolder(), options.stacks);
  if (operation !== "up" || options.yes === true)
    return end(await over(stacks, operation, options), operation, options);

  const previews = await over(stacks, "preview", options);
  const toDo = previews.filter(({ exitCode }) => WITH_CHANGES.has(exitCode)).map(({ stack }) => stack);
  if (toDo.length === 0) return end(previews, "preview", options);
  if (!(await agreed(previews, toDo, options))) {
    return end(previews, "preview", options, ["Nothing was written. To bring them up:", upCommand(toDo)]);
  }
  const ups = await over(toDo, "up", options);
  return end(
    previews.map((preview) => ups.find(({ stack }) => stack === preview.stack) ?? preview),
    "up",
    options,
  );
});

function over(
  stacks: readonly string[],
  operation: Operation,
  { parallel, json = false }: Options,
): Promise<readonly StackResult[]> {
  return runFleet({
    stacks,
    parallel,
    doing: DOING[operation],
    quiet: json,
    work: WORK[operation],
    ended: () => undefined,
  });
}

async function agreed(
  previews: readonly StackResult[],
  toDo: readonly string[],
  { json = false }: Options,
): Promise<boolean> {
  if (json || !isInteractive()) return false;
  print(process.stderr, `\n${fleetText(previews, "preview", paletteOf(process.stderr))}\n`);
  return confirm(`Bring up ${toDo.join(", ")}?`);
}

function upCommand(stacks: readonly string[]): string {
  return `npm run fleet -- up --stacks ${stacks.join(",")} --yes`;
}

/** Tells the results. `refused`: why nothing was done, and what does it. */
function end(
  results: readonly StackResult[],
  operation: Operation,
  { json = false, format }: Options,
  refused?: readonly [says: string, ...mend: string[]],
): ExitCode {
  const refusals = refused === undefined ? [] : [problem("up", refused[0], refused.slice(1))];
  const palette = paletteOf(process.stdout);
  if (json) {
    const findings = [...fleetFindings(results), ...refusals];
    answer({ command: "fleet", findings, values: { operation, stacks: results } }, true);
  } else if (format === "markdown") process.stdout.write(fleetMarkdown(results, operation));
  else print(process.stdout, `${fleetText(results, operation, palette)}${findingsText(refusals, palette)}`);
  return refused === undefined ? worstOf(results) : worstOf([...results, { exitCode: EXIT.findings }]);
}

function atLeastOne(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
}
