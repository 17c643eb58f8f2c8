// What may be sent to POST and PATCH /clients. Names and types after the official Node SDK's CreateClientRequestContent
// and UpdateClientRequestContent; limits after the Management API's documentation.
import { z } from "zod";
import { isCallbackUrl } from "./callback-url.ts";
import { clientAddons } from "./client-addon-schema.ts";
import {
  activeSwitch,
  b2bIntegration,
  clientMetadata,
  encryptionKey,
  expressConfiguration,
  fedcmLogin,
  jwtConfiguration,
  mobile,
  myOrganizationConfiguration,
  nativeSocialLogin,
  oidcLogout,
  refreshToken,
  sessionTransfer,
  signedRequestObject,
  tokenQuota,
  tokenVaultPrivilegedAccess,
} from "./client-group-schema.ts";
import { createCredentialBody, type CreateCredentialBody } from "./credential-schema.ts";

const strings = (maximum?: number) => {
  const list = z.array(z.string());
  return maximum === undefined ? list : list.max(maximum);
};
const callbackUrl = z.stringFormat("callback-url", isCallbackUrl);
const nonEmpty = z.array(z.string().min(1));
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

const httpsOrEmpty = z.string().regex(/^(https:\/\/\S+)?$/);

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
  client_aliases: nonEmpty.nullish(),
  allowed_clients: nonEmpty.nullish(),
  allowed_logout_urls: strings(100).nullish(),
  grant_types: nonEmpty.nullish(),
  token_endpoint_auth_method: z.enum(["none", "client_secret_post", "client_secret_basic"]).nullish(),
  is_token_endpoint_ip_header_trusted: z.boolean().nullish(),
  app_type: z.enum(APP_TYPES).nullish(),
  is_first_party: z.boolean().nullish(),
  oidc_conformant: z.boolean().nullish(),
  jwt_configuration: jwtConfiguration.nullish(),
  encryption_key: encryptionKey.nullish(),
  sso: z.boolean().nullish(),
  cross_origin_authentication: z.boolean().nullish(),
  /** The older name of `cross_origin_authentication`. */
  cross_origin_auth: z.boolean().nullish(),
  cross_origin_loc: z.string().nullish(),
  sso_disabled: z.boolean().nullish(),
  custom_login_page_on: z.boolean().nullish(),
  custom_login_page: z.string().min(1).nullish(),
  custom_login_page_preview: z.string().min(1).nullish(),
  form_template: z.string().min(1).nullish(),
  addons: clientAddons.nullish(),
  client_metadata: clientMetadata.nullish(),
  mobile: mobile.nullish(),
  initiate_login_uri: httpsOrEmpty.nullish(),
  native_social_login: nativeSocialLogin.nullish(),
  fedcm_login: fedcmLogin.nullish(),
  refresh_token: refreshToken.nullish(),
  default_organization: z
    .strictObject({
      organization_id: z.string().min(1),
      flows: z.array(z.enum(["client_credentials"])).min(1),
    })
    .nullish(),
  organization_usage: z.enum(["deny", "allow", "require"]).nullish(),
  organization_require_behavior: z.enum(["no_prompt", "pre_login_prompt", "post_login_prompt"]).nullish(),
  organization_discovery_methods: z
    .array(z.enum(["email", "organization_name"]))
    .min(1)
    .nullish(),
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
  identity_assertion_authorization_grant: activeSwitch.nullish(),
  anonymous_sessions: activeSwitch.nullish(),
  third_party_security_mode: z.enum(["strict", "permissive"]).nullish(),
  redirection_policy: z.enum(["allow_always", "open_redirect_protection"]).nullish(),
  express_configuration: expressConfiguration.nullish(),
  b2b_integration_configuration: b2bIntegration.nullish(),
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
