import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { ADMIN_ROLE, EXPRESS_CONFIGURE_API } from "../../contract/guide.ts";
import { NATIVE_API, nativeScopes } from "../../contract/native.ts";
import { NO_IDENTITY } from "./no-identity.ts";

/** A permission of an API, as a role holds it. */
export interface ApiPermission {
  /** `expressconfigure:sso`, for example. */
  readonly name: string;
  /** Identifier of the API that the permission belongs to. */
  readonly apiIdentifier: pulumi.Input<string>;
}

export interface AdminRoleArgs {
  /**
   * The permissions that let somebody run Express Configuration, of one flavour or, during a move, of both.
   * Changed in place; no replacement.
   */
  permissions: readonly ApiPermission[];
  /**
   * ID (`rol_…`) of a role that exists already and belongs to somebody else: it gets our permissions, and its name,
   * description and other permissions stay as they are.
   * Default: none, a role of our own is made. Going from one to the other deletes what the former made.
   */
  existingRoleId?: string;
  /**
   * ID of a role made by hand for this purpose that the stack takes over whole, name and permissions.
   * Default: none. Read only while the role is not in the stack's state; excludes `existingRoleId`.
   */
  importId?: string;
  /**
   * Which of the permissions, of either flavour, the role `existingRoleId` holds already: they are taken over instead of
   * added.
   * Default: none. Read only while the permissions are not in the stack's state.
   */
  importPermissions?: readonly string[];
}

/**
 * Guide steps "create role" and "assign permissions", and the same for Auth0's own Express Configuration: members of an
 * organization who hold this role in it may run Express Configuration. A role of our own is owned whole; of an existing
 * role only our permissions are.
 */
export class AdminRole extends pulumi.ComponentResource {
  /** ID of the role, `rol_…`. */
  readonly roleId: pulumi.Output<string>;

  constructor(name: string, args: AdminRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:AdminRole", name, {}, opts);

    if (args.existingRoleId === undefined) {
      const imported = args.importId === undefined ? {} : { import: args.importId };
      const role = new auth0.Role(
        `${name}-role`,
        { name: ADMIN_ROLE.name, description: ADMIN_ROLE.description },
        { parent: this, ...imported },
      );
      // The plugin fails to take permissions off a role that has none left, as after an interruption; they go with it.
      new auth0.RolePermissions(
        `${name}-permissions`,
        {
          roleId: role.id,
          permissions: args.permissions.map(({ name: permission, apiIdentifier }) => ({
            name: permission,
            resourceServerIdentifier: apiIdentifier,
          })),
        },
        { parent: this, deletedWith: role, ...NO_IDENTITY, ...imported },
      );
      this.roleId = role.id;
    } else {
      // RolePermission adds one and leaves the rest; RolePermissions would own, and so remove, the others.
      for (const { name: permission, apiIdentifier } of args.permissions) {
        new auth0.RolePermission(
          `${name}-permission-${permission.replace("expressconfigure:", "").replace("express_configure:", "native-")}`,
          { roleId: args.existingRoleId, permission, resourceServerIdentifier: apiIdentifier },
          {
            parent: this,
            ...NO_IDENTITY,
            ...(args.importPermissions?.includes(permission) === true
              ? { import: `${args.existingRoleId}::${apiOf(permission)}::${permission}` }
              : {}),
          },
        );
      }
      this.roleId = pulumi.output(args.existingRoleId);
    }

    this.registerOutputs({ roleId: this.roleId });
  }
}

/** Identifier of the API that a permission belongs to, as an import needs it: known before the API is. */
function apiOf(permission: string): string {
  return nativeScopes(true).some(({ name }) => name === permission)
    ? NATIVE_API.identifier
    : EXPRESS_CONFIGURE_API.identifier;
}
