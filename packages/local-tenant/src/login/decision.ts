// What a known person gets: permissions, scopes, and what the post-login Actions make of them. The same for a login and for
// the exchange of a refresh token.
import type { Site } from "../core/endpoint.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { Store } from "../core/store.ts";
import { OAuthError } from "../oauth/errors.ts";
import { actionEvent, type Occasion } from "./action-event.ts";
import { postLoginActions, runActions, type ActionsOptions } from "./actions.ts";
import { permittedClaims } from "./custom-claims.ts";
import { logFailedAction } from "./log-events.ts";
import { authorizationOf, grantedScopes } from "./permissions.ts";
import type { Decision } from "./transaction.ts";

export interface FlowContext {
  readonly site: Site;
  readonly store: Store;
  readonly actions: ActionsOptions;
  readonly logs: TenantLogs;
  /** Epoch milliseconds. */
  readonly now: number;
}

export const refused = (description: string): OAuthError => new OAuthError(403, "access_denied", description);

/** An Action revoked the refresh token, which refuses its exchange. */
export class RevokedByAction extends OAuthError {
  constructor(reason: string) {
    super(403, "access_denied", reason);
  }
}

/** @param asked scopes; throws OAuthError where an Action refuses or fails */
export async function decide(
  { site, store, actions, logs, now }: FlowContext,
  occasion: Occasion,
  asked: readonly string[],
): Promise<Decision> {
  const { clientId, audience, authentication, organizationId } = occasion;
  const state = store.current;
  const api = state.resource_servers.find(({ identifier }) => identifier === audience);
  const { roles, permissions } = authorizationOf(state, authentication.userId, organizationId, api);
  const scopes = grantedScopes(state, asked, { clientId, api, permissions });
  const event = actionEvent(state, site.domain, occasion, roles);
  const outcome = await runActions({ actions: postLoginActions(state), event, scopes }, actions);
  if (outcome.failed !== undefined) logFailedAction({ logs, state }, occasion.about, outcome, now);
  if (outcome.denied !== undefined)
    throw outcome.refreshToken.revoked ? new RevokedByAction(outcome.denied) : refused(outcome.denied);
  return {
    permissions,
    scopes: outcome.scopes,
    accessTokenClaims: permittedClaims(outcome.accessTokenClaims),
    idTokenClaims: permittedClaims(outcome.idTokenClaims),
    refreshToken: outcome.refreshToken,
  };
}
