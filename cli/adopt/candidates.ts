import type { Management, ManagementClient } from "auth0";
import { ADMIN_ROLE, EXPRESS_CONFIGURE_API, OIN_CLIENT, POST_LOGIN_ACTION } from "../../components/guide.ts";
import { unlessMissing } from "../../lookup/management-api.ts";
import { isOinClient } from "../../lookup/oin-client.ts";

/** A role and what it permits. */
export interface RoleWithPermissions {
  readonly role: Management.Role;
  readonly permissions: readonly Management.PermissionsResponsePayload[];
}

/** Objects of the tenant that could be the guide's, by what they are and not by name alone. */
export interface Candidates {
  readonly resourceServer?: Management.ResourceServer;
  readonly clients: readonly Management.Client[];
  readonly roles: readonly RoleWithPermissions[];
  readonly actions: readonly Management.Action[];
  /** Every action of the post-login trigger, and which of them are bound, in order. */
  readonly postLoginActions: readonly Management.Action[];
  readonly flow: readonly Management.ActionBinding[];
  readonly useScopeDescriptionsForConsent: boolean;
}

/** Reads all candidates. With an existing admin role configured, that one is the only candidate for a role. */
export async function findCandidates(api: ManagementClient, serviceAppClientId: string, adminRoleId: string | undefined): Promise<Candidates> {
  const [resourceServer, clients, postLoginActions, flow, settings] = await Promise.all([
    unlessMissing(api.resourceServers.get(EXPRESS_CONFIGURE_API.identifier)),
    findClients(api, serviceAppClientId),
    readAll(api.actions.list({ triggerId: POST_LOGIN_ACTION.trigger, per_page: 100 })),
    readAll(api.actions.triggers.bindings.list(POST_LOGIN_ACTION.trigger, { per_page: 50 })),
    api.tenants.settings.get({ fields: "flags", include_fields: true }),
  ]);
  return {
    ...(resourceServer === undefined ? {} : { resourceServer }),
    clients,
    roles: await findRoles(api, adminRoleId),
    actions: postLoginActions.filter(isExpressConfigureAction),
    postLoginActions,
    flow,
    // The SDK's type does not know this flag.
    useScopeDescriptionsForConsent: (settings.flags as Readonly<Record<string, unknown>> | undefined)?.["use_scope_descriptions_for_consent"] === true,
  };
}

/** Clients linked to the service app by their metadata, and those that only have Okta's callback. */
async function findClients(api: ManagementClient, serviceAppClientId: string): Promise<Management.Client[]> {
  const clients: Management.Client[] = [];
  for await (const client of await api.clients.list({ per_page: 100 })) {
    const linkedTo = client.client_metadata?.[OIN_CLIENT.serviceAppMetadataKey];
    if (isOinClient(client) && (linkedTo === undefined || linkedTo === serviceAppClientId)) clients.push(client);
  }
  return clients;
}

/**
 * Roles that hold a permission of the Express Configure API, and the one with the guide's name, whose name no second
 * role can have. The API lists no role by its permissions, so each role is asked.
 */
async function findRoles(api: ManagementClient, adminRoleId: string | undefined): Promise<RoleWithPermissions[]> {
  const withPermissions = async (role: Management.Role): Promise<RoleWithPermissions> => ({
    role,
    permissions: await readAll(api.roles.permissions.list(role.id ?? "", { per_page: 100 })),
  });
  if (adminRoleId !== undefined) return [await withPermissions(await api.roles.get(adminRoleId))];

  const candidates: RoleWithPermissions[] = [];
  for await (const role of await api.roles.list({ per_page: 100 })) {
    const candidate = await withPermissions(role);
    if (role.name === ADMIN_ROLE.name || candidate.permissions.some(isExpressConfigurePermission)) candidates.push(candidate);
  }
  return candidates;
}

export function isExpressConfigurePermission({ resource_server_identifier: api }: Management.PermissionsResponsePayload): boolean {
  return api === EXPRESS_CONFIGURE_API.identifier;
}

/** An Action is the guide's by the secret that names the API, or by reading the metadata that only the OIN client has. */
function isExpressConfigureAction({ name, code, secrets }: Management.Action): boolean {
  return (
    name === POST_LOGIN_ACTION.name ||
    (secrets ?? []).some((secret) => secret.name === "EXPRESS_CONFIGURE_API_IDENTIFIER") ||
    (code ?? "").includes(OIN_CLIENT.serviceAppMetadataKey)
  );
}

async function readAll<T>(list: PromiseLike<AsyncIterable<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of await list) items.push(item);
  return items;
}
