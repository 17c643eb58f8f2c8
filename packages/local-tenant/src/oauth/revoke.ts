// POST /oauth/revoke (RFC 7009): a client gives a refresh token back. Whether the others of the same grant, and the grant
// itself, go with it is the tenant's flag `revoke_refresh_token_grant`.
import type { Site } from "../core/endpoint.ts";
import { replyOf } from "../core/management.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { LoginReply, LoginRequest, LoginRoute } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import { ofClient, type LogContext } from "../login/log-events.ts";
import { isOfSameGrant, type Family, type RefreshTokens } from "../login/refresh-tokens.ts";
import type { Grant } from "../login/transaction.ts";
import { aboutGrant } from "./authorization-code.ts";
import type { UsedAssertions } from "./client-assertion.ts";
import { authenticate } from "./client-authentication.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import { parametersOf } from "./token-parameters.ts";

interface Dependencies {
  readonly site: Site;
  readonly store: Store;
  readonly refreshTokens: RefreshTokens;
  readonly used: UsedAssertions;
  readonly logs: TenantLogs;
}

export const revocationRoute = (dependencies: Dependencies): LoginRoute => ({
  method: "POST",
  path: "/oauth/revoke",
  handle: async (request) => {
    try {
      return await revoke(dependencies, request);
    } catch (error) {
      return error instanceof OAuthError ? error.reply : replyOf(error);
    }
  },
});

/** A token that is not there is as good as revoked. Throws OAuthError. */
async function revoke(
  { site, store, refreshTokens, used, logs }: Dependencies,
  request: LoginRequest,
): Promise<LoginReply> {
  const { now } = request;
  const state = store.current;
  // The grant type lets a public client in, which has nothing to prove itself by.
  const parameters = { ...parametersOf(request), grantType: "refresh_token" };
  const client = await authenticate(parameters, { state, audience: `${site.url}/`, used, now });
  if (parameters.token === undefined) throw invalidRequest("Missing required parameter: token");
  const family = refreshTokens.familyOf(parameters.token);
  if (family === undefined) return { status: 200 };
  if (family.grant.clientId !== client.client_id)
    throw new OAuthError(400, "invalid_request", "The token was not issued to this client");
  const wholeGrant = state.tenant_settings.get().flags?.revoke_refresh_token_grant === true;
  if (wholeGrant) store.transact(now, (draft) => forgetConsent(draft, family.grant));
  refreshTokens.revoke((other) => other === family || (wholeGrant && isOfSameGrant(other, family)));
  logRevocation({ logs, state, site }, family, request);
  return { status: 200 };
}

/** What the user agreed to for this client and API. */
export function forgetConsent(state: State, { clientId, audience, authentication }: Grant): void {
  state.consents.delete(`${authentication.userId} ${clientId} ${audience ?? ""}`);
}

export function logRevocation(
  { logs, state, site }: LogContext,
  { id, grant }: Family,
  { ip, userAgent, now }: LoginRequest,
  reason?: string,
): void {
  logs.add(
    {
      type: "srrt",
      description: reason ?? "Successfully revoked a refresh token",
      ...ofClient(state.clients.get(grant.clientId)),
      ...aboutGrant(state, grant),
      ip,
      user_agent: userAgent,
      hostname: site.domain,
      details: { token_id: id, session_id: grant.sessionId },
    },
    now,
  );
}
