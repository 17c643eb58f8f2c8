/** One operation over several stacks of this folder, each of which has a tenant of its own. */
import { Argument, InvalidArgumentError, Option } from "commander";
import { report as answer } from "./answer.ts";
import { type CommonOptions, run, stacklessCommandLine, wrongUsage } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, findingsText, notice, problem } from "./findings.ts";
import { WORK } from "./fleet/operations.ts";
import { FleetRecord } from "./fleet/record.ts";
import { type Operation, OPERATIONS, type StackResult, worstOf } from "./fleet/result.ts";
import { runFleet } from "./fleet/run.ts";
import { named, stacksOf } from "./fleet/stacks.ts";
import { fleetFindings, fleetMarkdown, fleetText } from "./fleet/summary.ts";
import { sameCommand } from "./interruption.ts";
import { projectFolder } from "./stack.ts";
import { confirm, isInteractive, paletteOf, print } from "./terminal.ts";

interface Options extends CommonOptions {
  readonly stacks?: readonly string[];
  readonly parallel: number;
  readonly yes?: boolean;
  readonly resume?: boolean;
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
  .option(
    "--resume",
    "go on with the last run of this operation: with the stacks that it did not come to, or that failed",
  )
  .addOption(new Option("--format <format>", "how it is laid out").choices(["text", "markdown"]).default("text"))
  .addHelpText(
    "after",
    "Of this command: that of the worst stack; of preview and report also 3 changes, 4 drift, 5 both.",
  );

/** The run that is under way, from the moment that something can be gone on with. */
let record: FleetRecord | undefined;

await run<Options>(
  command,
  async (options) => {
    const operation = operationGiven();
    const folder = projectFolder();
    const last = options.resume === true ? lastRun(folder, operation, options) : undefined;
    const stacks = last?.left ?? stacksOf(folder, options.stacks);
    const begin = (): FleetRecord => last ?? FleetRecord.begin(folder, operation, stacks);
    if (operation !== "up" || options.yes === true) {
      record = begin();
      await over(stacks, operation, options, record);
      return end(record.results, operation, options, record);
    }

    const previews = await over(stacks, "preview", options);
    const toDo = previews.filter(({ exitCode }) => WITH_CHANGES.has(exitCode)).map(({ stack }) => stack);
    if (toDo.length > 0 && !(await agreed(previews, toDo, options))) {
      end(previews, "preview", options, undefined, toDo);
      return worstOf([...previews, { exitCode: EXIT.findings }]);
    }
    record = begin();
    for (const preview of previews) if (!toDo.includes(preview.stack)) record.add(preview);
    await over(toDo, "up", options, record);
    return end(record.results, "up", options, record);
  },
  {
    done: async () => {
      if (record === undefined) return "Nothing was written.";
      const { left, stacks } = record;
      return `${stacks.length - left.length} of ${stacks.length} stacks are done; left: ${left.join(", ")}.`;
    },
    goesOn: (options) => (record === undefined ? sameCommand("fleet") : goesOn(operationGiven(), options, record)),
    values: () => ({ operation: operationGiven(), stacks: record?.results ?? [], left: record?.left ?? [] }),
  },
);

function operationGiven(): Operation {
  return command.processedArgs[0] as Operation;
}

function lastRun(folder: string, operation: Operation, { stacks, json = false }: Options): FleetRecord {
  if (stacks !== undefined)
    throw wrongUsage(command, "--resume goes on with the stacks of the last run: leave out --stacks");
  const last = FleetRecord.last(folder, operation);
  if (last === undefined) throw wrongUsage(command, `no run of ${operation} in this folder is to be gone on with`);
  const done = last.stacks.length - last.left.length;
  if (!json)
    process.stderr.write(`Going on with the run of ${last.begun}: ${done} of ${last.stacks.length} stacks are done.\n`);
  return last;
}

async function over(
  stacks: readonly string[],
  operation: Operation,
  { parallel, json = false }: Options,
  kept?: FleetRecord,
): Promise<readonly StackResult[]> {
  return runFleet({
    stacks,
    parallel,
    doing: DOING[operation],
    quiet: json,
    work: WORK[operation],
    ended: (result) => kept?.add(result),
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

/** The command that goes on with what is left of a run. */
function goesOn(operation: Operation, { yes = false }: Options, { isKept, left }: FleetRecord): string {
  const which = isKept ? "--resume" : `--stacks ${left.join(",")}`;
  const parallel =
    command.getOptionValueSource("parallel") === "cli" ? ` --parallel ${command.opts<Options>().parallel}` : "";
  return `npm run fleet -- ${operation} ${which}${parallel}${yes ? " --yes" : ""}`;
}

/** Tells the results. `refused`: stacks that would have been brought up, but nobody said so. */
function end(
  results: readonly StackResult[],
  operation: Operation,
  options: Options,
  kept?: FleetRecord,
  refused: readonly string[] = [],
): ExitCode {
  kept?.end();
  const { json = false, format } = options;
  const further: Finding[] = [
    ...(refused.length > 0
      ? [
          problem("up", "Nothing was written. To bring them up:", [
            `npm run fleet -- up --stacks ${refused.join(",")} --yes`,
          ]),
        ]
      : []),
    ...(kept !== undefined && kept.left.length > 0
      ? [
          notice("resume", `Left: ${kept.left.join(", ")}. Once the reason is mended, this goes on with them alone:`, [
            goesOn(operation, options, kept),
          ]),
        ]
      : []),
  ];
  const palette = paletteOf(process.stdout);
  if (json) {
    const values = { operation, stacks: results, left: kept?.left ?? [] };
    answer({ command: "fleet", findings: [...fleetFindings(results), ...further], values }, true);
  } else if (format === "markdown") process.stdout.write(fleetMarkdown(results, operation, further));
  else print(process.stdout, `${fleetText(results, operation, palette)}${findingsText(further, palette)}`);
  return worstOf(results);
}

function atLeastOne(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
}
