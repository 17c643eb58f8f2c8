// A login under way: from /authorize to the redirection back, over as many pages as it takes.
import type { AuthorizeRequest } from "./authorize-request.ts";
import type { DeployedAction, FactorCommand, FactorType, FlowState } from "./action-messages.ts";

/** How a person proved who they are. */
export interface Authentication {
  readonly userId: string;
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Passed beside it in the session, in their order. */
  readonly factors?: readonly PassedFactor[];
}

export interface PassedFactor {
  readonly type: FactorType;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What the tokens will carry, once the person is known and the Actions have run. */
export interface Decision extends Pick<FlowState, "accessTokenClaims" | "idTokenClaims" | "scopes" | "refreshToken"> {
  readonly permissions: readonly string[];
}

/** The Actions wait for a person to pass a factor. */
export interface Pause {
  /** One after the other. */
  readonly commands: readonly FactorCommand[];
  /** Actions that are still to run. */
  readonly rest: readonly DeployedAction[];
  readonly soFar: FlowState;
}

export type Verdict = Decision | Pause;

export const isPause = (verdict: Verdict): verdict is Pause => "commands" in verdict;

export interface Transaction {
  readonly request: AuthorizeRequest;
  /** The browser that began it, by its cookie: no other one goes on with it. */
  readonly browser: string;
  /** The client's end of the connection at /authorize. */
  readonly ip: string;
  readonly userAgent: string | undefined;
  /** Epoch milliseconds. */
  readonly begunAt: number;
  /** Asked for, or chosen on the way. */
  organizationId?: string;
  /** E-mail address or username, where it was asked for on a page of its own. */
  identifier?: string;
  /** Organizations that an e-mail address led to, of which one is to be chosen before the credentials. */
  discovered?: readonly string[];
  authentication?: Authentication;
  /** Whether the authentication is a session's: nobody typed a password this time. */
  bySession: boolean;
  /** From when the person is known: two requests at once wait for the same one. */
  deciding?: Promise<Verdict>;
  /** What the person is to pass now. */
  pause?: Pause;
  /** How many of the pause's commands are fulfilled. */
  fulfilled: number;
  /** Factors that were passed in this login. */
  passed: readonly PassedFactor[];
  failedFactors: number;
  decision?: Decision;
  consented: boolean;
  wrongPasswords: number;
}

/** A person who signed in before, in this browser. */
export type LoginSession = Authentication;

/** What an authorization code stands for. */
export interface Grant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
  readonly audience: string | undefined;
  readonly organizationId: string | undefined;
  readonly authentication: Authentication;
  readonly sessionId: string;
  /** As the client asked for them at /authorize. */
  readonly requestedScopes: readonly string[];
  /** Whether a factor was passed in the login, and what of it the client had asked for; absent after an exchange. */
  readonly multifactor?: { readonly acr?: string };
  readonly decision: Decision;
}
