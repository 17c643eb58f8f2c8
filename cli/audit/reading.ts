import type { Management, ManagementClient } from "auth0";
import { OIN_CLIENT, POST_LOGIN_ACTION } from "../../components/guide.ts";
import { unlessMissing } from "../../lookup/management-api.ts";

/** What an audit reads of the tenant: plain data, judged in checks.ts. */
export interface Reading {
  readonly clients: readonly Management.Client[];
  /** Whether there are clients that were not read, to stay within the calls allowed. */
  readonly moreClients: boolean;
  readonly credentials: readonly Management.ClientCredential[];
  readonly grants: readonly Management.ClientGrantResponseContent[];
  /** Absent where the Action is gone. */
  readonly action?: Management.GetActionResponseContent;
  /** Bindings of the post-login flow, in order. */
  readonly bindings: readonly Management.ActionBinding[];
  /** Who holds the role for the whole tenant, not in an organization. */
  readonly roleMembers: readonly Management.RoleUser[];
  readonly moreRoleMembers: boolean;
}

/** What is to be read. */
export interface Targets {
  readonly oinClientId: string;
  readonly actionId: string | undefined;
  readonly roleId: string | undefined;
}

/** Pages of a hundred clients that an audit reads unless it is told to read all. */
const CLIENT_PAGES = 4;

const CLIENT_FIELDS = "client_id,name,client_metadata,callbacks,client_authentication_methods,token_endpoint_auth_method";

/**
 * Reads all that an audit judges: 5 calls, 1 a hundred clients (4 at most unless `allClients`), so that signing in
 * included it stays within 10.
 */
export async function readForAudit(api: ManagementClient, { oinClientId, actionId, roleId }: Targets, allClients: boolean): Promise<Reading> {
  const [clients, credentials, grants, action, flow, members] = await Promise.all([
    readClients(api, allClients ? Infinity : CLIENT_PAGES),
    unlessMissing(api.clients.credentials.list(oinClientId)),
    api.clientGrants.list({ client_id: oinClientId, take: 100 }),
    actionId === undefined ? undefined : unlessMissing(api.actions.get(actionId)),
    api.actions.triggers.bindings.list(POST_LOGIN_ACTION.trigger, { per_page: 50 }),
    roleId === undefined ? undefined : unlessMissing(api.roles.users.list(roleId, { take: 100 })),
  ]);
  return {
    ...clients,
    credentials: credentials ?? [],
    grants: grants.data,
    ...(action === undefined ? {} : { action }),
    bindings: flow.data,
    roleMembers: members?.data ?? [],
    moreRoleMembers: members?.hasNextPage() ?? false,
  };
}

async function readClients(api: ManagementClient, mostPages: number): Promise<Pick<Reading, "clients" | "moreClients">> {
  let page = await api.clients.list({ fields: CLIENT_FIELDS, include_fields: true, per_page: 100 });
  const clients = [...page.data];
  for (let read = 1; page.hasNextPage() && read < mostPages; read += 1) {
    page = await page.getNextPage();
    clients.push(...page.data);
  }
  return { clients, moreClients: page.hasNextPage() };
}

/** The service app that a client says it is the OIN client of. */
export function serviceAppOf(client: Management.Client): unknown {
  return client.client_metadata?.[OIN_CLIENT.serviceAppMetadataKey];
}
