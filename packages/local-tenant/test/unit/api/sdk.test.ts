// What the official Node SDK's types say that the API takes, the tenant takes: every value of the enumerations, and bodies
// with every member that a resource has. `Required` keeps them whole: a member that a later SDK adds does not compile.
import { Management } from "auth0";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { rsaPublicKey } from "../../fixtures/keys.ts";

const CLIENT = "aClientOfTheSdkTest0000000000001";
const ORGANIZATION = "org_OfTheSdkTest001";
const AUDIENCE = "https://orders.example";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({
    seed: {
      resource_servers: [{ identifier: AUDIENCE, scopes: [{ value: "read" }] }],
      clients: [{ client_id: CLIENT, name: "One" }],
      organizations: [{ id: ORGANIZATION, name: "acme" }],
    },
  });
});
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

const settings = { name: "One" };
const setting = (change: Body) => ["PATCH", "/tenants/settings", change] as const;
const client = (change: Body) => ["PATCH", `/clients/${CLIENT}`, change] as const;
const api = (value: string, change: Body) =>
  ["POST", "/resource-servers", { identifier: `https://${value}.example`, ...change }] as const;

/** Each enumeration with the request that carries one of its values. */
const ENUMERATIONS: readonly [
  string,
  Readonly<Record<string, string>>,
  (value: string) => readonly [string, string, Body],
][] = [
  [
    "strategy",
    Management.ConnectionIdentityProviderEnum,
    (strategy) => ["POST", "/connections", { name: `c-${strategy}`, strategy }],
  ],
  [
    "trigger",
    Management.ActionTriggerTypeEnum,
    (id) => ["POST", "/actions/actions", { name: `On ${id}`, supported_triggers: [{ id }] }],
  ],
  [
    "password policy",
    Management.ConnectionPasswordPolicyEnum,
    (passwordPolicy) => [
      "POST",
      "/connections",
      { name: `p-${passwordPolicy}`, strategy: "auth0", options: { passwordPolicy } },
    ],
  ],
  ["app_type", Management.ClientAppTypeEnum, (app_type) => ["POST", "/clients", { ...settings, app_type }]],
  [
    "method",
    Management.ClientTokenEndpointAuthMethodEnum,
    (token_endpoint_auth_method) => client({ token_endpoint_auth_method }),
  ],
  ["compliance level", Management.ClientComplianceLevelEnum, (compliance_level) => client({ compliance_level })],
  [
    "organization_usage",
    Management.ClientOrganizationUsageEnum,
    (organization_usage) => client({ organization_usage }),
  ],
  [
    "prompt",
    Management.ClientOrganizationRequireBehaviorEnum,
    (organization_require_behavior) => client({ organization_require_behavior }),
  ],
  [
    "discovery method",
    Management.ClientOrganizationDiscoveryEnum,
    (method) => client({ organization_discovery_methods: [method] }),
  ],
  [
    "token exchange",
    Management.ClientTokenExchangeTypeEnum,
    (type) => client({ token_exchange: { allow_any_profile_of_type: [type] } }),
  ],
  [
    "session transfer",
    Management.ClientSessionTransferAllowedAuthenticationMethodsEnum,
    (method) => client({ session_transfer: { allowed_authentication_methods: [method] } }),
  ],
  [
    "device binding",
    Management.ClientSessionTransferDeviceBindingEnum,
    (enforce_device_binding) => client({ session_transfer: { enforce_device_binding } }),
  ],
  [
    "logout initiator",
    Management.ClientOidcBackchannelLogoutInitiatorsEnum,
    (initiator) =>
      client({ oidc_logout: { backchannel_logout_initiators: { mode: "custom", selected_initiators: [initiator] } } }),
  ],
  [
    "redirection policy",
    Management.ClientRedirectionPolicyEnum,
    (redirection_policy) => client({ redirection_policy }),
  ],
  [
    "third-party mode",
    Management.ClientThirdPartySecurityModeEnum,
    (third_party_security_mode) => [
      "POST",
      "/clients",
      { ...settings, is_first_party: false, third_party_security_mode },
    ],
  ],
  [
    "subject type",
    Management.ClientGrantSubjectTypeEnum,
    (subject_type) => ["POST", "/client-grants", { client_id: CLIENT, audience: AUDIENCE, scope: [], subject_type }],
  ],
  [
    "token dialect",
    Management.ResourceServerTokenDialectSchemaEnum,
    (token_dialect) => api(`dialect-${token_dialect}`, { token_dialect }),
  ],
  ["signing algorithm", Management.SigningAlgorithmEnum, (signing_alg) => api(`alg-${signing_alg}`, { signing_alg })],
  [
    "consent policy",
    Management.ResourceServerConsentPolicyEnum,
    (consent_policy) => api(`consent-${consent_policy}`, { consent_policy }),
  ],
  [
    "proof of possession",
    Management.ResourceServerProofOfPossessionMechanismEnum,
    (mechanism) => api(`proof-${mechanism}`, { proof_of_possession: { mechanism, required: true } }),
  ],
  [
    "policy for users",
    Management.ResourceServerSubjectTypeAuthorizationUserPolicyEnum,
    (policy) => api(`user-${policy}`, { subject_type_authorization: { user: { policy } } }),
  ],
  [
    "policy for clients",
    Management.ResourceServerSubjectTypeAuthorizationClientPolicyEnum,
    (policy) => api(`client-${policy}`, { subject_type_authorization: { client: { policy } } }),
  ],
  [
    "policy for anonymous users",
    Management.ResourceServerSubjectTypeAuthorizationAnonymousUserPolicyEnum,
    (policy) => api(`anonymous-${policy}`, { subject_type_authorization: { anonymous_user: { policy } } }),
  ],
  [
    "third-party access",
    Management.OrganizationThirdPartyClientAccessEnum,
    (third_party_client_access) => ["PATCH", `/organizations/${ORGANIZATION}`, { third_party_client_access }],
  ],
  ["cookie", Management.SessionCookieModeEnum, (mode) => setting({ session_cookie: { mode } })],
  [
    "country codes",
    Management.TenantSettingsCountryCodesMode,
    (mode) => setting({ country_codes: { mode, list: ["DE"] } }),
  ],
  [
    "resource parameter",
    Management.TenantSettingsResourceParameterProfile,
    (resource_parameter_profile) => setting({ resource_parameter_profile }),
  ],
  [
    "registration mode",
    Management.TenantSettingsDynamicClientRegistrationSecurityMode,
    (dynamic_client_registration_security_mode) => setting({ dynamic_client_registration_security_mode }),
  ],
  ["locale", Management.TenantSettingsSupportedLocalesEnum, (locale) => setting({ enabled_locales: [locale] })],
];

test.each(ENUMERATIONS)("every %s", async (_name, values, request) => {
  expect(Object.keys(values).length).toBeGreaterThan(0);
  for (const value of Object.values(values)) {
    const [method, path, body] = request(value);
    const reply = await tenant.api(method, `/api/v2${path}`, body);
    expect({ value, status: reply.status, message: (reply.body as Body | undefined)?.["message"] }).toMatchObject({
      value,
      status: method === "POST" ? 201 : 200,
    });
  }
});

/** The answer shows all that was sent, but for what `hidden` names. */
async function comesBack(method: string, path: string, body: Body, hidden: readonly string[] = []): Promise<Body> {
  const reply = await tenant.api<Body>(method, `/api/v2${path}`, body);
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
  expect(reply.body).toMatchObject(Object.fromEntries(Object.entries(body).filter(([name]) => !hidden.includes(name))));
  return reply.body;
}

type ClientBody = Required<
  Omit<
    Management.CreateClientRequestContent,
    "client_authentication_methods" | "resource_server_identifier" | "express_configuration"
  >
>;

test("a client with every member", async () => {
  const logout = { backchannel_logout_urls: ["https://app.example/logout"] };
  const key = { credential_type: "public_key", name: "Key", pem: rsaPublicKey() } as const;
  const body: ClientBody = {
    name: "Whole",
    description: "d",
    logo_uri: "https://app.example/logo.png",
    callbacks: ["https://app.example/callback"],
    oidc_logout: logout,
    oidc_backchannel_logout: logout,
    session_transfer: {
      can_create_session_transfer_token: true,
      enforce_cascade_revocation: false,
      allowed_authentication_methods: ["cookie", "query"],
      enforce_device_binding: "asn",
      allow_refresh_token: true,
      enforce_online_refresh_tokens: false,
    },
    allowed_origins: ["https://app.example"],
    web_origins: ["https://app.example"],
    client_aliases: ["alias"],
    allowed_clients: [CLIENT],
    allowed_logout_urls: ["https://app.example"],
    grant_types: ["client_credentials"],
    token_endpoint_auth_method: "client_secret_post",
    is_token_endpoint_ip_header_trusted: true,
    app_type: "native",
    is_first_party: true,
    oidc_conformant: true,
    jwt_configuration: { alg: "RS256", lifetime_in_seconds: 300, secret_encoded: true, scopes: {} },
    encryption_key: { pub: "p", cert: "c", subject: "s" },
    sso: true,
    cross_origin_authentication: true,
    cross_origin_loc: "https://app.example/fallback",
    sso_disabled: false,
    custom_login_page_on: true,
    custom_login_page: "<html></html>",
    custom_login_page_preview: "<html></html>",
    form_template: "<html></html>",
    addons: {
      samlp: { audience: "https://app.example/saml" },
      aws: { principal: "p", role: "r", lifetime_in_seconds: 32_000 },
      wsfed: {},
    },
    client_metadata: { key: "value" },
    mobile: {
      android: { app_package_name: "com.example", sha256_cert_fingerprints: ["DE:AD"] },
      ios: { team_id: "9JA89QQLNQ", app_bundle_identifier: "com.example.app" },
    },
    initiate_login_uri: "https://app.example/login",
    native_social_login: { apple: { enabled: true }, facebook: { enabled: false }, google: { enabled: true } },
    fedcm_login: { google: { is_enabled: true } },
    refresh_token: {
      rotation_type: "rotating",
      expiration_type: "expiring",
      leeway: 15,
      token_lifetime: 84_600,
      infinite_token_lifetime: false,
      idle_token_lifetime: 72_000,
      infinite_idle_token_lifetime: false,
      policies: [{ audience: AUDIENCE, scope: ["read"] }],
    },
    default_organization: { organization_id: ORGANIZATION, flows: ["client_credentials"] },
    organization_usage: "require",
    organization_require_behavior: "pre_login_prompt",
    organization_discovery_methods: ["email"],
    require_pushed_authorization_requests: true,
    require_proof_of_possession: true,
    signed_request_object: { required: true, credentials: [key] },
    token_vault_privileged_access: { credentials: [{ ...key, name: "Vault" }] },
    compliance_level: "fapi1_adv_pkj_par",
    skip_non_verifiable_callback_uri_confirmation_prompt: true,
    token_exchange: { allow_any_profile_of_type: ["custom_authentication"] },
    par_request_expiry: 30,
    token_quota: { client_credentials: { enforce: true, per_day: 100, per_hour: 10 } },
    identity_assertion_authorization_grant: { active: true },
    anonymous_sessions: { active: true },
    third_party_security_mode: "permissive",
    redirection_policy: "allow_always",
    b2b_integration_configuration: {},
    my_organization_configuration: { allowed_strategies: ["okta"], connection_deletion_behavior: "allow" },
    async_approval_notification_channels: ["email"],
  };
  const made = await comesBack("POST", "/clients", { ...body }, [
    "signed_request_object",
    "token_vault_privileged_access",
  ]);
  const { body: credentials } = await tenant.api<{ id: string; name: string }[]>(
    "GET",
    `/api/v2/clients/${String(made["client_id"])}/credentials`,
  );
  const named = (name: string) => credentials.find((credential) => credential.name === name);
  expect(made["signed_request_object"]).toEqual({ required: true, credentials: [named("Key")] });
  expect(made["token_vault_privileged_access"]).toEqual({ credentials: [named("Vault")] });
});

test("an API with every member", async () => {
  const body: Required<Management.CreateResourceServerRequestContent> = {
    name: "Whole",
    identifier: "https://whole.example",
    scopes: [{ value: "read", description: "Read" }],
    signing_alg: "PS256",
    signing_secret: "0123456789abcdef",
    allow_offline_access: true,
    allow_online_access: true,
    allow_online_access_with_ephemeral_sessions: true,
    token_lifetime: 7200,
    token_lifetime_for_anonymous_access_tokens: 600,
    token_dialect: "rfc9068_profile_authz",
    skip_consent_for_verifiable_first_party_clients: true,
    enforce_policies: true,
    token_encryption: {
      format: "compact-nested-jwe",
      encryption_key: { name: "Key", alg: "RSA-OAEP-256", kid: "k", pem: rsaPublicKey() },
    },
    consent_policy: "transactional-authorization-with-mfa",
    authorization_details: [{ type: "payment" }],
    proof_of_possession: { mechanism: "dpop", required: true, required_for: "all_clients" },
    subject_type_authorization: {
      user: { policy: "require_client_grant" },
      client: { policy: "deny_all" },
      anonymous_user: { policy: "deny_all" },
    },
    authorization_policy: { policy_id: "policy" },
  };
  const made = await comesBack("POST", "/resource-servers", { ...body }, ["token_encryption"]);
  expect(made["token_encryption"]).toMatchObject({
    format: "compact-nested-jwe",
    encryption_key: { name: "Key", alg: "RSA-OAEP-256", kid: "k" },
  });
});

test("an organization with every member", async () => {
  const body: Required<Management.CreateOrganizationRequestContent> = {
    name: "whole",
    display_name: "Whole",
    branding: { logo_url: "https://acme.example/logo.png", colors: { primary: "#ff0000", page_background: "#00ff00" } },
    metadata: { key: "value" },
    enabled_connections: [],
    token_quota: { client_credentials: { enforce: true, per_day: 100, per_hour: 10 } },
    third_party_client_access: "allow",
    is_app_entitlement_active: true,
  };
  await comesBack("POST", "/organizations", { ...body }, ["enabled_connections"]);
});

test("an action with every member", async () => {
  const body: Required<Management.CreateActionRequestContent> = {
    name: "Whole",
    supported_triggers: [{ id: "post-login", version: "v3" }],
    code: "exports.onExecutePostLogin = async () => {};",
    dependencies: [{ name: "lodash", version: "4.17.21" }],
    runtime: "node22",
    secrets: [{ name: "KEY", value: "v" }],
    modules: [{ module_id: "m", module_name: "Shared", module_version_id: "v", module_version_number: 1 }],
    deploy: true,
  };
  const made = await comesBack("POST", "/actions/actions", { ...body }, ["secrets", "deploy"]);
  expect(made["deployed_version"]).toMatchObject({ modules: body.modules });
  expect(JSON.stringify(made)).not.toContain('"value"');
});
