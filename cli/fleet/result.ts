/** What became of one stack of a fleet, and of all of them. */
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems } from "../findings.ts";
import type { StackReport } from "../report/changes.ts";

export const OPERATIONS = ["preview", "up", "audit", "ready", "report"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What an operation found out on one stack. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** One line: `clean`, `2 problems`. */
  readonly says: string;
  readonly findings: readonly Finding[];
  /** Of a preview and an `up`: what it means for a reviewer. */
  readonly report?: StackReport;
}

export interface StackResult extends Outcome {
  readonly stack: string;
  /** The tenant; absent where the configuration does not tell it. */
  readonly domain?: string;
  /** How long it took. */
  readonly seconds: number;
}

/** "1 stack", "8 stacks". */
export const stacksText = (count: number): string => `${count} stack${count === 1 ? "" : "s"}`;

/** From the best to the worst: what could not be looked at may be anything. */
const BY_BADNESS: readonly ExitCode[] = [
  EXIT.ok,
  EXIT.changes,
  EXIT.drift,
  EXIT.changesAndDrift,
  EXIT.findings,
  EXIT.unusable,
];

/** The exit code of the worst stack. */
export function worstOf(results: readonly Pick<Outcome, "exitCode">[]): ExitCode {
  return BY_BADNESS[Math.max(0, ...results.map(({ exitCode }) => BY_BADNESS.indexOf(exitCode)))] ?? EXIT.ok;
}

/** Whether the operation came to its end on the stack: a run that is gone on with leaves such a stack out. */
export function isDone({ exitCode, findings }: Outcome, operation: Operation): boolean {
  if (exitCode === EXIT.unusable) return false;
  return operation === "audit" || operation === "ready" || !hasProblems(findings);
}
