// Payload errors in the words of Auth0's validator.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ApiError } from "../../../src/core/errors.ts";
import { parseBody } from "../../../src/core/validation.ts";

const schema = z.strictObject({
  name: z.string().min(2).max(4),
  kind: z.enum(["a", "b"]).optional(),
  count: z.int().min(1).max(9).optional(),
  list: z.array(z.string()).min(1).max(2).optional(),
  inner: z.strictObject({ flag: z.boolean() }).optional(),
  url: z.url().optional(),
  code: z.string().regex(/^x/).optional(),
  either: z.union([z.string(), z.boolean()]).optional(),
});

describe("each kind of problem", () => {
  test.each<[unknown, string]>([
    [undefined, "'Missing required property: name'."],
    [{}, "'Missing required property: name'."],
    [[], "'Expected type object but found type array'."],
    ["text", "'Expected type object but found type string'."],
    [{ name: 3 }, "'Expected type string but found type integer' on property name."],
    [{ name: 3.5 }, "'Expected type string but found type number' on property name."],
    [{ name: null }, "'Expected type string but found type null' on property name."],
    [{ name: "x" }, "'String is too short (1 chars), minimum 2' on property name."],
    [{ name: "xxxxx" }, "'String is too long (5 chars), maximum 4' on property name."],
    [{ name: "xx", other: 1, more: 2 }, "'Additional properties not allowed: other, more'."],
    [{ name: "xx", kind: "c" }, "'No enum match for: c' on property kind."],
    [{ name: "xx", count: 0 }, "'Value 0 is less than minimum 1' on property count."],
    [{ name: "xx", count: 10 }, "'Value 10 is greater than maximum 9' on property count."],
    [{ name: "xx", list: [] }, "'Array is too short (0), minimum 1' on property list."],
    [{ name: "xx", list: ["a", "b", "c"] }, "'Array is too long (3), maximum 2' on property list."],
    [{ name: "xx", list: [1] }, "'Expected type string but found type integer' on property list[0]."],
    [{ name: "xx", inner: {} }, "'Missing required property: flag' on property inner."],
    [{ name: "xx", inner: { flag: true, x: 1 } }, "'Additional properties not allowed: x' on property inner."],
    [{ name: "xx", url: "nope" }, "'Object didn't pass validation for format url: nope' on property url."],
    [{ name: "xx", code: "y" }, "'String does not match pattern ^x: y' on property code."],
    [{ name: "xx", either: 1 }, "'Data does not match any schemas from 'anyOf'' on property either."],
  ])("%j", (body, problem) => {
    const parse = () => parseBody(schema, body);
    expect(parse).toThrow(new ApiError(400, `Payload validation error: ${problem}`, "invalid_body"));
  });
});

test("a good body comes through", () => {
  expect(parseBody(schema, { name: "xx", inner: { flag: false } })).toEqual({ name: "xx", inner: { flag: false } });
});
