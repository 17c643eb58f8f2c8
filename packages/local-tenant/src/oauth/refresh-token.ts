// The grant refresh_token (RFC 6749, 6): new tokens for a user who is not there. Permissions and Actions count as they are
// now, not as they were at the login.
import type { State } from "../core/state.ts";
import type { Tokens } from "../core/tokens.ts";
import type { Occasion } from "../login/action-event.ts";
import { decide, refused, RevokedByAction, type FlowContext } from "../login/decision.ts";
import { issueTokens } from "../login/issue.ts";
import { ofClient } from "../login/log-events.ts";
import { ReusedToken, type Device, type Family, type RefreshTokens } from "../login/refresh-tokens.ts";
import { isPause } from "../login/transaction.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { LoginRequest } from "../core/server.ts";
import { aboutGrant } from "./authorization-code.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { forgetConsent, logRevocation } from "./revoke.ts";
import type { Parameters } from "./token-parameters.ts";

interface Dependencies {
  readonly context: FlowContext;
  readonly tokens: Tokens;
  readonly refreshTokens: RefreshTokens;
}

/** The new tokens; a refresh token among them where it rotates. Throws OAuthError. */
export async function refresh(
  dependencies: Dependencies,
  client: ClientRow,
  parameters: Parameters,
  request: LoginRequest,
): Promise<Exchange> {
  const { context, refreshTokens } = dependencies;
  const { store, now } = context;
  const text = parameters.refreshToken;
  if (text === undefined) throw invalidRequest("Missing required parameter: refresh_token");
  try {
    return await exchanged(dependencies, client, { ...parameters, refreshToken: text }, request);
  } catch (error) {
    if (error instanceof ReusedToken) store.transact(now, (state) => forgetConsent(state, error.family.grant));
    if (error instanceof RevokedByAction) {
      const family = refreshTokens.familyOf(text);
      if (family !== undefined) logRevocation({ ...context, state: store.current }, family, request, error.message);
      refreshTokens.revoke((other) => other === family);
    }
    throw error;
  }
}

async function exchanged(
  { context, tokens, refreshTokens }: Dependencies,
  client: ClientRow,
  parameters: Parameters & { readonly refreshToken: string },
  request: LoginRequest,
): Promise<Exchange> {
  const { site, store, now } = context;
  const device: Device = { ip: request.ip, userAgent: request.userAgent };
  const family = refreshTokens.exchangeable(parameters.refreshToken, client, now);
  refuseOtherApi(client, family, parameters);
  refuseGone(store.current, family);
  const occasion = occasionOf(store.current, site.domain, family, client, request, parameters);
  const decision = await decide(context, occasion, askedScopes(family, parameters));
  if (isPause(decision)) throw new OAuthError(403, "mfa_required", "Multifactor authentication required");
  const next = refreshTokens.exchange(parameters.refreshToken, client, decision.refreshToken, device, now);
  // The nonce and the factor were the login's (OpenID Connect Core, 12.2).
  const { multifactor: _passedThen, ...before } = family.grant;
  const grant = { ...before, nonce: undefined, decision };
  const state = store.current;
  const answer = await issueTokens(site, state, tokens, grant, now);
  return {
    answer: { ...answer, ...(next === undefined ? {} : { refresh_token: next }) },
    about: aboutGrant(state, grant),
  };
}

/** One token for several APIs is a feature of its own at Auth0. */
function refuseOtherApi({ refresh_token: settings }: ClientRow, { grant }: Family, { audience }: Parameters): void {
  const policies = settings?.policies ?? [];
  if (policies.length > 0 && audience !== undefined && audience !== grant.audience)
    throw invalidRequest("The local tenant has no refresh tokens for several APIs (docs/tenant.md)");
}

/** The person, and their place in the organization, must still be there. */
function refuseGone(state: State, { grant: { authentication, organizationId } }: Family): void {
  const { userId } = authentication;
  const user = state.users.get(userId);
  if (user === undefined)
    throw new OAuthError(403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.");
  if (user.blocked === true) throw new OAuthError(401, "unauthorized", "user is blocked");
  if (organizationId !== undefined && !state.organization_members.has(`${organizationId} ${userId}`))
    throw refused(`user ${userId} is not part of the ${organizationId} organization`);
}

/** Those of the login, or fewer. */
function askedScopes({ grant }: Family, { scope }: Parameters): string[] {
  const asked = scope?.split(" ").filter(Boolean);
  return grant.decision.scopes.filter((value) => asked === undefined || asked.includes(value));
}

const CREDENTIALS: ReadonlySet<string> = new Set(["client_secret", "client_assertion", "refresh_token"]);

function occasionOf(
  state: State,
  domain: string,
  family: Family,
  client: ClientRow,
  { ip, userAgent, body }: LoginRequest,
  { scope }: Parameters,
): Occasion {
  const { grant } = family;
  const sent = Object.entries(body ?? {}).filter(([name]) => !CREDENTIALS.has(name));
  return {
    clientId: client.client_id,
    audience: grant.audience,
    organizationId: grant.organizationId,
    authentication: grant.authentication,
    ip,
    userAgent,
    request: { method: "POST", query: {}, body: Object.fromEntries(sent) },
    transaction: {
      protocol: "oauth2-refresh-token",
      requested_scopes: scope?.split(" ").filter(Boolean) ?? grant.requestedScopes,
      requested_authorization_details: [],
      acr_values: [],
      ui_locales: [],
      locale: "en",
    },
    refreshToken: refreshTokenMember(family),
    about: { ...ofClient(client), ...aboutGrant(state, grant), ip, user_agent: userAgent, hostname: domain },
  };
}

const time = (at: number): string => new Date(at).toISOString();

/** `event.refresh_token`. */
function refreshTokenMember(family: Family): object {
  const { grant, initial, last, createdAt, lastExchangedAt, expiresAt, idleExpiresAt } = family;
  const expires = expiresAt !== undefined || idleExpiresAt !== undefined;
  return {
    id: family.id,
    client_id: grant.clientId,
    user_id: grant.authentication.userId,
    session_id: grant.sessionId,
    created_at: time(createdAt),
    ...(expiresAt === undefined ? {} : { expires_at: time(expiresAt) }),
    ...(idleExpiresAt === undefined ? {} : { idle_expires_at: time(idleExpiresAt) }),
    // Auth0 keeps neither of a token that does not expire.
    ...(expires && lastExchangedAt !== undefined ? { last_exchanged_at: time(lastExchangedAt) } : {}),
    rotating: family.rotating,
    device: {
      initial_ip: initial.ip,
      initial_user_agent: initial.userAgent,
      ...(expires ? { last_ip: last.ip, last_user_agent: last.userAgent } : {}),
    },
    resource_servers:
      grant.audience === undefined ? [] : [{ audience: grant.audience, scopes: grant.decision.scopes.join(" ") }],
  };
}
