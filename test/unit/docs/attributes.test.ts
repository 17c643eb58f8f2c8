/**
 * docs/attributes.md settles every attribute that the Management API has for the stack's objects, and every member of one.
 * The list is that of the `auth0` SDK's types: a release of the SDK that knows a new one fails here until that is settled.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { OWNED_OBJECTS } from "../../../cli/audit/attributes/objects.ts";
import type { Settlement, Settlements } from "../../../cli/audit/attributes/settlement.ts";

const TYPES = join(
  dirname(createRequire(import.meta.url).resolve("auth0/package.json")),
  "dist/cjs/management/api/types/types.d.ts",
);

const program = ts.createProgram([TYPES], { strict: true, skipLibCheck: true });
const checker = program.getTypeChecker();
const declared = new Map(
  [...(program.getSourceFile(TYPES)?.statements ?? [])]
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .map((declaration) => [declaration.name.text, checker.getTypeAtLocation(declaration)] as const),
);

/** Maps that the SDK declares with a member a key, each of the same type. */
const KEYED_BY_STRATEGY = "strategy_overrides";

/** The members of a type that have a name: Auth0 may send further ones, which have none to settle. */
function named(type: ts.Type): readonly ts.Symbol[] {
  return type
    .getProperties()
    .filter(({ valueDeclaration: at }) => at !== undefined && at.getSourceFile().fileName === TYPES);
}

/** The paths of all that is in a value of the type, down to what has no members; empty for a plain value. */
function pathsIn(type: ts.Type): readonly string[] {
  const bare = checker.getNonNullableType(type);
  const paths = (bare.isUnion() ? bare.types : [bare]).flatMap((part): readonly string[] => {
    if (checker.isArrayType(part)) {
      const [element] = checker.getTypeArguments(part as ts.TypeReference);
      return element === undefined ? [] : pathsIn(element).map((path) => `[].${path}`);
    }
    if ((part.flags & ts.TypeFlags.Object) === 0) return [];
    const values = part.getStringIndexType();
    return [
      ...named(part).flatMap((symbol) => joined(symbol.name, pathsIn(checker.getTypeOfSymbol(symbol)))),
      ...(values === undefined ? [] : pathsIn(values).map((path) => `*.${path}`)),
    ];
  });
  return [...new Set(paths)];
}

function joined(name: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [name];
  const under = name === KEYED_BY_STRATEGY ? [...new Set(paths.map((path) => path.replace(/^[^.]+\./, "*.")))] : paths;
  return under.map((path) => (path.startsWith("[]") ? `${name}${path}` : `${name}.${path}`));
}

/** What there is to settle: every attribute, and every member of one that is not settled as a whole. */
function toSettle(type: string, settlements: Settlements): readonly string[] {
  return named(declared.get(type) ?? expect.fail(`the SDK has no type ${type}`)).flatMap((symbol) => {
    const { name } = symbol;
    const settlement = settlements[name];
    if (settlement !== undefined && (settlement.by === "nobody" || settlement.whole === true)) return [name];
    const members = joined(name, pathsIn(checker.getTypeOfSymbol(symbol)));
    return settlement === undefined ? members : [...new Set([name, ...members])];
  });
}

describe.each(OWNED_OBJECTS)("$title", ({ type, settlements, finding }) => {
  it(`has each attribute of the SDK's type ${type} and each member of one, and no other`, () => {
    expect(Object.keys(settlements).sort()).toEqual([...toSettle(type, settlements)].sort());
  });

  it("has a finding of audit exactly where audit judges by the table", () => {
    expect(Object.values(settlements).some(({ by }) => by === "audit")).toBe(finding !== undefined);
  });
});

const row = (name: string, settlement: Settlement, finding: string | undefined): string => {
  switch (settlement.by) {
    case "stack":
      return `| \`${name}\` | preview and \`up\` | |`;
    case "finding":
      return `| \`${name}\` | \`audit\`: \`${settlement.finding}\` |${settlement.note === undefined ? "" : ` ${settlement.note}`} |`;
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
    "An attribute with members is settled by its own name for all of them, or each member is: `scopes[].value` is that of every scope, `user_attributes.*.label` that of every attribute.",
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
