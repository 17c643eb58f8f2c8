// Body of PATCH /tenants/settings, and the settings of a new tenant.
import { z } from "zod";
import { securityHeaders } from "./security-headers-schema.ts";
import type { WithoutNull } from "./merge.ts";

/** Flags that may be set; those that only show in answers are `SHOWN_BY_PATCH` and the seeds of old tenants. */
const FLAGS = [
  "allow_changing_enable_sso",
  "allow_legacy_delegation_grant_types",
  "allow_legacy_ro_grant_types",
  "allow_legacy_tokeninfo_endpoint",
  "allow_other_legacy_grant_types",
  "change_pwd_flow_v1",
  "custom_domains_provisioning",
  "dashboard_insights_view",
  "dashboard_log_streams_next",
  "dashboard_new_onboarding",
  "disable_clickjack_protection_headers",
  "disable_fields_map_fix",
  "disable_impersonation",
  "disable_management_api_sms_obfuscation",
  "enable_adfs_waad_email_verification",
  "enable_apis_section",
  "enable_client_connections",
  "enable_custom_domain_in_emails",
  "enable_dynamic_client_registration",
  "enable_idtoken_api2",
  "enable_legacy_logs_search_v2",
  "enable_legacy_profile",
  "enable_pipeline2",
  "enable_public_signup_user_exists_error",
  "enable_sso",
  "enforce_client_authentication_on_passwordless_start",
  "genai_trial",
  "improved_signup_bot_detection_in_classic",
  "local_resource_discovery",
  "mfa_show_factor_list_on_enrollment",
  "new_universal_login_experience_enabled",
  "no_disclose_enterprise_connections",
  "remove_alg_from_jwks",
  "revoke_refresh_token_grant",
  "require_pushed_authorization_requests",
  "trust_azure_adfs_email_verified_connection_property",
  "universal_login",
  "use_scope_descriptions_for_consent",
] as const;

const flags = z.strictObject(
  Object.fromEntries(FLAGS.map((flag) => [flag, z.boolean().optional()])) as Record<
    (typeof FLAGS)[number],
    z.ZodOptional<z.ZodBoolean>
  >,
);

const page = z.strictObject({ enabled: z.boolean().optional(), html: z.string().optional() });

/** Lifetimes are kept in hours; said in minutes, they are fractions of them. */
export const LIFETIMES = [
  "session_lifetime",
  "idle_session_lifetime",
  "ephemeral_session_lifetime",
  "idle_ephemeral_session_lifetime",
] as const;

const hours = z.number().min(0).max(8760);

const minutes = z.int().min(1);

/** Open, as the SDK's type is. */
const quota = z.looseObject({
  client_credentials: z.strictObject({
    enforce: z.boolean().optional(),
    per_day: z.int().min(1).max(2_147_483_647).optional(),
    per_hour: z.int().min(1).max(2_147_483_647).optional(),
  }),
});

export const updateBody = z.strictObject({
  change_password: page.nullish(),
  device_flow: z
    .strictObject({ charset: z.enum(["base20", "digits"]).optional(), mask: z.string().optional() })
    .nullish(),
  guardian_mfa_page: page.nullish(),
  default_audience: z.string().nullish(),
  default_directory: z.string().nullish(),
  error_page: z
    .strictObject({
      html: z.string().optional(),
      show_log_link: z.boolean().optional(),
      url: z.string().optional(),
    })
    .nullish(),
  default_token_quota: z.strictObject({ clients: quota.optional(), organizations: quota.optional() }).nullish(),
  flags: flags.optional(),
  friendly_name: z.string().nullish(),
  picture_url: z.string().nullish(),
  support_email: z.string().nullish(),
  support_url: z.string().nullish(),
  allowed_logout_urls: z.array(z.string()).nullish(),
  session_lifetime: hours.optional(),
  session_lifetime_in_minutes: minutes.optional(),
  idle_session_lifetime: hours.optional(),
  idle_session_lifetime_in_minutes: minutes.optional(),
  ephemeral_session_lifetime: hours.optional(),
  idle_ephemeral_session_lifetime: hours.optional(),
  ephemeral_session_lifetime_in_minutes: minutes.optional(),
  idle_ephemeral_session_lifetime_in_minutes: minutes.optional(),
  sandbox_version: z.string().max(8).optional(),
  legacy_sandbox_version: z.string().max(8).optional(),
  default_redirection_uri: z.string().nullish(),
  enabled_locales: z.array(z.string()).min(1).optional(),
  security_headers: securityHeaders.nullish(),
  session_cookie: z.strictObject({ mode: z.enum(["persistent", "non-persistent"]) }).nullish(),
  sessions: z
    .strictObject({
      oidc_logout_prompt_enabled: z.boolean().optional(),
      anonymous: z
        .strictObject({ lifetime_in_minutes: z.int().optional(), activate_cookie: z.boolean().optional() })
        .nullish(),
    })
    .nullish(),
  oidc_logout: z.strictObject({ rp_logout_end_session_endpoint_discovery: z.boolean().optional() }).optional(),
  universal_login: z.looseObject({}).nullish(),
  customize_mfa_in_postlogin_action: z.boolean().nullish(),
  allow_organization_name_in_authentication_api: z.boolean().nullish(),
  acr_values_supported: z.array(z.string()).nullish(),
  mtls: z.strictObject({ enable_endpoint_aliases: z.boolean().optional() }).nullish(),
  pushed_authorization_requests_supported: z.boolean().nullish(),
  authorization_response_iss_parameter_supported: z.boolean().nullish(),
  skip_non_verifiable_callback_uri_confirmation_prompt: z.boolean().nullish(),
  resource_parameter_profile: z.enum(["audience", "compatibility"]).optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
  enable_ai_guide: z.boolean().optional(),
  phone_consolidated_experience: z.boolean().optional(),
  include_session_metadata_in_tenant_logs: z.boolean().optional(),
  dynamic_client_registration_security_mode: z.enum(["strict", "permissive"]).optional(),
  country_codes: z
    .strictObject({
      list: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
      mode: z.enum(["allow", "deny"]).optional(),
    })
    .nullish(),
});

export type UpdateBody = z.infer<typeof updateBody>;

export type TenantSettings = WithoutNull<Omit<UpdateBody, `${(typeof LIFETIMES)[number]}_in_minutes`>>;

/** A tenant made today (recordings of TestAccTenant_CountryCodes and TestAccTenant_Main). */
export const DEFAULT_SETTINGS: TenantSettings = {
  enabled_locales: ["en"],
  flags: {
    allow_changing_enable_sso: false,
    // Read-only, so no member of the body's schema.
    ...{ cannot_change_enforce_client_authentication_on_passwordless_start: true },
    disable_impersonation: true,
    enable_sso: true,
    enforce_client_authentication_on_passwordless_start: true,
    universal_login: true,
    revoke_refresh_token_grant: false,
    disable_clickjack_protection_headers: false,
  },
  friendly_name: "Local tenant",
  picture_url: "",
  sandbox_version: "22",
  oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
  universal_login: {},
  resource_parameter_profile: "audience",
  phone_consolidated_experience: false,
  client_id_metadata_document_supported: false,
};
