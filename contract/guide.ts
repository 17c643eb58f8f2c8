/**
 * The fixed values of Okta's guide "Enable Express Configuration": what Okta expects to find on the tenant, to the
 * letter. Nothing here is a setting; what a person chooses is in the components' arguments.
 *
 * Source of every value: the guide, as resolved in the project's desired state (README, "What it declares").
 */

/** The API that an Okta admin's login asks an access token for. The identifier is Okta's and cannot change. */
export const EXPRESS_CONFIGURE_API = {
  name: "Okta Express Configure API",
  identifier: "https://system.okta.com/actions/express-configure/v1",
  /** Seconds: an admin's consent is used at once, so the access token lives five minutes. */
  tokenLifetime: 300,
} as const;

/** A scope of an Express Configuration API, which is also the permission that the admin role holds. */
export interface ApiScope {
  readonly name: string;
  /** Shown on the consent page while the tenant uses scope descriptions for consent. */
  readonly description: string;
}

const SSO_SCOPE: ApiScope = { name: "expressconfigure:sso", description: "Configure SSO with Express Configuration" };
const SCIM_SCOPE: ApiScope = {
  name: "expressconfigure:scim",
  description: "Configure SCIM with Express Configuration",
};

/** The scopes of the Express Configure API: SSO always, SCIM where it is wanted. */
export function expressConfigureScopes(scim: boolean): readonly ApiScope[] {
  return scim ? [SSO_SCOPE, SCIM_SCOPE] : [SSO_SCOPE];
}

/** The role whose members, in an organization, may run Express Configuration. */
export const ADMIN_ROLE = {
  name: "EXPRESS_CONFIGURE_ADMIN_ROLE",
  description: "Administrator role for Express Configuration",
} as const;

/** The machine-to-machine client that Okta calls the tenant as. */
export const OIN_CLIENT = {
  name: "Okta OIN Integration Client",
  description: "For Okta OIN Integration",
  appType: "regular_web",
  callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
  grantTypes: ["authorization_code", "client_credentials"],
  signingAlgorithm: "RS256",
  organizationUsage: "require",
  organizationRequireBehavior: "post_login_prompt",
  /** Client metadata key: the client ID of the service app. The post-login Action and Okta both read it. */
  serviceAppMetadataKey: "express_configure_sp_client_id",
  credentialName: "OIN Public Key",
} as const;

/** Auth0 keeps at most two credentials on a client: the one in use and its successor. */
export const MAX_PUBLIC_KEYS = 2;

/** Auth0's limits for a credential's RSA key, in bits (Auth0: Management API, client credentials). */
export const RSA_BITS = { least: 2048, most: 4096 } as const;

const SSO_GRANT_SCOPES = [
  "create:connections",
  "read:connections",
  "update:connections",
  "read:connections_options",
  "update:connections_options",
  "read:organization_connections",
  "create:organization_connections",
  "update:organization_connections",
] as const;

const SCIM_GRANT_SCOPES = [
  "read:scim_config",
  "create:scim_config",
  "read:scim_token",
  "create:scim_token",
  "delete:scim_token",
] as const;

/** What the OIN client may do with the Management API: connections of organizations and, with SCIM, their provisioning. */
export function managementApiScopes(scim: boolean): readonly string[] {
  return scim ? [...SSO_GRANT_SCOPES, ...SCIM_GRANT_SCOPES] : SSO_GRANT_SCOPES;
}

/** The Action that puts Okta's three claims on the access token, and its place in the login flow. */
export const POST_LOGIN_ACTION = {
  name: "express_configure_postlogin_action",
  trigger: "post-login",
  triggerVersion: "v3",
  runtime: "node22",
} as const;

/** What the Action's code reads from `event.secrets`. */
export const POST_LOGIN_SECRETS = [
  "SERVICE_INIT_LOGIN_URL",
  "EXPRESS_CONFIGURE_API_IDENTIFIER",
  "TENANT_DOMAIN",
] as const;

/** `https://DOMAIN/api/v2/`: identifier of the tenant's Management API, the audience of the OIN client's grant. */
export function managementApiAudience(domain: string): string {
  return `https://${domain}/api/v2/`;
}
