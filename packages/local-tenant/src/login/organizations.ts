// Organizations in a login: which one is meant, who belongs to it, and by which connections one signs in.
import type { State } from "../core/state.ts";
import { OAuthError } from "../oauth/errors.ts";
import { byName } from "../resources/connections.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

/** Before or after the credentials, or not at all. */
export type OrganizationPrompt = "before" | "after" | "none";

const invalidRequest = (description: string): OAuthError => new OAuthError(400, "invalid_request", description);

/** The organization of the parameter: an ID, or a name where the tenant allows names. */
export function organizationAsked(
  state: State,
  client: ClientRow,
  given: string | undefined,
): OrganizationRow | undefined {
  if (given === undefined) return undefined;
  if ((client.organization_usage ?? "deny") === "deny")
    throw invalidRequest("parameter organization is not allowed for this client");
  const byNames = state.tenant_settings.get().allow_organization_name_in_authentication_api === true;
  const organization = state.organizations.get(given) ?? (byNames ? organizationNamed(state, given) : undefined);
  if (organization === undefined) throw invalidRequest("parameter organization is invalid");
  requireAccess(client, organization);
  return organization;
}

/** Names are stored in lower case. */
export const organizationNamed = (state: State, name: string): OrganizationRow | undefined =>
  state.organizations.find((row) => row.name === name.trim().toLowerCase());

/** An organization may shut third-party clients out, and does so by default. */
export function requireAccess(client: ClientRow, organization: OrganizationRow): void {
  if (client.is_first_party !== false || organization.third_party_client_access === "allow") return;
  throw new OAuthError(403, "access_denied", "The organization does not allow access by third-party clients");
}

/** How a client that requires an organization comes by one that was not given. */
export function organizationPrompt(client: ClientRow, given: OrganizationRow | undefined): OrganizationPrompt {
  if (given !== undefined || client.organization_usage !== "require") return "none";
  switch (client.organization_require_behavior) {
    case "pre_login_prompt":
      return "before";
    case "post_login_prompt":
      return "after";
    case "no_prompt":
    case undefined:
      throw invalidRequest("parameter organization is required for this client");
  }
}

/**
 * The connections that a person may sign in with: the organization's where it is known, else those that are enabled for
 * the client; for a third-party client those of the domain. Throws where there is none.
 */
export function connectionsFor(
  state: State,
  client: ClientRow,
  organizationId: string | undefined,
  only: string | undefined,
): ConnectionRow[] {
  const rows = state.connections
    .filter((row) =>
      organizationId === undefined ? isEnabled(client, row) : isEnabledFor(state, organizationId, row.id),
    )
    .filter((row) => only === undefined || row.name === only);
  if (rows.length > 0) return rows.sort(byName);
  if (only !== undefined) throw invalidRequest("the connection was not found");
  throw invalidRequest(`no connections enabled for the ${organizationId === undefined ? "client" : "organization"}`);
}

/** The local tenant knows the passwords of these, and asks no other provider. */
export const isDatabase = ({ strategy }: ConnectionRow): boolean => strategy === "auth0";

const isEnabled = (client: ClientRow, row: ConnectionRow): boolean =>
  client.is_first_party === false ? row.is_domain_connection === true : row.enabled_clients.includes(client.client_id);

export const isEnabledFor = (state: State, organizationId: string, connectionId: string): boolean =>
  state.organization_connections.get(`${organizationId} ${connectionId}`)?.is_enabled === true;

/** The user's organizations that they can be in by this connection, in the order in which they joined. */
export function organizationsToPick(state: State, userId: string, connectionId: string): OrganizationRow[] {
  return state.organization_members
    .filter((row) => row.user_id === userId && isEnabledFor(state, row.organization_id, connectionId))
    .flatMap(({ organization_id: id }) => state.organizations.get(id) ?? []);
}

/** Whether the user is a member, or becomes one by signing in through this connection. */
export function joins(state: State, organizationId: string, userId: string, connectionId: string): boolean {
  if (state.organization_members.has(`${organizationId} ${userId}`)) return true;
  if (state.organization_connections.get(`${organizationId} ${connectionId}`)?.assign_membership_on_login !== true)
    return false;
  state.organization_members.put({ organization_id: organizationId, user_id: userId });
  return true;
}
