/**
 * docs/attributes.md settles every attribute that the Management API has for the stack's objects. The list of attributes
 * is that of the `auth0` SDK's types: a release of the SDK that knows a new one fails here until the new one is settled.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { OWNED_OBJECTS } from "../../../cli/audit/attributes/objects.ts";
import type { Settlement } from "../../../cli/audit/attributes/settlement.ts";

const TYPES = join(
  dirname(createRequire(import.meta.url).resolve("auth0/package.json")),
  "dist/cjs/management/api/types/types.d.ts",
);

/** Members of every interface that the SDK declares for answers of the Management API, by its name. */
function interfaces(): ReadonlyMap<string, readonly string[]> {
  const source = ts.createSourceFile(TYPES, readFileSync(TYPES, "utf8"), ts.ScriptTarget.Latest);
  return new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map(({ name, members }) => [
      name.text,
      members.flatMap((member) =>
        // Auth0 may send further members: those have no name to settle.
        ts.isPropertySignature(member) && ts.isIdentifier(member.name) ? [member.name.text] : [],
      ),
    ]),
  );
}

const sdk = interfaces();

describe.each(OWNED_OBJECTS)("$title", ({ type, settlements, finding }) => {
  it(`has each attribute of the SDK's type ${type}, and no other`, () => {
    expect(Object.keys(settlements).sort()).toEqual([...(sdk.get(type) ?? [])].sort());
  });

  it("has a finding of audit exactly where audit judges by the table", () => {
    expect(Object.values(settlements).some(({ by }) => by === "audit")).toBe(finding !== undefined);
  });
});

const row = (name: string, settlement: Settlement, finding: string | undefined): string => {
  switch (settlement.by) {
    case "stack":
      return `| \`${name}\` | preview and \`up\` |${settlement.note === undefined ? "" : ` ${settlement.note}`} |`;
    case "finding":
      return `| \`${name}\` | \`audit\`: \`${settlement.finding}\` | |`;
    case "audit":
      return `| \`${name}\` | \`audit\`: \`${finding ?? ""}\` | to be \`${JSON.stringify(settlement.value)}\`: else ${settlement.effect} |`;
    case "nobody":
      return `| \`${name}\` | nobody | ${settlement.why} |`;
  }
};

const page = (): string =>
  [
    "# Who sees to which attribute",
    "",
    "Every attribute that Auth0's Management API has for an object of the stack, by the types of the `auth0` SDK that this project has, and who sees to it when somebody changes it by hand:",
    "",
    "- **preview and `up`**: a preview shows the change and the next `up` takes it back. The stack declares the attribute, or the plugin takes it off where the stack does not.",
    "- **`audit`**: no `up` takes it back, and of some a preview shows nothing either. `npm run audit` names it under that finding, with the command that does.",
    "- **nobody**: it does no harm, and why.",
    "",
    "What the plugin shows and takes back is measured with the plugin 3.49.0. Of the tenant's settings the stack owns one flag, `use_scope_descriptions_for_consent` (preview and `up`), and `audit` looks at another in the native flavour, `enable_client_connections`; all others stay as they are.",
    "",
    "This page is made from the tables that `audit` judges by (`npx vitest run --project unit test/unit/docs/attributes.test.ts --update`). The same test fails when a release of the SDK has an attribute that is not settled here.",
    ...OWNED_OBJECTS.flatMap(({ title, settlements, finding }) => [
      "",
      `## ${title}`,
      "",
      "| Attribute | Who sees to it | |",
      "| --- | --- | --- |",
      ...Object.entries(settlements).map(([name, settlement]) => row(name, settlement, finding)),
    ]),
    "",
  ].join("\n");

it("is what the page says", async () => {
  await expect(page()).toMatchFileSnapshot("../../../docs/attributes.md");
});
