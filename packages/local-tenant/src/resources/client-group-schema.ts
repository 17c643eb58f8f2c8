// The members of a client that are groups of settings: types of the official Node SDK, limits of Auth0's OpenAPI document.
// A group is open (`looseObject`) where the SDK's type is: there Auth0 keeps whatever else is sent.
import { z } from "zod";

const settings = z.record(z.string(), z.unknown());
const nonEmpty = z.string().min(1);

export const jwtConfiguration = z.looseObject({
  lifetime_in_seconds: z.int().min(0).max(2_592_000).optional(),
  secret_encoded: z.boolean().optional(),
  scopes: settings.optional(),
  alg: z.enum(["HS256", "RS256", "RS512", "PS256"]).optional(),
});

export const encryptionKey = z.looseObject({
  pub: z.string().optional(),
  cert: z.string().optional(),
  subject: z.string().optional(),
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

export const oidcLogout = z.looseObject({
  backchannel_logout_urls: z.array(z.string()).max(1).optional(),
  backchannel_logout_initiators: z
    .looseObject({
      mode: z.enum(["custom", "all"]).optional(),
      selected_initiators: z.array(z.enum(LOGOUT_INITIATORS)).optional(),
    })
    .optional(),
  backchannel_logout_session_metadata: z.looseObject({ include: z.boolean().optional() }).nullish(),
});

export const refreshToken = z.strictObject({
  rotation_type: z.enum(["rotating", "non-rotating"]),
  expiration_type: z.enum(["expiring", "non-expiring"]),
  leeway: z.int().min(0).optional(),
  token_lifetime: z.int().min(1).max(157_788_000).optional(),
  infinite_token_lifetime: z.boolean().optional(),
  idle_token_lifetime: z.int().min(1).optional(),
  infinite_idle_token_lifetime: z.boolean().optional(),
  policies: z
    .array(z.strictObject({ audience: z.string().min(1).max(600), scope: z.array(z.string().min(1).max(280)) }))
    .nullish(),
});

export const sessionTransfer = z.strictObject({
  can_create_session_transfer_token: z.boolean().optional(),
  enforce_cascade_revocation: z.boolean().optional(),
  allowed_authentication_methods: z.array(z.enum(["cookie", "query"])).nullish(),
  enforce_device_binding: z.enum(["ip", "asn", "none"]).optional(),
  allow_refresh_token: z.boolean().optional(),
  enforce_online_refresh_tokens: z.boolean().optional(),
  delegation: z
    .strictObject({
      allow_delegated_access: z.boolean().optional(),
      enforce_device_binding: z.enum(["ip"]).optional(),
    })
    .nullish(),
});

const social = z.strictObject({ enabled: z.boolean().optional() });

export const nativeSocialLogin = z.strictObject({
  apple: social.nullish(),
  facebook: social.nullish(),
  google: social.nullish(),
});

export const mobile = z.looseObject({
  android: z
    .looseObject({
      app_package_name: z.string().optional(),
      sha256_cert_fingerprints: z.array(nonEmpty).min(1).optional(),
    })
    .nullish(),
  ios: z.looseObject({ team_id: z.string().optional(), app_bundle_identifier: z.string().optional() }).nullish(),
});

export const fedcmLogin = z.strictObject({
  google: z.strictObject({ is_enabled: z.boolean().optional() }).nullish(),
});

export const signedRequestObject = <Credentials extends z.ZodType>(credentials: Credentials) =>
  z.strictObject({ required: z.boolean().optional(), credentials: credentials.optional() });

export const tokenVaultPrivilegedAccess = <Credentials extends z.ZodType>(credentials: Credentials) =>
  z.strictObject({
    credentials,
    ip_allowlist: z.array(z.string()).nullish(),
    grants: z.array(z.strictObject({ connection: z.string(), scopes: z.array(z.string()) })).nullish(),
  });

export const expressConfiguration = z.strictObject({
  initiate_login_uri_template: z.string().min(1).max(1024),
  user_attribute_profile_id: nonEmpty,
  connection_profile_id: nonEmpty,
  enable_client: z.boolean(),
  enable_organization: z.boolean(),
  linked_clients: z.array(z.strictObject({ client_id: nonEmpty })).optional(),
  okta_oin_client_id: nonEmpty,
  admin_login_domain: nonEmpty,
  oin_submission_id: z.string().optional(),
});

const quota = z.int().min(1).max(2_147_483_647).optional();

export const tokenQuota = z.strictObject({
  client_credentials: z.strictObject({ enforce: z.boolean().optional(), per_day: quota, per_hour: quota }),
});

export const myOrganizationConfiguration = z.strictObject({
  connection_profile_id: z.string().optional(),
  user_attribute_profile_id: z.string().optional(),
  allowed_strategies: z.array(z.enum(["pingfederate", "adfs", "waad", "google-apps", "okta", "oidc", "samlp"])),
  third_party_client_access: z
    .strictObject({ default_value: z.literal("block"), allowed_values: z.array(z.enum(["allow", "block"])) })
    .optional(),
  connection_deletion_behavior: z.enum(["allow", "allow_if_empty"]),
  invitation_landing_client_id: z.string().optional(),
});

export const b2bIntegration = z.strictObject({
  sso_profiles: z.array(z.string()).optional(),
  integration_type: z.enum(["custom_auth_server", "third_party", "application"]).optional(),
});

/** `identity_assertion_authorization_grant` and `anonymous_sessions`. */
export const activeSwitch = z.strictObject({ active: z.boolean() });

/** Values up to 255 characters, keys up to 255, at most 10 of them; null removes a key. */
export const clientMetadata = z
  .record(z.string().max(255), z.string().max(255).nullable())
  .refine((metadata) => Object.keys(metadata).length <= 10, {
    message: "'Too many properties defined (more than 10), maximum 10' on property client_metadata.",
  });
