// POST /oauth/token: client_credentials, and authorization_code for what /authorize gave.
import { ok, type Site } from "../core/endpoint.ts";
import { replyOf } from "../core/management.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { LoginRequest, LoginRoute } from "../core/server.ts";
import type { Store } from "../core/store.ts";
import type { Tokens } from "../core/tokens.ts";
import type { Memory } from "../login/memory.ts";
import type { Grant } from "../login/transaction.ts";
import { redeemCode } from "./authorization-code.ts";
import type { UsedAssertions } from "./client-assertion.ts";
import { authenticate } from "./client-authentication.ts";
import { clientCredentials } from "./client-credentials.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import { isGrantType, logExchange, type Exchange, type GrantType } from "./exchange.ts";
import { parametersOf, type Parameters } from "./token-parameters.ts";
import type { ClientRow } from "../rows/clients.ts";

interface Dependencies {
  readonly site: Site;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly codes: Memory<Grant>;
  readonly used: UsedAssertions;
  readonly logs: TenantLogs;
}

export function tokenRoute(dependencies: Dependencies): LoginRoute {
  return {
    method: "POST",
    path: "/oauth/token",
    handle: async (request) => {
      try {
        const answer = await token(dependencies, parametersOf(request), request);
        return { ...ok(answer), headers: { "cache-control": "no-store" } };
      } catch (error) {
        return error instanceof OAuthError ? error.reply : replyOf(error);
      }
    },
  };
}

/** The answer; in the logs as a success or a failure. */
async function token(dependencies: Dependencies, parameters: Parameters, request: LoginRequest): Promise<object> {
  const { site, store, logs } = dependencies;
  const grantType = grantTypeOf(parameters);
  const context = { logs, state: store.current, site, request, parameters };
  try {
    const exchange = await exchanged(dependencies, grantType, parameters, request.now);
    logExchange(context, grantType, exchange);
    return exchange.answer;
  } catch (error) {
    if (error instanceof OAuthError) logExchange(context, grantType, error);
    throw error;
  }
}

async function exchanged(
  { site, store, tokens, codes, used }: Dependencies,
  grantType: GrantType,
  parameters: Parameters,
  now: number,
): Promise<Exchange> {
  const state = store.current;
  const client = await authenticate(parameters, { state, audience: `${site.url}/`, used, now });
  requireGrantType(client, grantType);
  switch (grantType) {
    case "client_credentials":
      return clientCredentials(state, tokens, client, parameters, now);
    case "authorization_code":
      return redeemCode({ site, state, tokens, codes }, client, parameters, now);
  }
}

function grantTypeOf({ grantType }: Parameters): GrantType {
  if (grantType === undefined) throw invalidRequest("Missing required parameter: grant_type");
  if (isGrantType(grantType)) return grantType;
  throw new OAuthError(403, "unsupported_grant_type", `Unsupported grant type: ${grantType}`);
}

function requireGrantType(client: ClientRow, grantType: GrantType): void {
  if (client.grant_types?.includes(grantType)) return;
  throw new OAuthError(403, "unauthorized_client", `Grant type '${grantType}' not allowed for the client.`);
}
