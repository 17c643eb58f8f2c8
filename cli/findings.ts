import type { Palette } from "./terminal.ts";

/** How much a finding matters: a problem makes the command end with 1, a notice is only told, ok is a check that passed. */
export type Severity = "problem" | "notice" | "ok";

/** One thing that a command found out; the same for people and as JSON. Nothing secret goes into it. */
export interface Finding {
  readonly severity: Severity;
  /** What it is about, stable for scripts: `scopes`, `oin-client.keys`. */
  readonly about: string;
  /** One sentence in plain words. */
  readonly says: string;
  /** How to mend it, or what comes next: sentences or commands, one a line. */
  readonly mend?: readonly string[];
  /** The values behind the sentence, for scripts: IDs, scopes, times. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export function problem(
  about: string,
  says: string,
  mend?: string | readonly string[],
  details?: Finding["details"],
): Finding {
  return finding("problem", about, says, mend, details);
}

export function notice(
  about: string,
  says: string,
  mend?: string | readonly string[],
  details?: Finding["details"],
): Finding {
  return finding("notice", about, says, mend, details);
}

/** @param next what is done next: sentences or commands, one a line */
export function ok(about: string, says: string, details?: Finding["details"], next?: readonly string[]): Finding {
  return finding("ok", about, says, next, details);
}

function finding(
  severity: Severity,
  about: string,
  says: string,
  mend?: string | readonly string[],
  details?: Finding["details"],
): Finding {
  return {
    severity,
    about,
    says,
    ...(mend === undefined ? {} : { mend: typeof mend === "string" ? [mend] : mend }),
    ...(details === undefined ? {} : { details }),
  };
}

export function hasProblems(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "problem");
}

const SIGNS: Record<Severity, string> = { problem: "✖", notice: "!", ok: "✔" };

/** Findings as people read them, one a paragraph: a sign, the sentence, and below it how to mend it. */
export function findingsText(findings: readonly Finding[], palette: Palette): string {
  const paint: Record<Severity, (text: string) => string> = {
    problem: palette.red,
    notice: palette.yellow,
    ok: palette.green,
  };
  return findings
    .map(({ severity, says, mend = [] }) =>
      [
        `${paint[severity](SIGNS[severity])} ${says}`,
        ...mend.flatMap((line) => line.split("\n")).map((line) => `    ${palette.dim(line)}`),
        "",
      ].join("\n"),
    )
    .join("");
}

/** "1 problem, 2 notices", or that there is neither. */
export function summary(findings: readonly Finding[]): string {
  const count = (severity: Severity, name: string): string[] => {
    const found = findings.filter((finding) => finding.severity === severity).length;
    return found === 0 ? [] : [`${found} ${name}${found === 1 ? "" : "s"}`];
  };
  return [...count("problem", "problem"), ...count("notice", "notice")].join(", ") || "No problem";
}
