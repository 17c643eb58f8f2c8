// Which connections an organization's members sign in with: /organizations/{id}/connections, and its older form
// /organizations/{id}/enabled_connections, which knows only those that are enabled.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, conflict, notFound } from "../core/errors.ts";
import { list } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { byName, connectionById } from "./connections.ts";
import { patched } from "./merge.ts";
import { organizationById } from "./organization-lookup.ts";
import type { OrganizationConnectionRow } from "../rows/organizations.ts";

const oldAttributes = {
  assign_membership_on_login: z.boolean().optional(),
  show_as_button: z.boolean().optional(),
  is_signup_enabled: z.boolean().optional(),
};

const accessLevel = z.enum(["none", "readonly", "limited", "full"]);

const addBody = z.strictObject({ connection_id: z.string().min(1).max(50), ...oldAttributes });

const createBody = addBody.extend({
  organization_connection_name: z.string().min(1).max(50).optional(),
  organization_access_level: accessLevel.optional(),
  is_enabled: z.boolean().optional(),
});

const updateBody = z.strictObject({
  organization_connection_name: z.string().min(1).max(50).nullish(),
  organization_access_level: accessLevel.nullish(),
  is_enabled: z.boolean().nullish(),
  ...oldAttributes,
});

type View = (state: State, row: OrganizationConnectionRow) => object;

/** The two forms differ in what a body may say, what is shown and which rows there are. */
function endpoints(
  path: string,
  view: View,
  bodies: {
    create: typeof createBody | typeof addBody;
    update: typeof updateBody | z.ZodType<z.infer<typeof updateBody>>;
  },
  only: (row: OrganizationConnectionRow) => boolean,
): readonly Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: `/organizations/:id/${path}`,
      scopes: ["read:organization_connections"],
      handle: ({ state, param, query }) => {
        const isEnabled = query.boolean("is_enabled");
        const rows = connectionsOf(state, param("id")).filter(
          (row) => only(row) && (isEnabled === undefined || row.is_enabled === isEnabled),
        );
        return ok(list(query, path, rows, { view: (row) => view(state, row) }));
      },
    }),
    endpoint({
      method: "POST",
      path: `/organizations/:id/${path}`,
      scopes: ["create:organization_connections"],
      body: bodies.create as z.ZodType<z.infer<typeof createBody>>,
      handle: ({ state, param, body }) => {
        const { id } = organizationById(state, param("id"));
        if (find(state, id, body.connection_id) !== undefined) {
          throw conflict("The organization connection already exists.", "organization_connection_conflict");
        }
        return created(view(state, enableConnection(state, id, body)));
      },
    }),
    endpoint({
      method: "GET",
      path: `/organizations/:id/${path}/:connection_id`,
      scopes: ["read:organization_connections"],
      handle: (call) => ok(view(call.state, existing(call))),
    }),
    endpoint({
      method: "PATCH",
      path: `/organizations/:id/${path}/:connection_id`,
      scopes: ["update:organization_connections"],
      body: bodies.update,
      handle: (call) => {
        const { organization_access_level: level, is_enabled: isEnabled, ...attributes } = call.body;
        const row = patched<OrganizationConnectionRow>(existing(call), {
          ...attributes,
          ...(level === undefined ? {} : { organization_access_level: level ?? "none" }),
          ...(isEnabled === undefined ? {} : { is_enabled: isEnabled ?? false }),
        });
        refuseSignup(call.state, row);
        return ok(view(call.state, call.state.organization_connections.put(row)));
      },
    }),
    endpoint({
      method: "DELETE",
      path: `/organizations/:id/${path}/:connection_id`,
      scopes: ["delete:organization_connections"],
      handle: ({ state, param }) => {
        const { id } = organizationById(state, param("id"));
        // Taking away what is not there is no error (recordings of TestAccOrganizationConnections).
        state.organization_connections.delete(`${id} ${param("connection_id")}`);
        return noContent();
      },
    }),
  ];
}

const oldView: View = (state, row) => {
  const { name, strategy } = connectionById(state, row.connection_id);
  return {
    connection_id: row.connection_id,
    assign_membership_on_login: row.assign_membership_on_login,
    show_as_button: row.show_as_button,
    ...(strategy === "auth0" ? { is_signup_enabled: row.is_signup_enabled } : {}),
    connection: { name, strategy },
  };
};

const newView: View = (state, row) => ({
  ...oldView(state, row),
  ...(row.organization_connection_name === undefined
    ? {}
    : { organization_connection_name: row.organization_connection_name }),
  is_enabled: row.is_enabled,
  organization_access_level: row.organization_access_level,
});

export const organizationConnections: readonly Endpoint[] = [
  ...endpoints("connections", newView, { create: createBody, update: updateBody }, () => true),
  ...endpoints(
    "enabled_connections",
    oldView,
    { create: addBody, update: z.strictObject(oldAttributes) },
    (row) => row.is_enabled,
  ),
];

/** Enables the connection for the organization, or changes how it is enabled. */
export function enableConnection(
  state: State,
  organizationId: string,
  given: z.infer<typeof createBody>,
): OrganizationConnectionRow {
  connectionById(state, given.connection_id);
  const row = patched<OrganizationConnectionRow>(
    {
      organization_id: organizationId,
      connection_id: given.connection_id,
      assign_membership_on_login: false,
      show_as_button: true,
      is_signup_enabled: false,
      is_enabled: true,
      organization_access_level: "none",
    },
    given,
  );
  refuseSignup(state, row);
  return state.organization_connections.put(row);
}

/** Who signs up in an organization becomes a member of it, and only a database has a sign-up. */
function refuseSignup(state: State, row: OrganizationConnectionRow): void {
  if (!row.is_signup_enabled) return;
  if (row.assign_membership_on_login && connectionById(state, row.connection_id).strategy === "auth0") return;
  throw badRequest(
    "Only database connections with assign_membership_on_login = true support is_signup_enabled = true.",
    "invalid_body",
  );
}

/** In the order of the connections' names. */
function connectionsOf(state: State, organizationId: string): OrganizationConnectionRow[] {
  const { id } = organizationById(state, organizationId);
  const named = state.organization_connections
    .filter((row) => row.organization_id === id)
    .map((row) => ({ row, name: connectionById(state, row.connection_id).name }));
  return named.sort(byName).map(({ row }) => row);
}

const find = (state: State, organizationId: string, connectionId: string): OrganizationConnectionRow | undefined =>
  state.organization_connections.get(`${organizationId} ${connectionId}`);

function existing({ state, param }: Call<unknown>): OrganizationConnectionRow {
  const { id } = organizationById(state, param("id"));
  const row = find(state, id, param("connection_id"));
  if (row === undefined) throw notFound("No connection found by that id");
  return row;
}
