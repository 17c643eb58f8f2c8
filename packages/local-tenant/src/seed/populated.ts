// A tenant as people have it: "Acme" sells a SaaS product, has used Auth0 for years, and other teams own most of what is
// in it. Whoever changes one thing here must leave all the rest as it was.
import type { Seed } from "./seed.ts";
import { populatedActions } from "./populated-actions.ts";
import { populatedPeople } from "./populated-people.ts";
import { populatedClientId, populatedClients, SERVICE_APP_CLIENT_ID } from "./populated-clients.ts";
import { stableId, stableObjectId } from "./stable-id.ts";

/** Client ID of "Acme SaaS", the app that is published in the Okta Integration Network. */
export { SERVICE_APP_CLIENT_ID };

const ORDERS_API = "https://api.acme.example/orders";
const REPORTS_API = "https://api.acme.example/reports";

/** 25 clients, three bound post-login actions, roles, organizations with members, settings that matter to somebody. */
export const populatedSeed = (): Seed => ({
  tenant_settings: {
    friendly_name: "Acme",
    picture_url: "https://cdn.acme.example/logo.png",
    support_email: "support@acme.example",
    support_url: "https://acme.example/support",
    allowed_logout_urls: ["https://acme.example/goodbye"],
    session_lifetime: 168,
    idle_session_lifetime: 72,
    enabled_locales: ["en", "de", "fr"],
    session_cookie: { mode: "non-persistent" },
    error_page: {
      html: "<!doctype html><title>Acme</title><h1>Something went wrong</h1><p>{{error_description}}</p>",
      show_log_link: false,
      url: "https://acme.example/login-error",
    },
    mtls: { enable_endpoint_aliases: true },
    default_token_quota: {
      clients: { client_credentials: { enforce: true, per_day: 2000, per_hour: 100 } },
      organizations: { client_credentials: { enforce: false, per_day: 1000, per_hour: 50 } },
    },
    skip_non_verifiable_callback_uri_confirmation_prompt: true,
    flags: {
      enable_client_connections: false,
      enable_public_signup_user_exists_error: true,
      no_disclose_enterprise_connections: true,
      mfa_show_factor_list_on_enrollment: true,
      revoke_refresh_token_grant: true,
    },
  },
  resource_servers: [
    {
      id: stableObjectId("Orders API"),
      name: "Orders API",
      identifier: ORDERS_API,
      allow_offline_access: true,
      enforce_policies: true,
      token_dialect: "access_token_authz",
      token_lifetime: 7200,
      scopes: [
        { value: "read:orders", description: "Read orders" },
        { value: "write:orders", description: "Change orders" },
        { value: "refund:orders", description: "Refund orders" },
      ],
    },
    {
      id: stableObjectId("Reports API"),
      name: "Reports API",
      identifier: REPORTS_API,
      scopes: [{ value: "read:reports", description: "Read reports" }],
    },
  ],
  clients: populatedClients(),
  client_grants: [
    {
      id: stableId("cgr", "Order Importer"),
      client_id: populatedClientId("Order Importer"),
      audience: ORDERS_API,
      scope: ["read:orders", "write:orders"],
    },
    {
      id: stableId("cgr", "Nightly Reports"),
      client_id: populatedClientId("Nightly Reports"),
      audience: REPORTS_API,
      scope: ["read:reports"],
    },
    {
      id: stableId("cgr", "User Sync"),
      client_id: populatedClientId("User Sync"),
      audience: "https://${DOMAIN}/api/v2/",
      scope: ["read:users", "update:users", "read:organizations"],
    },
  ],
  roles: [
    {
      id: stableId("rol", "Tenant Admin"),
      name: "Tenant Admin",
      description: "Runs the customer's side of Acme SaaS",
      permissions: [
        { resource_server_identifier: ORDERS_API, permission_name: "read:orders" },
        { resource_server_identifier: ORDERS_API, permission_name: "write:orders" },
        { resource_server_identifier: REPORTS_API, permission_name: "read:reports" },
      ],
    },
    {
      id: stableId("rol", "Support"),
      name: "Support",
      description: "Acme's own support desk",
      permissions: [{ resource_server_identifier: ORDERS_API, permission_name: "refund:orders" }],
    },
    { id: stableId("rol", "Viewer"), name: "Viewer", description: "May look, not touch" },
  ],
  ...populatedActions(),
  ...populatedPeople(),
});
