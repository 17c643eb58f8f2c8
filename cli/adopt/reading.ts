import { type Management, type ManagementClient, ManagementError } from "auth0";
import { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import type { Configuration } from "../../config/index.ts";
import { readBindings } from "../../tenant/bindings.ts";
import { type Clients, readClients } from "./clients.ts";
import { readAll } from "../../tenant/read-all.ts";
import { readRoles, type RoleWithPermissions } from "./role.ts";

/** What both flavours look for on the tenant. */
export interface Reading {
  readonly clients: Clients;
  /** Roles that could be the admin role. */
  readonly roles: readonly RoleWithPermissions[];
  /** Every action of the post-login trigger, and which of them are bound, in order. */
  readonly postLoginActions: readonly Management.Action[];
  readonly flow: readonly Management.ActionBinding[];
  /** Not read where the stack keeps out of it: then `false`. */
  readonly useScopeDescriptionsForConsent: boolean;
  /** Scopes that the credentials do not have, of readings that the stack itself does not need. */
  readonly lacking: readonly string[];
}

/** Reads it. With an existing admin role configured, that one is the only candidate for a role. */
export async function readTenant(
  api: ManagementClient,
  serviceAppClientId: string,
  adminRoleId: string | undefined,
  configuration: Configuration,
): Promise<Reading> {
  const { flavour, consentDescriptions, adminsAppMetadataKey, domainAliasesMetadataKey } = configuration;
  const lacking: string[] = [];
  const unlessForbidden = async <T>(scope: string, reading: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof ManagementError) || error.statusCode !== 403) throw error;
      if (!lacking.includes(scope)) lacking.push(scope);
      return [];
    }
  };
  const needed = async <T>(_scope: string, reading: Promise<readonly T[]>): Promise<readonly T[]> => reading;
  const forActions =
    flavour !== "native" || adminsAppMetadataKey !== undefined || domainAliasesMetadataKey !== undefined
      ? needed
      : unlessForbidden;
  const forRoles = flavour !== "native" || adminsAppMetadataKey === undefined ? needed : unlessForbidden;

  const [clients, postLoginActions, flow, settings] = await Promise.all([
    readClients(api, serviceAppClientId),
    forActions("read:actions", readAll(api.actions.list({ triggerId: POST_LOGIN_ACTION.trigger, per_page: 100 }))),
    forActions("read:actions", readBindings(api)),
    consentDescriptions ? api.tenants.settings.get({ fields: "flags", include_fields: true }) : undefined,
  ]);
  const roles = await forRoles("read:roles", readRoles(api, adminRoleId, flavour));
  return {
    clients,
    roles,
    postLoginActions,
    flow,
    // The SDK's type does not know this flag.
    useScopeDescriptionsForConsent:
      (settings?.flags as Readonly<Record<string, unknown>> | undefined)?.["use_scope_descriptions_for_consent"] ===
      true,
    lacking,
  };
}
