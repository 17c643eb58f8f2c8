import type { ManagementClient } from "auth0";
import { managementApiAudience } from "../../contract/guide.ts";
import { quoted } from "../../config/shell.ts";
import { ownTokensGrant } from "../../tenant/client-grants.ts";
import { type Finding, ok, problem } from "../findings.ts";
import { type Operation, scopesOf } from "../scopes.ts";
import type { SignedIn, TokenClaims } from "../tenant.ts";

/** Which of the scopes that the operations take are not in the token, and the command that grants them. */
export async function checkScopes(
  { api, domain, token }: SignedIn,
  operations: readonly Operation[],
): Promise<Finding> {
  const needed = scopesOf(operations);
  const missing = needed.filter((scope) => !token.scopes.includes(scope));
  const surplus = token.scopes.filter((scope) => !needed.includes(scope));
  if (missing.length === 0) {
    const more = surplus.length === 0 ? "and no more" : `and ${surplus.length} more that nothing here needs`;
    return ok("scopes", `The credentials have the ${needed.length} scopes that are needed, ${more}.`, {
      needed,
      surplus,
    });
  }
  const width = Math.max(...missing.map(({ length }) => length));
  const why = missing.map(
    (scope) =>
      `${scope.padEnd(width)}   to ${operations
        .filter((operation) => operation.scope === scope)
        .map(({ does }) => does)
        .join("; ")}`,
  );
  return problem(
    "scopes",
    missing.length === 1 ? `One scope is missing: ${missing.join("")}` : `${missing.length} scopes are missing:`,
    [...why, ...(await grantCommands(api, domain, token, [...token.scopes, ...missing]))],
    { missing, needed, surplus },
  );
}

/** The command that gives the credentials exactly these scopes. A token that was made elsewhere has to be made anew. */
async function grantCommands(
  api: ManagementClient,
  domain: string,
  token: TokenClaims,
  scopes: readonly string[],
): Promise<string[]> {
  if (token.origin === "given" || token.clientId === undefined) {
    return [
      "Make AUTH0_API_TOKEN anew with them too. On the dashboard: Applications > APIs > Auth0 Management API > API Explorer, for an application that has them. With the Auth0 CLI:",
      `auth0 login --domain ${domain} --scopes ${quoted(scopes.join(","))}`,
    ];
  }
  const grant = await grantOf(api, token.clientId, domain);
  const body = quoted(JSON.stringify({ scope: scopes }));
  const says = `To grant them on the dashboard: Applications > APIs > Auth0 Management API > Machine to Machine Applications, the application ${token.clientId}.`;
  if (grant !== undefined)
    return [`${says} With the Auth0 CLI:`, `auth0 api patch client-grants/${grant} --data ${body}`];
  return [
    `${says} With the Auth0 CLI, find the ID of the grant, then set its scopes:`,
    `auth0 api get ${quoted(`client-grants?client_id=${token.clientId}&audience=${encodeURIComponent(managementApiAudience(domain))}`)}`,
    `auth0 api patch client-grants/<id> --data ${body}`,
  ];
}

/** The grant's ID, where the credentials can read it. */
async function grantOf(api: ManagementClient, clientId: string, domain: string): Promise<string | undefined> {
  try {
    const audience = managementApiAudience(domain);
    const { data } = await api.clientGrants.list({ client_id: clientId, audience });
    return ownTokensGrant(data, audience)?.id;
  } catch {
    return undefined;
  }
}
