import type { Management, ManagementClient } from "auth0";
import { readAll } from "./read-all.ts";

type Permission = Management.PermissionsResponsePayload;

/** Reads everything that a role permits, of every API (`read:roles`). */
export function readPermissions(api: ManagementClient, roleId: string): Promise<readonly Permission[]> {
  return readAll(api.roles.permissions.list(roleId, { per_page: 100 }));
}

/** Names of the permissions of one API, by its identifier. */
export function permissionsOf(permissions: readonly Permission[], api: string): string[] {
  return permissions
    .filter(({ resource_server_identifier: identifier }) => identifier === api)
    .map(({ permission_name: name = "" }) => name);
}
