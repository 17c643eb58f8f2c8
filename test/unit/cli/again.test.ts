/** The command that does the same again: what was given comes back, for a shell and for commander. */
import { Command } from "commander";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandAgain } from "../../../cli/again.ts";
import { shellWords } from "../../fixtures/shell-words.ts";

describe("a command again", () => {
  it("has the options that were given, and the stack it worked on", () => {
    expect(
      commandAgain("rotate", "prod", {
        stack: "selected",
        newKey: "keys/okta key.pem",
        json: true,
        finish: undefined,
        withdraw: false,
        yes: true,
      }),
    ).toBe("npm run rotate -- --stack prod --new-key 'keys/okta key.pem' --yes");
    expect(commandAgain("adopt", "prod", {})).toBe("npm run adopt -- --stack prod");
  });

  it("is read by commander as it was given (property)", () => {
    const id = fc
      .array(fc.constantFrom("a", "-", " ", "'", "$", "`", '"'), { minLength: 1 })
      .map((characters) => characters.join(""));
    const options = fc.record(
      {
        client: id,
        dropKey: fc.array(id, { minLength: 1, maxLength: 3 }),
        asConfigured: fc.constant(true),
        yes: fc.constant(true),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(options, (given) => {
        const command = new Command()
          .option("-s, --stack <name>")
          .option("--client <ID>")
          .option("--drop-key <ID...>")
          .option("--as-configured")
          .option("--yes")
          .exitOverride();
        const [npm, run, name, dashes, ...words] = shellWords(commandAgain("adopt", "prod", given));
        expect([npm, run, name, dashes]).toEqual(["npm", "run", "adopt", "--"]);
        expect(command.parse(words, { from: "user" }).opts()).toEqual({ stack: "prod", ...given });
      }),
      { numRuns: 40 },
    );
  });
});
