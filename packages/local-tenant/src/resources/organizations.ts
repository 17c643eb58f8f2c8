// Organizations: /organizations, and those of one user: /users/{id}/organizations.
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { conflict, forbidden, queryError } from "../core/errors.ts";
import { list, type Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { organizationGone } from "./cascades.ts";
import { compareText } from "./connections.ts";
import { patched } from "./merge.ts";
import { enableConnection } from "./organization-connections.ts";
import { organizationById, inexistent } from "./organization-lookup.ts";
import {
  createOrganizationBody,
  updateOrganizationBody,
  type CreateOrganizationBody,
  type UpdateOrganizationBody,
} from "./organization-schema.ts";
import { userById } from "./users.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

export const organizations: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/organizations",
    scopes: ["read:organizations", "read:organizations_summary"],
    handle: ({ state, query }) =>
      ok(
        list(query, "organizations", inOrder(query, state.organizations.all()), {
          view: withClientAssociation(state, query),
        }),
      ),
  }),
  endpoint({
    method: "POST",
    path: "/organizations",
    scopes: ["create:organizations"],
    body: createOrganizationBody,
    handle: (call) => created(create(call)),
  }),
  endpoint({
    method: "GET",
    path: "/organizations/name/:name",
    scopes: ["read:organizations"],
    handle: ({ state, param }) => {
      const row = state.organizations.find(({ name }) => name === param("name"));
      if (row === undefined) throw inexistent();
      return ok(row);
    },
  }),
  endpoint({
    method: "GET",
    path: "/organizations/:id",
    scopes: ["read:organizations", "read:organizations_summary"],
    handle: ({ state, param }) => ok(organizationById(state, param("id"))),
  }),
  endpoint({
    method: "PATCH",
    path: "/organizations/:id",
    scopes: ["update:organizations"],
    body: updateOrganizationBody,
    handle: (call) => ok(update(call)),
  }),
  endpoint({
    method: "DELETE",
    path: "/organizations/:id",
    scopes: ["delete:organizations"],
    handle: ({ state, param }) => {
      organizationGone(state, organizationById(state, param("id")).id);
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: "/users/:id/organizations",
    scopes: ["read:organizations"],
    handle: ({ state, param, query }) => {
      const user = userById(state, param("id"));
      const ids = new Set(
        state.organization_members.filter((row) => row.user_id === user.user_id).map((row) => row.organization_id),
      );
      return ok(
        list(
          query,
          "organizations",
          state.organizations.filter(({ id }) => ids.has(id)),
        ),
      );
    },
  }),
];

function create(call: Call<CreateOrganizationBody>): OrganizationRow {
  const { state, body, ids, site } = call;
  if (site.plan === "free") throw forbidden("Your plan does not include organizations", "feature_not_enabled");
  refuseDuplicate(state, body.name);
  const { enabled_connections: enabledConnections = [], metadata, ...attributes } = body;
  const row = state.organizations.put(
    patched<OrganizationRow>(
      {
        id: ids.next("organization"),
        name: body.name,
        third_party_client_access: "block",
        is_app_entitlement_active: false,
      },
      { ...attributes, ...storedMetadata(metadata) },
    ),
  );
  for (const connection of enabledConnections) enableConnection(state, row.id, connection);
  return row;
}

function update({ state, param, body }: Call<UpdateOrganizationBody>): OrganizationRow {
  const old = organizationById(state, param("id"));
  if (body.name !== undefined && body.name !== old.name) refuseDuplicate(state, body.name);
  const { metadata, ...attributes } = body;
  return state.organizations.put(patched<OrganizationRow>(old, { ...attributes, ...storedMetadata(metadata) }));
}

/** Metadata is replaced as a whole; an empty one is not shown (recordings of TestAccOrganization). */
function storedMetadata(given: Readonly<Record<string, string | null>> | undefined): {
  metadata?: Record<string, string> | null;
} {
  if (given === undefined) return {};
  const kept = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  return { metadata: kept.length === 0 ? null : Object.fromEntries(kept) };
}

function refuseDuplicate(state: State, name: string): void {
  if (state.organizations.find((row) => row.name === name) !== undefined) {
    throw conflict("An organization with this name already exists", "organization_conflict");
  }
}

/** `sort=name:1`; `-1` turns the order round. By creation where nothing is said. */
function inOrder(query: Query, rows: readonly OrganizationRow[]): OrganizationRow[] {
  const sort = query.text("sort");
  if (sort === undefined) return [...rows];
  const [, field, direction] = /^(display_name|created_at|name):(1|-1)$/.exec(sort) ?? [];
  if (field === undefined)
    throw queryError(
      `'String does not match pattern ^((display_name)|(created_at)|(name))\\:(1|-1)$: ${sort}' on property sort`,
    );
  const key = (row: OrganizationRow): string => (field === "name" ? row.name : (row.display_name ?? row.name));
  const sorted = field === "created_at" ? [...rows] : [...rows].sort((a, b) => compareText(key(a), key(b)));
  return direction === "-1" ? sorted.reverse() : sorted;
}

/** With `include_client_association_for=CLIENT_ID` each organization says how that client belongs to it. */
function withClientAssociation(state: State, query: Query): (row: OrganizationRow) => object {
  const clientId = query.text("include_client_association_for");
  if (clientId === undefined) return (row) => row;
  return (row) => {
    const association = state.organization_clients.find(
      (other) => other.organization_id === row.id && other.client_id === clientId,
    );
    if (association === undefined) return row;
    return { ...row, client: { use_for_member_access: association.use_for_member_access } };
  };
}
