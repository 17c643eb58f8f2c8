// Which fields a scenario's recordings mention at all: the sign of how the API looked when they were made.
import type { Json } from "./json.ts";
import { isArray, isObject } from "./json.ts";
import type { Exchange, Scenario } from "./recording.ts";

/** `clients` of `/api/v2/clients/x/credentials`: the answers of one collection are of one generation of the API. */
const collectionOf = (path: string): string => path.split("/")[3] ?? "";

/** Asked with a place in a body of the exchange, perhaps in a list: `clients[0].refresh_token` is `refresh_token`. */
export interface Mentions {
  /** Whether any request or answer of the scenario has the field on the same collection. */
  anywhere(exchange: Exchange, place: string): boolean;
  /** Whether any answer to a GET has. */
  inReads(exchange: Exchange, place: string): boolean;
}

export function mentionedFields(scenario: Scenario): Mentions {
  const everywhere = new FieldsByCollection();
  const reads = new FieldsByCollection();
  for (const exchange of scenario.exchanges) {
    everywhere.add(exchange, exchange.request);
    everywhere.add(exchange, exchange.response);
    if (exchange.method === "GET") reads.add(exchange, exchange.response);
  }
  return {
    anywhere: (exchange, place) => everywhere.has(exchange, place),
    inReads: (exchange, place) => reads.has(exchange, place),
  };
}

class FieldsByCollection {
  readonly #fields = new Map<string, Set<string>>();

  add({ path }: Exchange, body: Json): void {
    const fields = this.#fields.get(collectionOf(path)) ?? new Set<string>();
    this.#fields.set(collectionOf(path), fields);
    collect(body, "", fields);
  }

  has({ path }: Exchange, place: string): boolean {
    return this.#fields.get(collectionOf(path))?.has(fieldOf(place)) ?? false;
  }
}

/** A place in a body as a field of the object it is in: `clients[0].refresh_token.policies[1].scope` is `refresh_token.policies.scope`. */
export function fieldOf(place: string): string {
  return place.replace(/^\w*\[\d+\]\.?/, "").replaceAll(/\[\d+\]/g, "");
}

/** Items of a list at the top are objects of their own, as in `fieldOf`. */
function collect(value: Json, place: string, fields: Set<string>): void {
  if (isArray(value)) {
    for (const item of value) collect(item, place, fields);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const inner = place === "" ? key : `${place}.${key}`;
      fields.add(inner);
      collect(item, place === "" && isArray(item) ? "" : inner, fields);
    }
  }
}
