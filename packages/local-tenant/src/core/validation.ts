// Request bodies against their zod schema, refused in the words of Auth0's JSON-schema validator.
import type { z } from "zod";
import { payloadError } from "./errors.ts";

/** The parsed body, or 400 `invalid_body` naming the first problem. A missing body counts as `{}`. */
export function parseBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const given = body ?? {};
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw payloadError(issue === undefined ? "'Invalid payload'." : describe(issue, given));
}

type Issue = z.core.$ZodIssue;

function describe(issue: Issue, body: unknown): string {
  const found = valueAt(body, issue.path);
  const where = issue.path.length > 0 ? ` on property ${pathText(issue.path)}` : "";
  if (issue.code === "custom") return `${issue.message}`;
  if (found === undefined && issue.path.length > 0 && issue.code !== "unrecognized_keys") {
    const parent = issue.path.slice(0, -1);
    const on = parent.length > 0 ? ` on property ${pathText(parent)}` : "";
    return `'Missing required property: ${String(issue.path.at(-1))}'${on}.`;
  }
  return `'${problem(issue, found)}'${where}.`;
}

/** `secrets[0].name`, as in auth0-deploy-cli's issue 155. */
const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key, at) => (typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${String(key)}`)).join("");

function problem(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `Expected type ${schemaType(issue.expected)} but found type ${typeName(found)}`;
    case "unrecognized_keys":
      return `Additional properties not allowed: ${issue.keys.join(", ")}`;
    case "invalid_value":
      return `No enum match for: ${show(found)}`;
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum), found);
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum), found);
    case "invalid_format":
      return issue.format === "regex"
        ? `String does not match pattern ${(issue.pattern ?? "").replaceAll(/^\/|\/[a-z]*$/g, "")}: ${show(found)}`
        : `Object didn't pass validation for format ${issue.format}: ${show(found)}`;
    case "invalid_union":
      return `Data does not match any schemas from 'anyOf'`;
    default:
      return issue.message;
  }
}

function tooSmall(origin: string, minimum: number, found: unknown): string {
  if (typeof found === "string") return `String is too short (${found.length} chars), minimum ${minimum}`;
  if (Array.isArray(found)) return `Array is too short (${found.length}), minimum ${minimum}`;
  if (origin === "object")
    return `Too few properties defined (${Object.keys(found as object).length}), minimum ${minimum}`;
  return `Value ${show(found)} is less than minimum ${minimum}`;
}

function tooBig(origin: string, maximum: number, found: unknown): string {
  if (typeof found === "string") return `String is too long (${found.length} chars), maximum ${maximum}`;
  if (Array.isArray(found)) return `Array is too long (${found.length}), maximum ${maximum}`;
  if (origin === "object")
    return `Too many properties defined (${Object.keys(found as object).length}), maximum ${maximum}`;
  return `Value ${show(found)} is greater than maximum ${maximum}`;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

const schemaType = (expected: string): string =>
  expected === "int" ? "integer" : expected === "record" ? "object" : expected;

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

const show = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined"));
