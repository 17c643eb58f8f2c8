import type { Management, ManagementClient } from "auth0";
import { ADMIN_ROLE, EXPRESS_CONFIGURE_API } from "../../contract/guide.ts";
import { NATIVE_API } from "../../contract/native.ts";
import type { Flavour } from "../../config/index.ts";
import { ofType, type StackState } from "../state.ts";
import { permissionsOf, readPermissions } from "../../tenant/role-permissions.ts";

/** A role and what it permits. */
export interface RoleWithPermissions {
  readonly role: Management.Role;
  readonly permissions: readonly Management.PermissionsResponsePayload[];
}

/** Identifiers of the APIs whose permissions a stack of a flavour gives its admin role. */
const APIS: Readonly<Record<Flavour, readonly string[]>> = {
  guide: [EXPRESS_CONFIGURE_API.identifier],
  native: [NATIVE_API.identifier],
  both: [EXPRESS_CONFIGURE_API.identifier, NATIVE_API.identifier],
};

/** Whether a permission is one that a stack of this flavour gives its admin role. */
function isOurs(
  { resource_server_identifier: api = "" }: Management.PermissionsResponsePayload,
  flavour: Flavour,
): boolean {
  return APIS[flavour].includes(api);
}

/** Names of a role's permissions of one API. */
export function permissionNames(role: RoleWithPermissions | undefined, api: string): string[] {
  return permissionsOf(role?.permissions ?? [], api);
}

/** Whether the role is somebody else's, so that only our permissions on it are declared: configured so, or it permits more. */
export function isSomebodyElses(
  role: RoleWithPermissions | undefined,
  adminRole: string | undefined,
  flavour: Flavour,
  state: StackState,
): boolean {
  if (adminRole !== undefined) return true;
  // The stack's own role stays its own, whatever it was given by hand.
  if (role === undefined || ofType(state, "Role").some(({ id }) => id === role.role.id)) return false;
  return isShared(role, flavour);
}

/** Whether the role serves somebody else too: it permits more than a stack of this flavour gives it. */
export function isShared(role: RoleWithPermissions | undefined, flavour: Flavour): boolean {
  return role !== undefined && role.permissions.some((permission) => !isOurs(permission, flavour));
}

/**
 * Roles that hold a permission of the flavour's APIs, and the one with the guide's name, whose name no second role can
 * have. The API lists no role by its permissions, so each role is asked.
 */
export async function readRoles(
  api: ManagementClient,
  adminRoleId: string | undefined,
  flavour: Flavour,
): Promise<RoleWithPermissions[]> {
  const withPermissions = async (role: Management.Role): Promise<RoleWithPermissions> => ({
    role,
    permissions: await readPermissions(api, role.id ?? ""),
  });
  if (adminRoleId !== undefined) return [await withPermissions(await api.roles.get(adminRoleId))];

  const candidates: RoleWithPermissions[] = [];
  for await (const role of await api.roles.list({ per_page: 100 })) {
    const candidate = await withPermissions(role);
    if (role.name === ADMIN_ROLE.name || candidate.permissions.some((permission) => isOurs(permission, flavour)))
      candidates.push(candidate);
  }
  return candidates;
}
