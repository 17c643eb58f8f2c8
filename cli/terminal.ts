/**
 * What a command says and asks. Results go to standard output, so that they can be piped; progress, questions and the
 * engine's own output go to standard error. Colour only on a terminal, never under NO_COLOR.
 */
import { createInterface } from "node:readline/promises";
import pc from "picocolors";

export type Palette = Pick<ReturnType<typeof pc.createColors>, "red" | "yellow" | "green" | "cyan" | "bold" | "dim">;

/** Whether a stream is shown in colour: on a terminal only, and never under NO_COLOR (https://no-color.org). */
export function hasColour(stream: object, env: NodeJS.ProcessEnv = process.env): boolean {
  return "isTTY" in stream && stream.isTTY === true && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

export function paletteOf(stream: object): Palette {
  return pc.createColors(hasColour(stream));
}

/** Whether somebody is there to be asked. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** The person's answer, without the spaces around it; empty where the input ended. */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** Whether the person said yes; anything else is a no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `));
}
