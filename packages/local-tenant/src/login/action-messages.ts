// What the tenant and the thread that runs Actions say to each other. Plain data: it crosses a thread.

/** One Action of the flow, as it is deployed. */
export interface DeployedAction {
  readonly name: string;
  readonly code: string;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the thread is started with. */
export interface ActionFlow {
  /** In the order in which they run. */
  readonly actions: readonly DeployedAction[];
  /** The `event` of each Action, but for its secrets. */
  readonly event: object;
  readonly soFar: FlowState;
}

/** What Actions have made of the login so far. The next ones go on with it, also after a pause for a factor. */
export interface FlowState {
  readonly accessTokenClaims: Readonly<Record<string, unknown>>;
  readonly idTokenClaims: Readonly<Record<string, unknown>>;
  /** Granted so far; Actions add and take away. */
  readonly scopes: readonly string[];
  readonly refreshToken: RefreshTokenChange;
  /** Whether `api.multifactor.enable` was the last word: some factor, at the end of the flow. */
  readonly multifactor: false | MultifactorWish;
  /** How many factor commands there were. */
  readonly commands: number;
}

export interface MultifactorWish {
  /** Whether one that was passed in this browser's session is enough. */
  readonly rememberBrowser: boolean;
}

export const FACTOR_TYPES = [
  "otp",
  "email",
  "phone",
  "push-notification",
  "webauthn-roaming",
  "webauthn-platform",
  "recovery-code",
] as const;

/** A factor, by the name that Actions know it under. */
export type FactorType = (typeof FACTOR_TYPES)[number];

/** One call of `api.authentication.challengeWith…` or `enrollWith…`; `any`: what `api.multifactor.enable` leads to. */
export interface FactorCommand {
  readonly kind: "challenge" | "enroll" | "any";
  /** One of these is enough; of the kind `any`, every one. */
  readonly factors: readonly FactorType[];
}

/** What the Actions did to the login, up to the end or to the first one that wants a factor. */
export interface FlowOutcome extends FlowState {
  /** Why it was refused, and by which Action; absent: it was not. */
  readonly denied?: string;
  /** Name of the Action that failed, where that is why; empty where the flow as a whole did, by its time. */
  readonly failed?: string;
  /** Factors to be passed, one command after the other, before the next Action runs. */
  readonly wanted: readonly FactorCommand[];
  /** How many of the Actions ran. */
  readonly ran: number;
}

/** What Actions want of the refresh token that is exchanged or will be given. */
export interface RefreshTokenChange {
  /** Whether it is revoked, which refuses the exchange. */
  readonly revoked: boolean;
  /** The earliest ends of its life that were set, epoch milliseconds. */
  readonly expiresAt?: number;
  readonly idleExpiresAt?: number;
}

/** A request that an Action makes to somewhere outside. */
export interface OutboundRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutboundResponse {
  readonly status: number;
  /** Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: empty. */
  readonly body?: string;
}

export type FromThread =
  | { readonly type: "done"; readonly outcome: FlowOutcome }
  | { readonly type: "log"; readonly action: string; readonly text: string }
  | { readonly type: "fetch"; readonly id: number; readonly action: string; readonly request: OutboundRequest };

export type ToThread =
  | { readonly type: "response"; readonly id: number; readonly response: OutboundResponse }
  | { readonly type: "unreachable"; readonly id: number; readonly why: string };
