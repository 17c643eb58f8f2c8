// Searches in Auth0's part of the Lucene query syntax, as `GET /users?q=…` and `GET /logs?q=…` take them: fields with exact
// values, wildcards and ranges, `_exists_`, grouping, AND, OR, NOT (documentation "User Search Query Syntax" and "Log Search
// Query Syntax"). What the syntax does not cover is answered 400.
import { queryError } from "./errors.ts";

export type Matches<Row> = (row: Row) => boolean;

export interface SearchRules {
  /** Whether `Jane` and `jane` are the same. */
  readonly foldsCase: boolean;
  /** Fields that a word without a field is searched in. Default: such a word is refused. */
  readonly bareFields?: readonly string[];
  /** Throws for a field that cannot be searched. Default: every field can. */
  readonly checkField?: (field: string) => void;
}

/** Whether a row matches the query. Throws 400. */
export function search<Row>(q: string | undefined, rules: SearchRules): Matches<Row> {
  const wanted = q?.trim();
  return wanted === undefined || wanted === "" || wanted === "*" ? () => true : new Search<Row>(wanted, rules).parse();
}

/** `field:"a value"`, `field:value*`, `field:[a TO b]`, `field:{a TO b}`, `field:(a OR b)`; bare words; brackets and operators. */
const TOKEN =
  /\s*(?:(?<operator>AND\b|OR\b|NOT\b|&&|\|\||[()-])|(?<field>[\w.]+):(?<value>"[^"]*"|[[{][^\]}]*[\]}]|\((?:"[^"]*"|[^()"])*\)|(?:\\.|[^\s()"[\]{}])+)|(?<bare>"[^"]*"|(?:\\.|[^\s()"[\]{}:])+))/y;

const OPERATORS: Readonly<Record<string, string>> = { "&&": "AND", "||": "OR", "-": "NOT" };

type Token = { readonly operator: string } | { readonly field: string | undefined; readonly value: string };

/** `sort=field:1`, with `-1` for the other way round; rows without the field come last. */
export function sorted<Row>(sort: string | undefined, rows: Row[]): Row[] {
  if (sort === undefined) return rows;
  const [, field, direction] = /^([\w.]+):(1|-1)$/.exec(sort) ?? [];
  if (field === undefined)
    throw queryError(`'String does not match pattern ^[\\w.]+:(1|-1)$: ${sort}' on property sort`);
  const key = (row: Row): unknown => valuesAt(row, field.split("."))[0];
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  const way = direction === "-1" ? -1 : 1;
  return rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === "number" && typeof y === "number") return way * (x - y);
    return text(x) === text(y) ? 0 : text(x) < text(y) ? -way : way;
  });
}

class Search<Row> {
  readonly #q: string;
  readonly #rules: SearchRules;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(q: string, rules: SearchRules) {
    this.#q = q;
    this.#rules = rules;
    this.#tokens = this.#tokensOf();
  }

  parse(): Matches<Row> {
    const matches = this.#alternatives();
    if (this.#at < this.#tokens.length) throw this.#unknown();
    return matches;
  }

  #tokensOf(): Token[] {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    while (this.#q.slice(TOKEN.lastIndex).trim() !== "") {
      const groups = TOKEN.exec(this.#q)?.groups;
      if (groups === undefined) throw this.#unknown();
      const { operator, field, value, bare } = groups;
      tokens.push(
        operator === undefined ? { field, value: value ?? bare ?? "" } : { operator: OPERATORS[operator] ?? operator },
      );
    }
    return tokens;
  }

  #unknown = () => queryError(`The local tenant does not model this search: ${this.#q} (docs/tenant.md)`);

  get #operator(): string | undefined {
    const token = this.#tokens[this.#at];
    return token !== undefined && "operator" in token ? token.operator : undefined;
  }

  /** Recursive descent: OR binds least, then AND (also where nothing stands between two terms), then NOT. */
  #alternatives(): Matches<Row> {
    const all = [this.#conjunction()];
    for (; this.#operator === "OR"; all.push(this.#conjunction())) this.#at += 1;
    return (row) => all.some((matches) => matches(row));
  }

  #conjunction(): Matches<Row> {
    const all = [this.#term()];
    while (this.#at < this.#tokens.length && this.#operator !== "OR" && this.#operator !== ")") {
      if (this.#operator === "AND") this.#at += 1;
      all.push(this.#term());
    }
    return (row) => all.every((matches) => matches(row));
  }

  #term(): Matches<Row> {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token === undefined) throw this.#unknown();
    if (!("operator" in token))
      return token.field === undefined ? this.#bareTerm(token.value) : this.#fieldTerm(token.field, token.value);
    const inner = token.operator === "NOT" ? this.#term() : token.operator === "(" ? this.#alternatives() : undefined;
    if (inner === undefined) throw this.#unknown();
    if (token.operator === "NOT") return (row) => !inner(row);
    if (this.#operator !== ")") throw this.#unknown();
    this.#at += 1;
    return inner;
  }

  #bareTerm(value: string): Matches<Row> {
    const fields = this.#rules.bareFields;
    if (fields === undefined) throw this.#unknown();
    const anywhere = fields.map((field) => this.#fieldTerm(field, value));
    return (row) => anywhere.some((matches) => matches(row));
  }

  #fieldTerm(field: string, value: string): Matches<Row> {
    if (field === "_exists_") return (row) => valuesAt(row, value.split(".")).length > 0;
    this.#rules.checkField?.(field);
    if (value.startsWith("(")) {
      const choices = (value.slice(1, -1).match(/"[^"]*"|\S+/g) ?? []).filter((word) => word !== "OR");
      if (choices.some((word) => word === "AND" || word === "NOT")) throw this.#unknown();
      const any = choices.map((choice) => this.#fieldTerm(field, choice));
      return (row) => any.some((matches) => matches(row));
    }
    const fits = this.#valueTest(this.#folded(value));
    return (row) => valuesAt(row, field.split(".")).some((found) => fits(this.#folded(String(found))));
  }

  #folded(text: string): string {
    return this.#rules.foldsCase ? text.toLowerCase() : text;
  }

  #valueTest(wanted: string): (found: string) => boolean {
    if (wanted.startsWith('"')) return (found) => found === wanted.slice(1, -1);
    const range = /^(?<open>[[{])(?<from>\S+) to (?<to>\S+)(?<close>[\]}])$/i.exec(wanted)?.groups;
    if (range !== undefined) return (found) => inRange(found, range);
    if (/^[[{]/.test(wanted)) throw this.#unknown();
    if (isDate(wanted)) return (found) => found.startsWith(wanted);
    if (/^\*[^*]{1,2}$/.test(wanted))
      throw queryError("'A wildcard at the beginning needs three characters or more behind it' on property q");
    const pattern = wanted.replaceAll(/\\(.)|([.+?^${}()|[\]\\])|(\*)/g, (_all, escaped?: string, special?: string) =>
      escaped !== undefined ? escaped.replace(/\W/, "\\$&") : special !== undefined ? `\\${special}` : ".*",
    );
    const whole = new RegExp(`^${pattern}$`, "s");
    return (found) => whole.test(found);
  }
}

/** A day, a month or a second stands for the whole of it. */
const isDate = (text: string): boolean => /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?$/i.test(text);

/** Square brackets include the limit, braces leave it out; a star is no limit. Numbers compare as numbers. */
function inRange(found: string, { open, from = "*", to = "*", close }: Record<string, string>): boolean {
  const compare = (limit: string): number => {
    if (isDate(limit) && found.startsWith(limit)) return 0;
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
