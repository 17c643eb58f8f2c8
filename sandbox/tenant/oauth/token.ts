// POST /oauth/token: client_credentials, and authorization_code for what /authorize gave.
import { ok, type Reply, type Site } from "../core/endpoint.ts";
import { replyOf } from "../core/management.ts";
import type { LoginRoute } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import type { Tokens } from "../core/tokens.ts";
import type { Memory } from "../login/memory.ts";
import type { Grant } from "../login/transaction.ts";
import type { ClientRow } from "../resources/clients.ts";
import type { ResourceServerRow } from "../resources/resource-servers.ts";
import { redeemCode } from "./authorization-code.ts";
import { UsedAssertions } from "./client-assertion.ts";
import { authenticate } from "./client-authentication.ts";
import { accessDenied, invalidRequest, OAuthError } from "./errors.ts";
import { parametersOf, type Parameters } from "./token-parameters.ts";

interface Dependencies {
  readonly site: Site;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly codes: Memory<Grant>;
}

export function tokenRoute(dependencies: Dependencies): LoginRoute {
  const used = new UsedAssertions();
  return {
    method: "POST",
    path: "/oauth/token",
    handle: async (request) => {
      try {
        return { ...(await token(dependencies, used, parametersOf(request), request.now)), headers: { "cache-control": "no-store" } };
      } catch (error) {
        return error instanceof OAuthError ? error.reply : replyOf(error);
      }
    },
  };
}

type GrantType = "client_credentials" | "authorization_code";

async function token({ site, store, tokens, codes }: Dependencies, used: UsedAssertions, parameters: Parameters, now: number): Promise<Reply> {
  const state = store.current;
  const grantType = grantTypeOf(parameters);
  const client = await authenticate(parameters, { state, audience: `${site.url}/`, used, now });
  requireGrantType(client, grantType);
  switch (grantType) {
    case "client_credentials":
      return ok(await clientCredentials(state, tokens, client, parameters, now));
    case "authorization_code":
      return ok(await redeemCode({ site, state, tokens, codes }, client, parameters, now));
  }
}

function grantTypeOf({ grantType }: Parameters): GrantType {
  if (grantType === undefined) throw invalidRequest("Missing required parameter: grant_type");
  if (grantType === "client_credentials" || grantType === "authorization_code") return grantType;
  throw new OAuthError(403, "unsupported_grant_type", `Unsupported grant type: ${grantType}`);
}

function requireGrantType(client: ClientRow, grantType: GrantType): void {
  if (client.grant_types?.includes(grantType)) return;
  throw new OAuthError(403, "unauthorized_client", `Grant type '${grantType}' not allowed for the client.`);
}

async function clientCredentials(state: State, tokens: Tokens, client: ClientRow, parameters: Parameters, now: number): Promise<object> {
  const api = requestedApi(state, parameters);
  const scopes = grantedScopes(state, client, api, parameters.scope);
  const lifetimeSeconds = api.token_lifetime ?? 86_400;
  const access_token = await tokens.issue({ clientId: client.client_id, audience: api.identifier, scopes, lifetimeSeconds }, now);
  return {
    access_token,
    ...(scopes.length > 0 ? { scope: scopes.join(" ") } : {}),
    expires_in: lifetimeSeconds,
    token_type: "Bearer",
  };
}

function requestedApi(state: State, { audience }: Parameters): ResourceServerRow {
  const defaultAudience = state.tenant_settings.get().default_audience;
  const wanted = audience ?? (defaultAudience === undefined || defaultAudience === "" ? undefined : defaultAudience);
  if (wanted === undefined) throw accessDenied("Non-global clients are not allowed access to APIv1", 403);
  const api = state.resource_servers.find((row) => row.identifier === wanted);
  if (api === undefined) throw accessDenied(`Service not found: ${wanted}`, 403);
  return api;
}

/** The scopes of the client's grant; of those, the ones asked for where some are. */
function grantedScopes(state: State, client: ClientRow, api: ResourceServerRow, requested: string | undefined): string[] {
  const grant = state.client_grants.find(
    (row) => row.client_id === client.client_id && row.audience === api.identifier && row.subject_type === "client",
  );
  if (grant === undefined) {
    throw accessDenied(
      `Client is not authorized to access "${api.identifier}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`,
      403,
    );
  }
  const own = (api.scopes ?? []).map(({ value }) => value);
  const granted = grant.allow_all_scopes === true ? own : (grant.scope ?? []).filter((scope) => own.includes(scope));
  const asked = (requested ?? "").split(" ").filter(Boolean);
  return asked.length === 0 ? granted : granted.filter((scope) => asked.includes(scope));
}
