// The way to a customer's identity provider: the request that the browser is sent away with. Only OpenID Connect, and no
// way back: the tenant does not redeem what the provider answers.
import { createHash } from "node:crypto";
import type { ConnectionRow, Options } from "../rows/connections.ts";
import { unguessable } from "../core/ids.ts";

/** What of the login under way the provider is told. */
export interface ProviderLogin {
  readonly domain: string;
  readonly loginHint: string | undefined;
}

/**
 * The address of the connection's sign-in at its identity provider; undefined for a strategy whose requests the tenant
 * does not make, and where the options do not tell the address: nothing is read from outside.
 */
export function providerAddress({ strategy, options }: ConnectionRow, login: ProviderLogin): URL | undefined {
  const endpoint = strategy === "okta" || strategy === "oidc" ? endpointIn(options) : undefined;
  if (endpoint === undefined) return undefined;
  const url = new URL(endpoint);
  const parameters = {
    client_id: text(options["client_id"]),
    redirect_uri: `https://${login.domain}/login/callback`,
    scope: text(options["scope"]) ?? "openid profile email",
    state: unguessable(),
    login_hint: login.loginHint,
    ...(options["type"] === "back_channel"
      ? { response_type: "code", ...proofKey(options["connection_settings"]) }
      : { response_type: "id_token", response_mode: "form_post", nonce: unguessable() }),
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** As Auth0 has discovered it; of an Okta organization, which publishes it at a known place, by its domain. */
function endpointIn(options: Options): string | undefined {
  const { authorization_endpoint: endpoint, oidc_metadata: metadata, domain } = options;
  const told = text(endpoint) ?? text((metadata as Options | undefined)?.["authorization_endpoint"]);
  const address = told ?? (text(domain) === undefined ? undefined : `https://${String(domain)}/oauth2/v1/authorize`);
  return address !== undefined && URL.canParse(address) ? address : undefined;
}

/** PKCE, unless it is switched off. */
function proofKey(settings: unknown): Readonly<Record<string, string>> {
  const pkce = (settings as Options | undefined)?.["pkce"];
  if (pkce === "disabled") return {};
  const verifier = unguessable();
  if (pkce === "plain") return { code_challenge: verifier, code_challenge_method: "plain" };
  return {
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
