import type { ManagementClient } from "auth0";
import { enabledConnections } from "../../tenant/enabled-connections.ts";

/** The scopes that the look takes. Without one of them that part is not looked at, and a notice says so. */
const CONNECTIONS_SCOPE = "read:connections";
const ORGANIZATIONS_SCOPE = "read:organizations";

/** Whether anybody at all could sign in to the OIN client that Okta uses, as far as two calls can tell. */
export interface SignInReading {
  /** How many connections the OIN client is enabled for; absent: not looked at, or of no matter. */
  readonly connections?: number;
  /** Whether the tenant has an organization; absent: not looked at. */
  readonly hasOrganization?: boolean;
  /** Set where that was left out to stay within the calls allowed. */
  readonly noCallLeft?: true;
  /** Scopes that the credentials lack for it. */
  readonly lacking: readonly string[];
}

/** The OIN client that Okta uses, and what its sign-in needs. */
export interface SignInTarget {
  readonly clientId: string;
  /** Whether the credentials are asked for first: then an admin can only use connections of the OIN client. */
  readonly credentialsFirst: boolean;
  readonly scopes: readonly string[];
}

type ConnectionsReading = Pick<SignInReading, "connections" | "lacking">;

/** Reads the connections in one call at most (`read:connections`), and says which scopes are lacking for the whole. */
export async function readConnections(
  api: ManagementClient,
  { clientId, credentialsFirst, scopes }: SignInTarget,
): Promise<ConnectionsReading> {
  const lacking = [...(credentialsFirst ? [CONNECTIONS_SCOPE] : []), ORGANIZATIONS_SCOPE].filter(
    (scope) => !scopes.includes(scope),
  );
  if (!credentialsFirst || lacking.includes(CONNECTIONS_SCOPE)) return { lacking };
  const connections = await enabledConnections(api, clientId, 1);
  return { lacking, ...(connections === undefined ? {} : { connections: connections.length }) };
}

/** Adds whether there is an organization, in one call (`read:organizations`), where one is left. */
export async function withOrganizations(
  api: ManagementClient,
  reading: ConnectionsReading,
  callLeft: boolean,
): Promise<SignInReading> {
  if (reading.lacking.includes(ORGANIZATIONS_SCOPE)) return reading;
  if (!callLeft) return { ...reading, noCallLeft: true };
  const organizations = await api.organizations.list({ take: 1 });
  return { ...reading, hasOrganization: organizations.data.length > 0 };
}
