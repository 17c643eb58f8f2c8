// What may be sent to POST and PATCH /clients. Names and types after the official Node SDK's CreateClientRequestContent
// and UpdateClientRequestContent; limits after the Management API's documentation.
import { z } from "zod";
import { isCallbackUrl } from "./callback-url.ts";
import { createCredentialBody, type CreateCredentialBody } from "./credential-schema.ts";

const strings = (maximum?: number) => {
  const list = z.array(z.string());
  return maximum === undefined ? list : list.max(maximum);
};
const callbackUrl = z.stringFormat("callback-url", isCallbackUrl);
const settings = z.record(z.string(), z.unknown());
const credentialIds = z.array(z.strictObject({ id: z.string().min(1) })).max(2);
/** Credentials that come with a new client, as the members that name credentials take them. */
const newCredentials = (type: CreateCredentialBody["credential_type"]) =>
  z.array(createCredentialBody.extend({ credential_type: z.literal(type) })).max(2);

const APP_TYPES = [
  "native",
  "spa",
  "regular_web",
  "non_interactive",
  "resource_server",
  "express_configuration",
  "rms",
  "box",
  "cloudbees",
  "concur",
  "dropbox",
  "mscrm",
  "echosign",
  "egnyte",
  "newrelic",
  "office365",
  "salesforce",
  "sentry",
  "sharepoint",
  "slack",
  "springcm",
  "zendesk",
  "zoom",
  "sso_integration",
  "oag",
] as const;

const jwtConfiguration = z.looseObject({
  lifetime_in_seconds: z.int().min(0).max(2_592_000).optional(),
  secret_encoded: z.boolean().optional(),
  scopes: settings.optional(),
  alg: z.enum(["HS256", "RS256", "RS512", "PS256"]).optional(),
});

const LOGOUT_INITIATORS = [
  "rp-logout",
  "idp-logout",
  "password-changed",
  "session-expired",
  "session-revoked",
  "account-deleted",
  "email-identifier-changed",
  "mfa-phone-unenrolled",
  "account-deactivated",
] as const;

const oidcLogout = z.looseObject({
  backchannel_logout_urls: z.array(z.string()).max(1).optional(),
  backchannel_logout_initiators: z
    .looseObject({
      mode: z.enum(["custom", "all"]).optional(),
      selected_initiators: z.array(z.enum(LOGOUT_INITIATORS)).optional(),
    })
    .optional(),
  backchannel_logout_session_metadata: z.looseObject({ include: z.boolean().optional() }).nullable().optional(),
});

const refreshToken = z.strictObject({
  rotation_type: z.enum(["rotating", "non-rotating"]),
  expiration_type: z.enum(["expiring", "non-expiring"]),
  leeway: z.int().min(0).optional(),
  token_lifetime: z.int().min(1).max(157_788_000).optional(),
  infinite_token_lifetime: z.boolean().optional(),
  idle_token_lifetime: z.int().min(1).optional(),
  infinite_idle_token_lifetime: z.boolean().optional(),
  policies: z
    .array(z.strictObject({ audience: z.string().min(1).max(600), scope: strings() }))
    .nullable()
    .optional(),
});

/** Each method has its own type of credential. */
const createdMethods = z.strictObject({
  private_key_jwt: z.strictObject({ credentials: newCredentials("public_key") }).optional(),
  tls_client_auth: z.strictObject({ credentials: newCredentials("cert_subject_dn") }).optional(),
  self_signed_tls_client_auth: z.strictObject({ credentials: newCredentials("x509_cert") }).optional(),
});

const method = z.strictObject({ credentials: credentialIds });

const attachedMethods = z.strictObject({
  private_key_jwt: method.optional(),
  tls_client_auth: method.optional(),
  self_signed_tls_client_auth: method.optional(),
});

const sessionTransfer = z.strictObject({
  can_create_session_transfer_token: z.boolean().optional(),
  enforce_cascade_revocation: z.boolean().optional(),
  allowed_authentication_methods: z.array(z.enum(["cookie", "query"])).nullish(),
  enforce_device_binding: z.enum(["ip", "asn", "none"]).optional(),
  allow_refresh_token: z.boolean().optional(),
  enforce_online_refresh_tokens: z.boolean().optional(),
  delegation: z
    .looseObject({
      allow_delegated_access: z.boolean().optional(),
      enforce_device_binding: z.enum(["ip", "asn"]).optional(),
    })
    .nullish(),
});

const social = z.strictObject({ enabled: z.boolean().optional() });

const nativeSocialLogin = z.strictObject({
  apple: social.optional(),
  facebook: social.optional(),
  google: social.optional(),
});

const mobile = z.looseObject({
  android: z
    .looseObject({ app_package_name: z.string().optional(), sha256_cert_fingerprints: z.array(z.string()).optional() })
    .optional(),
  ios: z.looseObject({ team_id: z.string().optional(), app_bundle_identifier: z.string().optional() }).optional(),
});

const signedRequestObject = <Credentials extends z.ZodType>(credentials: Credentials) =>
  z.strictObject({ required: z.boolean().optional(), credentials: credentials.optional() });

/** Grants and the list of addresses pass as sent. */
const tokenVaultPrivilegedAccess = <Credentials extends z.ZodType>(credentials: Credentials) =>
  z.looseObject({ credentials: credentials.optional() });

const httpsOrEmpty = z.string().regex(/^(https:\/\/\S+)?$/);

const expressConfiguration = z.strictObject({
  initiate_login_uri_template: z.string().min(1).max(1024),
  user_attribute_profile_id: z.string().min(1),
  connection_profile_id: z.string().min(1),
  enable_client: z.boolean(),
  enable_organization: z.boolean(),
  linked_clients: z.array(z.strictObject({ client_id: z.string().min(1) })).optional(),
  okta_oin_client_id: z.string().min(1),
  admin_login_domain: z.string().min(1),
  oin_submission_id: z.string().optional(),
});

const tokenQuota = z.strictObject({
  client_credentials: z.strictObject({
    enforce: z.boolean().optional(),
    per_day: z.int().min(1).max(2_147_483_647).optional(),
    per_hour: z.int().min(1).max(2_147_483_647).optional(),
  }),
});

const myOrganizationConfiguration = z.strictObject({
  connection_profile_id: z.string().optional(),
  user_attribute_profile_id: z.string().optional(),
  allowed_strategies: z.array(z.enum(["pingfederate", "adfs", "waad", "google-apps", "okta", "oidc", "samlp"])),
  third_party_client_access: settings.optional(),
  connection_deletion_behavior: z.enum(["allow", "allow_if_empty"]),
  invitation_landing_client_id: z.string().optional(),
});

/** Values up to 255 characters, keys up to 255, at most 10 of them; null removes a key. */
const clientMetadata = z
  .record(z.string().max(255), z.string().max(255).nullable())
  .refine((metadata) => Object.keys(metadata).length <= 10, {
    message: "'Too many properties defined (more than 10), maximum 10' on property client_metadata.",
  });

/** Everything beside the name; null takes a value away (or, on creation, leaves it out). */
const attributes = {
  description: z.string().max(140).nullish(),
  logo_uri: z.string().nullish(),
  callbacks: z.array(callbackUrl).max(100).nullish(),
  oidc_logout: oidcLogout.nullish(),
  oidc_backchannel_logout: oidcLogout.nullish(),
  session_transfer: sessionTransfer.nullish(),
  allowed_origins: strings(100).nullish(),
  web_origins: strings(100).nullish(),
  client_aliases: strings().nullish(),
  allowed_clients: strings().nullish(),
  allowed_logout_urls: strings(100).nullish(),
  grant_types: strings().nullish(),
  token_endpoint_auth_method: z.enum(["none", "client_secret_post", "client_secret_basic"]).nullish(),
  is_token_endpoint_ip_header_trusted: z.boolean().nullish(),
  app_type: z.enum(APP_TYPES).nullish(),
  is_first_party: z.boolean().nullish(),
  oidc_conformant: z.boolean().nullish(),
  jwt_configuration: jwtConfiguration.nullish(),
  encryption_key: settings.nullish(),
  sso: z.boolean().nullish(),
  cross_origin_authentication: z.boolean().nullish(),
  /** The older name of `cross_origin_authentication`. */
  cross_origin_auth: z.boolean().nullish(),
  cross_origin_loc: z.string().nullish(),
  sso_disabled: z.boolean().nullish(),
  custom_login_page_on: z.boolean().nullish(),
  custom_login_page: z.string().nullish(),
  custom_login_page_preview: z.string().nullish(),
  form_template: z.string().nullish(),
  addons: settings.nullish(),
  client_metadata: clientMetadata.nullish(),
  mobile: mobile.nullish(),
  initiate_login_uri: httpsOrEmpty.nullish(),
  native_social_login: nativeSocialLogin.nullish(),
  fedcm_login: settings.nullish(),
  refresh_token: refreshToken.nullish(),
  default_organization: z
    .strictObject({
      organization_id: z.string().min(1),
      flows: z.array(z.enum(["client_credentials"])).min(1),
    })
    .nullish(),
  organization_usage: z.enum(["deny", "allow", "require"]).nullish(),
  organization_require_behavior: z.enum(["no_prompt", "pre_login_prompt", "post_login_prompt"]).nullish(),
  organization_discovery_methods: z.array(z.enum(["email", "organization_name"])).nullish(),
  require_pushed_authorization_requests: z.boolean().nullish(),
  require_proof_of_possession: z.boolean().nullish(),
  compliance_level: z
    .enum(["none", "fapi1_adv_pkj_par", "fapi1_adv_mtls_par", "fapi2_sp_pkj_mtls", "fapi2_sp_mtls_mtls"])
    .nullish(),
  skip_non_verifiable_callback_uri_confirmation_prompt: z.boolean().nullish(),
  token_exchange: z
    .strictObject({
      allow_any_profile_of_type: z.array(z.enum(["custom_authentication", "on_behalf_of_token_exchange"])).optional(),
    })
    .nullish(),
  par_request_expiry: z.int().min(10).max(600).nullish(),
  token_quota: tokenQuota.nullish(),
  identity_assertion_authorization_grant: settings.nullish(),
  anonymous_sessions: settings.nullish(),
  third_party_security_mode: z.enum(["strict", "permissive"]).nullish(),
  redirection_policy: z.enum(["allow_always", "open_redirect_protection"]).nullish(),
  express_configuration: expressConfiguration.nullish(),
  b2b_integration_configuration: settings.nullish(),
  my_organization_configuration: myOrganizationConfiguration.nullish(),
  async_approval_notification_channels: z.array(z.enum(["guardian-push", "email"])).nullish(),
};

/** No angle brackets, at least one character (documentation of POST /clients). */
const name = z
  .string()
  .min(1)
  .regex(/^[^<>]+$/);

export const createClientBody = z.strictObject({
  name,
  ...attributes,
  /** At creation whole credentials, which are made with the client; afterwards the IDs of credentials that it has. */
  client_authentication_methods: createdMethods.nullish(),
  signed_request_object: signedRequestObject(newCredentials("public_key")).nullish(),
  token_vault_privileged_access: tokenVaultPrivilegedAccess(newCredentials("public_key")).nullish(),
  /** Only at creation: a client of app_type `resource_server` belongs to one API. */
  resource_server_identifier: z.string().min(1).nullish(),
  client_secret: z.string().min(1).nullish(),
});

export const updateClientBody = z.strictObject({
  name: name.optional(),
  ...attributes,
  client_authentication_methods: attachedMethods.nullish(),
  signed_request_object: signedRequestObject(credentialIds).nullish(),
  token_vault_privileged_access: tokenVaultPrivilegedAccess(credentialIds).nullish(),
  client_secret: z.string().min(1).nullish(),
});

export type CreateClientBody = z.infer<typeof createClientBody>;
export type UpdateClientBody = z.infer<typeof updateClientBody>;
