// GET /userinfo: what the scopes of an access token tell of its user.
import type { Site } from "../core/endpoint.ts";
import { ApiError } from "../core/errors.ts";
import { replyOf } from "../core/management.ts";
import type { LoginReply, LoginRequest, LoginRoute } from "../core/server.ts";
import type { Store } from "../core/store.ts";
import type { Tokens } from "../core/tokens.ts";
import { profileClaims, userinfoUrl } from "./issue.ts";

interface Dependencies {
  readonly site: Site;
  readonly store: Store;
  readonly tokens: Tokens;
}

export const userinfoRoute = (dependencies: Dependencies): LoginRoute => ({
  method: "GET",
  path: "/userinfo",
  handle: async (request) => {
    try {
      return await userinfo(dependencies, request);
    } catch (error) {
      return error instanceof ApiError ? unauthorized(error.message) : replyOf(error);
    }
  },
});

async function userinfo(
  { site, store, tokens }: Dependencies,
  { authorization, now }: LoginRequest,
): Promise<LoginReply> {
  const { subject, scopes } = await tokens.authenticate(authorization, userinfoUrl(site), now);
  const user = store.current.users.get(subject);
  if (user === undefined || !scopes.has("openid"))
    return unauthorized("The token is of no user, or lacks the scope openid");
  return { status: 200, body: { sub: subject, ...profileClaims(user, [...scopes]) } };
}

/** RFC 6750, 3.1. */
const unauthorized = (description: string): LoginReply => ({
  status: 401,
  body: { error: "invalid_token", error_description: description },
  headers: { "www-authenticate": 'Bearer error="invalid_token"' },
});
