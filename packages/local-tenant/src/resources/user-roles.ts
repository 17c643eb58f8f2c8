// Which user has which role in the tenant: /users/{id}/roles and, from the other side, /roles/{id}/users.
import { z } from "zod";
import { endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { badRequest, forbidden } from "../core/errors.ts";
import { list } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { byName } from "./connections.ts";
import { roleById } from "./roles.ts";
import { userById } from "./users.ts";
import type { RoleRow } from "../rows/apis-and-roles.ts";

/** Also the body of a member's roles. */
export const rolesBody = z.strictObject({ roles: z.array(z.string().min(1)).min(1) });

const usersBody = z.strictObject({ users: z.array(z.string().min(1)).min(1) });

export const userRoles: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/users/:id/roles",
    scopes: ["read:users", "read:roles", "read:role_members"],
    handle: ({ state, param, query }) => {
      const user = userById(state, param("id"));
      const ids = state.user_roles.filter((row) => row.user_id === user.user_id).map((row) => row.role_id);
      return ok(list(query, "roles", rolesInOrder(state, ids)));
    },
  }),
  endpoint({
    method: "POST",
    path: "/users/:id/roles",
    scopes: ["update:users", "create:role_members"],
    body: rolesBody,
    handle: ({ state, param, body }) => {
      const user = userById(state, param("id"));
      requireRoles(state, body.roles);
      for (const roleId of body.roles) state.user_roles.put({ user_id: user.user_id, role_id: roleId });
      return noContent();
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/users/:id/roles",
    scopes: ["update:users", "delete:role_members"],
    body: rolesBody,
    handle: ({ state, param, body }) => {
      const user = userById(state, param("id"));
      state.user_roles.deleteWhere((row) => row.user_id === user.user_id && body.roles.includes(row.role_id));
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: "/roles/:id/users",
    scopes: ["read:users", "read:roles", "read:role_members"],
    handle: ({ state, param, query, scopes }) => {
      // Documentation of the endpoint: both of them, or the one made for it.
      if (!scopes.has("read:role_members") && !(scopes.has("read:users") && scopes.has("read:roles"))) {
        throw forbidden("Insufficient scope, expected all of: read:users,read:roles", "insufficient_scope");
      }
      const role = roleById(state, param("id"));
      const users = state.user_roles
        .filter((row) => row.role_id === role.id)
        .map((row) => userById(state, row.user_id));
      return ok(
        list(query, "users", users, {
          view: ({ user_id, picture, name, email }) => ({ user_id, email, picture, name }),
        }),
      );
    },
  }),
  endpoint({
    method: "POST",
    path: "/roles/:id/users",
    scopes: ["update:roles", "create:role_members"],
    body: usersBody,
    handle: ({ state, param, body }) => {
      const role = roleById(state, param("id"));
      for (const userId of body.users)
        state.user_roles.put({ user_id: userById(state, userId).user_id, role_id: role.id });
      return ok({});
    },
  }),
];

/** The roles in the order of their names, as Auth0 lists those of a user or a member. */
export function rolesInOrder(state: State, ids: readonly string[]): RoleRow[] {
  return ids.map((id) => roleById(state, id)).sort(byName);
}

/** Refuses identifiers of no role, naming all of them. */
export function requireRoles(state: State, ids: readonly string[]): void {
  const unknown = ids.filter((id) => !state.roles.has(id));
  if (unknown.length > 0) throw badRequest(`One or more of the specified roles do not exist: ${unknown.join(", ")}`);
}
