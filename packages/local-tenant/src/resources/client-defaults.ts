// What Auth0 fills in when a client is created: learnt from every POST /clients among the recordings.
import type { CreateClientBody } from "./client-schema.ts";
import { isStrict, strictDefaults } from "./third-party-clients.ts";
import type { ClientRow } from "../rows/clients.ts";

const OKTA_CALLBACK = "https://system-admin.okta.com/admin/app/generic/oauth20redirect";

type Defaults = Omit<ClientRow, "client_id" | "client_secret" | "name">;

/** Defaults that depend on the kind of client; attributes of the request then go over them. */
export function clientDefaults(body: CreateClientBody): Defaults {
  return { ...GENERAL, grant_types: grantTypes(body), refresh_token: refreshToken(body), ...byKind(body) };
}

const GENERAL = {
  is_first_party: true,
  is_token_endpoint_ip_header_trusted: false,
  oidc_conformant: false,
  jwt_configuration: { secret_encoded: false, lifetime_in_seconds: 36_000 },
  sso_disabled: false,
  cross_origin_authentication: false,
  custom_login_page_on: true,
};

function grantTypes(body: CreateClientBody): string[] {
  const grants = ["authorization_code", "implicit", "refresh_token"];
  return body.token_endpoint_auth_method === "none" ? grants : [...grants, "client_credentials"];
}

/** Confidential clients, known by a secret-based method in the request, get the long lifetimes. */
function refreshToken(body: CreateClientBody): ClientRow["refresh_token"] {
  const method = body.token_endpoint_auth_method ?? "none";
  const thirdParty = body.is_first_party === false;
  const expiration = body.refresh_token?.expiration_type ?? (thirdParty ? "expiring" : "non-expiring");
  return {
    rotation_type: thirdParty ? "rotating" : "non-rotating",
    expiration_type: expiration,
    leeway: 0,
    token_lifetime: method === "none" ? 2_592_000 : 31_557_600,
    infinite_token_lifetime: expiration === "non-expiring",
    infinite_idle_token_lifetime: expiration === "non-expiring",
    idle_token_lifetime: method === "none" ? 1_296_000 : 2_592_000,
  };
}

function byKind(body: CreateClientBody): Partial<Defaults> {
  if (isStrict(body)) return strictDefaults(body);
  if (body.app_type === "express_configuration") {
    return {
      oidc_conformant: true,
      callbacks: [OKTA_CALLBACK],
      grant_types: ["authorization_code", "client_credentials"],
      jwt_configuration: { secret_encoded: false, alg: "RS256" },
      organization_usage: "require",
      organization_require_behavior: "pre_login_prompt",
      client_authentication_methods: { private_key_jwt: { credentials: [] } },
    };
  }
  if (body.app_type === "resource_server") {
    return { oidc_conformant: true, grant_types: [], jwt_configuration: { secret_encoded: false, alg: "RS256" } };
  }
  if (body.is_first_party === false) return { oidc_conformant: true, third_party_security_mode: "permissive" };
  // A signing algorithm given at creation comes back without the default lifetime.
  return body.jwt_configuration?.alg === undefined ? {} : { jwt_configuration: { secret_encoded: false } };
}
