// The clients of the populated tenant: what a company gathers over the years.
import type { Seed } from "./seed.ts";
import { stableClientId } from "./stable-id.ts";

type ClientSeed = NonNullable<Seed["clients"]>[number];

const SERVICE_APP = "Acme SaaS";

export const populatedClientId = stableClientId;

export const SERVICE_APP_CLIENT_ID: string = populatedClientId(SERVICE_APP);

const web = (name: string, host: string, more: ClientSeed = {}): ClientSeed => ({
  name,
  app_type: "regular_web",
  oidc_conformant: true,
  token_endpoint_auth_method: "client_secret_post",
  grant_types: ["authorization_code", "refresh_token"],
  callbacks: [`https://${host}/callback`],
  allowed_logout_urls: [`https://${host}`],
  jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36_000 },
  ...more,
});

const spa = (name: string, host: string): ClientSeed => ({
  name,
  app_type: "spa",
  oidc_conformant: true,
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  callbacks: [`https://${host}`, "http://localhost:3000"],
  web_origins: [`https://${host}`],
  allowed_origins: [`https://${host}`],
  jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36_000 },
});

const native = (name: string, scheme: string): ClientSeed => ({
  name,
  app_type: "native",
  oidc_conformant: true,
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  callbacks: [`${scheme}://login`],
});

const machine = (name: string, more: ClientSeed = {}): ClientSeed => ({
  name,
  app_type: "non_interactive",
  token_endpoint_auth_method: "client_secret_post",
  grant_types: ["client_credentials"],
  ...more,
});

/** Twenty-five, the service app third. */
export const populatedClients = (): ClientSeed[] =>
  [
    web("Acme Website", "www.acme.example"),
    web("Acme Support Desk", "support.acme.example", { client_metadata: { team: "support" } }),
    web(SERVICE_APP, "app.acme.example", {
      description: "The product",
      initiate_login_uri: "https://app.acme.example/login",
      organization_usage: "allow",
      organization_require_behavior: "no_prompt",
      client_metadata: { team: "product", tier: "1" },
      logo_uri: "https://cdn.acme.example/saas.png",
    }),
    web("Acme SaaS (staging)", "app.staging.acme.example", { client_metadata: { team: "product" } }),
    web("Acme Billing", "billing.acme.example"),
    web("Acme Partner Portal", "partners.acme.example", { organization_usage: "require" }),
    web("Acme Careers", "careers.acme.example"),
    web("Acme Status", "status.acme.example"),
    spa("Acme Dashboard", "dashboard.acme.example"),
    spa("Acme Dashboard (staging)", "dashboard.staging.acme.example"),
    spa("Acme Admin", "admin.acme.example"),
    spa("Acme Docs", "docs.acme.example"),
    spa("Acme Playground", "play.acme.example"),
    native("Acme iOS", "com.acme.ios"),
    native("Acme Android", "com.acme.android"),
    native("Acme CLI", "acme-cli"),
    machine("Order Importer"),
    machine("Nightly Reports", { token_quota: { client_credentials: { enforce: true, per_day: 500, per_hour: 50 } } }),
    machine("User Sync", { client_metadata: { team: "identity" } }),
    machine("Warehouse Export"),
    machine("Fraud Scoring"),
    machine("Monitoring Probe"),
    machine("Partner: Globex", { is_first_party: true, description: "Machine access for Globex" }),
    machine("Partner: Initech", { is_first_party: true, description: "Machine access for Initech" }),
    web("Legacy Intranet", "intranet.acme.example", { oidc_conformant: false, sso_disabled: true }),
  ].map((client) => ({ client_id: populatedClientId(String(client["name"])), ...client }));
