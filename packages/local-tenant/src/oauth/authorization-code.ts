// The grant authorization_code (RFC 6749, 4.1.3; RFC 7636): a code is good once, for the client, callback and verifier
// that it was given for.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Site } from "../core/endpoint.ts";
import type { State } from "../core/state.ts";
import type { Tokens } from "../core/tokens.ts";
import { ofConnection, ofOrganization, ofUser } from "../login/log-events.ts";
import type { Exchange } from "./exchange.ts";
import { issueTokens } from "../login/issue.ts";
import { OFFLINE_ACCESS } from "../login/permissions.ts";
import type { Device, RefreshTokens } from "../login/refresh-tokens.ts";
import type { Memory } from "../login/memory.ts";
import type { Grant } from "../login/transaction.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import type { Parameters } from "./token-parameters.ts";
import type { ClientRow } from "../rows/clients.ts";

interface Dependencies {
  readonly site: Site;
  readonly state: State;
  readonly tokens: Tokens;
  readonly codes: Memory<Grant>;
  readonly refreshTokens: RefreshTokens;
}

/** The tokens for a code, which is used up by any attempt. Throws OAuthError. */
export async function redeemCode(
  { site, state, tokens, codes, refreshTokens }: Dependencies,
  client: ClientRow,
  parameters: Parameters,
  device: Device,
  now: number,
): Promise<Exchange> {
  if (parameters.code === undefined) throw invalidRequest("Missing required parameter: code");
  const grant = codes.take(parameters.code, now);
  if (grant === undefined || grant.clientId !== client.client_id) throw invalidGrant("Invalid authorization code");
  requireSameCallback(grant, parameters);
  requireVerifier(grant, parameters);
  const answer = await issueTokens(site, state, tokens, grant, now);
  const refreshed = grant.decision.scopes.includes(OFFLINE_ACCESS)
    ? { refresh_token: refreshTokens.issue(grant, client, device, now) }
    : {};
  return { answer: { ...answer, ...refreshed }, about: aboutGrant(state, grant) };
}

/** For the logs. */
export const aboutGrant = (state: State, grant: Grant): Exchange["about"] => ({
  ...ofConnection(state.connections.get(grant.authentication.connectionId)),
  ...ofUser(state.users.get(grant.authentication.userId)),
  audience: grant.audience,
  scope: grant.decision.scopes.join(" "),
  ...ofOrganization(state, grant.organizationId),
});

const invalidGrant = (description: string): OAuthError => new OAuthError(403, "invalid_grant", description);

function requireSameCallback(grant: Grant, { redirectUri }: Parameters): void {
  if (redirectUri === undefined) throw invalidRequest("Missing required parameter: redirect_uri");
  if (redirectUri !== grant.redirectUri)
    throw invalidGrant(`The redirect URI is wrong. You sent ${redirectUri}, and we expected ${grant.redirectUri}`);
}

/** A verifier without a challenge is refused too: somebody took the challenge out of the request on its way. */
function requireVerifier({ codeChallenge }: Grant, { codeVerifier }: Parameters): void {
  if (codeChallenge === undefined && codeVerifier === undefined) return;
  if (codeChallenge === undefined || codeVerifier === undefined || !/^[\w.~-]{43,128}$/.test(codeVerifier))
    throw invalidGrant("Failed to verify code verifier");
  const challenge = createHash("sha256").update(codeVerifier).digest("base64url");
  if (!timingSafeEqual(Buffer.from(challenge), Buffer.from(codeChallenge)))
    throw invalidGrant("Failed to verify code verifier");
}
