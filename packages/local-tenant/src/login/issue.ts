// The tokens that a code is redeemed for, and what /userinfo says.
import type { Site } from "../core/endpoint.ts";
import type { State } from "../core/state.ts";
import type { Tokens } from "../core/tokens.ts";
import { OAuthError } from "../oauth/errors.ts";
import type { Grant } from "./transaction.ts";
import type { UserRow } from "../rows/users.ts";

/** Auth0's defaults, in seconds. */
const ACCESS_TOKEN_SECONDS = 86_400;
const ID_TOKEN_SECONDS = 36_000;

export interface IssuedTokens {
  readonly access_token: string;
  /** With the scope `openid`. */
  readonly id_token?: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly token_type: "Bearer";
}

/** Makes the tokens. Throws `invalid_grant` where who or what they are about is gone. */
export async function issueTokens(
  site: Site,
  state: State,
  tokens: Tokens,
  grant: Grant,
  now: number,
): Promise<IssuedTokens> {
  const { decision, audience, authentication } = grant;
  const user = state.users.get(authentication.userId);
  const api = state.resource_servers.find(({ identifier }) => identifier === audience);
  if (user === undefined || user.blocked === true)
    throw new OAuthError(403, "invalid_grant", "The user does not exist any more");
  if (audience !== undefined && api === undefined)
    throw new OAuthError(403, "invalid_grant", `Service not found: ${audience}`);
  const lifetime = api?.token_lifetime ?? ACCESS_TOKEN_SECONDS;
  const withPermissions = api?.enforce_policies === true && api.token_dialect === "access_token_authz";
  const claims = {
    ...decision.accessTokenClaims,
    sub: user.user_id,
    aud: audienceOf(site, grant),
    azp: grant.clientId,
    scope: decision.scopes.join(" "),
    ...organizationClaims(state, grant),
    ...(withPermissions ? { permissions: decision.permissions } : {}),
  };
  const access_token = await tokens.sign(claims, lifetime, now);
  const id_token = decision.scopes.includes("openid") ? await idToken(state, tokens, grant, user, now) : undefined;
  return {
    access_token,
    ...(id_token === undefined ? {} : { id_token }),
    scope: decision.scopes.join(" "),
    expires_in: lifetime,
    token_type: "Bearer",
  };
}

export const userinfoUrl = ({ url }: Pick<Site, "url">): string => `${url}/userinfo`;

/** The API, and with `openid` /userinfo beside it; without an API /userinfo alone. */
function audienceOf(site: Site, { audience, decision }: Grant): string | string[] {
  if (audience === undefined) return userinfoUrl(site);
  return decision.scopes.includes("openid") ? [audience, userinfoUrl(site)] : audience;
}

/** The name only where the tenant lets clients ask by name. */
export function organizationClaims(state: State, { organizationId }: Pick<Grant, "organizationId">): object {
  const organization = state.organizations.get(organizationId ?? "");
  if (organization === undefined) return {};
  const byName = state.tenant_settings.get().allow_organization_name_in_authentication_api === true;
  return { org_id: organization.id, ...(byName ? { org_name: organization.name } : {}) };
}

function idToken(state: State, tokens: Tokens, grant: Grant, user: UserRow, now: number): Promise<string> {
  const { decision, clientId, nonce, authentication, sessionId, multifactor } = grant;
  const lifetime = state.clients.get(clientId)?.jwt_configuration?.lifetime_in_seconds ?? ID_TOKEN_SECONDS;
  const claims = {
    ...profileClaims(user, decision.scopes),
    ...decision.idTokenClaims,
    sub: user.user_id,
    aud: clientId,
    auth_time: Math.floor(authentication.at / 1000),
    sid: sessionId,
    ...organizationClaims(state, grant),
    ...(multifactor === undefined ? {} : { amr: ["mfa"], ...multifactor }),
    ...(nonce === undefined ? {} : { nonce }),
  };
  return tokens.sign(claims, lifetime, now);
}

const CLAIMS: Readonly<Record<string, readonly (keyof UserRow)[]>> = {
  profile: ["name", "nickname", "given_name", "family_name", "picture", "updated_at"],
  email: ["email", "email_verified"],
  phone: ["phone_number"],
};

/** What OpenID Connect's scopes tell of a user. */
export function profileClaims(user: UserRow, scopes: readonly string[]): Record<string, unknown> {
  const names = scopes.flatMap((scope) => CLAIMS[scope] ?? []);
  return Object.fromEntries(names.filter((name) => user[name] !== undefined).map((name) => [name, user[name]]));
}
