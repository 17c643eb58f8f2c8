// The Management API v2 of one tenant, as the resources call it.
import { listOf, valuesOf } from "../schema/value.ts";
import { ApiError } from "./errors.ts";
import type { Send } from "./http.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export interface Api {
  /** `https://DOMAIN/api/v2/`: where it is, and the audience of tokens for it. */
  readonly identifier: string;
  /** The tenant's host name, without a port. */
  readonly hostname: string;
  get(path: readonly string[], query?: Query): Promise<JsonObject>;
  /** For the few listings that answer with a bare array. */
  list(path: readonly string[], query?: Query): Promise<readonly Json[]>;
  post(path: readonly string[], body?: JsonObject): Promise<JsonObject>;
  patch(path: readonly string[], body: JsonObject): Promise<JsonObject>;
  /** For the one change that is a bare array. */
  patchList(path: readonly string[], body: readonly Json[]): Promise<void>;
  delete(path: readonly string[], body?: JsonObject): Promise<void>;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

/** @param authorize gives the access token to send; may fetch one first */
export function managementApi(domain: string, send: Send, authorize: () => Promise<string>): Api {
  const identifier = `https://${domain}/api/v2/`;
  const call = async (method: string, path: readonly string[], query?: Query, body?: Json): Promise<Json> => {
    const url = identifier + path.map(escapeSegment).join("/") + queryText(query);
    const token = await authorize();
    const answer = await send({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status < 200 || answer.status >= 300) throw new ApiError(answer.status, answer.body);
    return answer.body === "" ? null : (JSON.parse(answer.body) as Json);
  };
  return {
    identifier,
    hostname: new URL(identifier).hostname,
    get: async (path, query) => asObject(await call("GET", path, query)),
    list: async (path, query) => listOf(await call("GET", path, query)) as readonly Json[],
    post: async (path, body) => asObject(await call("POST", path, undefined, body)),
    patch: async (path, body) => asObject(await call("PATCH", path, undefined, body)),
    patchList: async (path, body) => void (await call("PATCH", path, undefined, body)),
    delete: async (path, body) => void (await call("DELETE", path, undefined, body)),
  };
}

function asObject(value: Json): JsonObject {
  return valuesOf(value) as JsonObject;
}

/** Escapes what cannot stand in one segment of a path; `:` and its like may stay as they are. */
function escapeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/%(3A|40|26|3D|2B|24)/g, (escaped) => decodeURIComponent(escaped));
}

function queryText(query: Query | undefined): string {
  const entries = Object.entries(query ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.length === 0
    ? ""
    : `?${entries.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`).join("&")}`;
}
