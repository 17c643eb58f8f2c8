import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPERATIONS } from "../../../cli/scopes.ts";

it("docs/scopes.md lists every scope and operation that doctor goes by, and no other scope", () => {
  const text = readFileSync(new URL("../../../docs/scopes.md", import.meta.url), "utf8");
  const listed = [...text.matchAll(/^\| `([a-z_]+:[a-z_]+)` \| (.*?) \|/gm)].map(([, scope, does]) => [scope, does]);
  const scopes = [...new Set(OPERATIONS.map(({ scope }) => scope))];
  expect(listed).toEqual(scopes.map((scope) => [scope, OPERATIONS.filter((operation) => operation.scope === scope).map(({ does }) => does).join("; ")]));
});
