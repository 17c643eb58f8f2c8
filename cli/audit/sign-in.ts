import type { ManagementClient } from "auth0";
import { type Finding, notice, problem } from "../findings.ts";
import { setCommand } from "../../config/settings.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import type { ExpectedState } from "./expected-state.ts";
import type { Reading } from "./reading.ts";

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

/** Where nobody at all could sign in. Before Okta's first key it is only told: nobody is to sign in yet. */
export function signIn({ signIn: reading }: Reading, { stack, keyIds }: ExpectedState): Finding[] {
  if (reading === undefined) return [];
  const told = keyIds.length === 0 ? notice : problem;
  return [
    ...(reading.connections === 0
      ? [
          told(
            "sign-in.connections",
            "The OIN client is enabled for no connection, so no Okta admin can sign in (Auth0 shows “no connections enabled for the client”). Name the connection that holds their accounts:",
            [setCommand(stack, "adminConnections"), `pulumi up --stack ${stack}`],
          ),
        ]
      : []),
    ...(reading.hasOrganization === false
      ? [
          told(
            "sign-in.organizations",
            "The tenant has no organization: only a member of one can run Express Configuration. Dashboard: Organizations > Create Organization.",
          ),
        ]
      : []),
    ...(reading.lacking.length > 0
      ? [
          notice(
            "not-looked-at",
            `Whether anybody can sign in to the OIN client was not looked at: the credentials lack ${reading.lacking.join(" and ")}, which the stack does not need.`,
            undefined,
            { lacking: reading.lacking },
          ),
        ]
      : []),
  ];
}
