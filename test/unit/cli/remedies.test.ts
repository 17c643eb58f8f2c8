/**
 * What a person pastes: a command stands on a line of its own, from its first word to its last. Every text in the source is
 * looked at, whatever prints it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOMS = ["cli", "components", "config", "provider", "tenant"];

const COMMAND =
  /(?:npm run [a-z]+ (?:-- )?|pulumi (?:up|preview|config|state|stack|destroy|refresh|cancel|import) |auth0 (?:api|login) )/;

/** Lines in which a command is named and not given: it is in quote marks, or a part of another command's help. */
const NAMED = /`[^`]*(?:npm run|pulumi)[^`]*`/;

/** What no command has after its options: a sentence that goes on, or ends. */
const PROSE_AFTER =
  /(?:[.;]|, or\b.*| (?:takes|tells|shows|puts|goes on|makes|deploys|attaches|binds|adds|removes|then)\b.*)$/;

interface Text {
  readonly at: string;
  readonly text: string;
}

function textsOf(file: string): Text[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const texts: Text[] = [];
  const visit = (node: ts.Node): void => {
    const at = (): string => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isStringLiteralLike(node)) texts.push({ at: at(), text: node.text });
    else if (ts.isTemplateExpression(node))
      texts.push({
        at: at(),
        text: node.templateSpans.reduce((text, span) => `${text}X${span.literal.text}`, node.head.text),
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

const TEXTS = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => textsOf(join(room, name))),
);

const COMMAND_LINES = TEXTS.flatMap(({ at, text }) =>
  text
    .split("\n")
    .filter((line) => COMMAND.test(line) && !NAMED.test(line))
    .map((line) => ({ at, line })),
);

describe("a command in a text", () => {
  it("is found at all", () => expect(COMMAND_LINES.length).toBeGreaterThan(60));

  it("begins its line", () => {
    expect(COMMAND_LINES.filter(({ line }) => line.trimStart().search(COMMAND) !== 0)).toEqual([]);
  });

  it("ends it", () => expect(COMMAND_LINES.filter(({ line }) => PROSE_AFTER.test(line))).toEqual([]));

  it("is one", () => expect(COMMAND_LINES.filter(({ line }) => line.includes(" && "))).toEqual([]));
});
