// Inputs that the official plugin 3.49.0 refuses, each with its words for it.
import type { Values } from "../../../src/plugin/schema/value.ts";

export type BadInputs = readonly [what: string, type: string, inputs: Values, reasons: readonly string[]];

/** The resource is called `own`. */
export const BAD_INPUTS: readonly BadInputs[] = [
  [
    "a property that does not exist",
    "role:Role",
    { name: "x", foo: 1 },
    ["Invalid or unknown key. Examine values at 'own.foo'."],
  ],
  [
    "a list for a text",
    "role:Role",
    { name: ["a"] },
    ["Attribute must be a single value, not a list. Examine values at 'own.name'."],
  ],
  [
    "a wrong value and an unknown property within a block",
    "client:Client",
    { name: "x", jwtConfiguration: { alg: "X", foo: "y" } },
    [
      "Invalid or unknown key. Examine values at 'own.jwtConfiguration.foo'.",
      `expected jwt_configuration.0.alg to be one of ["HS256" "RS256" "PS256"], got X. Examine values at 'own.jwtConfiguration.alg'.`,
    ],
  ],
  [
    "a property of a block that only the tenant says",
    "client:Client",
    { name: "x", expressConfiguration: { oinSubmissionId: "s" } },
    [
      `Value for unconfigurable attribute. Can't configure a value for "express_configuration.0.oin_submission_id": its value will be decided automatically based on the result of applying this configuration.. Examine values at 'own.expressConfiguration.oinSubmissionId'.`,
    ],
  ],
  [
    "a property that only the tenant says",
    "client:Client",
    { name: "x", clientId: "s" },
    [
      `Value for unconfigurable attribute. Can't configure a value for "client_id": its value will be decided automatically based on the result of applying this configuration.. Examine values at 'own.clientId'.`,
    ],
  ],
  [
    "a URL without TLS",
    "client:Client",
    { name: "x", initiateLoginUri: "http://a.b" },
    [
      `expected "initiate_login_uri" to have a url with schema of: "https", got http://a.b. Examine values at 'own.initiateLoginUri'.`,
    ],
  ],
  [
    "a URL without a host",
    "client:Client",
    { name: "x", initiateLoginUri: "abc" },
    [`expected "initiate_login_uri" to have a host, got abc. Examine values at 'own.initiateLoginUri'.`],
  ],
  [
    "a block without what it must have",
    "client:Client",
    { name: "x", refreshToken: { leeway: 1 } },
    [
      `Missing required argument. The argument "refresh_token.0.expiration_type" is required, but no definition was found.. Examine values at 'own.refreshToken.expirationType'.`,
      `Missing required argument. The argument "refresh_token.0.rotation_type" is required, but no definition was found.. Examine values at 'own.refreshToken.rotationType'.`,
    ],
  ],
  [
    "a number out of range",
    "client:Client",
    { name: "x", tokenQuota: { clientCredentials: { perDay: 0 } } },
    [
      "expected token_quota.0.client_credentials.0.per_day to be in the range (1 - 2147483647), got 0. Examine values at 'own.tokenQuota.clientCredentials.perDay'.",
    ],
  ],
  [
    "a wrong element of a list",
    "client:Client",
    { name: "x", organizationDiscoveryMethods: ["email", "bad"] },
    [
      `expected organization_discovery_methods.1 to be one of ["email" "organization_name"], got bad. Examine values at 'own.organizationDiscoveryMethods[1]'.`,
    ],
  ],
  [
    "a wrong element of a set, which has no place",
    "client:Client",
    { name: "x", sessionTransfer: { allowedAuthenticationMethods: ["bad"] } },
    [
      `expected session_transfer.0.allowed_authentication_methods.0 to be one of ["cookie" "query"], got bad. Examine values at 'own.sessionTransfer.allowedAuthenticationMethods'.`,
    ],
  ],
  [
    "a block of which something must be given",
    "client:Client",
    { name: "x", mobile: { android: {} } },
    [
      `Missing required argument. "mobile.0.android.0.app_package_name": one of \`mobile.0.android.0.app_package_name,mobile.0.android.0.sha256_cert_fingerprints\` must be specified. Examine values at 'own.mobile.android.appPackageName'.`,
      `Missing required argument. "mobile.0.android.0.sha256_cert_fingerprints": one of \`mobile.0.android.0.app_package_name,mobile.0.android.0.sha256_cert_fingerprints\` must be specified. Examine values at 'own.mobile.android.sha256CertFingerprints'.`,
    ],
  ],
  [
    "a block with neither of its alternatives",
    "client:Client",
    { name: "x", mobile: {} },
    [
      `Missing required argument. "mobile.0.android": one of \`mobile.0.android,mobile.0.ios\` must be specified. Examine values at 'own.mobile.android'.`,
      `Missing required argument. "mobile.0.ios": one of \`mobile.0.android,mobile.0.ios\` must be specified. Examine values at 'own.mobile.ios'.`,
    ],
  ],
  [
    "several absent properties of an addon",
    "client:Client",
    { name: "x", addons: { wams: { masterKey: "k" }, layer: { principal: "a" }, box: {} } },
    [
      `Missing required argument. The argument "addons.0.layer.0.key_id" is required, but no definition was found.. Examine values at 'own.addons.layer.keyId'.`,
      `Missing required argument. The argument "addons.0.layer.0.private_key" is required, but no definition was found.. Examine values at 'own.addons.layer.privateKey'.`,
      `Missing required argument. The argument "addons.0.layer.0.provider_id" is required, but no definition was found.. Examine values at 'own.addons.layer.providerId'.`,
    ],
  ],
  [
    "two properties of which one excludes the other",
    "client:Client",
    { name: "x", addons: { samlp: { mappings: { a: "b" }, flexibleMappings: '{"a":["b"]}' } } },
    [
      `Conflicting configuration arguments. "addons.0.samlp.0.flexible_mappings": conflicts with addons.0.samlp.0.mappings. Examine values at 'own.addons.samlp.flexibleMappings'.`,
      `Conflicting configuration arguments. "addons.0.samlp.0.mappings": conflicts with addons.0.samlp.0.flexible_mappings. Examine values at 'own.addons.samlp.mappings'.`,
    ],
  ],
  [
    "a text that is no flag, beside one that is",
    "client:Client",
    { name: "x", oidcConformant: "true", sso: "yes" },
    [`cannot parse '' as bool: strconv.ParseBool: parsing "yes": invalid syntax. Examine values at 'own.sso'.`],
  ],
  [
    "neither of two alternatives",
    "clientGrant:ClientGrant",
    { audience: "a", scopes: [] },
    [
      `Missing required argument. "client_id": one of \`client_id,default_for\` must be specified. Examine values at 'own.clientId'.`,
      `Missing required argument. "default_for": one of \`client_id,default_for\` must be specified. Examine values at 'own.defaultFor'.`,
    ],
  ],
  [
    "both of two alternatives",
    "clientGrant:ClientGrant",
    { clientId: "c", defaultFor: "third_party_clients", audience: "a", scopes: [] },
    [
      `Conflicting configuration arguments. "client_id": conflicts with default_for. Examine values at 'own.clientId'.`,
      `Conflicting configuration arguments. "default_for": conflicts with client_id. Examine values at 'own.defaultFor'.`,
    ],
  ],
  [
    "an empty text in a list",
    "clientGrant:ClientGrant",
    { clientId: "c", audience: "a", scopes: [""] },
    [`expected "scopes.0" to not be an empty string, got . Examine values at 'own.scopes[0]'.`],
  ],
  [
    "a value that counts in any case, beside a wrong one",
    "clientGrant:ClientGrant",
    { clientId: "c", audience: "a", scopes: [], subjectType: "CLIENT", organizationUsage: "bad" },
    [
      `expected organization_usage to be one of ["allow" "deny" "require"], got bad. Examine values at 'own.organizationUsage'.`,
    ],
  ],
  [
    "a third key",
    "clientCredentials:ClientCredentials",
    {
      clientId: "c",
      privateKeyJwt: {
        credentials: [
          { credentialType: "public_key", pem: "p" },
          { credentialType: "public_key", pem: "q" },
          { credentialType: "public_key", pem: "r" },
        ],
      },
    },
    [
      "Too many list items. Attribute private_key_jwt.0.credentials supports 2 item maximum, but config has 3 declared.. Examine values at 'own.privateKeyJwt.credentials'.",
    ],
  ],
  [
    "a time, a type and an algorithm that are none",
    "clientCredentials:ClientCredentials",
    {
      clientId: "c",
      privateKeyJwt: { credentials: [{ credentialType: "x", pem: "p", algorithm: "Z", expiresAt: "no" }] },
    },
    [
      `expected "private_key_jwt.0.credentials.0.expires_at" to be a valid RFC3339 date, got "no": parsing time "no" as "2006-01-02T15:04:05Z07:00": cannot parse "no" as "2006". Examine values at 'own.privateKeyJwt.credentials'.`,
      `expected private_key_jwt.0.credentials.0.algorithm to be one of ["RS256" "RS384" "PS256"], got Z. Examine values at 'own.privateKeyJwt.credentials'.`,
      `expected private_key_jwt.0.credentials.0.credential_type to be one of ["public_key"], got x. Examine values at 'own.privateKeyJwt.credentials'.`,
    ],
  ],
  [
    "a key without its PEM",
    "clientCredentials:ClientCredentials",
    { clientId: "c", privateKeyJwt: { credentials: [{ credentialType: "public_key" }] } },
    [
      `Missing required argument. The argument "private_key_jwt.0.credentials.0.pem" is required, but no definition was found.. Examine values at 'own.privateKeyJwt.credentials'.`,
    ],
  ],
  [
    "a method without credentials",
    "clientCredentials:ClientCredentials",
    { clientId: "c", privateKeyJwt: {} },
    [
      `Missing required argument. The argument "private_key_jwt.0.credentials" is required, but no definition was found.. Examine values at 'own.privateKeyJwt.credentials'.`,
    ],
  ],
  [
    "a key ID, which the tenant computes",
    "clientCredentials:ClientCredentials",
    { clientId: "c", privateKeyJwt: { credentials: [{ credentialType: "public_key", pem: "p", keyId: "k" }] } },
    [
      `Value for unconfigurable attribute. Can't configure a value for "private_key_jwt.0.credentials.0.key_id": its value will be decided automatically based on the result of applying this configuration.. Examine values at 'own.privateKeyJwt.credentials'.`,
    ],
  ],
  [
    "a secret and a key",
    "clientCredentials:ClientCredentials",
    { clientId: "c", clientSecret: "s", privateKeyJwt: { credentials: [{ credentialType: "public_key", pem: "p" }] } },
    [
      `Conflicting configuration arguments. "client_secret": conflicts with private_key_jwt. Examine values at 'own.clientSecret'.`,
      `Conflicting configuration arguments. "private_key_jwt": conflicts with client_secret. Examine values at 'own.privateKeyJwt'.`,
    ],
  ],
  [
    "a write-only secret without its version",
    "clientCredentials:ClientCredentials",
    { clientId: "c", clientSecretWo: "s" },
    [
      `Missing required argument. "client_secret_wo": all of \`client_secret_wo,client_secret_wo_version\` must be specified. Examine values at 'own.clientSecretWo'.`,
    ],
  ],
  [
    "a version below the first",
    "clientCredentials:ClientCredentials",
    { clientId: "c", clientSecretWo: "s", clientSecretWoVersion: 0 },
    ["expected client_secret_wo_version to be at least (1), got 0. Examine values at 'own.clientSecretWoVersion'."],
  ],
  [
    "four wrong values",
    "resourceServer:ResourceServer",
    { identifier: "i", signingAlg: "none", signingSecret: "short", tokenDialect: "z", consentPolicy: "q" },
    [
      `expected consent_policy to be one of ["transactional-authorization-with-mfa" "null"], got q. Examine values at 'own.consentPolicy'.`,
      `expected length of signing_secret to be at least 16, "short" is 5. Examine values at 'own.signingSecret'.`,
      `expected signing_alg to be one of ["HS256" "RS256" "PS256"], got none. Examine values at 'own.signingAlg'.`,
      `expected token_dialect to be one of ["access_token" "access_token_authz" "rfc9068_profile" "rfc9068_profile_authz"], got z. Examine values at 'own.tokenDialect'.`,
    ],
  ],
  [
    "half of a pair",
    "resourceServer:ResourceServer",
    { identifier: "i", tokenEncryption: { format: "compact-nested-jwe" } },
    [
      `Missing required argument. "token_encryption.0.format": all of \`token_encryption.0.encryption_key,token_encryption.0.format\` must be specified. Examine values at 'own.tokenEncryption.format'.`,
    ],
  ],
  [
    "the other half of the pair",
    "resourceServer:ResourceServer",
    { identifier: "i", tokenEncryption: { encryptionKey: { algorithm: "a", pem: "p" } } },
    [
      `Missing required argument. "token_encryption.0.encryption_key": all of \`token_encryption.0.encryption_key,token_encryption.0.format\` must be specified. Examine values at 'own.tokenEncryption.encryptionKey'.`,
    ],
  ],
  [
    "a scope without a name",
    "resourceServerScopes:ResourceServerScopes",
    { resourceServerIdentifier: "i", scopes: [{ description: "d" }] },
    [
      `Missing required argument. The argument "scopes.0.name" is required, but no definition was found.. Examine values at 'own.scopes'.`,
    ],
  ],
  [
    "an unknown runtime",
    "action:Action",
    { name: "n", code: "c", runtime: "node1", supportedTriggers: { id: "post-login", version: "v3" } },
    [
      `expected runtime to be one of ["node12" "node16" "node18" "node22"], got node1. Examine values at 'own.runtime'.`,
    ],
  ],
  [
    "no trigger",
    "action:Action",
    { name: "n", code: "c" },
    [
      `Missing required argument. The argument "supported_triggers" is required, but no definition was found.. Examine values at 'own.supportedTriggers'.`,
    ],
  ],
  [
    "secrets of both kinds",
    "action:Action",
    {
      name: "n",
      code: "c",
      supportedTriggers: { id: "post-login", version: "v3" },
      secrets: [{ name: "a", value: "b" }],
      secretsWos: [{ name: "a", value: "b" }],
      secretsWoVersion: 1,
    },
    [
      `Conflicting configuration arguments. "secrets": conflicts with secrets_wo. Examine values at 'own.secrets'.`,
      `Conflicting configuration arguments. "secrets_wo": conflicts with secrets. Examine values at 'own.secretsWos'.`,
    ],
  ],
  [
    "write-only secrets without a version",
    "action:Action",
    {
      name: "n",
      code: "c",
      supportedTriggers: { id: "post-login", version: "v3" },
      secretsWos: [{ name: "a", value: "b" }],
    },
    [
      `Missing required argument. "secrets_wo": all of \`secrets_wo,secrets_wo_version\` must be specified. Examine values at 'own.secretsWos'.`,
    ],
  ],
  [
    "a secret without its value",
    "action:Action",
    { name: "n", code: "c", supportedTriggers: { id: "post-login", version: "v3" }, secrets: [{ name: "a" }] },
    [
      `Missing required argument. The argument "secrets.0.value" is required, but no definition was found.. Examine values at 'own.secrets'.`,
    ],
  ],
  [
    "lifetimes that are too short",
    "tenant:Tenant",
    { sessionLifetime: 0, idleSessionLifetime: 0.001, defaultRedirectionUri: "http://a", flags: { enableSso: true } },
    [
      `expected "default_redirection_uri" to have a url with schema of: "https", got http://a. Examine values at 'own.defaultRedirectionUri'.`,
      "expected idle_session_lifetime to be at least (0.010000), got 0.001000. Examine values at 'own.idleSessionLifetime'.",
      "expected session_lifetime to be at least (0.010000), got 0.000000. Examine values at 'own.sessionLifetime'.",
    ],
  ],
  [
    "a wrong cookie mode, and sessions without a setting",
    "tenant:Tenant",
    { sessionCookie: { mode: "x" }, sessions: {} },
    [
      `Missing required argument. The argument "sessions.0.oidc_logout_prompt_enabled" is required, but no definition was found.. Examine values at 'own.sessions.oidcLogoutPromptEnabled'.`,
      `expected session_cookie.0.mode to be one of ["persistent" "non-persistent"], got x. Examine values at 'own.sessionCookie.mode'.`,
    ],
  ],
  [
    "a permission without its API",
    "rolePermissions:RolePermissions",
    { roleId: "r", permissions: [{ name: "n" }] },
    [
      `Missing required argument. The argument "permissions.0.resource_server_identifier" is required, but no definition was found.. Examine values at 'own.permissions'.`,
    ],
  ],
  [
    "a permission with what the API says of it",
    "rolePermissions:RolePermissions",
    { roleId: "r", permissions: [{ name: "n", resourceServerIdentifier: "i", description: "x" }] },
    [
      `Value for unconfigurable attribute. Can't configure a value for "permissions.0.description": its value will be decided automatically based on the result of applying this configuration.. Examine values at 'own.permissions'.`,
    ],
  ],
  [
    "no attribute",
    "userAttributeProfile:UserAttributeProfile",
    { name: "n", userAttributes: [] },
    [
      "Not enough list items. Attribute user_attributes requires 1 item minimum, but config has only 0 declared.. Examine values at 'own.userAttributes'.",
    ],
  ],
  [
    "too many mappings, a text that is too short, an unknown strategy",
    "userAttributeProfile:UserAttributeProfile",
    {
      name: "n",
      userAttributes: [
        {
          name: "",
          auth0Mapping: "a",
          description: "d",
          label: "l",
          profileRequired: true,
          samlMappings: ["a", "b", "c", "d"],
          strategyOverrides: [{ strategy: "zz" }],
        },
      ],
    },
    [
      "Too many list items. Attribute user_attributes.0.saml_mapping supports 3 item maximum, but config has 4 declared.. Examine values at 'own.userAttributes[0].samlMappings'.",
      "expected length of user_attributes.0.name to be in the range (1 - 50), got . Examine values at 'own.userAttributes[0].name'.",
      `expected user_attributes.0.strategy_overrides.0.strategy to be one of ["ad" "adfs" "google-apps" "oidc" "okta" "pingfederate" "samlp" "waad"], got zz. Examine values at 'own.userAttributes[0].strategyOverrides[0].strategy'.`,
    ],
  ],
  [
    "no client",
    "connectionClient:ConnectionClient",
    { connectionId: "c" },
    [
      `Missing required argument. The argument "client_id" is required, but no definition was found.. Examine values at 'own.clientId'.`,
    ],
  ],
];
