// Members of an organization: /organizations/{id}/members.
import { z } from "zod";
import { endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { insufficientScope } from "../core/errors.ts";
import { checkpointList, list, type Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { memberGone } from "./cascades.ts";
import { rolesOfMember } from "./organization-member-roles.ts";
import { organizationById } from "./organization-lookup.ts";
import { userById } from "./users.ts";
import type { OrganizationMemberRow } from "../rows/organizations.ts";

const membersBody = z.strictObject({ members: z.array(z.string().min(1)).min(1).max(50) });

export const organizationMembers: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/organizations/:id/members",
    scopes: ["read:organization_members"],
    handle: ({ state, param, query, scopes }) => {
      if (asksForRoles(query) && !scopes.has(ROLES_SCOPE)) throw insufficientScope([ROLES_SCOPE]);
      const { id } = organizationById(state, param("id"));
      const rows = state.organization_members.filter((row) => row.organization_id === id);
      const view = memberView(state, query);
      if (query.text("take") === undefined && query.text("from") === undefined)
        return ok(list(query, "members", rows, { view }));
      return ok(checkpointList(query, "members", rows, { view, nextAfterLast: true }));
    },
  }),
  endpoint({
    method: "POST",
    path: "/organizations/:id/members",
    scopes: ["create:organization_members"],
    body: membersBody,
    handle: ({ state, param, body }) => {
      const { id } = organizationById(state, param("id"));
      for (const userId of body.members) {
        state.organization_members.put({ organization_id: id, user_id: userById(state, userId).user_id });
      }
      return noContent();
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/organizations/:id/members",
    scopes: ["delete:organization_members"],
    body: membersBody,
    handle: ({ state, param, body }) => {
      const { id } = organizationById(state, param("id"));
      for (const userId of body.members) memberGone(state, id, userId);
      return noContent();
    },
  }),
];

/** What `fields=roles` takes besides (Auth0: Management API, "Get members who belong to an organization"). */
const ROLES_SCOPE = "read:organization_member_roles";

const asksForRoles = (query: Query): boolean => query.text("fields")?.split(",").includes("roles") === true;

/** Roles are shown only where `fields` asks for them, which costs Auth0 a join. */
function memberView(state: State, query: Query): (row: OrganizationMemberRow) => object {
  const withRoles = asksForRoles(query);
  return ({ organization_id: organizationId, user_id: userId }) => {
    const { email, picture, name } = userById(state, userId);
    const roles = withRoles
      ? {
          roles: rolesOfMember(state, organizationId, userId).map(({ id, name: roleName }) => ({ id, name: roleName })),
        }
      : {};
    return { user_id: userId, email, picture, name, ...roles };
  };
}
