// POST /oauth/token: client_credentials, and authorization_code for what /authorize gave.
import { ok, type Reply, type Site } from "../core/endpoint.ts";
import { replyOf } from "../core/management.ts";
import type { LoginRoute } from "../core/server.ts";
import type { Store } from "../core/store.ts";
import type { Tokens } from "../core/tokens.ts";
import type { Memory } from "../login/memory.ts";
import type { Grant } from "../login/transaction.ts";
import { redeemCode } from "./authorization-code.ts";
import type { UsedAssertions } from "./client-assertion.ts";
import { authenticate } from "./client-authentication.ts";
import { clientCredentials } from "./client-credentials.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import { parametersOf, type Parameters } from "./token-parameters.ts";
import type { ClientRow } from "../rows/clients.ts";

interface Dependencies {
  readonly site: Site;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly codes: Memory<Grant>;
  readonly used: UsedAssertions;
}

export function tokenRoute(dependencies: Dependencies): LoginRoute {
  return {
    method: "POST",
    path: "/oauth/token",
    handle: async (request) => {
      try {
        return {
          ...(await token(dependencies, parametersOf(request), request.now)),
          headers: { "cache-control": "no-store" },
        };
      } catch (error) {
        return error instanceof OAuthError ? error.reply : replyOf(error);
      }
    },
  };
}

type GrantType = "client_credentials" | "authorization_code";

async function token(
  { site, store, tokens, codes, used }: Dependencies,
  parameters: Parameters,
  now: number,
): Promise<Reply> {
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
