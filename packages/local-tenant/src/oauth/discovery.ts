// What a verifier of tokens reads: OpenID configuration and keys.
import { ok } from "../core/endpoint.ts";
import type { LoginRoute } from "../core/server.ts";
import type { Store } from "../core/store.ts";
import type { Tokens } from "../core/tokens.ts";
import type { TenantSettings } from "../resources/tenant-settings-schema.ts";
import { OFFLINE_ACCESS, OIDC_SCOPES } from "../login/permissions.ts";

export const discoveryRoutes = (url: string, store: Store, tokens: Tokens): readonly LoginRoute[] => [
  { method: "GET", path: "/.well-known/jwks.json", handle: () => ok(tokens.jwks) },
  {
    method: "GET",
    path: "/.well-known/openid-configuration",
    handle: () =>
      ok({
        issuer: `${url}/`,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/oauth/token`,
        userinfo_endpoint: `${url}/userinfo`,
        jwks_uri: `${url}/.well-known/jwks.json`,
        revocation_endpoint: `${url}/oauth/revoke`,
        grant_types_supported: ["client_credentials", "authorization_code", "refresh_token"],
        token_endpoint_auth_methods_supported: ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported: ["RS256", "RS384", "PS256"],
        response_types_supported: ["code"],
        response_modes_supported: ["query"],
        code_challenge_methods_supported: ["S256"],
        scopes_supported: [...OIDC_SCOPES, OFFLINE_ACCESS],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        request_parameter_supported: true,
        request_uri_parameter_supported: false,
        request_object_signing_alg_values_supported: ["RS256", "RS384", "PS256"],
        ...pushing(url, store.current.tenant_settings.get()),
      }),
  },
];

/** Only where the tenant allows clients to push their requests. */
const pushing = (url: string, { pushed_authorization_requests_supported: allowed, flags }: TenantSettings): object =>
  allowed === true
    ? {
        pushed_authorization_request_endpoint: `${url}/oauth/par`,
        require_pushed_authorization_requests: flags?.require_pushed_authorization_requests === true,
      }
    : {};
