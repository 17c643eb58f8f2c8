// What a verifier of tokens reads: OpenID configuration and keys.
import { ok } from "../core/endpoint.ts";
import type { LoginRoute } from "../core/server.ts";
import type { Tokens } from "../core/tokens.ts";

export const discoveryRoutes = (url: string, tokens: Tokens): readonly LoginRoute[] => [
  { method: "GET", path: "/.well-known/jwks.json", handle: () => ok(tokens.jwks) },
  {
    method: "GET",
    path: "/.well-known/openid-configuration",
    handle: () =>
      ok({
        issuer: `${url}/`,
        token_endpoint: `${url}/oauth/token`,
        jwks_uri: `${url}/.well-known/jwks.json`,
        grant_types_supported: ["client_credentials"],
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported: ["RS256", "RS384", "PS256"],
        response_types_supported: [],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      }),
  },
];
