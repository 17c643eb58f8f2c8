// Request bodies of /connections. Options belong to the strategy: checked where a rule is known, else taken as sent.
import { z } from "zod";

/** Every identity provider that Auth0 names (`ConnectionIdentityProviderEnum` of the official Node SDK). */
const STRATEGIES = [
  "ad",
  "adfs",
  "amazon",
  "apple",
  "asana",
  "atlassian",
  "auth0",
  "auth0-oidc",
  "baidu",
  "bitbucket",
  "bitly",
  "box",
  "cloudflare-mcp",
  "custom",
  "daccount",
  "dropbox",
  "dwolla",
  "email",
  "evernote",
  "evernote-sandbox",
  "exact",
  "facebook",
  "fitbit",
  "github",
  "gitlab",
  "google-apps",
  "google-oauth2",
  "hubspot-mcp",
  "instagram",
  "ip",
  "line",
  "linear-mcp",
  "linkedin",
  "notion-mcp",
  "oauth1",
  "oauth2",
  "office365",
  "oidc",
  "okta",
  "paypal",
  "paypal-sandbox",
  "pingfederate",
  "planningcenter",
  "salesforce",
  "salesforce-community",
  "salesforce-sandbox",
  "samlp",
  "sentry-mcp",
  "sharepoint",
  "shop",
  "shopify",
  "slack",
  "sms",
  "soundcloud",
  "thirtysevensignals",
  "twitter",
  "untappd",
  "vkontakte",
  "waad",
  "weibo",
  "windowslive",
  "wordpress",
  "yahoo",
  "yandex",
] as const;

export type Strategy = (typeof STRATEGIES)[number];

const attribute = z.looseObject({
  identifier: z.looseObject({ active: z.boolean().optional() }).optional(),
  profile_required: z.boolean().optional(),
  signup: z.looseObject({ status: z.enum(["required", "optional", "inactive"]).optional() }).optional(),
});

const enabled = z.strictObject({ enabled: z.boolean().optional() });

/** Options whose shape Auth0 checks for every strategy; all others pass as sent. */
const options = z.looseObject({
  validation: z
    .strictObject({ username: z.strictObject({ min: z.int().min(1), max: z.int().max(128) }).nullish() })
    .nullish(),
  attributes: z
    .strictObject({ email: attribute.nullish(), phone_number: attribute.nullish(), username: attribute.nullish() })
    .nullish(),
  passwordPolicy: z.enum(["none", "low", "fair", "good", "excellent"]).nullish(),
  password_complexity_options: z.strictObject({ min_length: z.int().min(1).max(128).optional() }).nullish(),
  password_history: z.strictObject({ enable: z.boolean(), size: z.int().min(0).max(24).optional() }).nullish(),
  password_no_personal_info: z.strictObject({ enable: z.boolean() }).nullish(),
  password_dictionary: z
    .strictObject({ enable: z.boolean(), dictionary: z.array(z.string().max(50)).optional() })
    .nullish(),
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
  brute_force_protection: z.boolean().optional(),
  disable_signup: z.boolean().optional(),
  requires_username: z.boolean().optional(),
  configuration: z.record(z.string(), z.string().nullable()).nullish(),
  non_persistent_attrs: z.array(z.string()).nullish(),
  set_user_root_attributes: z.enum(["on_each_login", "on_first_login", "never_on_login"]).optional(),
});

export type ConnectionOptions = z.infer<typeof options>;

const purpose = z.strictObject({ active: z.boolean() });

const attributes = {
  display_name: z.string().max(128).optional(),
  is_domain_connection: z.boolean().optional(),
  show_as_button: z.boolean().optional(),
  realms: z.array(z.string().max(128)).optional(),
  metadata: z.record(z.string().max(255), z.string().max(255).nullable()).optional(),
  authentication: purpose.optional(),
  connected_accounts: purpose.extend({ cross_app_access: z.boolean().optional() }).optional(),
  cross_app_access_requesting_app: purpose.optional(),
};

const resourceApp = z.strictObject({ status: z.enum(["enabled", "disabled"]) });

export const createConnectionBody = z.strictObject({
  name: z
    .string()
    .max(128)
    .regex(/^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$/),
  strategy: z.enum(STRATEGIES),
  options: options.optional(),
  enabled_clients: z.array(z.string().min(1)).optional(),
  cross_app_access_resource_app: resourceApp.optional(),
  ...attributes,
});

export const updateConnectionBody = z.strictObject({
  options: options.nullish(),
  enabled_clients: z.array(z.string().min(1)).nullish(),
  cross_app_access_resource_app: resourceApp.nullish(),
  ...attributes,
});

export type CreateConnectionBody = z.infer<typeof createConnectionBody>;
export type UpdateConnectionBody = z.infer<typeof updateConnectionBody>;
