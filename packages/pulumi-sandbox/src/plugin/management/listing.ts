// Listings longer than a page, element by element: a further page is asked for only once it is needed.
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Api, JsonObject, Query } from "./api.ts";

/** Pages by their number, until the listing's own count is reached. */
export async function* byNumber(
  api: Api,
  path: readonly string[],
  key: string,
  query: Query = {},
): AsyncGenerator<JsonObject> {
  for (let page = 0; ; page++) {
    const answer = await api.get(path, { ...query, page, per_page: 100 });
    yield* elementsOf(answer, key);
    if (!hasNextPage(answer)) return;
  }
}

/** Pages by the mark that each gives of where the next begins. */
export async function* byMark(
  api: Api,
  path: readonly string[],
  key: string,
  query: Query = {},
): AsyncGenerator<JsonObject> {
  for (let from = ""; ;) {
    const answer = await api.get(path, from === "" ? query : { ...query, from });
    yield* elementsOf(answer, key);
    from = textOf(answer["next"]);
    if (from === "") return;
  }
}

/** What the official plugin asks of a listing that it reads by marks. */
export const HUNDRED_BY_MARK: Query = { per_page: 50, include_totals: true, take: 100 };

export async function allOf(elements: AsyncIterable<JsonObject>): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  for await (const element of elements) all.push(element);
  return all;
}

/** The first element that passes; no page after its own is asked for. */
export async function firstOf(
  elements: AsyncIterable<JsonObject>,
  passes: (element: JsonObject) => boolean,
): Promise<JsonObject | undefined> {
  for await (const element of elements) if (passes(element)) return element;
  return undefined;
}

function elementsOf(answer: JsonObject, key: string): JsonObject[] {
  return listOf(answer[key]).map((element) => valuesOf(element) as JsonObject);
}

function hasNextPage(page: JsonObject): boolean {
  const number = (key: string) => (typeof page[key] === "number" ? page[key] : 0);
  return number("total") > number("start") + number("limit");
}
