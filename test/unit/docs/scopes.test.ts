/** docs/scopes.md is what doctor goes by. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPERATIONS, operationsOf, scopesOf, TENANT_COMMANDS } from "../../../cli/scopes.ts";
import type { Configuration, Flavour } from "../../../config/index.ts";

const text = readFileSync(new URL("../../../docs/scopes.md", import.meta.url), "utf8");

it("has a row for each operation: scope, what it is for, the commands and the configurations that need it", () => {
  const rows = text.split("\n").filter((line) => /^\| `/.test(line));
  expect(rows).toEqual(
    OPERATIONS.map(
      ({ scope, does, commands, when = [], optional }) =>
        `| \`${scope}\` | ${does} | ${commands.join(", ")} | ${[...new Set(when.map(({ where }) => where))].join("; ") || "always"}${optional === true ? " (optional)" : ""} |`,
    ),
  );
});

it.each<readonly [Flavour, string]>([
  ["guide", "Flavour `guide`, with nothing else set:"],
  ["native", "Flavour `native`, with nothing else set:"],
])("lists all scopes of the flavour %s as they are pasted", (flavour, title) => {
  const block = text.split(`${title}\n\n\`\`\`\n`)[1]?.split("\n```")[0];
  const configuration = { flavour, consentDescriptions: true, adminConnections: [] } as unknown as Configuration;
  expect(block?.split(/\s+/)).toEqual(scopesOf(operationsOf(TENANT_COMMANDS, configuration)));
});
