import { z } from "zod";

/** What an issue of the schema says besides its key and value. */
export interface Advice {
  /** A sentence: what is wrong and what was expected. */
  readonly expected: string;
  /** What to do: a command, or a sentence. */
  readonly mend: string;
}

/** Adds an issue with advice to zod's list and ends the value's own checks; the other values are still checked. */
export function advise(
  ctx: z.RefinementCtx,
  expected: string,
  mend: string,
  path: readonly (string | number)[] = [],
): never {
  ctx.addIssue({ code: "custom", message: expected, params: { expected, mend } satisfies Advice, path: [...path] });
  return z.NEVER;
}

/** A string that may be left out: an absent one counts as empty, as Pulumi.yaml's defaults have it. */
export function text() {
  return z.string({ error: "Expected a text." }).default("");
}

/** A value without the spaces and quote marks around it, as mishaps of shell quoting leave them. */
export function unquote(value: string): string {
  return value.replace(/^[\s"'`]+|[\s"'`]+$/g, "");
}
