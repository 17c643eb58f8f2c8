// The query string of a request: typed reading, both styles of pagination, and the selection of fields.
import { badRequest, queryError, type ApiError } from "./errors.ts";

const MAX_PER_PAGE = 100;
/** How far pages reach; beyond, lists are read by checkpoint. */
const FURTHEST = 1000;
/** In the words of Auth0's documentation of organizations and their members. */
const TOO_FAR = badRequest("Requesting page exceeds the allowed maximum of 1000 records.", "invalid_paging");

export class Query {
  readonly #parameters: URLSearchParams;

  constructor(text: string) {
    this.#parameters = new URLSearchParams(text);
  }

  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /** Every value of a repeated parameter, as `?scope=a&scope=b` or `?scope[]=a`. */
  texts(name: string): string[] {
    return [...this.#parameters.getAll(name), ...this.#parameters.getAll(`${name}[]`)];
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value === "true") return true;
    if (value === "false") return false;
    throw queryError(`'Expected type boolean but found type string' on property ${name}`);
  }

  integer(name: string, limits: { minimum: number; maximum: number }): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,9}$/.test(value))
      throw queryError(`'Expected type integer but found type string' on property ${name}`);
    const number = Number(value);
    if (number < limits.minimum)
      throw queryError(`'Value ${number} is less than minimum ${limits.minimum}' on property ${name}`);
    if (number > limits.maximum)
      throw queryError(`'Value ${number} is greater than maximum ${limits.maximum}' on property ${name}`);
    return number;
  }
}

export interface Page<Row> {
  readonly rows: Row[];
  /** Page number, from 0. */
  readonly page: number;
  readonly perPage: number;
  readonly start: number;
  readonly total: number;
}

export interface PageOptions {
  /** Where `per_page` is left out; default 50. */
  readonly defaultPerPage?: number;
  /** Thrown where a page reaches beyond the first 1,000 rows, whether there are so many or not. Default: 400 `invalid_paging`. */
  readonly tooFar?: ApiError;
}

/** One page of `rows` by `page` (from 0) and `per_page` (at most 100). */
export function pageOf<Row>(
  query: Query,
  rows: readonly Row[],
  { defaultPerPage = 50, tooFar = TOO_FAR }: PageOptions = {},
): Page<Row> {
  const page = query.integer("page", { minimum: 0, maximum: 1_000_000 }) ?? 0;
  const perPage = query.integer("per_page", { minimum: 0, maximum: MAX_PER_PAGE }) ?? defaultPerPage;
  const start = page * perPage;
  if (start + perPage > FURTHEST) throw tooFar;
  return { rows: rows.slice(start, start + perPage), page, perPage, start, total: rows.length };
}

export interface ListOptions<Row> extends PageOptions {
  /** What a row looks like in the answer; `fields` and `include_fields` are applied afterwards. */
  readonly view?: (row: Row) => object;
  /** Further members beside start, limit and total where `include_totals` is asked for. */
  readonly totals?: (page: Page<Row>) => object;
}

/**
 * The answer of a list endpoint: a bare array; with `include_totals=true` an object `{KEY, start, limit, total}`;
 * with `from` or `take` (checkpoint pagination) `{KEY, next?}`, which wins over the other style as it does at Auth0.
 */
export function list<Row>(query: Query, key: string, rows: readonly Row[], options: ListOptions<Row> = {}): object {
  const view = (row: Row): object => selectFields(query, options.view?.(row) ?? (row as object));
  const includeTotals = query.boolean("include_totals") ?? false;
  if (query.text("take") !== undefined || query.text("from") !== undefined) {
    return checkpointList(query, key, rows, options.view === undefined ? {} : { view: options.view });
  }
  const page = pageOf(query, rows, options);
  const views = page.rows.map(view);
  if (!includeTotals) return views;
  return { start: page.start, limit: page.perPage, total: page.total, ...options.totals?.(page), [key]: views };
}

export interface CheckpointOptions<Row> {
  readonly view?: (row: Row) => object;
  /** Where `take` is left out; default 50. */
  readonly defaultTake?: number;
  /** Default 100. */
  readonly maximumTake?: number;
  /** Some lists give a `next` with their last rows too, and only an empty answer is the end. */
  readonly nextAfterLast?: boolean;
}

/** The answer of a list endpoint that knows checkpoint pagination only: `{KEY, next?}`. */
export function checkpointList<Row>(
  query: Query,
  key: string,
  rows: readonly Row[],
  options: CheckpointOptions<Row> = {},
): object {
  const take =
    query.integer("take", { minimum: 1, maximum: options.maximumTake ?? MAX_PER_PAGE }) ?? options.defaultTake ?? 50;
  const from = query.text("from");
  const start = from === undefined || from === "" ? 0 : positionOf(from);
  const end = Math.min(start + take, rows.length);
  const more = options.nextAfterLast === true ? start < end : end < rows.length;
  const views = rows.slice(start, end).map((row) => selectFields(query, options.view?.(row) ?? (row as object)));
  return { [key]: views, ...(more ? { next: checkpointAt(end) } : {}) };
}

const checkpointAt = (position: number): string => Buffer.from(`next:${position}`).toString("base64url");

function positionOf(checkpoint: string): number {
  const match = /^next:(\d{1,9})$/.exec(Buffer.from(checkpoint, "base64url").toString("latin1"));
  if (match?.[1] === undefined) throw queryError("'The specified checkpoint is not valid' on property from");
  return Number(match[1]);
}

/** Keeps (or, with `include_fields=false`, leaves out) the members named in `fields`. */
export function selectFields(query: Query, row: object): object {
  const named = query.text("fields");
  const include = query.boolean("include_fields") ?? true;
  if (named === undefined || named === "") return row;
  const names = new Set(named.split(",").map((name) => name.trim()));
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name) === include));
}
