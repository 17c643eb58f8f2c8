// POST /oauth/token: client_credentials, authorization_code for what /authorize gave, and refresh_token for more of it.
import { ok } from "../core/endpoint.ts";
import { replyOf } from "../core/management.ts";
import type { LoginRequest, LoginRoute } from "../core/server.ts";
import type { Tokens } from "../core/tokens.ts";
import type { FlowContext } from "../login/decision.ts";
import type { Memory } from "../login/memory.ts";
import type { RefreshTokens } from "../login/refresh-tokens.ts";
import type { Grant } from "../login/transaction.ts";
import { redeemCode } from "./authorization-code.ts";
import type { UsedAssertions } from "./client-assertion.ts";
import { authenticate } from "./client-authentication.ts";
import { clientCredentials } from "./client-credentials.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import { isGrantType, logExchange, type Exchange, type GrantType } from "./exchange.ts";
import { refresh } from "./refresh-token.ts";
import { parametersOf, type Parameters } from "./token-parameters.ts";
import type { ClientRow } from "../rows/clients.ts";

interface Dependencies extends Omit<FlowContext, "now"> {
  readonly tokens: Tokens;
  readonly codes: Memory<Grant>;
  readonly refreshTokens: RefreshTokens;
  readonly used: UsedAssertions;
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
    const exchange = await exchanged(dependencies, grantType, parameters, request);
    logExchange(context, grantType, exchange);
    return exchange.answer;
  } catch (error) {
    if (error instanceof OAuthError) logExchange(context, grantType, error);
    throw error;
  }
}

async function exchanged(
  { tokens, codes, refreshTokens, used, ...context }: Dependencies,
  grantType: GrantType,
  parameters: Parameters,
  request: LoginRequest,
): Promise<Exchange> {
  const { site, store } = context;
  const { ip, userAgent, now } = request;
  const state = store.current;
  const client = await authenticate(parameters, { state, audience: `${site.url}/`, used, now });
  requireGrantType(client, grantType);
  switch (grantType) {
    case "client_credentials":
      return clientCredentials(state, tokens, client, parameters, now);
    case "authorization_code":
      return redeemCode({ site, state, tokens, codes, refreshTokens }, client, parameters, { ip, userAgent }, now);
    case "refresh_token":
      return refresh({ context: { ...context, now }, tokens, refreshTokens }, client, parameters, request);
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
