import type { Management, ManagementClient } from "auth0";
import { POST_LOGIN_ACTION } from "../../components/guide.ts";
import type { Flavour } from "../../config/index.ts";
import { type Clients, readClients } from "./clients.ts";
import { readAll } from "./read-all.ts";
import { readRoles, type RoleWithPermissions } from "./role.ts";

/** What both flavours look for on the tenant. */
export interface Reading {
  readonly clients: Clients;
  /** Roles that could be the admin role. */
  readonly roles: readonly RoleWithPermissions[];
  /** Every action of the post-login trigger, and which of them are bound, in order. */
  readonly postLoginActions: readonly Management.Action[];
  readonly flow: readonly Management.ActionBinding[];
  readonly useScopeDescriptionsForConsent: boolean;
}

/** Reads it. With an existing admin role configured, that one is the only candidate for a role. */
export async function readTenant(api: ManagementClient, serviceAppClientId: string, adminRoleId: string | undefined, flavour: Flavour): Promise<Reading> {
  const [clients, postLoginActions, flow, settings] = await Promise.all([
    readClients(api, serviceAppClientId),
    readAll(api.actions.list({ triggerId: POST_LOGIN_ACTION.trigger, per_page: 100 })),
    readAll(api.actions.triggers.bindings.list(POST_LOGIN_ACTION.trigger, { per_page: 50 })),
    api.tenants.settings.get({ fields: "flags", include_fields: true }),
  ]);
  return {
    clients,
    roles: await readRoles(api, adminRoleId, flavour),
    postLoginActions,
    flow,
    // The SDK's type does not know this flag.
    useScopeDescriptionsForConsent: (settings.flags as Readonly<Record<string, unknown>> | undefined)?.["use_scope_descriptions_for_consent"] === true,
  };
}
