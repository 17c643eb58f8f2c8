// Permissions of a role: /roles/{id}/permissions. A permission is a scope of an API.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { notFound } from "../core/errors.ts";
import { list } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { roleById } from "./roles.ts";

/** Also the body of a user's permissions. */
export const permissionsBody = z.strictObject({
  permissions: z
    .array(z.strictObject({ resource_server_identifier: z.string().min(1), permission_name: z.string().min(1) }))
    .min(1),
});

export type Permission = z.infer<typeof permissionsBody>["permissions"][number];

export const rolePermissions: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/roles/:id/permissions",
    scopes: ["read:roles"],
    handle: ({ state, param, query }) => {
      const role = roleById(state, param("id"));
      const rows = sorted(state.role_permissions.filter((row) => row.role_id === role.id));
      return ok(list(query, "permissions", rows, { view: (row) => permissionView(state, row) }));
    },
  }),
  endpoint({
    method: "POST",
    path: "/roles/:id/permissions",
    scopes: ["update:roles"],
    body: permissionsBody,
    handle: ({ state, param, body }) => {
      const role = roleById(state, param("id"));
      for (const permission of body.permissions) {
        requirePermission(state, permission);
        state.role_permissions.put({ role_id: role.id, ...permission });
      }
      return created({});
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/roles/:id/permissions",
    scopes: ["update:roles"],
    body: permissionsBody,
    handle: ({ state, param, body }) => {
      const role = roleById(state, param("id"));
      for (const permission of body.permissions) {
        state.role_permissions.deleteWhere((row) => row.role_id === role.id && samePermission(row, permission));
      }
      return noContent();
    },
  }),
];

/** Auth0 lists permissions in alphabetical order. */
export const sorted = <Row extends Permission>(rows: readonly Row[]): Row[] =>
  [...rows].sort(
    (a, b) =>
      compare(a.permission_name, b.permission_name) ||
      compare(a.resource_server_identifier, b.resource_server_identifier),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const samePermission = (a: Permission, b: Permission): boolean =>
  a.permission_name === b.permission_name && a.resource_server_identifier === b.resource_server_identifier;

/** Refuses a permission of an API that does not exist, or that the API does not have. */
export function requirePermission(state: State, { resource_server_identifier, permission_name }: Permission): void {
  const api = state.resource_servers.find((row) => row.identifier === resource_server_identifier);
  if (api === undefined)
    throw notFound(`The resource server does not exist: '${resource_server_identifier}'`, "inexistent_resource_server");
  if (!api.scopes?.some((scope) => scope.value === permission_name)) {
    throw notFound(`The permission does not exist: '${permission_name}'`, "inexistent_permission");
  }
}

/** A permission with the names and descriptions that its API has now. */
export function permissionView(state: State, { permission_name, resource_server_identifier }: Permission): object {
  const api = state.resource_servers.find((row) => row.identifier === resource_server_identifier);
  return {
    permission_name,
    description: api?.scopes?.find((scope) => scope.value === permission_name)?.description ?? "",
    resource_server_name: api?.name ?? "",
    resource_server_identifier,
  };
}
