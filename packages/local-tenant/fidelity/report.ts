// The words of `npm run fidelity`.
import { show } from "./json.ts";
import type { ExchangeResult, ScenarioResult } from "./replay.ts";

export interface ReportOptions {
  /** Print each difference. */
  readonly verbose: boolean;
}

const agrees = ({ differences }: ExchangeResult): boolean => differences.length === 0;

/** `TestAccRole: 22 of 23 agree, 2 out of scope`, and with `verbose` each difference below. */
export function scenarioLines(result: ScenarioResult, { verbose }: ReportOptions): string[] {
  const agreeing = result.results.filter(agrees).length;
  const apart = result.outOfScope.length === 0 ? "" : `, ${result.outOfScope.length} out of scope`;
  const lines = [`${result.name}: ${agreeing} of ${result.results.length} agree${apart}`];
  if (!verbose) return lines;
  for (const { exchange, differences } of result.results) {
    if (differences.length === 0) continue;
    lines.push(
      `  #${exchange.id} ${exchange.method} ${exchange.path}${exchange.query === "" ? "" : `?${exchange.query}`}`,
    );
    for (const { at, recorded, local } of differences)
      lines.push(`    ${at}: recorded ${show(recorded)}, local ${show(local)}`);
  }
  return lines;
}

/** The totals; the last line is the one that scripts read. */
export function totalLines(results: readonly ScenarioResult[]): string[] {
  const exchanges = results.flatMap((result) => result.results);
  const outOfScope = results.flatMap((result) => result.outOfScope);
  const leniencies = results.flatMap((result) => result.leniencies);
  const inStatus = exchanges.filter(({ differences }) => differences.every(({ at }) => at !== "status")).length;
  const agreeing = exchanges.filter(agrees).length;
  return [
    ...counted("Out of scope, not counted", outOfScope),
    ...counted("Values that agree by a rule of docs/fidelity.md", leniencies),
    ...counted(
      "Differences by endpoint",
      exchanges.filter((result) => !agrees(result)).map(({ endpoint }) => endpoint),
    ),
    `status: ${inStatus} of ${exchanges.length} exchanges`,
    `fidelity: ${agreeing} of ${exchanges.length} exchanges, ${percent(agreeing, exchanges.length)} %`,
  ];
}

function counted(title: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${count} ${name}`);
  return [`${title}: ${names.length}`, ...lines];
}

/** Rounded down to one decimal, so that 100.0 means all of them. */
function percent(part: number, whole: number): string {
  return whole === 0 ? "100.0" : (Math.floor((part / whole) * 1000) / 10).toFixed(1);
}
