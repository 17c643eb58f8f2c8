// Home realm discovery: where the domain of an e-mail address leads, to an identity provider or to an organization
// ("Login Flows for Organizations" and "Configure Identifier First Authentication" in Auth0's documentation).
import type { State } from "../core/state.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { OrganizationRow } from "../rows/organizations.ts";
import { byName } from "../resources/connections.ts";
import { connectionsFor, isDatabase } from "./organizations.ts";
import type { Transaction } from "./transaction.ts";

/** Whether the name is asked for on a page before the password. Classic pages ask for both at once. */
export function asksIdentifierFirst(state: State): boolean {
  const { identifier_first: first, universal_login_experience: experience } = state.prompts.get();
  return first === true && experience === "new";
}

/** The part after the @, in lower case; undefined of what is no e-mail address. */
function domainOf(identifier: string): string | undefined {
  const at = identifier.lastIndexOf("@");
  return at < 1 || at === identifier.length - 1 ? undefined : identifier.slice(at + 1).toLowerCase();
}

/**
 * The connection whose `domain_aliases` have the address's domain, among those that count in this login. Where the
 * organization is asked for after the credentials, those of every organization count too.
 */
export function homeRealm(
  state: State,
  client: ClientRow,
  { request, organizationId }: Transaction,
  identifier: string,
): ConnectionRow | undefined {
  const domain = domainOf(identifier);
  if (domain === undefined) return undefined;
  const ofOrganizations =
    organizationId === undefined && request.organizationPrompt === "after" && request.connection === undefined
      ? state.connections.filter(({ id }) => isOfAnyOrganization(state, id)).sort(byName)
      : [];
  return [...connectionsFor(state, client, organizationId, request.connection), ...ofOrganizations].find(
    (row) => !isDatabase(row) && aliasesOf(row).includes(domain),
  );
}

const isOfAnyOrganization = (state: State, connectionId: string): boolean =>
  state.organization_connections.find((row) => row.connection_id === connectionId && row.is_enabled) !== undefined;

function aliasesOf({ options }: ConnectionRow): string[] {
  const aliases = options["domain_aliases"];
  return Array.isArray(aliases) ? aliases.map((alias) => String(alias).toLowerCase()) : [];
}

/** Organizations that have verified the address's domain, and are to be found by it. */
export function organizationsOfDomain(state: State, identifier: string): OrganizationRow[] {
  const domain = domainOf(identifier);
  return state.discovery_domains
    .filter((row) => row.domain === domain && row.status === "verified" && row.use_for_organization_discovery)
    .flatMap(({ organization_id: id }) => state.organizations.get(id) ?? []);
}

/** How a client finds the organization before the credentials. */
export interface DiscoveryMethods {
  readonly byName: boolean;
  readonly byEmail: boolean;
}

/** By name alone where the client does not say. */
export const discoveryMethods = ({ organization_discovery_methods: methods }: ClientRow): DiscoveryMethods => ({
  byName: methods === undefined || methods.includes("organization_name"),
  byEmail: methods?.includes("email") === true,
});
