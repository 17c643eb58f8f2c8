// What a known person gets: permissions, scopes, and what the post-login Actions make of them. The same for a login and for
// the exchange of a refresh token.
import type { Site } from "../core/endpoint.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import { OAuthError } from "../oauth/errors.ts";
import { actionEvent, type Occasion } from "./action-event.ts";
import { FACTOR_TYPES, type FlowState } from "./action-messages.ts";
import { postLoginActions, runActions, type ActionsOptions } from "./actions.ts";
import { permittedClaims } from "./custom-claims.ts";
import { logFailedAction } from "./log-events.ts";
import { authorizationOf, grantedScopes } from "./permissions.ts";
import type { Pause, Verdict } from "./transaction.ts";

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
export function decide(context: FlowContext, occasion: Occasion, asked: readonly string[]): Promise<Verdict> {
  const state = context.store.current;
  const { api, permissions } = standing(state, occasion);
  const scopes = grantedScopes(state, asked, { clientId: occasion.clientId, api, permissions });
  const soFar: FlowState = {
    accessTokenClaims: {},
    idTokenClaims: {},
    scopes,
    refreshToken: { revoked: false },
    multifactor: false,
    commands: 0,
  };
  return goOn(context, occasion, { rest: postLoginActions(state), soFar });
}

/** Runs the Actions that are left, once the factors that the earlier ones wanted are passed. */
export async function goOn(
  { site, store, actions, logs, now }: FlowContext,
  occasion: Occasion,
  { rest, soFar }: Omit<Pause, "commands">,
): Promise<Verdict> {
  const state = store.current;
  const { roles, permissions } = standing(state, occasion);
  const event = actionEvent(state, site.domain, occasion, roles);
  const outcome = await runActions({ actions: rest, event, soFar }, actions);
  if (outcome.failed !== undefined) logFailedAction({ logs, state }, occasion.about, outcome, now);
  if (outcome.denied !== undefined)
    throw outcome.refreshToken.revoked ? new RevokedByAction(outcome.denied) : refused(outcome.denied);
  const { wanted, ran, ...made } = outcome;
  if (wanted.length > 0) return { commands: wanted, rest: rest.slice(ran), soFar: made };
  if (isWanted(made, occasion))
    return { commands: [{ kind: "any", factors: FACTOR_TYPES }], rest: [], soFar: { ...made, multifactor: false } };
  return {
    permissions,
    scopes: made.scopes,
    accessTokenClaims: permittedClaims(made.accessTokenClaims),
    idTokenClaims: permittedClaims(made.idTokenClaims),
    refreshToken: made.refreshToken,
  };
}

/** `api.multifactor.enable` counts at the end, and not beside `api.authentication`. */
const isWanted = ({ multifactor, commands }: FlowState, { authentication: { factors = [] } }: Occasion): boolean =>
  multifactor !== false && commands === 0 && !(multifactor.rememberBrowser && factors.length > 0);

function standing(state: State, { audience, authentication, organizationId }: Occasion) {
  const api = state.resource_servers.find(({ identifier }) => identifier === audience);
  return { api, ...authorizationOf(state, authentication.userId, organizationId, api) };
}
