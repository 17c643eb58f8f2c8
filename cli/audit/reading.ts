import type { Management, ManagementClient } from "auth0";
import { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { auditedNames } from "./attributes/settlement.ts";
import { NATIVE_OIN_CLIENT_ATTRIBUTES } from "./attributes/oin-client.ts";
import { readConnections, type SignInReading, type SignInTarget, withOrganizations } from "./sign-in-reading.ts";
import { readBindings } from "../../tenant/bindings.ts";
import { clientPages } from "../../tenant/every-client.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";

/** What an audit reads of the tenant: plain data, judged by the checks beside this file. */
export interface Reading {
  /** The tenant's applications, as far as they were read. */
  readonly clients: readonly Management.Client[];
  /** Whether there are clients that were not read, to stay within the calls allowed. */
  readonly moreClients: boolean;
  /** The stack's OIN clients, by client ID. */
  readonly oinClients: Readonly<Record<string, OinClientReading>>;
  /** Those of the APIs for Express Configuration, one a flavour, that are there. */
  readonly apis: readonly Management.ResourceServer[];
  /** The stack's own connection profile; absent where there is none, or where it was not read. */
  readonly connectionProfile?: Management.ConnectionProfile;
  /** Set where it was not read, to stay within the calls allowed. */
  readonly connectionProfileUnread?: true;
  /** Those of the stack's Actions that are there. */
  readonly actions: readonly Management.Action[];
  /** Bindings of the post-login flow, in order. */
  readonly bindings: readonly Management.ActionBinding[];
  /** Who holds the role for the whole tenant, not in an organization. */
  readonly roleMembers: readonly Management.RoleUser[];
  readonly moreRoleMembers: boolean;
  /** The tenant's flags, where one of them matters. */
  readonly flags?: Management.TenantSettingsFlags;
  /** Whether anybody could sign in to the OIN client; absent where Okta uses none of the stack's. */
  readonly signIn?: SignInReading;
}

export interface OinClientReading {
  /** Absent where the client is gone, or was not read to stay within the calls allowed. */
  readonly client?: Management.Client;
  /** Absent where the client is gone. */
  readonly credentials?: readonly Management.ClientCredential[];
  readonly grants: readonly Management.ClientGrantResponseContent[];
}

/** What is to be read. */
export interface Targets {
  readonly oinClientIds: readonly string[];
  /** Identifiers of the APIs for Express Configuration. */
  readonly apis: readonly string[];
  /** ID of the stack's own connection profile, where it has one. */
  readonly connectionProfileId?: string | undefined;
  readonly actionIds: readonly string[];
  readonly roleId: string | undefined;
  /** Whether the tenant's flags matter. */
  readonly flags: boolean;
  /** The OIN client that Okta uses. */
  readonly signIn?: SignInTarget;
}

/** How much an audit may ask. */
export interface Calls {
  /** HTTP requests so far, signing in included. */
  readonly made: () => number;
  readonly most: number;
}

/** What is judged of a client: by checks of their own, and by the table of its attributes. */
const CLIENT_FIELDS = [
  ...new Set([
    ...["client_id", "name", "app_type", "client_metadata", "callbacks", "grant_types", "organization_usage"],
    ...["client_authentication_methods", "express_configuration"],
    ...auditedNames(NATIVE_OIN_CLIENT_ATTRIBUTES),
  ]),
].join(",");

/**
 * Reads all that an audit judges. What a tenant has but once comes first; the calls that are left are for its
 * applications, a hundred a call, for those of the stack's OIN clients that are not among them, for whether there is an
 * organization, and for the connection profile.
 */
export async function readForAudit(
  api: ManagementClient,
  { oinClientIds, apis, connectionProfileId, actionIds, roleId, flags, signIn }: Targets,
  calls: Calls,
): Promise<Reading> {
  const [oinClients, foundApis, actions, flow, members, settings, connections] = await Promise.all([
    Promise.all(oinClientIds.map((clientId) => readOinClient(api, clientId))),
    apis.length === 0 ? undefined : api.resourceServers.list({ identifiers: [...apis], per_page: 10 }),
    readActions(api, actionIds),
    actionIds.length === 0 ? [] : readBindings(api),
    roleId === undefined ? undefined : undefinedOn404(api.roles.users.list(roleId, { take: 100 })),
    flags ? api.tenants.settings.get({ fields: "flags", include_fields: true }) : undefined,
    signIn === undefined ? undefined : readConnections(api, signIn),
  ]);
  const there = oinClientIds.filter((_, index) => oinClients[index]?.credentials !== undefined);
  const { clients, moreClients, own } = await readClients(
    api,
    there,
    calls,
    [connections, connectionProfileId].filter((wanted) => wanted !== undefined).length,
  );
  const signInReading =
    connections === undefined ? undefined : await withOrganizations(api, connections, calls.most > calls.made());
  const profile = await readConnectionProfile(api, connectionProfileId, calls.most > calls.made());
  return {
    clients,
    moreClients,
    oinClients: Object.fromEntries(
      oinClientIds.map((clientId, index) => {
        const client = own.find(({ client_id }) => client_id === clientId);
        return [clientId, { grants: [], ...oinClients[index], ...(client === undefined ? {} : { client }) }];
      }),
    ),
    apis: foundApis?.data ?? [],
    ...profile,
    actions,
    bindings: flow,
    roleMembers: members?.data ?? [],
    moreRoleMembers: members?.hasNextPage() ?? false,
    ...(settings === undefined ? {} : { flags: settings.flags ?? {} }),
    ...(signInReading === undefined ? {} : { signIn: signInReading }),
  };
}

async function readOinClient(api: ManagementClient, clientId: string): Promise<OinClientReading> {
  const [credentials, grants] = await Promise.all([
    undefinedOn404(api.clients.credentials.list(clientId)),
    api.clientGrants.list({ client_id: clientId, take: 100 }),
  ]);
  return { ...(credentials === undefined ? {} : { credentials }), grants: grants.data };
}

async function readConnectionProfile(
  api: ManagementClient,
  id: string | undefined,
  callLeft: boolean,
): Promise<Pick<Reading, "connectionProfile" | "connectionProfileUnread">> {
  if (id === undefined) return {};
  if (!callLeft) return { connectionProfileUnread: true };
  const connectionProfile = await undefinedOn404(api.connectionProfiles.get(id));
  return connectionProfile === undefined ? {} : { connectionProfile };
}

/** One Action by itself, several by the list of the trigger's, in one call: a tenant has a hundred at most. */
async function readActions(api: ManagementClient, ids: readonly string[]): Promise<readonly Management.Action[]> {
  const [id, ...others] = ids;
  if (id === undefined) return [];
  if (others.length === 0) {
    const action = await undefinedOn404(api.actions.get(id));
    return action === undefined ? [] : [action];
  }
  const { data } = await api.actions.list({ triggerId: POST_LOGIN_ACTION.trigger, per_page: 100 });
  return data.filter((action) => action.id !== undefined && ids.includes(action.id));
}

interface ReadClients extends Pick<Reading, "clients" | "moreClients"> {
  /** Those of the stack's OIN clients that could be read. */
  readonly own: readonly Management.Client[];
}

async function readClients(
  api: ManagementClient,
  ownIds: readonly string[],
  { made, most }: Calls,
  /** Calls to leave for what comes after. */
  reserved: number,
): Promise<ReadClients> {
  const clients: Management.Client[] = [];
  let moreClients = false;
  const unseen = (): readonly string[] => ownIds.filter((id) => !clients.some(({ client_id }) => client_id === id));
  for await (const page of clientPages(api, CLIENT_FIELDS)) {
    clients.push(...page.clients);
    moreClients = page.more;
    if (most - made() <= unseen().length + reserved) break;
  }
  const own = clients.filter(({ client_id: id = "" }) => ownIds.includes(id));
  for (const id of unseen()) {
    if (made() >= most) break;
    const client = await undefinedOn404(api.clients.get(id, { fields: CLIENT_FIELDS, include_fields: true }));
    if (client !== undefined) own.push(client);
  }
  return { clients, moreClients, own };
}
