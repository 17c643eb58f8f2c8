// Lists that other people's objects are in, and lists whose order says nothing.
import { describe, expect, test } from "vitest";
import type { Json } from "../../../fidelity/json.ts";
import { CrowdedLists, inOrderOf, isReencoded, withoutFalsified, withoutForeign } from "../../../fidelity/lists.ts";
import type { Exchange } from "../../../fidelity/recording.ts";

const get = (path: string): Exchange => ({
  test: "t",
  id: 0,
  method: "GET",
  path,
  query: "",
  request: null,
  status: 200,
  response: null,
});

describe("foreign items", () => {
  const foreign = (id: string): boolean => id.startsWith("other");

  test("are left out of bare lists and of envelopes", () => {
    expect(withoutForeign([{ id: "mine" }, { id: "other1" }], foreign)).toEqual({ body: [{ id: "mine" }], removed: 1 });
    expect(withoutForeign({ clients: [{ client_id: "other1" }], total: 1 }, foreign)).toEqual({
      body: { clients: [], total: 1 },
      removed: 1,
    });
  });

  test("an object with lists of its own is no list", () => {
    const object = { id: "mine", items: [{ id: "other1" }] };
    expect(withoutForeign(object, foreign)).toEqual({ body: object, removed: 0 });
  });

  test("items without an identifier stay", () => {
    expect(withoutForeign({ permissions: [{ permission_name: "other" }] }, foreign).removed).toBe(0);
  });

  test("where there are some, counts are left out on every page; where there are none, they are compared", () => {
    const lists = new CrowdedLists();
    const page = { body: { clients: [], start: 0, total: 3 }, removed: 2 };
    const ours = { body: { clients: [], start: 0, total: 1 }, removed: 0 };
    expect(lists.compared(get("/api/v2/clients"), page, ours)).toEqual({
      recorded: { clients: [] },
      local: { clients: [] },
    });
    const next = { body: { clients: [], start: 50, total: 3 }, removed: 0 };
    expect(lists.compared(get("/api/v2/clients"), next, ours).recorded).toEqual({ clients: [] });
    expect(lists.compared(get("/api/v2/roles"), next, ours)).toEqual({ recorded: next.body, local: ours.body });
  });

  test("our own tenant's rows are taken off its counts", () => {
    const ours = { body: { clients: [], total: 2 }, removed: 1 };
    const theirs = { body: { clients: [], total: 1 }, removed: 0 };
    expect(new CrowdedLists().compared(get("/api/v2/clients"), theirs, ours).local).toEqual({ clients: [], total: 1 });
  });
});

describe("order", () => {
  const recorded: Json = [{ id: "a" }, { id: "B" }];
  const expected: Json = [{ id: "y" }, { id: "x" }];

  test("by generated identifiers is compared by identity, whatever the identifiers of this run are", () => {
    expect(inOrderOf(get("/api/v2/x"), recorded, expected, [{ id: "x" }, { id: "y" }])).toEqual(expected);
    expect(inOrderOf(get("/api/v2/x"), recorded, [{ id: "x" }, { id: "y" }], [{ id: "y" }, { id: "x" }])).toEqual([
      { id: "x" },
      { id: "y" },
    ]);
  });

  test("by something else has to be the same", () => {
    const local: Json = [{ id: "x" }, { id: "y" }];
    expect(inOrderOf(get("/api/v2/x"), [{ id: "b" }, { id: "a" }], expected, local)).toBe(local);
  });

  test("of a client's credentials is none", () => {
    const path = "/api/v2/clients/abc/credentials";
    expect(inOrderOf(get(path), [{ id: "b" }, { id: "a" }], expected, [{ id: "x" }, { id: "y" }])).toEqual(expected);
  });

  test("other items are no other order", () => {
    const local: Json = [{ id: "x" }, { id: "z" }];
    expect(inOrderOf(get("/api/v2/x"), recorded, expected, local)).toBe(local);
  });
});

test("an envelope that the recorder re-encoded is known by its empty next", () => {
  const body: Json = { clients: [{ client_id: "a" }], length: 0, next: "", total: 1 };
  expect(isReencoded(body)).toBe(true);
  expect(withoutFalsified(body)).toEqual({ clients: [{ client_id: "a" }], total: 1 });
  expect(isReencoded({ clients: [], total: 1 })).toBe(false);
});
