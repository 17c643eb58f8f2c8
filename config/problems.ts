import { RunError } from "@pulumi/pulumi/errors.js";
import { visible } from "./visible.ts";

/**
 * How a mistake in the configuration is told: which key, what it holds, what was expected, how to mend it. All
 * problems of a stack are told together and nothing is changed.
 */

/** One mistake. `key` is the full configuration key (`auth0:domain`, `okta-express:scim`). */
export interface Problem {
  readonly key: string;
  /** What there is, as it is told behind the key: `= "…"` (see `holds`), `is not set`, `is not a setting`. */
  readonly found: string;
  /** A sentence: what is wrong and what was expected. */
  readonly expected: string;
  /** What to do: a command, or a sentence. */
  readonly mend: string;
}

/** Thrown once with every problem; its message is the whole text, which Pulumi prints without a stack trace. */
export class ConfigurationError extends RunError {
  readonly problems: readonly Problem[];

  constructor(stack: string, problems: readonly Problem[]) {
    super(visible(describe(stack, problems)));
    this.problems = problems;
  }
}

function describe(stack: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const blocks = problems.map(({ key, found, expected, mend }) =>
    [`  ${key} ${found}`, `    ${expected}`, "    Fix:", ...mend.split("\n").map((line) => `      ${line}`)].join("\n"),
  );
  return [`${count} in the configuration of stack ${stack}. Nothing was changed.`, "", blocks.join("\n\n"), ""].join(
    "\n",
  );
}

const LONGEST_SHOWN = 120;

/**
 * Whether a text could hold key material: PEM armour, or a run of base64 longer than any client ID (32 characters).
 * Such a text is never told, wherever somebody put it.
 */
export function couldBeKey(text: string): boolean {
  return /-----|BEGIN|PRIVATE/.test(text) || /[A-Za-z0-9+/=_-]{40,}/.test(text);
}

/** What a key holds, as it may stand in an error text: in quotes, on one line, never a key's content. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "is not set";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (couldBeKey(text)) return "is not shown, for it could be key material";
  const line = JSON.stringify(text);
  return `= ${line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…"` : line}`;
}
