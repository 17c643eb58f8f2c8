import type { Management, ManagementClient } from "auth0";
import { undefinedOn404 } from "./management-api.ts";
import type { LookupFailure } from "./service-app.ts";

/**
 * Finds an existing role by ID (`rol_…`) or exact name (`read:roles`); gives its ID.
 * Gives a LookupFailure where there is none, or several of that name.
 */
export async function findAdminRole(
  api: ManagementClient,
  wanted: string,
): Promise<{ readonly roleId: string } | LookupFailure> {
  const found = await rolesCalled(api, wanted);
  const [role, ...others] = found;
  if (role?.id === undefined) {
    return {
      expected: "The tenant has no role with this ID or exact name.",
      mend: "set an existing one, or remove the setting to get a new role",
      list: "roles",
    };
  }
  if (others.length > 0) {
    return {
      expected: `${found.length} roles have this name: ${found.map(({ id }) => id).join(", ")}.`,
      mend: "set the ID of the one that is meant",
    };
  }
  return { roleId: role.id };
}

async function rolesCalled(api: ManagementClient, wanted: string): Promise<Management.Role[]> {
  if (wanted.startsWith("rol_")) {
    const role = await undefinedOn404(api.roles.get(wanted));
    if (role !== undefined) return [role];
  }
  const roles: Management.Role[] = [];
  for await (const role of await api.roles.list({ name_filter: wanted, per_page: 100 })) {
    if (role.name === wanted) roles.push(role);
  }
  return roles;
}
