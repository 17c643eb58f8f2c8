// The search over users, `GET /users?q=…`, in Auth0's part of the Lucene query syntax: fields with exact values, wildcards
// and ranges, `_exists_`, grouping, AND, OR, NOT (documentation "User Search Query Syntax").
import { queryError } from "../core/errors.ts";
import type { Query } from "../core/query.ts";
import { compareText } from "./connections.ts";
import type { UserRow } from "../rows/users.ts";

type Matches = (row: UserRow) => boolean;

/** Whether a user matches `q` and `connection`. What the syntax above does not cover is answered 400. */
export function userSearch(query: Query): Matches {
  const q = query.text("q")?.trim();
  const connection = query.text("connection");
  const found = q === undefined || q === "" || q === "*" ? () => true : parse(q);
  return (row) =>
    (connection === undefined || row.identities.some((identity) => identity.connection === connection)) && found(row);
}

/** `sort=field:1`, with `-1` for the other way round; users without the field come last. */
export function sortedUsers(query: Query, rows: UserRow[]): UserRow[] {
  const sort = query.text("sort");
  if (sort === undefined) return rows;
  const [, field, direction] = /^([\w.]+):(1|-1)$/.exec(sort) ?? [];
  if (field === undefined)
    throw queryError(`'String does not match pattern ^[\\w.]+:(1|-1)$: ${sort}' on property sort`);
  const key = (row: UserRow): unknown => valuesAt(row, field.split("."))[0];
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  const way = direction === "-1" ? -1 : 1;
  return rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return typeof x === "number" && typeof y === "number" ? way * (x - y) : way * compareText(text(x), text(y));
  });
}

/** `field:"a value"`, `field:value*`, `field:[a TO b]`, `field:{a TO b}`, `field:(a OR b)`; brackets and operators. */
const TOKEN =
  /\s*(?:(?<operator>AND\b|OR\b|NOT\b|&&|\|\||[()-])|(?<field>[\w.]+):(?<value>"[^"]*"|[[{][^\]}]*[\]}]|\((?:"[^"]*"|[^()"])*\)|(?:\\.|[^\s()"[\]{}])+))/y;

const OPERATORS: Readonly<Record<string, string>> = { "&&": "AND", "||": "OR", "-": "NOT" };

type Token = { readonly operator: string } | { readonly field: string; readonly value: string };

function tokensOf(q: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (q.slice(TOKEN.lastIndex).trim() !== "") {
    const groups = TOKEN.exec(q)?.groups;
    if (groups === undefined) throw unknown(q);
    const { operator = "", field, value } = groups;
    tokens.push(
      field === undefined || value === undefined ? { operator: OPERATORS[operator] ?? operator } : { field, value },
    );
  }
  return tokens;
}

/** Recursive descent: OR binds least, then AND (also where nothing stands between two terms), then NOT. */
function parse(q: string): Matches {
  const tokens = tokensOf(q);
  let at = 0;
  const next = (): string | undefined => {
    const token = tokens[at];
    return token !== undefined && "operator" in token ? token.operator : undefined;
  };
  const alternatives = (): Matches => {
    const all = [conjunction()];
    for (; next() === "OR"; all.push(conjunction())) at += 1;
    return (row) => all.some((matches) => matches(row));
  };
  const conjunction = (): Matches => {
    const all = [term()];
    while (at < tokens.length && next() !== "OR" && next() !== ")") {
      if (next() === "AND") at += 1;
      all.push(term());
    }
    return (row) => all.every((matches) => matches(row));
  };
  const term = (): Matches => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw unknown(q);
    if ("field" in token) return fieldTerm(token.field, token.value, q);
    const inner = token.operator === "NOT" ? term() : token.operator === "(" ? alternatives() : undefined;
    if (inner === undefined) throw unknown(q);
    if (token.operator === "NOT") return (row) => !inner(row);
    if (next() !== ")") throw unknown(q);
    at += 1;
    return inner;
  };
  const matches = alternatives();
  if (at < tokens.length) throw unknown(q);
  return matches;
}

const unknown = (q: string) => queryError(`The local tenant does not model this search: ${q} (docs/tenant.md)`);

function fieldTerm(field: string, value: string, q: string): Matches {
  if (field === "_exists_") return (row) => valuesAt(row, value.split(".")).length > 0;
  if (value.startsWith("(")) {
    const choices = (value.slice(1, -1).match(/"[^"]*"|\S+/g) ?? []).filter((word) => word !== "OR");
    if (choices.some((word) => word === "AND" || word === "NOT")) throw unknown(q);
    return (row) => choices.some((choice) => fieldTerm(field, choice, q)(row));
  }
  const fits = valueTest(value, q);
  return (row) => valuesAt(row, field.split(".")).some((found) => fits(String(found).toLowerCase()));
}

function valueTest(value: string, q: string): (found: string) => boolean {
  const wanted = value.toLowerCase();
  if (wanted.startsWith('"')) return (found) => found === wanted.slice(1, -1);
  const range = /^(?<open>[[{])(?<from>\S+) to (?<to>\S+)(?<close>[\]}])$/.exec(wanted)?.groups;
  if (range !== undefined) return (found) => inRange(found, range);
  if (/^[[{]/.test(wanted)) throw unknown(q);
  const pattern = wanted.replaceAll(/\\(.)|([.+?^${}()|[\]\\])|(\*)/g, (_all, escaped?: string, special?: string) =>
    escaped !== undefined ? escaped.replace(/\W/, "\\$&") : special !== undefined ? `\\${special}` : ".*",
  );
  const whole = new RegExp(`^${pattern}$`, "s");
  return (found) => whole.test(found);
}

/** Square brackets include the limit, braces leave it out; a star is no limit. Numbers compare as numbers. */
function inRange(found: string, { open, from = "*", to = "*", close }: Record<string, string>): boolean {
  const compare = (limit: string): number => {
    const [a, b] = [Number(found), Number(limit)];
    return Number.isNaN(a) || Number.isNaN(b) ? (found < limit ? -1 : found > limit ? 1 : 0) : a - b;
  };
  const [below, above] = [compare(from), compare(to)];
  const afterFrom = from === "*" || (open === "[" ? below >= 0 : below > 0);
  return afterFrom && (to === "*" || (close === "]" ? above <= 0 : above < 0));
}

/** A list stands for each of its items, as `identities.connection` does. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined || typeof value === "object" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return valuesAt((value as Record<string, unknown>)[name], rest);
}
