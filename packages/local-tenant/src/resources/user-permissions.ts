// Permissions of a user, given directly or through roles: /users/{id}/permissions.
import { created, endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { list } from "../core/query.ts";
import type { State } from "../core/state.ts";
import {
  permissionsBody,
  permissionView,
  requirePermission,
  samePermission,
  sorted,
  type Permission,
} from "./role-permissions.ts";
import { userById } from "./users.ts";

/** Where a user has a permission from. */
interface Source {
  readonly source_id: string;
  readonly source_name: string;
  readonly source_type: "DIRECT" | "ROLE";
}

export const userPermissions: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/users/:id/permissions",
    scopes: ["read:users"],
    handle: ({ state, param, query }) => {
      const user = userById(state, param("id"));
      const rows = sorted(permissionsOf(state, user.user_id));
      return ok(
        list(query, "permissions", rows, {
          view: (row) => ({ ...permissionView(state, row), sources: sourcesOf(state, user.user_id, row) }),
        }),
      );
    },
  }),
  endpoint({
    method: "POST",
    path: "/users/:id/permissions",
    scopes: ["update:users"],
    body: permissionsBody,
    handle: ({ state, param, body }) => {
      const user = userById(state, param("id"));
      for (const permission of body.permissions) {
        requirePermission(state, permission);
        state.user_permissions.put({ user_id: user.user_id, ...permission });
      }
      return created({});
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/users/:id/permissions",
    scopes: ["update:users"],
    body: permissionsBody,
    handle: ({ state, param, body }) => {
      const user = userById(state, param("id"));
      for (const permission of body.permissions) {
        state.user_permissions.deleteWhere((row) => row.user_id === user.user_id && samePermission(row, permission));
      }
      return noContent();
    },
  }),
];

function permissionsOf(state: State, userId: string): Permission[] {
  const roleIds = new Set(state.user_roles.filter((row) => row.user_id === userId).map((row) => row.role_id));
  const all: Permission[] = [
    ...state.user_permissions.filter((row) => row.user_id === userId),
    ...state.role_permissions.filter((row) => roleIds.has(row.role_id)),
  ];
  return all.filter((permission, index) => all.findIndex((other) => samePermission(other, permission)) === index);
}

function sourcesOf(state: State, userId: string, permission: Permission): Source[] {
  const direct = state.user_permissions.filter((row) => row.user_id === userId && samePermission(row, permission));
  const roles = state.user_roles
    .filter((row) => row.user_id === userId)
    .filter((row) =>
      state.role_permissions.find((other) => other.role_id === row.role_id && samePermission(other, permission)),
    );
  return [
    ...direct.map((): Source => ({ source_id: "", source_name: "", source_type: "DIRECT" })),
    ...roles.map(({ role_id: id }): Source => ({
      source_id: id,
      source_name: state.roles.get(id)?.name ?? "",
      source_type: "ROLE",
    })),
  ];
}
