// What counts as agreement: every key, type and value, but for what a rule of docs/fidelity.md names.
import { describe, expect, test } from "vitest";
import { compare, type ComparisonContext, type Leniency } from "../../../fidelity/compare.ts";
import type { Json } from "../../../fidelity/json.ts";

function compared(recorded: Json, local: Json, context: Partial<ComparisonContext> = {}) {
  const notes: Leniency[] = [];
  const differences = compare(recorded, local, {
    endpoint: "GET /clients/{id}",
    mentions: () => false,
    mentionedByReads: () => false,
    selectsFields: false,
    note: (rule) => notes.push(rule),
    ...context,
  });
  return { differences, notes };
}

describe("difference", () => {
  test.each<[string, Json, Json, string]>([
    ["another value", { name: "a" }, { name: "b" }, "name"],
    ["another type", { count: 1 }, { count: "1" }, "count"],
    ["false for true", { on: true }, { on: false }, "on"],
    ["a missing value", { name: "a" }, {}, "name"],
    ["a missing value, though it is false", { on: false }, {}, "on"],
    ["a missing null", { on: null }, {}, "on"],
    ["a value too many", {}, { name: "a" }, "name"],
    ["a value too many, though empty but for one member", {}, { options: { on: true } }, "options"],
    ["an item too few", { list: [1, 2] }, { list: [1] }, "list[1]"],
    ["an item too many", { list: [1] }, { list: [1, 2] }, "list[1]"],
    ["another order", { list: [1, 2] }, { list: [2, 1] }, "list[0]"],
    ["an object for a list", { list: [] }, { list: {} }, "list"],
    ["deep inside", { a: [{ b: { c: 1 } }] }, { a: [{ b: { c: 2 } }] }, "a[0].b.c"],
    ["a body for none", null, {}, "body"],
    ["a redacted value that is not there", { client_secret: "[REDACTED]" }, {}, "client_secret"],
    ["a redacted value that is empty", { client_secret: "[REDACTED]" }, { client_secret: "" }, "client_secret"],
    [
      "something else than a timestamp",
      { created_at: "2026-05-08T16:00:56.685Z" },
      { created_at: "yesterday" },
      "created_at",
    ],
  ])("%s", (_case, recorded, local, at) => {
    const { differences, notes } = compared(recorded, local);
    expect(differences.map((difference) => difference.at)).toContain(at);
    expect(notes).toEqual([]);
  });

  test("says what was recorded and what is local", () => {
    expect(compared({ a: { b: 1 } }, { a: { b: 2 } }).differences).toEqual([{ at: "a.b", recorded: 1, local: 2 }]);
  });
});

describe("agreement by rule", () => {
  test.each<[Leniency, Json, Json]>([
    ["generated", { created_at: "2026-05-08T16:00:56.685Z" }, { created_at: "2027-01-01T00:00:00.000Z" }],
    ["generated", { built_at: "2026-05-29T10:46:12.322569209Z" }, { built_at: "2027-01-01T00:00:00.000000001Z" }],
    ["generated", { members: [], next: "MjAyNg" }, { members: [], next: "bmV4dDox" }],
    ["generated", { options: { configuration: { foo: "CkIK" } } }, { options: { configuration: { foo: "mKJh" } } }],
    ["redacted", { client_secret: "[REDACTED]" }, { client_secret: "x" }],
    ["dropped zero value", {}, { on: false }],
    ["dropped zero value", {}, { count: 0 }],
    ["dropped zero value", {}, { text: "" }],
    ["dropped zero value", {}, { nothing: null }],
    ["dropped zero value", {}, { list: [] }],
    ["dropped zero value", {}, { object: {} }],
    ["of the world outside", { options: { oidc_metadata: { issuer: "https://idp.example" } } }, { options: {} }],
    ["renamed field", { cross_origin_auth: false }, { cross_origin_authentication: false }],
    ["hidden by scope", {}, { client_secret: "x" }],
    ["lost field", { name: "All Applications" }, { name: "All Applications", global: true }],
  ])("%s", (rule, recorded, local) => {
    const { differences, notes } = compared(recorded, local);
    expect(differences).toEqual([]);
    expect(notes).toContain(rule);
  });

  test("a renamed field has to have the same value", () => {
    expect(compared({ cross_origin_auth: true }, { cross_origin_authentication: false }).differences).toHaveLength(1);
  });

  test("a later field counts as one only where the scenario never mentions it", () => {
    const endpoint = "GET /organizations/{id}";
    const local = { third_party_client_access: "block" };
    expect(compared({}, local, { endpoint }).notes).toEqual(["later field"]);
    expect(compared({}, local, { endpoint, mentions: () => true }).differences).toHaveLength(1);
    expect(compared({}, local, { endpoint: "GET /users/{id}" }).differences).toHaveLength(1);
  });

  test("a secret that reads show elsewhere in the scenario has to be shown", () => {
    expect(compared({}, { client_secret: "x" }, { mentionedByReads: () => true }).differences).toHaveLength(1);
  });

  test("the recorder's mark is no field where the request chose its fields", () => {
    const recorded = { client_id: "a", signing_keys: [{ cert: "[REDACTED]" }] };
    expect(compared(recorded, { client_id: "a" }, { selectsFields: true }).differences).toEqual([]);
    expect(compared(recorded, { client_id: "a" }).differences).toHaveLength(1);
  });

  test("how far a build has come depends on the moment, how it ended does not", () => {
    const endpoint = "GET /actions/actions/{id}";
    expect(compared({ status: "building" }, { status: "built" }, { endpoint }).notes).toEqual(["work in progress"]);
    expect(compared({ status: "failed" }, { status: "built" }, { endpoint }).differences).toHaveLength(1);
    expect(compared({ status: "building" }, { status: "built" }).differences).toHaveLength(1);
  });
});
