// Options of a connection that Auth0 knows of every strategy, by the SDK's type ConnectionPropertiesOptions. What else is sent
// belongs to the strategy and is kept as sent. Null takes an option away.
import { z } from "zod";

const flag = z.boolean().nullish();
const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const signup = z.strictObject({ status: z.enum(["required", "optional", "inactive"]).optional() });
const verifiedSignup = signup.extend({ verification: z.strictObject({ active: z.boolean().optional() }).optional() });

const identifier = <Method extends string>(...methods: readonly [Method, ...Method[]]) =>
  z.strictObject({ active: z.boolean().optional(), default_method: z.enum(methods).optional() });

/** Flexible identifiers; connection-attributes.ts says what they mean. */
const attributes = z.strictObject({
  email: z
    .strictObject({
      identifier: identifier("password", "email_otp").optional(),
      unique: z.boolean().optional(),
      profile_required: z.boolean().optional(),
      verification_method: z.enum(["link", "otp"]).optional(),
      signup: verifiedSignup.optional(),
    })
    .nullish(),
  phone_number: z
    .strictObject({
      identifier: identifier("password", "phone_otp").optional(),
      profile_required: z.boolean().optional(),
      signup: verifiedSignup.optional(),
    })
    .nullish(),
  username: z
    .strictObject({
      identifier: z.strictObject({ active: z.boolean().optional() }).optional(),
      profile_required: z.boolean().optional(),
      signup: signup.optional(),
      validation: z
        .strictObject({
          min_length: z.int().optional(),
          max_length: z.int().optional(),
          allowed_types: z
            .strictObject({ email: z.boolean().optional(), phone_number: z.boolean().optional() })
            .optional(),
        })
        .optional(),
    })
    .nullish(),
});

const enabled = z.strictObject({ enabled: z.boolean().optional() });

const customScripts = z.looseObject({
  login: text,
  get_user: text,
  delete: text,
  change_password: text,
  verify: text,
  create: text,
  change_username: text,
  change_email: text,
  change_phone_number: text,
});

const gatewayAuthentication = z.looseObject({
  method: z.string(),
  subject: z.string().optional(),
  audience: z.string(),
  secret: z.string(),
  secret_base64_encoded: z.boolean().optional(),
});

const passwordOptions = z.strictObject({
  complexity: z
    .strictObject({
      min_length: z.int().min(1).max(72).optional(),
      character_types: z.array(z.enum(["uppercase", "lowercase", "number", "special"])).optional(),
      character_type_rule: z.enum(["all", "three_of_four"]).optional(),
      identical_characters: z.enum(["allow", "block"]).optional(),
      sequential_characters: z.enum(["allow", "block"]).optional(),
      max_length_exceeded: z.enum(["truncate", "error"]).optional(),
    })
    .optional(),
  dictionary: z
    .strictObject({
      active: z.boolean().optional(),
      custom: z.array(z.string()).optional(),
      default: z.enum(["en_10k", "en_100k"]).optional(),
    })
    .optional(),
  history: z.strictObject({ active: z.boolean().optional(), size: z.int().min(1).max(24).optional() }).optional(),
  profile_data: z
    .strictObject({ active: z.boolean().optional(), blocked_fields: z.array(z.string()).optional() })
    .optional(),
});

const SIGNATURES = ["ES256", "ES384", "PS256", "PS384", "RS256", "RS384", "RS512"] as const;

const UPSTREAM_ALIASES = [
  "acr_values",
  "audience",
  "client_id",
  "display",
  "id_token_hint",
  "login_hint",
  "max_age",
  "prompt",
  "resource",
  "response_mode",
  "response_type",
  "ui_locales",
] as const;

const upstreamParameter = z.union([
  z.strictObject({ alias: z.enum(UPSTREAM_ALIASES).optional() }),
  z.strictObject({ value: z.string().optional() }),
]);

const METADATA_TEXTS = [
  "issuer",
  "authorization_endpoint",
  "token_endpoint",
  "userinfo_endpoint",
  "jwks_uri",
  "registration_endpoint",
  "service_documentation",
  "op_policy_uri",
  "op_tos_uri",
  "end_session_endpoint",
  "pushed_authorization_request_endpoint",
] as const;

const METADATA_LISTS = [
  "scopes_supported",
  "response_modes_supported",
  "response_types_supported",
  "grant_types_supported",
  "acr_values_supported",
  "subject_types_supported",
  "id_token_signing_alg_values_supported",
  "id_token_encryption_alg_values_supported",
  "id_token_encryption_enc_values_supported",
  "userinfo_signing_alg_values_supported",
  "userinfo_encryption_alg_values_supported",
  "userinfo_encryption_enc_values_supported",
  "request_object_signing_alg_values_supported",
  "request_object_encryption_alg_values_supported",
  "request_object_encryption_enc_values_supported",
  "token_endpoint_auth_methods_supported",
  "token_endpoint_auth_signing_alg_values_supported",
  "display_values_supported",
  "claim_types_supported",
  "claims_supported",
  "claims_locales_supported",
  "ui_locales_supported",
  "dpop_signing_alg_values_supported",
] as const;

const METADATA_FLAGS = [
  "claims_parameter_supported",
  "request_parameter_supported",
  "request_uri_parameter_supported",
  "require_request_uri_registration",
  "require_pushed_authorization_requests",
] as const;

const each = <Name extends string, Type extends z.ZodType>(names: readonly Name[], type: Type) =>
  Object.fromEntries(names.map((name) => [name, type])) as Record<Name, Type>;

/** A discovery document. */
const oidcMetadata = z.looseObject({
  ...each(METADATA_TEXTS, text),
  ...each(METADATA_LISTS, texts),
  ...each(METADATA_FLAGS, flag),
});

export const options = z.looseObject({
  validation: z
    .strictObject({ username: z.strictObject({ min: z.int().min(1), max: z.int().max(128) }).nullish() })
    .nullish(),
  non_persistent_attrs: texts,
  precedence: z.array(z.enum(["email", "phone_number", "username"])).nullish(),
  attributes: attributes.nullish(),
  enable_script_context: flag,
  enabledDatabaseCustomization: flag,
  import_mode: flag,
  configuration: z.record(z.string(), z.string().nullable()).nullish(),
  customScripts: customScripts.nullish(),
  authentication_methods: z
    .strictObject({
      password: z
        .strictObject({
          enabled: z.boolean().optional(),
          api_behavior: z.enum(["required", "optional"]).optional(),
          signup_behavior: z.enum(["allow", "block"]).optional(),
        })
        .optional(),
      passkey: enabled.optional(),
      email_otp: enabled.optional(),
      phone_otp: enabled.optional(),
    })
    .nullish(),
  passkey_options: z
    .strictObject({
      challenge_ui: z.enum(["both", "autofill", "button"]).optional(),
      progressive_enrollment_enabled: z.boolean().optional(),
      local_enrollment_enabled: z.boolean().optional(),
    })
    .nullish(),
  passwordPolicy: z.enum(["none", "low", "fair", "good", "excellent"]).nullish(),
  password_complexity_options: z.strictObject({ min_length: z.int().min(1).max(128).optional() }).nullish(),
  password_history: z.strictObject({ enable: z.boolean(), size: z.int().min(0).max(24).optional() }).nullish(),
  password_no_personal_info: z.strictObject({ enable: z.boolean() }).nullish(),
  password_dictionary: z
    .strictObject({ enable: z.boolean(), dictionary: z.array(z.string().max(50)).optional() })
    .nullish(),
  password_options: passwordOptions.nullish(),
  api_enable_users: flag,
  api_enable_groups: flag,
  basic_profile: flag,
  ext_admin: flag,
  ext_is_suspended: flag,
  ext_agreed_terms: flag,
  ext_groups: flag,
  ext_assigned_plans: flag,
  ext_profile: flag,
  disable_self_service_change_password: flag,
  upstream_params: z.record(z.string(), upstreamParameter.nullable()).nullish(),
  set_user_root_attributes: z.enum(["on_each_login", "on_first_login", "never_on_login"]).optional(),
  gateway_authentication: gatewayAuthentication.nullish(),
  assertion_decryption_settings: z
    .strictObject({ algorithm_profile: z.enum(["v2026-1"]), algorithm_exceptions: z.array(z.string()).optional() })
    .nullish(),
  id_token_signed_response_algs: z.array(z.enum(SIGNATURES)).nullish(),
  dpop_signing_alg: z.enum(["ES256", "ES384", "ES512", "Ed25519"]).nullish(),
  enable_pushed_authorization_requests: flag,
  pushed_authorization_request_endpoint: text,
  token_endpoint_auth_method: z.enum(["client_secret_post", "private_key_jwt"]).nullish(),
  token_endpoint_auth_signing_alg: z.enum(SIGNATURES).nullish(),
  token_endpoint_jwtca_aud_format: z.enum(["issuer", "token_endpoint"]).nullish(),
  id_token_session_expiry_supported: flag,
  useOauthSpecScope: flag,
  discovery_url: text,
  oidc_metadata: oidcMetadata.nullish(),
  brute_force_protection: z.boolean().optional(),
  disable_signup: z.boolean().optional(),
  requires_username: z.boolean().optional(),
});
