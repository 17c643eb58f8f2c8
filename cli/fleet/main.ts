/** One operation over several stacks of this folder, each of which has a tenant of its own. */
import { report as answer } from "../answer.ts";
import type { AfterInterruption, CommonOptions } from "../command.ts";
import { WrongUsage } from "../usage.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, findingsText, notice, problem } from "../findings.ts";
import { WORK } from "./operations.ts";
import { basisOf } from "./basis.ts";
import { PARALLEL } from "./given.ts";
import { FleetRecord } from "./record.ts";
import { type Operation, type StackResult, worstOf } from "./result.ts";
import { runFleet } from "./run.ts";
import { stacksOf } from "./stacks.ts";
import { fleetFindings, fleetMarkdown, fleetText } from "./summary.ts";
import { sameCommand } from "../interruption.ts";
import { projectFolder } from "../stack.ts";
import { confirm, isInteractive, paletteOf, print } from "../terminal.ts";

export interface Options extends CommonOptions {
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

/** The run that is under way, from the moment that something can be gone on with. */
let record: FleetRecord | undefined;
/** Of a run that is gone on with: the stacks that are done once more, for what their results rested on has changed. */
let again: readonly string[] = [];

export async function main(options: Options, args: readonly unknown[]): Promise<ExitCode> {
  const operation = operationIn(args);
  const folder = projectFolder();
  const last = options.resume === true ? lastRun(folder, operation, options) : undefined;
  const stacks = last?.left ?? stacksOf(folder, options.stacks);
  const begin = (): FleetRecord => last ?? FleetRecord.begin(folder, operation, stacks, basisOf(folder, stacks));
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
}

export const afterInterruption: AfterInterruption<Options> = {
  done: async () => {
    if (record === undefined) return "Nothing was written.";
    const { left, stacks } = record;
    return `${stacks.length - left.length} of ${stacks.length} stacks are done; left: ${left.join(", ")}.`;
  },
  goesOn: (options, args) => (record === undefined ? sameCommand("fleet") : goesOn(operationIn(args), options, record)),
  values: (args) => ({ operation: operationIn(args), stacks: record?.results ?? [], left: record?.left ?? [] }),
};

function operationIn([operation]: readonly unknown[]): Operation {
  return operation as Operation;
}

function lastRun(folder: string, operation: Operation, { stacks, json = false }: Options): FleetRecord {
  if (stacks !== undefined)
    throw new WrongUsage("--resume goes on with the stacks of the last run: leave out --stacks");
  const last = FleetRecord.last(folder, operation);
  if (last === undefined) throw new WrongUsage(`no run of ${operation} in this folder is to be gone on with`);
  again = last.renew(basisOf(folder, last.stacks));
  const done = last.stacks.length - last.left.length;
  if (!json)
    process.stderr.write(`Going on with the run of ${last.begun}: ${done} of ${last.stacks.length} stacks are done.\n`);
  if (!json && again.length > 0)
    process.stderr.write(
      `The program or the configuration has changed since then: ${again.join(", ")} ${again.length === 1 ? "is" : "are"} run again.\n`,
    );
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
function goesOn(operation: Operation, { yes = false, parallel }: Options, { isKept, left }: FleetRecord): string {
  const which = isKept ? "--resume" : `--stacks ${left.join(",")}`;
  const asked = parallel === PARALLEL ? "" : ` --parallel ${parallel}`;
  return `npm run fleet -- ${operation} ${which}${asked}${yes ? " --yes" : ""}`;
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
    const values = { operation, stacks: results, left: kept?.left ?? [], again };
    answer({ command: "fleet", findings: [...fleetFindings(results), ...further], values }, true);
  } else if (format === "markdown") process.stdout.write(fleetMarkdown(results, operation, further));
  else print(process.stdout, `${fleetText(results, operation, palette)}${findingsText(further, palette)}`);
  return worstOf(results);
}
