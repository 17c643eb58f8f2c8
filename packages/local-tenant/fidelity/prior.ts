// What the recorded tenant held before a scenario began, as far as the scenario shows it.
//
// Three general rules, none for any one scenario:
// 1. An object that the scenario reads or changes without having made it was there: as its first answer shows it.
// 2. Settings were there: as the first answer of each method shows them, but for what the scenario had itself written.
// 3. What a request names and the real tenant accepted was there: a user's connection, a permission's API, a binding, the
//    clients of a connection, the profiles of a client.
import { decodeOnce } from "../src/core/router.ts";
import type { Snapshot, Tenant } from "../src/index.ts";
import { IDENTIFIER_KEY, type Identifiers } from "./identifiers.ts";
import type { Json, JsonObject } from "./json.ts";
import { eachString, isArray, isObject } from "./json.ts";
import { priorActions, type PriorRow } from "./prior-actions.ts";
import type { Exchange, Scenario } from "./recording.ts";
import { inScope } from "./scope.ts";

export interface PriorState {
  readonly settings?: JsonObject;
  readonly rows: readonly PriorRow[];
}

interface Collection {
  /** Of one object, below /api/v2; the first group is its identifier. */
  readonly path: RegExp;
  readonly table: string;
  /** The row that shows as `shown`; `parents` are the path's other identifiers. */
  readonly row: (shown: JsonObject, parents: readonly string[]) => JsonObject;
}

const asShown = (shown: JsonObject): JsonObject => shown;

const COLLECTIONS: readonly Collection[] = [
  {
    path: /^clients\/([^/]+)$/,
    table: "clients",
    // A client with keys shows no secret, and has one.
    row: (shown) => ({ client_secret: "of the recorded tenant", ...shown }),
  },
  {
    path: /^clients\/([^/]+)\/credentials\/([^/]+)$/,
    table: "credentials",
    row: (shown, [client]) => ({ ...shown, client_id: client ?? "" }),
  },
  { path: /^resource-servers\/([^/]+)$/, table: "resource_servers", row: asShown },
  { path: /^client-grants\/([^/]+)$/, table: "client_grants", row: asShown },
  { path: /^roles\/([^/]+)$/, table: "roles", row: (shown) => ({ description: "", ...shown }) },
  { path: /^users\/([^/]+)$/, table: "users", row: asShown },
  { path: /^organizations\/([^/]+)$/, table: "organizations", row: asShown },
  { path: /^organizations\/name\/([^/]+)$/, table: "organizations", row: asShown },
  {
    path: /^connections\/([^/]+)$/,
    table: "connections",
    // An answer cut by `fields` has no name, which lists are in the order of.
    row: (shown) => ({ name: "", enabled_clients: [], options: {}, ...shown }),
  },
  {
    path: /^connections\/([^/]+)\/scim-configuration$/,
    table: "scim_configurations",
    row: ({ user_id_attribute = "", mapping = [], created_at = "", updated_on = "" }, [connection]) => ({
      connection_id: connection ?? "",
      user_id_attribute,
      mapping,
      created_at,
      updated_on,
    }),
  },
  { path: /^user-attribute-profiles\/([^/]+)$/, table: "user_attribute_profiles", row: asShown },
  { path: /^connection-profiles\/([^/]+)$/, table: "connection_profiles", row: asShown },
];

const SETTINGS_PATH = "/api/v2/tenants/settings";

/** Puts the state before the scenario into the tenant. */
export function bringPriorState(scenario: Scenario, tenant: Tenant, identifiers: Identifiers): void {
  const { settings, rows } = priorState(scenario);
  if (settings === undefined && rows.length === 0) return;
  const snapshot: Record<string, unknown> = { ...tenant.snapshot() };
  if (settings !== undefined) snapshot["tenant_settings"] = identifiers.localize(settings);
  for (const { table, row } of rows) {
    const local = identifiers.localize(row) as JsonObject;
    const others = (snapshot[table] as readonly JsonObject[]).filter(
      (other) => other["identifier"] === undefined || other["identifier"] !== local["identifier"],
    );
    snapshot[table] = [...others, local];
    keepIdentifiers(local, identifiers);
  }
  tenant.restore(snapshot as Snapshot);
}

/** Prior objects keep the identifiers that they were recorded with. */
function keepIdentifiers(value: Json, identifiers: Identifiers): void {
  if (isArray(value)) for (const item of value) keepIdentifiers(item, identifiers);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "string" && IDENTIFIER_KEY.test(key)) identifiers.pair(item, item);
    keepIdentifiers(item, identifiers);
  }
}

export function priorState(scenario: Scenario): PriorState {
  const exchanges = scenario.exchanges.filter((exchange) => inScope(exchange) && exchange.status < 300);
  const settings = priorSettings(exchanges);
  return {
    ...(settings === undefined ? {} : { settings }),
    rows: [...priorObjects(exchanges), ...priorActions(exchanges), ...referredTo(exchanges), ...namedByID(exchanges)],
  };
}

function priorObjects(exchanges: readonly Exchange[]): PriorRow[] {
  const rows: PriorRow[] = [];
  const met = new Set<string>();
  const globals = globalClients(exchanges);
  for (const exchange of exchanges) {
    const found = locate(exchange.path);
    const { response } = exchange;
    if (found !== undefined && isObject(response) && !met.has(found.id)) {
      const shown = exchange.method === "GET" ? response : without(response, leaves(exchange.request));
      const row = found.collection.row(globals.has(found.id) ? { ...shown, global: true } : shown, found.parents);
      if (exchange.method !== "POST") rows.push({ table: found.collection.table, row });
      met.add(found.id);
    }
    // Whatever an answer to a write names is known from then on, and an object by all of its names.
    if (exchange.method !== "GET") eachString(response, (text) => met.add(text));
    else if (found !== undefined && isObject(response)) for (const name of namesOf(response)) met.add(name);
  }
  return rows;
}

/** Which clients are global does not show in themselves, whose recorder loses it, but in the list that is asked for those. */
function globalClients(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const lists = exchanges.filter(
    ({ path, query }) => path === "/api/v2/clients" && new URLSearchParams(query).get("is_global") === "true",
  );
  const ids = new Set<string>();
  for (const { response } of lists) {
    const items = isObject(response) ? response["clients"] : response;
    for (const item of isArray(items) ? items.filter(isObject) : []) {
      if (typeof item["client_id"] === "string") ids.add(item["client_id"]);
    }
  }
  return ids;
}

const namesOf = (shown: JsonObject): string[] =>
  ["id", "client_id", "user_id", "identifier", "name"].flatMap((key) => {
    const value = shown[key];
    return typeof value === "string" ? [value] : [];
  });

function locate(path: string): { collection: Collection; id: string; parents: string[] } | undefined {
  const below = path.replace("/api/v2/", "");
  for (const collection of COLLECTIONS) {
    const groups = collection.path.exec(below)?.slice(1).map(decodeOnce);
    const id = groups?.at(-1);
    // `/organizations/name/x` is not the object named "name".
    if (groups !== undefined && id !== undefined) {
      const own = below.endsWith("scim-configuration") ? `${id} scim` : id;
      return { collection, id: own, parents: groups.length > 1 ? groups.slice(0, -1) : [id] };
    }
  }
  return undefined;
}

function priorSettings(exchanges: readonly Exchange[]): JsonObject | undefined {
  const first = new Map<string, JsonObject>();
  const written = new Set<string>();
  for (const { path, method, request, response } of exchanges) {
    if (path !== SETTINGS_PATH) continue;
    for (const leaf of leaves(request)) written.add(leaf);
    if (isObject(response) && !first.has(method)) first.set(method, without(response, [...written]));
  }
  return first.size === 0 ? undefined : [...first.values()].reduce(merged);
}

/** Rows for what accepted requests name and the scenario has not made. */
function referredTo(exchanges: readonly Exchange[]): PriorRow[] {
  const rows = new Map<string, PriorRow>();
  const made = new Set<string>();
  for (const { path, method, request, response } of exchanges) {
    if (method === "POST") eachString(response, (text) => made.add(text));
    if (method !== "POST" || !isObject(request)) continue;
    const { connection, username } = request;
    if (path === "/api/v2/users" && typeof connection === "string" && !madeElsewhere(exchanges, connection)) {
      rows.set(connection, {
        table: "connections",
        row: connectionOf(connection, strategyOf(response), username !== undefined),
      });
    }
    for (const [identifier, scopes] of permissionsIn(path, request)) {
      if (!made.has(identifier) && !rows.has(identifier)) {
        rows.set(identifier, { table: "resource_servers", row: api(identifier, scopes) });
      }
    }
  }
  return [...rows.values()];
}

/** The bare objects that accepted requests name by ID, and that no answer of the scenario shows. */
function namedByID(exchanges: readonly Exchange[]): PriorRow[] {
  const rows = new Map<string, PriorRow>();
  const made = new Set<string>();
  for (const { path, request, response, method } of exchanges) {
    for (const [id, row] of referencesIn(path, request)) if (!made.has(id) && !rows.has(id)) rows.set(id, row);
    // What was made is known, and what is read by its own path was there as it shows itself.
    if (method === "POST") eachString(response, (text) => made.add(text));
  }
  const shown = new Set(exchanges.flatMap(({ path }) => locate(path)?.id ?? []));
  return [...rows].flatMap(([id, row]) => (shown.has(id) ? [] : [row]));
}

/** Clients that a connection is enabled for, and the profiles that a client names. */
function referencesIn(path: string, request: Json): [string, PriorRow][] {
  if (path.startsWith("/api/v2/connections")) {
    const items = isArray(request) ? request : isObject(request) ? (request["enabled_clients"] ?? []) : [];
    const clients = (isArray(items) ? items : []).map((item) => (isObject(item) ? item["client_id"] : item));
    return clients.flatMap((id): [string, PriorRow][] =>
      typeof id === "string" ? [[id, { table: "clients", row: { client_id: id, name: id, client_secret: id } }]] : [],
    );
  }
  const configuration = isObject(request) ? request["my_organization_configuration"] : undefined;
  if (!path.startsWith("/api/v2/clients") || !isObject(configuration)) return [];
  return PROFILES.flatMap(([member, table]): [string, PriorRow][] => {
    const id = configuration[member];
    return typeof id === "string" ? [[id, { table, row: { id, name: id } }]] : [];
  });
}

const PROFILES = [
  ["connection_profile_id", "connection_profiles"],
  ["user_attribute_profile_id", "user_attribute_profiles"],
] as const;

/** The answer to a POST of a user names its connection too, so only answers about connections count here. */
const madeElsewhere = (exchanges: readonly Exchange[], name: string): boolean =>
  exchanges.some(
    ({ path, response }) => path.startsWith("/api/v2/connections") && isObject(response) && response["name"] === name,
  );

/** A user's ID begins with the strategy of its connection: `auth0|…`, `sms|…`. */
function strategyOf(user: Json): string {
  const id = isObject(user) ? user["user_id"] : undefined;
  return (typeof id === "string" ? /^[\w-]+(?=\|)/.exec(id)?.[0] : undefined) ?? "auth0";
}

const connectionOf = (name: string, strategy: string, withUsernames: boolean): JsonObject => ({
  id: `con_${name}`,
  name,
  strategy,
  options: { passwordPolicy: "good", requires_username: withUsernames },
  enabled_clients: [],
  realms: [name],
  is_domain_connection: false,
});

const api = (identifier: string, scopes: readonly string[]): JsonObject => ({
  id: `api of ${identifier}`,
  name: identifier,
  identifier,
  scopes: scopes.map((value) => ({ value })),
});

/** APIs with the scopes that a request for permissions or for a client grant names. */
function permissionsIn(path: string, request: JsonObject): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const { permissions, audience, scope } = request;
  if (path.endsWith("/permissions") && isArray(permissions)) {
    for (const permission of permissions) {
      if (!isObject(permission)) continue;
      const { resource_server_identifier: identifier, permission_name: name } = permission;
      if (typeof identifier === "string" && typeof name === "string")
        found.set(identifier, [...(found.get(identifier) ?? []), name]);
    }
  }
  // The Management API exists on every tenant, with every scope.
  if (path === "/api/v2/client-grants" && typeof audience === "string" && !audience.endsWith("/api/v2/")) {
    found.set(audience, isArray(scope) ? scope.filter((value) => typeof value === "string") : []);
  }
  return found;
}

/** Paths of the values that a request writes: `flags.enable_sso`. */
function leaves(value: Json, place = ""): string[] {
  if (!isObject(value) || Object.keys(value).length === 0) return place === "" ? [] : [place];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, place === "" ? key : `${place}.${key}`));
}

/** The object without those values, and without objects that are empty then. */
function without(value: JsonObject, places: readonly string[], place = ""): JsonObject {
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const at = place === "" ? key : `${place}.${key}`;
    if (places.includes(at)) return [];
    if (!isObject(item) || !places.some((other) => other.startsWith(`${at}.`))) return [[key, item]];
    const rest = without(item, places, at);
    return Object.keys(rest).length === 0 ? [] : [[key, rest]];
  });
  return Object.fromEntries(entries);
}

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const entries = Object.entries(b).map(([key, item]): [string, Json] => {
    const other = a[key];
    return [key, isObject(item) && isObject(other) ? merged(other, item) : item];
  });
  return { ...a, ...Object.fromEntries(entries) };
}
