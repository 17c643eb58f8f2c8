// Lists of a tenant that other people use too: compared by the objects that the scenario knows.
import type { Json, JsonObject } from "./json.ts";
import { isArray, isObject } from "./json.ts";
import type { Exchange } from "./recording.ts";

/** Keys that count a list's items. */
const COUNTED: ReadonlySet<string> = new Set(["total", "length"]);

/** Keys that say how long a list is, or depend on it. */
const COUNTS: ReadonlySet<string> = new Set([...COUNTED, "start", "page"]);

export interface Filtered {
  readonly body: Json;
  /** How many items were left out. */
  readonly removed: number;
}

interface List {
  readonly items: readonly Json[];
  /** The envelope's key that holds the items; `undefined` for a bare list. */
  readonly key?: string;
}

/**
 * The body without the items that are foreign to the scenario.
 *
 * @param foreign asked for each item's own identifier
 */
export function withoutForeign(body: Json, foreign: (id: string) => boolean): Filtered {
  const list = listOf(body);
  if (list === undefined) return { body, removed: 0 };
  const items = list.items.filter((item) => {
    const id = identifierOf(item);
    return id === undefined || !foreign(id);
  });
  const removed = list.items.length - items.length;
  return { body: withItems(body, list, items), removed };
}

/** The lists in which a scenario has come upon foreign items. */
export class CrowdedLists {
  readonly #paths = new Set<string>();

  /**
   * The two answers by what the scenario knows. In a list that others use too, on whatever page, counts say nothing
   * of the scenario, and are left out of both.
   */
  compared({ path }: Exchange, recorded: Filtered, local: Filtered): { recorded: Json; local: Json } {
    if (recorded.removed > 0) this.#paths.add(path);
    if (!this.#paths.has(path)) return { recorded: recorded.body, local: lowered(local) };
    return { recorded: withoutCounts(recorded.body), local: withoutCounts(local.body) };
  }
}

function withoutCounts(body: Json): Json {
  return isObject(body) ? Object.fromEntries(Object.entries(body).filter(([key]) => !COUNTS.has(key))) : body;
}

/** Our own tenant's rows are few and known: its counts stay, less those. */
function lowered({ body, removed }: Filtered): Json {
  if (removed === 0 || !isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      COUNTED.has(key) && typeof value === "number" ? value - removed : value,
    ]),
  );
}

/** Lists that the recordings show in no one order: neither by age, newest or oldest first, nor by identifier. */
const WITHOUT_ORDER: readonly RegExp[] = [/^\/api\/v2\/clients\/[^/]+\/credentials$/];

/**
 * The local list in the recorded one's order, where that order says nothing: in a list without order, or where the
 * real tenant listed by generated identifiers, which are others here. Whether it did is told by the recording alone: by
 * the local identifiers, which are new in each run, the same answer would agree in one run and not in the next.
 *
 * @param recorded the recorded body in its own names
 * @param expected the same in local names
 */
export function inOrderOf({ path }: Exchange, recorded: Json, expected: Json, local: Json): Json {
  const [ours, theirs, wanted] = [listOf(local), listOf(recorded), listOf(expected)];
  if (ours === undefined || theirs === undefined || wanted === undefined) return local;
  if (!sortedByIdentifier(theirs.items) && !WITHOUT_ORDER.some((list) => list.test(path))) return local;
  const order = wanted.items.map(identifierOf);
  const places = ours.items.map((item) => order.indexOf(identifierOf(item)));
  if (places.includes(-1) || new Set(places).size !== order.length) return local;
  const items = [...ours.items.keys()]
    .sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
    .map((index) => ours.items[index] ?? null);
  return withItems(local, ours, items);
}

/** Databases sort text without regard to case. */
function sortedByIdentifier(items: readonly Json[]): boolean {
  const ids = items.map((item) => identifierOf(item)?.toLowerCase());
  return ids.length > 1 && ids.every((id, index) => id !== undefined && (index === 0 || (ids[index - 1] ?? "") < id));
}

/** Whether the recorder re-encoded the envelope: it then says `"next": ""`, and `"length": 0` whatever the length. */
export function isReencoded(body: Json): body is JsonObject {
  return isObject(body) && body["next"] === "" && listOf(body)?.key !== undefined;
}

/** An envelope without the two members that re-encoding falsifies. */
export function withoutFalsified(body: Json): Json {
  if (!isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== "next" && key !== "length"));
}

/** A list answer: a bare array, or an envelope with exactly one array in it. */
function listOf(body: Json): List | undefined {
  if (isArray(body)) return { items: body };
  if (!isObject(body) || "id" in body || "client_id" in body) return undefined;
  const arrays = Object.entries(body).filter((entry): entry is [string, readonly Json[]] => isArray(entry[1]));
  const [only] = arrays;
  return arrays.length === 1 && only !== undefined ? { key: only[0], items: only[1] } : undefined;
}

const withItems = (body: Json, { key }: List, items: readonly Json[]): Json =>
  key === undefined ? items : { ...(body as JsonObject), [key]: items };

function identifierOf(item: Json): string | undefined {
  if (!isObject(item)) return undefined;
  for (const key of ["id", "client_id", "connection_id", "user_id"]) {
    const value = item[key];
    if (typeof value === "string") return value;
  }
  return undefined;
}
