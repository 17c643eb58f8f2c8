// The table of endpoints: complete, without duplicates, and the same in docs.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { endpointTable } from "../../../src/endpoint-table.ts";
import { ENDPOINTS } from "../../../src/resources/index.ts";

test("docs/endpoints.md is what the command prints", () => {
  expect(readFileSync(new URL("../../../docs/endpoints.md", import.meta.url), "utf8")).toBe(endpointTable());
});

test("no endpoint is there twice", () => {
  const names = ENDPOINTS.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ":")}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("reading needs a read scope, writing another", () => {
  for (const { method, path, scopes } of ENDPOINTS) {
    for (const scope of scopes)
      expect({ method, path, scope, reads: scope.startsWith("read:") }).toEqual({
        method,
        path,
        scope,
        reads: method === "GET",
      });
  }
});
