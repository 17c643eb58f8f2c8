/** What people read at a terminal: wrapped at words, commands in one piece, nothing that steers the terminal. */
import { describe, expect, it } from "vitest";
import { print, wrapped } from "../../../cli/terminal.ts";
import { visible } from "../../../config/visible.ts";

const shown = (text: string, columns?: number): string => {
  let written = "";
  print({ ...(columns === undefined ? {} : { columns }), write: (part: string) => (written += part) }, text);
  return written;
};

describe("a line that is longer than the terminal is wide", () => {
  it.each<[string, string, string]>([
    [
      "is wrapped at words, below its first word",
      "✖ The OIN client is enabled for no connection.",
      "✖ The OIN client is enabled\n  for no connection.",
    ],
    [
      "keeps its indentation",
      "    The OIN client is enabled for no connection.",
      "    The OIN client is enabled\n    for no connection.",
    ],
    [
      "goes on in the last column of a table",
      "globex  no  No member of globex holds the role.",
      "globex  no  No member of\n            globex holds the\n            role.",
    ],
    [
      "is left alone where it is a command",
      "    npm run adopt -- --stack production --yes",
      "    npm run adopt -- --stack production --yes",
    ],
    [
      "is never broken inside a word",
      "see https://auth0.com/docs/authenticate/identity-providers",
      "see\nhttps://auth0.com/docs/authenticate/identity-providers",
    ],
  ])("%s", (_, text, lines) => {
    expect(wrapped(text, 30)).toBe(lines);
  });

  it("is wrapped with its colour", () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    expect(wrapped(red("No member of globex holds it."), 20)).toBe(
      `${red("No member of globex")}\n${red("holds it.")}`,
    );
  });

  it("is left alone where nobody sits at a terminal, or a terminal says that it is no wider than a word", () => {
    const line = "The OIN client is enabled for no connection.";
    expect([wrapped(line, undefined), wrapped(line, 0)]).toEqual([line, line]);
  });
});

describe("characters that steer a terminal", () => {
  it("are shown as escapes, colours of ours excepted", () => {
    expect(visible("a\u202eb\u001b[2Jc\u0007d\u0085e\rf\u2066g")).toBe(
      "a\\u202eb\\u001b[2Jc\\u0007d\\u0085e\\u000df\\u2066g",
    );
    expect(visible("\u001b[31mred\u001b[39m\tand\nplain: é, 日本, 👩‍💻")).toBe(
      "\u001b[31mred\u001b[39m\tand\nplain: é, 日本, 👩‍💻",
    );
  });

  it("do not get through to the terminal", () => {
    expect(shown("the role \u001b[8mhidden\u202e")).toBe("the role \\u001b[8mhidden\\u202e");
    expect(shown("the role \u202ehidden by its name", 20)).toBe("the role\n\\u202ehidden by its\nname");
  });
});
