import type { EngineRun } from "./engine.ts";
import { type Finding, problem } from "./findings.ts";
import type { Preview } from "./preview.ts";

/** A preview that did not come to its end; nothing where it did. */
export function previewFailure({ errors }: Preview, stack: string): Finding | undefined {
  return errors.length === 0
    ? undefined
    : problem("preview", `The preview failed: ${errors.join("\n")}`, [
        "This tells what is missing:",
        `npm run doctor -- --stack ${stack}`,
      ]);
}

/** An `up` or `destroy` that did not come to its end, and the command that goes on; nothing where it did. */
export function runFailure(
  operation: "up" | "destroy",
  { exitCode, stdout, stderr }: EngineRun,
  stack: string,
  again: string,
): Finding | undefined {
  if (exitCode === 0) return undefined;
  return problem(operation, `pulumi ${operation} failed: ${(stderr.trim() || stdout.trim()).slice(-4000)}`, [
    "If another run is under way, wait for it. If one was interrupted:",
    `pulumi cancel --stack ${stack}`,
    "This goes on:",
    again,
  ]);
}
