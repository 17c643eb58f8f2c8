/** Words of commands that people paste: whatever a name on a tenant holds, the shell reads it back. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inQuotes, quoted } from "../../../config/shell.ts";
import { shellWords } from "../../fixtures/shell-words.ts";

describe("a word of a command", () => {
  it.each([
    ["cgr_1a2B3c", "cgr_1a2B3c"],
    ["https://app.acme.example/login", "https://app.acme.example/login"],
    ["users/auth0%7C1/roles", "users/auth0%7C1/roles"],
    ["-kid_that-begins-so", "-kid_that-begins-so"],
    ["a=b", "a=b"],
    ["=ls", "'=ls'"],
    ["~me", "'~me'"],
    ["", "''"],
    ["Acme SaaS", "'Acme SaaS'"],
    ["Bob's rule", "'Bob'\\''s rule'"],
    ["https://app.acme.example/login?x=1&y=2", "'https://app.acme.example/login?x=1&y=2'"],
    ["$(reboot)`reboot`", "'$(reboot)`reboot`'"],
  ])("%s becomes %s", (word, shown) => {
    expect(quoted(word)).toBe(shown);
  });

  it("is read back by a shell as it was, among others, with quote marks only where needed or always (property)", () => {
    const hard = fc.constantFrom(
      "'",
      '"',
      "\\",
      "$",
      "`",
      "&",
      ";",
      "|",
      "<",
      "!",
      "#",
      "*",
      "~",
      "{",
      "\n",
      "\t",
      " ",
      "a",
      "ü",
      "𝄞",
    );
    const word = fc
      .array(
        fc.oneof(
          hard,
          fc.integer({ min: 1, max: 0xd7ff }).map((codePoint) => String.fromCodePoint(codePoint)),
        ),
      )
      .map((characters) => characters.join(""));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 50, size: "max" }), (words) => {
        const line = words.map(quoted).join(" ");
        expect(execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" })).toBe(
          words.map((text) => `${text}\0`).join(""),
        );
        expect(shellWords(`${line} ${words.map(inQuotes).join(" ")}`)).toEqual([...words, ...words]);
      }),
      { numRuns: 20 },
    );
  });
});
