// A connection's inbound SCIM: /connections/{id}/scim-configuration.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, notFound } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { timestamp } from "../core/time.ts";
import { scimConfigurationGone } from "./cascades.ts";
import type { Strategy } from "./connection-schema.ts";
import { connectionById } from "./connections.ts";
import { defaultMapping, defaultUserIdAttribute } from "./scim-mapping.ts";
import type { ConnectionRow, ScimConfigurationRow } from "../rows/connections.ts";

/** Strategies with inbound SCIM (Auth0: "Configure Inbound SCIM"). */
const WITH_SCIM: ReadonlySet<Strategy> = new Set(["google-apps", "oidc", "okta", "samlp", "waad"]);

const mapping = z.array(z.strictObject({ scim: z.string().min(1), auth0: z.string().min(1) }));
const createBody = z.strictObject({ user_id_attribute: z.string().min(1).optional(), mapping: mapping.optional() });
const updateBody = z.strictObject({ user_id_attribute: z.string().min(1), mapping });

export const scimConfigurations: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/connections-scim-configurations",
    scopes: ["read:scim_config"],
    handle: (call) => {
      const rows = call.state.scim_configurations.all();
      return ok(
        checkpointList(call.query, "scim_configurations", rows, {
          view: (row) => view(call, connectionById(call.state, row.connection_id), row),
        }),
      );
    },
  }),
  endpoint({
    method: "GET",
    path: "/connections/:id/scim-configuration",
    scopes: ["read:scim_config"],
    handle: (call) => {
      const connection = connectionById(call.state, call.param("id"));
      return ok(view(call, connection, configurationOf(call.state, connection)));
    },
  }),
  endpoint({
    method: "POST",
    path: "/connections/:id/scim-configuration",
    scopes: ["create:scim_config"],
    body: createBody,
    handle: (call) => {
      const { state, param, body, now } = call;
      const connection = connectionWithScim(state, param("id"));
      if (state.scim_configurations.has(connection.id))
        throw badRequest("SCIM configuration already exists for connection");
      const at = timestamp(now);
      const row = state.scim_configurations.put({
        connection_id: connection.id,
        user_id_attribute: body.user_id_attribute ?? defaultUserIdAttribute(connection.strategy),
        mapping: body.mapping ?? defaultMapping(connection.strategy),
        created_at: at,
        updated_on: at,
      });
      return created(view(call, connection, row));
    },
  }),
  endpoint({
    method: "PATCH",
    path: "/connections/:id/scim-configuration",
    scopes: ["update:scim_config"],
    body: updateBody,
    handle: (call) => {
      const { state, param, body, now } = call;
      const connection = connectionById(state, param("id"));
      const row = { ...configurationOf(state, connection), ...body, updated_on: timestamp(now) };
      return ok(view(call, connection, state.scim_configurations.put(row)));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/connections/:id/scim-configuration",
    scopes: ["delete:scim_config"],
    handle: ({ state, param }) => {
      scimConfigurationGone(state, connectionById(state, param("id")).id);
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: "/connections/:id/scim-configuration/default-mapping",
    scopes: ["read:scim_config"],
    handle: ({ state, param }) => {
      const { strategy } = connectionWithScim(state, param("id"));
      return ok({ mapping: defaultMapping(strategy) });
    },
  }),
];

/** The connection, or 404: one that does not exist, or one of a strategy without SCIM. */
function connectionWithScim(state: State, id: string): ConnectionRow {
  const connection = connectionById(state, id);
  if (!WITH_SCIM.has(connection.strategy)) {
    throw notFound(
      "This connection type does not support SCIM. Please see our documentation for the currently supported connection types: https://auth0.com/docs/authenticate/protocols/scim/configure-inbound-scim.",
    );
  }
  return connection;
}

/** The connection's configuration, or the bare 404 "Not Found". */
export function configurationOf(state: State, connection: ConnectionRow): ScimConfigurationRow {
  const row = state.scim_configurations.get(connection.id);
  if (row === undefined) throw notFound();
  return row;
}

function view({ site }: Call<unknown>, connection: ConnectionRow, row: ScimConfigurationRow): object {
  return {
    // A tenant's name is the first label of its domain.
    tenant_name: site.domain.split(/[.:]/)[0],
    connection_name: connection.name,
    strategy: connection.strategy,
    ...row,
  };
}
