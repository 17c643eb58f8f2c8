// The endpoint table of the Management API: one line a resource; each file lists its endpoints with their scopes.
import type { Endpoint } from "../core/endpoint.ts";
import { actions } from "./actions.ts";
import { authenticationMethods } from "./authentication-methods.ts";
import { bindings } from "./bindings.ts";
import { clientGrants } from "./client-grants.ts";
import { clients } from "./clients.ts";
import { connectionClients } from "./connection-clients.ts";
import { connectionProfiles } from "./connection-profiles.ts";
import { connections } from "./connections.ts";
import { credentials } from "./credentials.ts";
import { discoveryDomains } from "./discovery-domains.ts";
import { guardianFactors } from "./guardian-factors.ts";
import { logs } from "./logs.ts";
import { organizationClientGrants } from "./organization-client-grants.ts";
import { organizationClients } from "./organization-clients.ts";
import { organizationConnections } from "./organization-connections.ts";
import { organizationMemberRoles } from "./organization-member-roles.ts";
import { organizationMembers } from "./organization-members.ts";
import { organizations } from "./organizations.ts";
import { prompts } from "./prompts.ts";
import { resourceServers } from "./resource-servers.ts";
import { rolePermissions } from "./role-permissions.ts";
import { roles } from "./roles.ts";
import { scimConfigurations } from "./scim-configurations.ts";
import { scimTokens } from "./scim-tokens.ts";
import { tenantSettings } from "./tenant-settings.ts";
import { tickets } from "./tickets.ts";
import { userAttributeProfiles } from "./user-attribute-profiles.ts";
import { userPermissions } from "./user-permissions.ts";
import { userRoles } from "./user-roles.ts";
import { users } from "./users.ts";

export const ENDPOINTS: readonly Endpoint[] = [
  ...tenantSettings,
  ...prompts,
  ...clients,
  ...credentials,
  ...clientGrants,
  ...resourceServers,
  ...roles,
  ...rolePermissions,
  ...actions,
  ...bindings,
  ...connections,
  ...connectionClients,
  ...scimConfigurations,
  ...scimTokens,
  ...users,
  ...userRoles,
  ...userPermissions,
  ...authenticationMethods,
  ...guardianFactors,
  ...tickets,
  ...organizations,
  ...organizationMembers,
  ...organizationMemberRoles,
  ...organizationConnections,
  ...organizationClients,
  ...organizationClientGrants,
  ...discoveryDomains,
  ...userAttributeProfiles,
  ...connectionProfiles,
  ...logs,
];

/** First path segments that Auth0 has and this tenant does not model: answered 404 with words that say so, never with a made-up success. */
export const UNMODELLED: readonly string[] = [
  "actions",
  "anomaly",
  "attack-protection",
  "blacklists",
  "branding",
  "client-grants",
  "clients",
  "connection-profiles",
  "connections",
  "connections-directory-provisionings",
  "custom-domains",
  "device-credentials",
  "email-templates",
  "emails",
  "event-streams",
  "flows",
  "forms",
  "grants",
  "groups",
  "guardian",
  "hooks",
  "jobs",
  "keys",
  "log-streams",
  "logs",
  "network-acls",
  "organizations",
  "phone-providers",
  "prompts",
  "rate-limit-policies",
  "refresh-tokens",
  "resource-servers",
  "risk-assessments",
  "roles",
  "rules",
  "rules-configs",
  "self-service-profiles",
  "sessions",
  "stats",
  "supplemental-signals",
  "tenants",
  "tickets",
  "token-exchange-profiles",
  "user-attribute-profiles",
  "user-blocks",
  "users",
  "users-by-email",
  "verifiable-credentials",
];
