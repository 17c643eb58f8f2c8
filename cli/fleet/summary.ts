/** The fleet's results for people: a table, and below it what is wrong with each stack. */
import { EXIT } from "../exit-codes.ts";
import { type Finding, findingsText, notice, ok, problem } from "../findings.ts";
import { block, code, plain, reportMarkdown } from "../report/markdown.ts";
import type { Palette } from "../terminal.ts";
import { isDone, type Operation, type StackResult, stacksText } from "./result.ts";

/** Signs of the table: done and nothing to look at, something to look at, failed. */
const SIGNS = { fine: "✔", look: "!", failed: "✖" } as const;

const problemsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity === "problem");

function signOf({ exitCode }: StackResult): keyof typeof SIGNS {
  if (exitCode === EXIT.ok) return "fine";
  return exitCode === EXIT.findings || exitCode === EXIT.unusable ? "failed" : "look";
}

export function fleetText(results: readonly StackResult[], operation: Operation, palette: Palette): string {
  const paint = { fine: palette.green, look: palette.yellow, failed: palette.red };
  const rows = results.map((result) => ({
    sign: signOf(result),
    cells: [result.stack, result.domain ?? "", `${result.seconds} s`, result.says],
  }));
  const head = ["Stack", "Tenant", "Time", "Result"];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map(({ cells }) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  const table = [
    palette.bold(`  ${line(head)}`),
    ...rows.map(({ sign, cells }) => `${paint[sign](SIGNS[sign])} ${line(cells)}`),
  ].join("\n");
  const details = results
    .map(({ stack, findings }) => ({ stack, problems: problemsOf(findings) }))
    .filter(({ problems }) => problems.length > 0)
    .map(({ stack, problems }) => `${palette.bold(stack)}\n${findingsText(problems, palette)}`);
  return [table, "", ...details, palette.bold(counted(results, operation)), ""].join("\n");
}

/** @param further what is told of the run as a whole; default: nothing */
export function fleetMarkdown(
  results: readonly StackResult[],
  operation: Operation,
  further: readonly Finding[] = [],
): string {
  const rows = results.map((result) => {
    const { stack, domain = "", says, seconds } = result;
    return `| ${SIGNS[signOf(result)]} | ${code(stack)} | ${domain === "" ? "" : code(domain)} | ${cell(says)} | ${seconds} s |`;
  });
  const details = results.flatMap((result) => {
    if (operation === "report" && result.report !== undefined) return [reportMarkdown(result.report)];
    const problems = problemsOf(result.findings);
    if (problems.length === 0) return [];
    return [
      [
        `### ${code(result.stack)}`,
        ...problems.flatMap(({ says, mend = [] }) => [
          block(says),
          ...(mend.length > 0 ? [block(mend.join("\n"))] : []),
        ]),
      ].join("\n\n"),
    ];
  });
  return `${[
    `## Okta Express Configuration: ${operation} of ${stacksText(results.length)}`,
    `**${counted(results, operation)}**`,
    ["| | Stack | Tenant | Result | Time |", "| --- | --- | --- | --- | --- |", ...rows].join("\n"),
    ...details,
    ...further.flatMap(({ says, mend = [] }) => [plain(says), block(mend.join("\n"))]),
  ].join("\n\n")}\n`;
}

/** A finding a stack, for scripts; what was found on each is in its result. */
export function fleetFindings(results: readonly StackResult[]): Finding[] {
  return results.map((result) => {
    const { stack, says, exitCode } = result;
    const sign = signOf(result);
    const details = { stack, exitCode };
    const text = `${stack}: ${says}`;
    if (sign === "fine") return ok("stack", text, details);
    return (sign === "look" ? notice : problem)("stack", text, undefined, details);
  });
}

/** "8 of 10 stacks fine, 1 to look at, 1 failed". */
export function counted(results: readonly StackResult[], operation: Operation): string {
  const of = (sign: keyof typeof SIGNS): number => results.filter((result) => signOf(result) === sign).length;
  const withFindings = results.filter((result) => signOf(result) === "failed" && isDone(result, operation)).length;
  return [
    `${of("fine")} of ${stacksText(results.length)} fine`,
    ...(of("look") > 0 ? [`${of("look")} with changes or drift`] : []),
    ...(withFindings > 0 ? [`${withFindings} with problems`] : []),
    ...(of("failed") > withFindings ? [`${of("failed") - withFindings} failed`] : []),
  ].join(", ");
}

function cell(text: string): string {
  return plain(text.replace(/\s+/g, " "));
}
