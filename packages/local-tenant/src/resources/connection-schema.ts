// Request bodies of /connections. Options belong to the strategy: checked where a rule is known, else taken as sent.
import { z } from "zod";
import { options } from "./connection-options-schema.ts";

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

export type ConnectionOptions = z.infer<typeof options>;

const purpose = z.strictObject({ active: z.boolean() });

const attributes = {
  display_name: z.string().max(128).optional(),
  is_domain_connection: z.boolean().optional(),
  show_as_button: z.boolean().optional(),
  realms: z.array(z.string().max(128)).optional(),
  metadata: z.record(z.string().max(255), z.string().max(255).nullable()).optional(),
  authentication: purpose.optional(),
  connected_accounts: purpose
    .extend({ cross_app_access: z.boolean().optional(), allow_missing_user_id: z.boolean().optional() })
    .optional(),
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
