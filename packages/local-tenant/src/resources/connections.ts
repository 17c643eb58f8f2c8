// Connections, where users come from: /connections. Database and enterprise strategies in full, others as sent.
import { randomBytes } from "node:crypto";
import { accepted, created, endpoint, noContent, ok, type Call, type Endpoint, type Site } from "../core/endpoint.ts";
import { badRequest, conflict, notFound, payloadError, queryError } from "../core/errors.ts";
import { list, selectFields, type Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { timestamp } from "../core/time.ts";
import { connectionGone, userGone } from "./cascades.ts";
import { clientById } from "./clients.ts";
import { changedOptions, isEnterprise, newOptions } from "./connection-options.ts";
import {
  createConnectionBody,
  updateConnectionBody,
  type CreateConnectionBody,
  type Strategy,
  type UpdateConnectionBody,
} from "./connection-schema.ts";
import { patched } from "./merge.ts";
import type { ConnectionRow } from "../rows/connections.ts";

/** Shown whatever `fields` says (recordings of TestAccConnectionClient). */
const ALWAYS_SHOWN = ["id", "is_domain_connection", "authentication", "connected_accounts"] as const;

/** Strategies whose set-up an identity provider's administrator finishes on a page of Auth0's (Auth0's OpenAPI document). */
const PROVISIONED: ReadonlySet<Strategy> = new Set([
  "ad",
  "adfs",
  "custom",
  "google-apps",
  "office365",
  "pingfederate",
  "samlp",
  "waad",
]);

/** Strategies whose button bears the connection's name where no other is given. */
const NAMED: ReadonlySet<Strategy> = new Set(["oidc", "okta", "waad"]);

export const connections: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/connections",
    scopes: ["read:connections"],
    handle: ({ state, query, site }) => {
      const rows = state.connections.filter(wanted(query)).sort(byName);
      return ok(
        list(
          query,
          "connections",
          rows.map((row) => shown(row, site)),
        ),
      );
    },
  }),
  endpoint({
    method: "POST",
    path: "/connections",
    scopes: ["create:connections"],
    body: createConnectionBody,
    handle: (call) => created(shown(create(call), call.site)),
  }),
  endpoint({
    method: "GET",
    path: "/connections/:id",
    scopes: ["read:connections"],
    handle: ({ state, param, query, site }) => {
      const row: Partial<ConnectionRow> = shown(connectionById(state, param("id")), site);
      const always = Object.fromEntries(ALWAYS_SHOWN.map((name) => [name, row[name]]));
      return ok({ ...always, ...selectFields(query, row) });
    },
  }),
  endpoint({
    method: "PATCH",
    path: "/connections/:id",
    scopes: ["update:connections"],
    body: updateConnectionBody,
    handle: (call) => ok(shown(update(call), call.site)),
  }),
  endpoint({
    method: "DELETE",
    path: "/connections/:id",
    scopes: ["delete:connections"],
    handle: ({ state, param, now }) => {
      if (!state.connections.has(param("id"))) return noContent();
      connectionGone(state, param("id"));
      // Auth0 goes on deleting the connection's users after it has answered.
      return accepted({ deleted_at: timestamp(now) });
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/connections/:id/users",
    scopes: ["delete:users"],
    handle: ({ state, param, query }) => {
      const { name, strategy } = connectionById(state, param("id"));
      const email = query.text("email");
      if (email === undefined) throw queryError("'Missing required property: email'");
      if (strategy !== "auth0") throw badRequest("Connection must be a database connection");
      const gone = state.users.filter(
        (row) => row.email === email && row.identities.some(({ connection }) => connection === name),
      );
      for (const { user_id } of gone) userGone(state, user_id);
      return noContent();
    },
  }),
];

/** The connection, or 404 `inexistent_connection`. */
export function connectionById(state: State, id: string): ConnectionRow {
  const row = state.connections.get(id);
  if (row === undefined) throw notFound("The connection does not exist", "inexistent_connection");
  return row;
}

/** `Conn1` before `conn2`: lists of connections are in the order of their names, whatever their case. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compareText(a.name.toLowerCase(), b.name.toLowerCase());

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The clients that a connection is enabled for are a list of its own where `enabled_clients` is retired. */
function shown(row: ConnectionRow, { enabledClients }: Site): Partial<ConnectionRow> {
  if (enabledClients === "kept") return row;
  const { enabled_clients: _retired, ...rest } = row;
  return rest;
}

function refuseRetired(body: { readonly enabled_clients?: unknown }, { enabledClients }: Site): void {
  if (enabledClients === "retired" && body.enabled_clients !== undefined)
    throw payloadError("'Additional properties not allowed: enabled_clients'");
}

function create({ state, body, ids, site }: Call<CreateConnectionBody>): ConnectionRow {
  if (state.connections.find((row) => row.name === body.name) !== undefined) {
    throw conflict("A connection with the same name already exists", "connection_conflict");
  }
  refuseRetired(body, site);
  for (const clientId of body.enabled_clients ?? []) clientById(state, clientId);
  const { options, ...attributes } = body;
  const defaults: ConnectionRow = {
    id: ids.next("connection"),
    name: body.name,
    strategy: body.strategy,
    options: newOptions(body.strategy, options, site),
    is_domain_connection: false,
    ...(isEnterprise(body.strategy) ? { show_as_button: false } : {}),
    ...(NAMED.has(body.strategy) ? { display_name: body.name } : {}),
    authentication: { active: true },
    connected_accounts: { active: false },
    enabled_clients: [],
    realms: [body.name],
    ...(PROVISIONED.has(body.strategy) ? { provisioning_ticket_url: ticketUrl(site, body.strategy) } : {}),
  };
  const row = patched<ConnectionRow>(defaults, attributes);
  refuseTakenRealms(state, row);
  return state.connections.put(row);
}

function update({ state, param, body, site }: Call<UpdateConnectionBody>): ConnectionRow {
  const old = connectionById(state, param("id"));
  refuseRetired(body, site);
  for (const clientId of body.enabled_clients ?? []) clientById(state, clientId);
  const { options, enabled_clients: enabledClients, ...attributes } = body;
  const row = patched<ConnectionRow>(old, {
    ...attributes,
    ...(options === undefined ? {} : { options: changedOptions(old.strategy, old.options, options) }),
    ...(enabledClients === undefined ? {} : { enabled_clients: enabledClients ?? [] }),
  });
  refuseTakenRealms(state, row);
  return state.connections.put(row);
}

function refuseTakenRealms(state: State, row: ConnectionRow): void {
  const realms = new Set(row.realms);
  const other = state.connections.find(
    ({ id, realms: taken = [] }) => id !== row.id && taken.some((realm) => realms.has(realm)),
  );
  if (other !== undefined) {
    throw conflict(
      'There is already another connection with some realms from "realms" parameter',
      "connection_conflict",
    );
  }
}

const ticketUrl = (site: Site, strategy: Strategy): string =>
  `${site.url}/p/${strategy}/${randomBytes(16).toString("hex")}`;

function wanted(query: Query): (row: ConnectionRow) => boolean {
  const strategies = query.texts("strategy");
  const name = query.text("name");
  const domainAlias = query.text("domain_alias");
  return (row) =>
    (strategies.length === 0 || strategies.includes(row.strategy)) &&
    (name === undefined || row.name === name) &&
    (domainAlias === undefined || hasDomainAlias(row, domainAlias));
}

function hasDomainAlias(row: ConnectionRow, alias: string): boolean {
  const aliases = row.options["domain_aliases"];
  return Array.isArray(aliases) && aliases.includes(alias);
}
