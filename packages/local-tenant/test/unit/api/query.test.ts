// Both styles of pagination, and the selection of fields.
import { describe, expect, test } from "vitest";
import { list, Query, selectFields } from "../../../src/core/query.ts";

const rows = Array.from({ length: 120 }, (_, id) => ({ id, name: `row ${id}` }));
const listed = (query: string) => list(new Query(query), "rows", rows);
const ids = (page: unknown): number[] => (page as { id: number }[]).map(({ id }) => id);

describe("pages", () => {
  test("50 rows, a bare array, by default", () => {
    expect(ids(listed(""))).toEqual(rows.slice(0, 50).map(({ id }) => id));
  });

  test("page counts from 0", () => {
    expect(ids(listed("page=2&per_page=50"))).toEqual(rows.slice(100).map(({ id }) => id));
  });

  test("totals", () => {
    expect(listed("include_totals=true&page=1&per_page=2")).toEqual({
      start: 2,
      limit: 2,
      total: 120,
      rows: rows.slice(2, 4),
    });
  });

  test("past the end", () => {
    expect(listed("include_totals=true&page=9&per_page=50")).toEqual({ start: 450, limit: 50, total: 120, rows: [] });
  });

  test.each([
    ["per_page=101", "'Value 101 is greater than maximum 100' on property per_page"],
    ["page=-1", "'Value -1 is less than minimum 0' on property page"],
    ["page=one", "'Expected type integer but found type string' on property page"],
    ["include_totals=yes", "'Expected type boolean but found type string' on property include_totals"],
    ["take=0", "'Value 0 is less than minimum 1' on property take"],
    ["from=garbage", "'The specified checkpoint is not valid' on property from"],
  ])("%s", (query, problem) => {
    expect(() => listed(query)).toThrow(`Query validation error: ${problem}`);
  });
});

describe("checkpoints", () => {
  test("walk through all rows, whatever include_totals says", () => {
    const seen: number[] = [];
    let from: string | undefined = "";
    for (let turns = 0; from !== undefined && turns < 10; turns += 1) {
      const answer = listed(`take=50&include_totals=true&per_page=7&from=${from}`) as {
        rows: { id: number }[];
        next?: string;
      };
      expect(Object.keys(answer)).toEqual(answer.next === undefined ? ["rows"] : ["rows", "next"]);
      seen.push(...ids(answer.rows));
      from = answer.next;
    }
    expect(seen).toEqual(rows.map(({ id }) => id));
  });
});

describe("fields", () => {
  const row = { id: 1, name: "x", kind: "y" };

  test.each([
    ["fields=id,name", { id: 1, name: "x" }],
    ["fields=id,name&include_fields=true", { id: 1, name: "x" }],
    ["fields=id&include_fields=false", { name: "x", kind: "y" }],
    ["fields=absent", {}],
    ["fields=", row],
    ["", row],
  ])("%s", (query, expected) => {
    expect(selectFields(new Query(query), row)).toEqual(expected);
  });

  test("apply to every row of a list", () => {
    expect(list(new Query("fields=id&per_page=2"), "rows", rows)).toEqual([{ id: 0 }, { id: 1 }]);
  });
});
