// Client grants that are good for an organization: /organizations/{id}/client-grants and, from the other side,
// /client-grants/{id}/organizations.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { badRequest, conflict, notFound } from "../core/errors.ts";
import { list, type Query } from "../core/query.ts";
import { grantById } from "./client-grants.ts";
import { organizationById } from "./organization-lookup.ts";
import type { ClientGrantRow } from "../rows/clients.ts";

/** Auth0's limit for one organization. */
const MAX_GRANTS = 100;

const associateBody = z.strictObject({ grant_id: z.string().min(1) });

export const organizationClientGrants: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/organizations/:id/client-grants",
    scopes: ["read:organization_client_grants"],
    handle: ({ state, param, query }) => {
      const { id } = organizationById(state, param("id"));
      const grants = state.organization_client_grants
        .filter((row) => row.organization_id === id)
        .map((row) => grantById(state, row.grant_id))
        .filter(wanted(query));
      return ok(list(query, "client_grants", grants));
    },
  }),
  endpoint({
    method: "POST",
    path: "/organizations/:id/client-grants",
    scopes: ["create:organization_client_grants"],
    body: associateBody,
    handle: ({ state, param, body }) => {
      const { id } = organizationById(state, param("id"));
      const grant = state.client_grants.get(body.grant_id);
      if (grant === undefined) throw notFound("The grant does not exist.", "inexistent_client_grant");
      if ((grant.organization_usage ?? "deny") === "deny") {
        throw badRequest("The client grant does not allow organizations: organization_usage must be allow or require");
      }
      if (state.organization_client_grants.has(`${id} ${grant.id}`)) {
        throw conflict(
          "The client grant has already been added to this organization.",
          "organization_client_grant_conflict",
        );
      }
      if (state.organization_client_grants.filter((row) => row.organization_id === id).length >= MAX_GRANTS) {
        throw conflict(
          "Quota exceeded; cannot add more than 100 client grants to a single organization",
          "organization_client_grant_conflict",
        );
      }
      state.organization_client_grants.put({ organization_id: id, grant_id: grant.id });
      const { id: grantId, subject_type: _notShown, ...shown } = grant;
      return created({ grant_id: grantId, ...shown });
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/organizations/:id/client-grants/:grant_id",
    scopes: ["delete:organization_client_grants"],
    handle: ({ state, param }) => {
      const { id } = organizationById(state, param("id"));
      state.organization_client_grants.delete(`${id} ${param("grant_id")}`);
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: "/client-grants/:id/organizations",
    scopes: ["read:organization_client_grants"],
    handle: ({ state, param, query }) => {
      const grant = grantById(state, param("id"));
      const rows = state.organization_client_grants.filter((row) => row.grant_id === grant.id);
      return ok(
        list(
          query,
          "organizations",
          rows.map((row) => organizationById(state, row.organization_id)),
        ),
      );
    },
  }),
];

function wanted(query: Query): (grant: ClientGrantRow) => boolean {
  const audience = query.text("audience");
  const clientId = query.text("client_id");
  const ids = query.texts("grant_ids");
  return (grant) =>
    (audience === undefined || grant.audience === audience) &&
    (clientId === undefined || grant.client_id === clientId) &&
    (ids.length === 0 || ids.includes(grant.id));
}
