/** The admin role with its permissions of one API; with both flavours, each sees to the permissions of its own. */
import { ADMIN_ROLE, EXPRESS_CONFIGURE_API, expressConfigureScopes } from "../../../contract/guide.ts";
import { NATIVE_API, nativeScopes } from "../../../contract/native.ts";
import type { OneFlavour } from "../../../config/index.ts";
import { keyOf } from "../../../config/settings.ts";
import { ofType } from "../../state.ts";
import { differing, sorted } from "../difference.ts";
import { object } from "../found-object.ts";
import { type SharedObject, optional } from "../object.ts";
import { lacks, outsideNative } from "../own.ts";
import { permissionNames } from "../role.ts";

const APIS = {
  guide: { identifier: EXPRESS_CONFIGURE_API.identifier, scopes: expressConfigureScopes },
  native: { identifier: NATIVE_API.identifier, scopes: nativeScopes },
} as const;

export function adminRole(flavour: OneFlavour): SharedObject {
  const { identifier, scopes } = APIS[flavour];
  return {
    describe: ({ role }, { configuration }) =>
      configuration.flavour === "native" && configuration.adminsAppMetadataKey !== undefined
        ? []
        : [object("admin role", role?.role.id, role?.role.name)],

    differences({ role }, { configuration, scim, sharedRole }) {
      if (role === undefined) return [];
      const permissions = permissionNames(role, identifier);
      const declared = scopes(scim).map(({ name }) => name);
      // Of a role that belongs to somebody else nothing is taken away.
      const compared = sharedRole ? permissions.filter((name) => declared.includes(name)) : permissions;
      return differing("admin role", [
        // Of both flavours the guide's tells it.
        ...(sharedRole || (flavour === "native" && configuration.flavour === "both")
          ? []
          : ([
              ["name", role.role.name, ADMIN_ROLE.name],
              ["description", role.role.description, ADMIN_ROLE.description],
            ] as const)),
        ["permissions", sorted(compared), sorted(declared)],
      ]);
    },

    plan({ role }, { configuration, sharedRole, state }) {
      const permissions = permissionNames(role, identifier);
      const held = ofType(state, "RolePermission").some(({ id }) => id?.includes(`::${identifier}::`) === true);
      return {
        adopt: {
          ...(!sharedRole && lacks(outsideNative(state), "Role", "RolePermissions")
            ? optional("role", role?.role.id)
            : {}),
          // Of a role that is somebody else's, the permissions that it holds already.
          ...(sharedRole && !held && permissions.length > 0 ? { rolePermissions: permissions } : {}),
        },
        settings:
          configuration.adminRole === undefined && sharedRole && role?.role.id !== undefined
            ? { [keyOf("adminRole")]: role.role.id }
            : {},
      };
    },
  };
}
