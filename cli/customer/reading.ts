import type { ManagementClient } from "auth0";
import type { AdminLoginFlow } from "../../contract/native.ts";
import { enabledConnections } from "../../tenant/enabled-connections.ts";
import { readOrganizations } from "../ready/reading.ts";

/** A customer, and the person who is to run Express Configuration for them, as they were asked for. */
export interface CustomerWanted {
  /** Name or ID of the organization. */
  readonly organization: string;
  /** E-mail address of the admin. */
  readonly admin: string;
  /** Name of the connection with the admin's account. Default: the only one that there is to choose. */
  readonly connection?: string;
  readonly adminLoginFlow: AdminLoginFlow;
  readonly oinClientId: string;
  /** The admin role; absent where a key in app_metadata tells the admins. */
  readonly roleId?: string;
  /** That key. */
  readonly appMetadataKey?: string;
}

export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
}

/** What there is of the customer on the tenant. */
export interface CustomerReading {
  readonly organization?: { readonly id: string; readonly name: string };
  /** Names of the connections that are enabled in the organization. */
  readonly enabled: readonly string[];
  /** The connections that the account may be in: of the organization, else of the OIN client, else the tenant's databases. */
  readonly candidates: readonly Connection[];
  /** Names of the connections that the OIN client is enabled for, where an admin signs in through these. */
  readonly ofClient?: readonly string[];
  /** The admin's accounts with this e-mail address, by connection. */
  readonly accounts: readonly Account[];
  /** User IDs of accounts that are members. */
  readonly members: readonly string[];
  /** User IDs of members that hold the role in the organization. */
  readonly admins: readonly string[];
}

export interface Account {
  readonly userId: string;
  readonly connections: readonly string[];
  readonly appMetadata: Readonly<Record<string, unknown>>;
}

/** Reads it in 5 to 8 calls. */
export async function readCustomer(api: ManagementClient, wanted: CustomerWanted): Promise<CustomerReading> {
  const { organizations } = await readOrganizations(api, wanted.organization, 1);
  const [found] = organizations;
  const [enabled, ofClient, databases, named, users] = await Promise.all([
    found?.id === undefined ? undefined : api.organizations.enabledConnections.list(found.id, { per_page: 100 }),
    wanted.adminLoginFlow === "post_login_prompt" ? enabledConnections(api, wanted.oinClientId) : undefined,
    api.connections.list({ strategy: ["auth0"], take: 100 }),
    wanted.connection === undefined ? undefined : api.connections.list({ name: wanted.connection, take: 1 }),
    api.users.listUsersByEmail({ email: wanted.admin.toLowerCase() }),
  ]);
  const accounts = users.map(({ user_id: userId = "", identities = [], app_metadata: appMetadata = {} }) => ({
    userId,
    connections: identities.map(({ connection = "" }) => connection),
    appMetadata,
  }));
  const inOrganization = (enabled?.data ?? []).map(({ connection_id: id = "", connection }) => ({
    id,
    name: connection?.name ?? "",
    strategy: connection?.strategy ?? "",
  }));
  const choice = [
    (named?.data ?? []).map(connectionOf),
    wanted.adminLoginFlow === "pre_login_prompt" ? inOrganization : (ofClient ?? []).map(connectionOf),
    databases.data.map(connectionOf),
  ].find((list) => list.length > 0);
  const members = await Promise.all(
    accounts.map(async ({ userId }) => {
      if (found?.id === undefined) return undefined;
      const mine = await api.users.organizations.list(userId, { per_page: 100 });
      if (!mine.data.some(({ id }) => id === found.id)) return undefined;
      const roles = await api.organizations.members.roles.list(found.id, userId, { per_page: 100 });
      return { userId, isAdmin: roles.data.some(({ id }) => id === wanted.roleId) };
    }),
  );
  const there = members.filter((member) => member !== undefined);
  return {
    ...(found?.id === undefined ? {} : { organization: { id: found.id, name: found.name ?? "" } }),
    enabled: inOrganization.map(({ name }) => name),
    ...(wanted.adminLoginFlow === "post_login_prompt"
      ? { ofClient: (ofClient ?? []).map(({ name = "" }) => name) }
      : {}),
    candidates: wanted.connection === undefined ? (choice ?? []) : (named?.data ?? []).map(connectionOf),
    accounts,
    members: there.map(({ userId }) => userId),
    admins: there.filter(({ isAdmin }) => isAdmin).map(({ userId }) => userId),
  };
}

function connectionOf({
  id = "",
  name = "",
  strategy = "",
}: Partial<Record<keyof Connection, string | undefined>>): Connection {
  return { id, name, strategy };
}
