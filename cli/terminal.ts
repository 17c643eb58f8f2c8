/**
 * What a command says and asks. Results go to standard output, so that they can be piped; progress, questions and the
 * engine's own output go to standard error. Colour only on a terminal, never under NO_COLOR.
 */
import { Writable } from "node:stream";
import { createInterface } from "node:readline/promises";
import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import wrapAnsi from "wrap-ansi";
import { visible } from "../config/visible.ts";

export type Palette = Pick<ReturnType<typeof pc.createColors>, "red" | "yellow" | "green" | "cyan" | "bold" | "dim">;

/** Whether a stream is shown in colour: on a terminal only, and never under NO_COLOR (https://no-color.org). */
export function hasColour(stream: object, env: NodeJS.ProcessEnv = process.env): boolean {
  return "isTTY" in stream && stream.isTTY === true && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

export function paletteOf(stream: object): Palette {
  return pc.createColors(hasColour(stream));
}

/**
 * Writes a text for people: at a terminal its lines are wrapped to the width, commands excepted, for they are pasted.
 * Characters that steer a terminal are shown as escapes.
 */
export function print(stream: { readonly columns?: number; write(text: string): unknown }, text: string): void {
  stream.write(wrapped(visible(text), stream.columns));
}

/** What begins a line that a person pastes. */
const COMMAND = /^\s*(?:npm|pulumi|auth0|git|export) /;

/** Lines longer than `columns` wrapped at words; what follows stands below the text of a list's or table's last column. */
export function wrapped(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < NARROWEST) return text;
  return text
    .split("\n")
    .map((line) => {
      const plain = stripVTControlCharacters(line);
      if (plain.length <= columns || COMMAND.test(plain)) return line;
      const indent = indentBelow(plain, columns);
      // The first characters stay as they are, with the colour that they may begin.
      const lead = new RegExp(String.raw`^(?:(?:\u001b\[\d+m)*.){${indent}}`, "su").exec(line)?.[0] ?? "";
      const lines = wrapAnsi(line.slice(lead.length), columns - indent).split("\n");
      return `${lead}${lines.join(`\n${" ".repeat(indent)}`)}`;
    })
    .join("\n");
}

/** Below this nothing can be laid out. */
const NARROWEST = 20;

function indentBelow(line: string, columns: number): number {
  const lastColumn = /^.*\S {2,}(?=\S)/.exec(line)?.[0].length ?? 0;
  if (lastColumn > 0 && lastColumn <= columns / 2) return lastColumn;
  return /^\s*(?:[✖!✔-] )?/.exec(line)?.[0].length ?? 0;
}

/** Whether somebody is there to be asked. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** The person's answer, without the spaces around it; empty where the input ended. */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C ends the command, as it does elsewhere.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** The same for what nobody is to read over a shoulder: what is typed is not shown. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return (await lines.question("")).trim();
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

/** Whether the person said yes; anything else is a no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `));
}
