import { type Finding, findingsText, hasProblems, summary } from "./findings.ts";
import { paletteOf, print } from "./terminal.ts";

/** A command's answer. */
export interface Report {
  readonly command: string;
  /** Absent where the command ended before it knew. */
  readonly stack?: string;
  readonly findings: readonly Finding[];
  /** Further values of the command, in the JSON document only. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Writes the answer to standard output: as one JSON document, or as text that ends with a summary. */
export function report({ command, stack, findings, values = {} }: Report, json: boolean): void {
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ command, stack, ok: !hasProblems(findings), ...values, findings }, undefined, 2)}\n`,
    );
    return;
  }
  const palette = paletteOf(process.stdout);
  print(process.stdout, `${findingsText(findings, palette)}\n${palette.bold(summary(findings))}\n`);
}
