import type { Management, ManagementClient } from "auth0";
import { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { readBindings } from "../../tenant/bindings.ts";
import { enabledConnections } from "../../tenant/enabled-connections.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import { readPermissions } from "../../tenant/role-permissions.ts";

/** The scopes that `ready` takes. Organizations and their members are read by no other command. */
export const READY_SCOPES = [
  "read:clients",
  "read:client_credentials",
  "read:client_grants",
  "read:connections",
  "read:roles",
  "read:actions",
  "read:resource_servers",
  "read:tenant_settings",
  "read:organizations",
  "read:organization_connections",
  "read:organization_members",
  "read:organization_member_roles",
  "read:users",
] as const;

/** What holds for every customer: plain data, judged beside this file. */
export interface TenantReading {
  /** The OIN client that Okta uses; absent where it is gone. */
  readonly client?: Management.Client;
  readonly credentials: readonly Management.ClientCredential[];
  readonly grants: readonly Management.ClientGrantResponseContent[];
  /** Names of the connections that the OIN client is enabled for. */
  readonly connections: readonly string[];
  /** Names of database connections of the tenant, where the OIN client has no connection: one of them may be meant. */
  readonly databases: readonly string[];
  /** The service app; absent where it is gone. */
  readonly app?: Management.Client;
  readonly flags: Management.TenantSettingsFlags;
  /** Permissions of the admin role as `API permission`; absent where the role is gone, or the stack has none. */
  readonly permissions?: readonly string[];
  /** Names of the Actions in the post-login flow, in order; Auth0 binds deployed ones only. */
  readonly flow: readonly string[];
  /** The code that runs at logins, by the Action's name. */
  readonly deployed: Readonly<Record<string, string>>;
  /** The API that the admin's token is for; absent where it is gone. */
  readonly api?: Management.GetResourceServerResponseContent;
  /** The profiles that the service app's block names; absent where it has no block, as in the guide's flavour. */
  readonly profiles?: ProfilesReading;
}

export interface ProfilesReading {
  /** Absent where it is gone. */
  readonly connection?: Management.GetConnectionProfileResponseContent;
  readonly hasAttributes: boolean;
}

/** One customer. */
export interface OrganizationReading {
  readonly id: string;
  readonly name: string;
  /** Connections that are enabled in the organization. */
  readonly connections: readonly { readonly id: string; readonly name: string; readonly strategy: string }[];
  /** The members that were read, with the IDs of the roles that they hold in this organization. */
  readonly members: readonly MemberReading[];
  readonly moreMembers: boolean;
}

export interface MemberReading {
  readonly userId: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Names of the connections that the person has an account in; absent: not looked at. */
  readonly accounts?: readonly string[];
  readonly emailVerified?: boolean;
  readonly blocked?: boolean;
}

/** How many members of an organization are looked at: one call's. */
const MEMBERS = 100;

/** What is to be read of the tenant. */
export interface Targets {
  readonly oinClientId: string;
  readonly serviceAppClientId: string | undefined;
  readonly roleId: string | undefined;
  /** Identifier of the API that the admin's token is for. */
  readonly api: string;
}

const CLIENT_FIELDS =
  "client_id,name,callbacks,grant_types,client_metadata,client_authentication_methods,organization_usage,organization_require_behavior,express_configuration";

/** Reads what holds for every customer, in 10 to 13 calls. */
export async function readTenant(api: ManagementClient, targets: Targets): Promise<TenantReading> {
  const { oinClientId, serviceAppClientId, roleId, api: identifier } = targets;
  const fields = { fields: CLIENT_FIELDS, include_fields: true };
  const [client, credentials, grants, connections, app, settings, permissions, flow, actions, audience] =
    await Promise.all([
      undefinedOn404(api.clients.get(oinClientId, fields)),
      undefinedOn404(api.clients.credentials.list(oinClientId)),
      api.clientGrants.list({ client_id: oinClientId, take: 100 }),
      enabledConnections(api, oinClientId),
      serviceAppClientId === undefined ? undefined : undefinedOn404(api.clients.get(serviceAppClientId, fields)),
      api.tenants.settings.get({ fields: "flags", include_fields: true }),
      roleId === undefined ? undefined : undefinedOn404(readPermissions(api, roleId)),
      readBindings(api),
      api.actions.list({ triggerId: POST_LOGIN_ACTION.trigger, per_page: 100 }),
      undefinedOn404(api.resourceServers.get(identifier)),
    ]);
  const enabled = (connections ?? []).map(({ name = "" }) => name);
  const databases = enabled.length > 0 ? [] : (await api.connections.list({ strategy: ["auth0"], take: 10 })).data;
  const profiles = await readProfiles(api, app?.express_configuration);
  return {
    ...(client === undefined ? {} : { client }),
    credentials: credentials ?? [],
    grants: grants.data,
    connections: enabled,
    databases: databases.map(({ name = "" }) => name),
    ...(app === undefined ? {} : { app }),
    flags: settings.flags ?? {},
    ...(permissions === undefined
      ? {}
      : {
          permissions: permissions.map(
            ({ resource_server_identifier: audience = "", permission_name: name = "" }) => `${audience} ${name}`,
          ),
        }),
    flow: flow.map(({ action }) => action?.name ?? ""),
    deployed: deployedCode(actions.data),
    ...(audience === undefined ? {} : { api: audience }),
    ...(profiles === undefined ? {} : { profiles }),
  };
}

const deployedCode = (actions: readonly Management.Action[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    actions.flatMap(({ name, deployed_version: version }) =>
      name === undefined || version?.code === undefined ? [] : [[name, version.code]],
    ),
  );

async function readProfiles(
  api: ManagementClient,
  block: Management.Client["express_configuration"],
): Promise<ProfilesReading | undefined> {
  if (block === undefined || block === null) return undefined;
  const [connection, attributes] = await Promise.all([
    undefinedOn404(api.connectionProfiles.get(block.connection_profile_id)),
    undefinedOn404(api.userAttributeProfiles.get(block.user_attribute_profile_id)),
  ]);
  return { ...(connection === undefined ? {} : { connection }), hasAttributes: attributes !== undefined };
}

/** The organizations to look at: the one that is named (by name or ID), or as many as `most`. */
export async function readOrganizations(
  api: ManagementClient,
  wanted: string | undefined,
  most: number,
): Promise<{ readonly organizations: readonly Management.Organization[]; readonly more: boolean }> {
  if (wanted !== undefined) {
    const found = await undefinedOn404(
      wanted.startsWith("org_") ? api.organizations.get(wanted) : api.organizations.getByName(wanted),
    );
    return { organizations: found === undefined ? [] : [found], more: false };
  }
  let page = await api.organizations.list({ take: Math.min(100, most) });
  const organizations = [...page.data];
  while (page.hasNextPage() && organizations.length < most) {
    page = await page.getNextPage();
    organizations.push(...page.data);
  }
  return { organizations: organizations.slice(0, most), more: page.hasNextPage() || organizations.length > most };
}

/** Reads one organization, in 2 calls; with `accounts` also the accounts of up to 10 of the people in question. */
export async function readOrganization(
  api: ManagementClient,
  { id = "", name = "" }: Management.Organization,
  isInQuestion: ((member: MemberReading) => boolean) | undefined,
): Promise<OrganizationReading> {
  const [connections, members] = await Promise.all([
    api.organizations.enabledConnections.list(id, { per_page: 100 }),
    api.organizations.members.list(id, { take: MEMBERS, fields: "user_id,email,roles", include_fields: true }),
  ]);
  const people = members.data.map(({ user_id: userId = "", email = "", roles = [] }): MemberReading => ({
    userId,
    email,
    roles: roles.map(({ id: roleId = "" }) => roleId),
  }));
  const questioned = isInQuestion === undefined ? [] : people.filter(isInQuestion).slice(0, 10);
  const known = await Promise.all(questioned.map((member) => withAccounts(api, member)));
  return {
    id,
    name,
    connections: connections.data.map(({ connection_id: connectionId = "", connection }) => ({
      id: connectionId,
      name: connection?.name ?? "",
      strategy: connection?.strategy ?? "",
    })),
    members: people.map((member) => known.find(({ userId }) => userId === member.userId) ?? member),
    // The last page may name a next one all the same.
    moreMembers: members.data.length === MEMBERS,
  };
}

async function withAccounts(api: ManagementClient, member: MemberReading): Promise<MemberReading> {
  const user = await undefinedOn404(
    api.users.get(member.userId, { fields: "identities,email_verified,blocked", include_fields: true }),
  );
  if (user === undefined) return member;
  return {
    ...member,
    accounts: (user.identities ?? []).map(({ connection = "" }) => connection),
    emailVerified: user.email_verified === true,
    blocked: user.blocked === true,
  };
}
