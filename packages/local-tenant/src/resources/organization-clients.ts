// Clients associated with an organization: /organizations/{id}/clients.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { notFound } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { clientById } from "./clients.ts";
import { compareText } from "./connections.ts";
import { organizationById } from "./organization-lookup.ts";
import type { OrganizationClientRow } from "../rows/organizations.ts";

/** How many clients one request may name (recording of TestAccOrganizationClientsBatching: in tens). */
const MAX_CLIENTS = 10;

const addBody = z.strictObject({
  clients: z
    .array(z.strictObject({ client_id: z.string().min(1), use_for_member_access: z.boolean() }))
    .min(1)
    .max(MAX_CLIENTS),
});

const updateBody = z.strictObject({ use_for_member_access: z.boolean().optional() });

const removeBody = z.strictObject({ clients: z.array(z.string().min(1)).min(1).max(MAX_CLIENTS) });

export const organizationClients: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/organizations/:id/clients",
    scopes: ["read:organization_clients"],
    handle: ({ state, param, query }) => {
      const { id } = organizationById(state, param("id"));
      const rows = state.organization_clients.filter((row) => row.organization_id === id).sort(byClientId);
      return ok(checkpointList(query, "clients", rows, { view: (row) => view(state, row) }));
    },
  }),
  endpoint({
    method: "POST",
    path: "/organizations/:id/clients",
    scopes: ["create:organization_clients"],
    body: addBody,
    handle: ({ state, param, body }) => {
      const { id } = organizationById(state, param("id"));
      const rows = body.clients.map((given) => {
        clientById(state, given.client_id);
        return state.organization_clients.put({ organization_id: id, ...given });
      });
      return created(rows.map((row) => view(state, row)));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/organizations/:id/clients",
    scopes: ["delete:organization_clients"],
    body: removeBody,
    handle: ({ state, param, body }) => {
      const { id } = organizationById(state, param("id"));
      for (const clientId of body.clients) state.organization_clients.delete(`${id} ${clientId}`);
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: "/organizations/:id/clients/:client_id",
    scopes: ["read:organization_clients"],
    handle: (call) => ok(view(call.state, existing(call))),
  }),
  endpoint({
    method: "PATCH",
    path: "/organizations/:id/clients/:client_id",
    scopes: ["update:organization_clients"],
    body: updateBody,
    handle: (call) => {
      const row = existing(call);
      const changed = { ...row, use_for_member_access: call.body.use_for_member_access ?? row.use_for_member_access };
      return ok(view(call.state, call.state.organization_clients.put(changed)));
    },
  }),
];

/** The order of this list at Auth0: by client ID, whatever its case (recordings of TestAccOrganizationClientsBatching). */
const byClientId = (a: OrganizationClientRow, b: OrganizationClientRow): number =>
  compareText(a.client_id.toLowerCase(), b.client_id.toLowerCase());

function existing({ state, param }: Call<unknown>): OrganizationClientRow {
  const { id } = organizationById(state, param("id"));
  const row = state.organization_clients.get(`${id} ${param("client_id")}`);
  if (row === undefined) throw notFound("The client is not associated with the organization");
  return row;
}

/** The association with what the client itself says about organizations. */
function view(state: State, row: OrganizationClientRow): object {
  const { name, app_type, logo_uri, is_first_party, grant_types, organization_usage } = clientById(
    state,
    row.client_id,
  );
  return {
    client_id: row.client_id,
    use_for_member_access: row.use_for_member_access,
    client: { name, app_type, logo_uri, is_first_party, grant_types, organization_usage },
  };
}
