/**
 * The fixed values of the Express Configuration that Auth0 has built in: what Auth0 and Okta expect to find on the
 * tenant, to the letter. Nothing here is a setting.
 *
 * Source of every value: Auth0's documentation, "Express Configuration with Okta" and its Management API reference.
 */
import type { ApiScope } from "./guide.ts";

/**
 * Auth0's own system API. Asking for its identifier switches it on; name, scopes and settings are Auth0's. The dashboard
 * makes it too, the first time somebody opens an app's Okta Integration Network tab.
 */
export const NATIVE_API = {
  name: "Okta OIN Express Configuration API",
  identifier: "urn:auth0:express-configure",
} as const;

// In the words that Auth0 answers with (public recordings of its Go SDK).
const SSO_SCOPE: ApiScope = { name: "express_configure:sso", description: "Ability to create SSO configurations" };
const SCIM_SCOPE: ApiScope = {
  name: "express_configure:scim",
  description: "Ability to create scim configurations",
};

/** The permissions of the system API that let somebody run Express Configuration: SSO always, SCIM where it is wanted. */
export function nativeScopes(scim: boolean): readonly ApiScope[] {
  return scim ? [SSO_SCOPE, SCIM_SCOPE] : [SSO_SCOPE];
}

/**
 * The client that Okta signs its admins in with. Auth0 fills in the rest for this application type: Okta's callback,
 * the grants, RS256, organizations required, private_key_jwt as the only way to authenticate.
 */
export const NATIVE_OIN_CLIENT = {
  /** Shown to the Okta admin on the consent page, where the stack sets no other display name. */
  name: "Okta OIN Express Configuration",
  description: "For Express Configuration with Okta",
  appType: "express_configuration",
} as const;

/**
 * How an Okta admin signs in (Auth0: "Admin Login Flow").
 * - `pre_login_prompt`: first the organization, then that organization's connections.
 * - `post_login_prompt`: first the credentials, from connections that the OIN client is enabled for.
 */
export type AdminLoginFlow = "pre_login_prompt" | "post_login_prompt";

/** The optional post-login Actions; each has a file of its own in actions/. */
export const NATIVE_ACTIONS = {
  admins: "express_configuration_admins",
  domainAliases: "express_configuration_domain_aliases",
} as const;

/** What their code reads from `event.secrets`. */
export const NATIVE_ACTION_SECRETS = {
  admins: ["APP_METADATA_KEY", "SCOPES"],
  domainAliases: ["METADATA_KEY"],
} as const;
