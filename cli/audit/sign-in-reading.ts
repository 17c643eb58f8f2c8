import type { ManagementClient } from "auth0";
import { undefinedOn404 } from "../../tenant/management-api.ts";

/** The scopes that the look takes. Without one of them that part is not looked at, and a notice says so. */
const CONNECTIONS_SCOPE = "read:connections";
const ORGANIZATIONS_SCOPE = "read:organizations";

/** Whether anybody at all could sign in to the OIN client that Okta uses, as far as two calls can tell. */
export interface SignInReading {
  /** How many connections the OIN client is enabled for; absent: not looked at, or of no matter. */
  readonly connections?: number;
  /** Whether the tenant has an organization; absent: not looked at. */
  readonly hasOrganization?: boolean;
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

/** Reads it in one or two calls (`read:connections`, `read:organizations`). */
export async function readSignIn(
  api: ManagementClient,
  { clientId, credentialsFirst, scopes }: SignInTarget,
): Promise<SignInReading> {
  const lacking = [...(credentialsFirst ? [CONNECTIONS_SCOPE] : []), ORGANIZATIONS_SCOPE].filter(
    (scope) => !scopes.includes(scope),
  );
  const [connections, organizations] = await Promise.all([
    credentialsFirst && !lacking.includes(CONNECTIONS_SCOPE)
      ? undefinedOn404(api.clients.connections.get(clientId, { take: 1 }))
      : undefined,
    lacking.includes(ORGANIZATIONS_SCOPE) ? undefined : api.organizations.list({ take: 1 }),
  ]);
  return {
    ...(connections === undefined ? {} : { connections: connections.data.length }),
    ...(organizations === undefined ? {} : { hasOrganization: organizations.data.length > 0 }),
    lacking,
  };
}
