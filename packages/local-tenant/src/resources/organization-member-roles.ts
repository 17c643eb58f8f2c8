// Roles that members have within an organization: /organizations/{id}/members/{user_id}/roles and, from the other
// side, /organizations/{id}/roles/{role_id}/members.
import { endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, notFound } from "../core/errors.ts";
import { checkpointList, list } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { organizationById } from "./organization-lookup.ts";
import { roleById } from "./roles.ts";
import { requireRoles, rolesBody, rolesInOrder } from "./user-roles.ts";
import { userById } from "./users.ts";
import type { RoleRow } from "../rows/apis-and-roles.ts";

/** Auth0's limit for one member of one organization. */
const MAX_ROLES = 50;

export const organizationMemberRoles: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/organizations/:id/members/:user_id/roles",
    scopes: ["read:organization_member_roles"],
    handle: ({ state, param, query }) => {
      const { id } = organizationById(state, param("id"));
      return ok(list(query, "roles", rolesOfMember(state, id, param("user_id"))));
    },
  }),
  endpoint({
    method: "POST",
    path: "/organizations/:id/members/:user_id/roles",
    scopes: ["create:organization_member_roles"],
    body: rolesBody,
    handle: (call) => {
      const { state, body } = call;
      const member = memberOf(call);
      requireRoles(state, body.roles);
      for (const roleId of body.roles) {
        refuseForeignRole(roleById(state, roleId), member.organization_id);
        state.organization_member_roles.put({ ...member, role_id: roleId });
      }
      if (rolesOfMember(state, member.organization_id, member.user_id).length > MAX_ROLES) {
        throw badRequest("No more roles can be assigned to this organization member.");
      }
      return noContent();
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/organizations/:id/members/:user_id/roles",
    scopes: ["delete:organization_member_roles"],
    body: rolesBody,
    handle: ({ state, param, body }) => {
      const { id } = organizationById(state, param("id"));
      for (const roleId of body.roles) state.organization_member_roles.delete(`${id} ${param("user_id")} ${roleId}`);
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: "/organizations/:id/roles/:role_id/members",
    scopes: ["read:organization_member_roles"],
    handle: ({ state, param, query }) => {
      const { id } = organizationById(state, param("id"));
      const role = roleById(state, param("role_id"));
      const rows = state.organization_member_roles.filter(
        (row) => row.organization_id === id && row.role_id === role.id,
      );
      return ok(
        checkpointList(query, "members", rows, {
          view: ({ user_id: userId }) => {
            const { email, picture, name } = userById(state, userId);
            return { user_id: userId, email, picture, name };
          },
        }),
      );
    },
  }),
];

export function rolesOfMember(state: State, organizationId: string, userId: string): RoleRow[] {
  const rows = state.organization_member_roles.filter(
    (row) => row.organization_id === organizationId && row.user_id === userId,
  );
  return rolesInOrder(
    state,
    rows.map((row) => row.role_id),
  );
}

function memberOf({ state, param }: Call<unknown>): { organization_id: string; user_id: string } {
  const { id } = organizationById(state, param("id"));
  const { user_id: userId } = userById(state, param("user_id"));
  if (!state.organization_members.has(`${id} ${userId}`))
    throw notFound("The user is not a member of the organization");
  return { organization_id: id, user_id: userId };
}

/** A role of type `organization` is good in the organization that owns it, and nowhere else. */
function refuseForeignRole(role: RoleRow, organizationId: string): void {
  if (role.owner_id !== undefined && role.owner_id !== organizationId) {
    throw badRequest(`The role ${role.id} belongs to another organization`);
  }
}
