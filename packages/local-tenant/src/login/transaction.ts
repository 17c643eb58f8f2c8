// A login under way: from /authorize to the redirection back, over as many pages as it takes.
import type { AuthorizeRequest } from "./authorize-request.ts";
import type { FlowOutcome } from "./action-messages.ts";

/** How a person proved who they are. */
export interface Authentication {
  readonly userId: string;
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What the tokens will carry, once the person is known and the Actions have run. */
export interface Decision extends Pick<FlowOutcome, "accessTokenClaims" | "idTokenClaims" | "scopes" | "refreshToken"> {
  readonly permissions: readonly string[];
}

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
  deciding?: Promise<Decision>;
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
  readonly decision: Decision;
}
