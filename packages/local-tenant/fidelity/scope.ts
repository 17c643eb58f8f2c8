// Which exchanges count: the endpoints that ../../../docs/tenant.md promises. Everything else is counted apart, by name.
import type { Exchange } from "./recording.ts";

const ONE = "[^/]+";

/**
 * The collections of the Management API that are in scope, each with the paths below it.
 * `*` stands for one segment.
 */
const IN_SCOPE: readonly string[] = [
  "clients",
  "clients/*",
  "clients/*/rotate-secret",
  "clients/*/credentials",
  "clients/*/credentials/*",
  "clients/*/connections",
  "client-grants",
  "client-grants/*",
  "client-grants/*/organizations",
  "resource-servers",
  "resource-servers/*",
  "roles",
  "roles/*",
  "roles/*/permissions",
  "roles/*/users",
  "users",
  "users/*",
  "users/*/permissions",
  "users/*/roles",
  "users/*/organizations",
  "users-by-email",
  "organizations",
  "organizations/*",
  "organizations/name/*",
  "organizations/*/members",
  "organizations/*/members/*/roles",
  "organizations/*/enabled_connections",
  "organizations/*/enabled_connections/*",
  "organizations/*/connections",
  "organizations/*/connections/*",
  "organizations/*/client-grants",
  "organizations/*/client-grants/*",
  "organizations/*/clients",
  "organizations/*/clients/*",
  "organizations/*/discovery-domains",
  "organizations/*/discovery-domains/*",
  "organizations/*/discovery-domains/name/*",
  "organizations/*/roles/*/members",
  "connections",
  "connections/*",
  "connections/*/clients",
  "connections/*/users",
  "connections-scim-configurations",
  "connections/*/scim-configuration",
  "connections/*/scim-configuration/*",
  "connections/*/scim-configuration/tokens/*",
  "actions/actions",
  "actions/actions/*",
  "actions/actions/*/deploy",
  "actions/actions/*/versions",
  "actions/actions/*/versions/*",
  "actions/actions/*/versions/*/deploy",
  "actions/triggers",
  "actions/triggers/*/bindings",
  "tenants/settings",
  "user-attribute-profiles",
  "user-attribute-profiles/*",
  "user-attribute-profiles/templates/*",
  "connection-profiles",
  "connection-profiles/*",
  "connection-profiles/templates/*",
];

/** Names with their own meaning where an ID would stand: the wildcard must not take them for one. */
const NOT_IDS: readonly string[] = ["cimd"];

const patterns = IN_SCOPE.map((path) => new RegExp(`^/api/v2/${path.replaceAll("*", ONE)}$`));

export function inScope({ path }: Exchange): boolean {
  if (path.split("/").some((segment) => NOT_IDS.includes(segment))) return false;
  return patterns.some((pattern) => pattern.test(path));
}

/** What stands in an endpoint's place for an ID: anything of the forms Auth0 uses for one. */
const ID =
  /^(?:[a-z]{2,4}_[A-Za-z0-9]{8,}|[A-Za-z0-9]{24,}|[0-9a-f]{8}-[0-9a-f-]{27}|.*(?:%7C|\|).*|https?:.*|urn:.*)$/;

/** `POST /clients/{id}/credentials`: an exchange's endpoint, for counting by name. */
export function endpointOf({ method, path }: Exchange): string {
  const segments = path.replace(/^\/api\/v2/, "").split("/");
  return `${method} ${segments.map((segment) => (ID.test(segment) ? "{id}" : segment)).join("/")}`;
}
