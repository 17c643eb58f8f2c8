// The search over users, `GET /users?q=…`: the part of Auth0's Lucene syntax that names exact values of fields.
import { queryError } from "../core/errors.ts";
import type { Query } from "../core/query.ts";
import type { UserRow } from "./users.ts";

/** `email:"jane@example.com"`, `name:jane*`, `app_metadata.plan:"gold"`. */
const TERM = /^(?<field>[\w.]+):(?:"(?<quoted>[^"]*)"|(?<plain>[^\s"()[\]{}*]+)(?<prefix>\*)?)$/;

/** Whether a user matches `q` and `connection`. Syntax outside of `TERM`s joined by AND is answered 400. */
export function userSearch(query: Query): (row: UserRow) => boolean {
  const q = query.text("q");
  const connection = query.text("connection");
  const terms = q === undefined || q === "" || q === "*" ? [] : q.split(/\s+AND\s+/).map(termOf);
  return (row) =>
    (connection === undefined || row.identities.some((identity) => identity.connection === connection)) &&
    terms.every((matches) => matches(row));
}

function termOf(text: string): (row: UserRow) => boolean {
  const groups = TERM.exec(text.trim())?.groups;
  if (groups === undefined) {
    throw queryError(`The local tenant does not model this search: ${text} (docs/tenant.md)`);
  }
  const path = (groups["field"] ?? "").split(".");
  const wanted = (groups["quoted"] ?? groups["plain"] ?? "").toLowerCase();
  const matches = groups["prefix"] === undefined ? (value: string) => value === wanted : (value: string) => value.startsWith(wanted);
  return (row) => valuesAt(row, path).some((value) => matches(String(value).toLowerCase()));
}

/** A list stands for each of its items, as `identities.connection` does. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined || typeof value === "object" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return valuesAt((value as Record<string, unknown>)[name], rest);
}
