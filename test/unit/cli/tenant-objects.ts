/** The objects of a clean tenant as the Management API answers them, for tests on plain data. */
import type { Management } from "auth0";
import {
  EXPRESS_CONFIGURATION_ADMINS,
  EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
  EXPRESS_CONFIGURE_POST_LOGIN,
} from "../../../actions/code.ts";
import type { Reading } from "../../../cli/audit/reading.ts";
import type { ExpectedState } from "../../../cli/audit/expected-state.ts";
import { managementApiScopes, POST_LOGIN_SECRETS } from "../../../contract/guide.ts";

export const AUDIENCE = "https://acme.us.auth0.com/api/v2/";
export const API = "https://system.okta.com/actions/express-configure/v1";
export const SET_AT = "2026-11-01T10:00:00.000Z";

export const OIN: Management.Client = {
  client_id: "oin",
  name: "Okta OIN Integration Client",
  description: "For Okta OIN Integration",
  app_type: "regular_web",
  callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
  oidc_conformant: true,
  grant_types: ["authorization_code", "client_credentials"],
  jwt_configuration: { alg: "RS256" },
  organization_usage: "require",
  organization_require_behavior: "post_login_prompt",
  client_metadata: { express_configure_sp_client_id: "app" },
  client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }] } },
};

export const KEY: Management.ClientCredential = {
  id: "cred_1",
  kid: "kid-1",
  name: "OIN Public Key",
  credential_type: "public_key",
  created_at: SET_AT,
};

export const GRANT: Management.ClientGrantResponseContent = {
  id: "cgr_1",
  client_id: "oin",
  audience: AUDIENCE,
  scope: [...managementApiScopes(false)],
};

export const ACTION: Management.GetActionResponseContent = {
  id: "act",
  name: "express_configure_postlogin_action",
  code: EXPRESS_CONFIGURE_POST_LOGIN,
  runtime: "node22",
  dependencies: [],
  secrets: ["EXPRESS_CONFIGURE_API_IDENTIFIER", "SERVICE_INIT_LOGIN_URL", "TENANT_DOMAIN"].map((name) => ({
    name,
    updated_at: SET_AT,
  })),
  deployed_version: { id: "version-1", code: EXPRESS_CONFIGURE_POST_LOGIN, built_at: SET_AT },
  all_changes_deployed: true,
};

export const BINDING: Management.ActionBinding = {
  id: "binding-1",
  display_name: "express_configure_postlogin_action",
  action: { id: "act" },
};
export const OTHER_BINDING: Management.ActionBinding = {
  id: "binding-0",
  display_name: "Tell the CRM",
  action: { id: "crm" },
};

/** What Auth0 fills in for any API. */
const API_DEFAULTS: Management.ResourceServer = {
  signing_alg: "RS256",
  subject_type_authorization: { user: { policy: "allow_all" }, client: { policy: "require_client_grant" } },
};
const EXPRESS_API: Management.ResourceServer = {
  ...API_DEFAULTS,
  id: "api",
  name: "Okta Express Configure API",
  identifier: API,
};
const SYSTEM_API: Management.ResourceServer = {
  ...API_DEFAULTS,
  id: "system-api",
  name: "Okta OIN Express Configuration API",
  identifier: "urn:auth0:express-configure",
  is_system: true,
};

export const READING: Reading = {
  clients: [{ client_id: "app", name: "Acme SaaS" }, OIN],
  moreClients: false,
  oinClients: { oin: { client: OIN, credentials: [KEY], grants: [GRANT] } },
  apis: [EXPRESS_API],
  actions: [ACTION],
  bindings: [OTHER_BINDING, BINDING],
  roleMembers: [],
  moreRoleMembers: false,
};

export const EXPECTED: ExpectedState = {
  stack: "prod",
  oinClients: [{ flavour: "guide", clientId: "oin", title: "The OIN client", oktaKnows: true, released: false }],
  serviceApp: "Acme SaaS",
  serviceAppClientId: "app",
  keyIds: ["kid-1"],
  audience: AUDIENCE,
  grantScopes: managementApiScopes(false),
  actions: [
    {
      flavour: "guide",
      name: "express_configure_postlogin_action",
      without: "no login carries Okta's claims",
      code: EXPRESS_CONFIGURE_POST_LOGIN,
      secrets: POST_LOGIN_SECRETS,
      id: "act",
      urn: "urn:action",
      written: "2026-11-01T10:00:01.000Z",
    },
  ],
  roleId: "rol_1",
  ownRole: true,
};

/** The OIN client of Auth0's own Express Configuration, and the service app that names it. */
export const NATIVE_OIN: Management.Client = {
  client_id: "noin",
  name: "Okta OIN Express Configuration",
  description: "For Express Configuration with Okta",
  app_type: "express_configuration",
  callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
  oidc_conformant: true,
  grant_types: ["client_credentials", "authorization_code"],
  jwt_configuration: { alg: "RS256" },
  organization_usage: "require",
  organization_require_behavior: "pre_login_prompt",
  client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_9" }] } },
};

const BLOCK = {
  admin_login_domain: "acme.us.auth0.com",
  connection_profile_id: "cop_1",
  enable_client: true,
  enable_organization: true,
  initiate_login_uri_template: "https://app.acme.example/{organization_name}",
  okta_oin_client_id: "noin",
  user_attribute_profile_id: "uap_1",
};
/** An app whose block names an OIN client. */
export const appNaming = (clientId: string, oinClientId: string, name = "Acme SaaS"): Management.Client => ({
  client_id: clientId,
  name,
  express_configuration: { ...BLOCK, okta_oin_client_id: oinClientId },
});

export const NATIVE_KEY: Management.ClientCredential = { ...KEY, id: "cred_9" };

const nativeAction = (
  id: string,
  name: string,
  code: string,
  secrets: readonly string[],
): Management.GetActionResponseContent => ({
  ...ACTION,
  id,
  name,
  code,
  secrets: secrets.map((secret) => ({ name: secret, updated_at: SET_AT })),
  deployed_version: { id: `version-of-${id}`, code, built_at: SET_AT },
});
export const ADMINS = nativeAction("admins", "express_configuration_admins", EXPRESS_CONFIGURATION_ADMINS, [
  "APP_METADATA_KEY",
  "SCOPES",
]);
export const DOMAINS = nativeAction(
  "domains",
  "express_configuration_domain_aliases",
  EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
  ["METADATA_KEY"],
);
const bindingOf = ({ id = "", name = "" }: Management.GetActionResponseContent): Management.ActionBinding => ({
  id: `binding-of-${id}`,
  display_name: name,
  action: { id },
});

/** The stack's own connection profile. */
export const PROFILE: Management.ConnectionProfile = {
  id: "cop_1",
  name: "Okta Express Configuration",
  enabled_features: ["universal_logout"],
  strategy_overrides: { oidc: { enabled_features: ["universal_logout"] } },
};

/** What Auth0 grants a native OIN client when it is made. */
export const SYSTEM_GRANT: Management.ClientGrantResponseContent = {
  id: "cgr_system",
  client_id: "noin",
  audience: AUDIENCE,
  scope: ["read:clients", "create:connections"],
  subject_type: "client",
  is_system: true,
};

/** A clean tenant in the native flavour, with both of the optional Actions. */
export const NATIVE_READING: Reading = {
  clients: [appNaming("app", "noin"), NATIVE_OIN],
  moreClients: false,
  oinClients: { noin: { client: NATIVE_OIN, credentials: [NATIVE_KEY], grants: [SYSTEM_GRANT] } },
  apis: [SYSTEM_API],
  connectionProfile: PROFILE,
  actions: [ADMINS, DOMAINS],
  bindings: [OTHER_BINDING, bindingOf(ADMINS), bindingOf(DOMAINS)],
  roleMembers: [],
  moreRoleMembers: false,
  flags: { enable_client_connections: false },
};

const ownNativeAction = (
  { id = "", name = "", code = "", secrets = [] }: Management.GetActionResponseContent,
  without: string,
) => ({
  flavour: "native" as const,
  name,
  without,
  code,
  secrets: secrets.map((secret) => secret.name ?? ""),
  id,
  urn: `urn:${id}`,
  written: "2026-11-01T10:00:01.000Z",
});

export const NATIVE_EXPECTED: ExpectedState = {
  ...EXPECTED,
  connectionProfile: { id: "cop_1", strategies: ["oidc"], scim: true, scimTokens: false },
  oinClients: [{ flavour: "native", clientId: "noin", title: "The OIN client", oktaKnows: true, released: false }],
  actions: [
    ownNativeAction(ADMINS, "nobody can run Express Configuration"),
    ownNativeAction(DOMAINS, "Okta is not told the e-mail domains of an organization"),
  ],
};

/** The same tenant while it moves from the guide to native: both side by side. */
export const BOTH_READING: Reading = {
  ...NATIVE_READING,
  clients: [appNaming("app", "noin"), OIN, NATIVE_OIN],
  oinClients: { ...READING.oinClients, ...NATIVE_READING.oinClients },
  apis: [EXPRESS_API, SYSTEM_API],
  actions: [ACTION, ...NATIVE_READING.actions],
  bindings: [...NATIVE_READING.bindings, BINDING],
};

export const BOTH_EXPECTED: ExpectedState = {
  ...EXPECTED,
  oinClients: [
    { flavour: "guide", clientId: "oin", title: "The guide's OIN client", oktaKnows: true, released: false },
    { flavour: "native", clientId: "noin", title: "The native OIN client", oktaKnows: false, released: false },
  ],
  actions: [...EXPECTED.actions, ...NATIVE_EXPECTED.actions],
};
