/**
 * The `fetch` of everything in this project that reads a tenant: stack, guards, commands, provider/. It repeats what the
 * network lost, as the Auth0 plugin does, and what the tenant's rate limit refused, and never keeps a program from ending.
 */
import { setTimeout as wait } from "node:timers/promises";

/** How often a request is sent again where the network lost it; the Auth0 plugin's own number. */
const RETRIES = 3;

/** Milliseconds that one attempt may take, and after which no further one is begun: a host that is dead is told soon. */
const ATTEMPT_MS = 10_000;

/** Milliseconds before the second attempt; twice as many before each further one. */
const FIRST_DELAY_MS = 100;

/**
 * Milliseconds for which a request is repeated that the rate limit refuses: a tenant of the free plan answers two a second,
 * and others may ask it too.
 */
const LIMITED_MS = 60_000;

/** Milliseconds of one wait for the rate limit: what the tenant says, within these, and a little by chance beside it. */
const LIMIT_WAIT = { least: 100, most: 10_000, chance: 400 } as const;

/** The tenant did not answer: no connection, or one that was lost. The message names the host and the network's reason. */
export class TenantUnreachable extends Error {
  override readonly name = "TenantUnreachable";
  /** `acme.us.auth0.com`, with its port where it has one. */
  readonly host: string;

  constructor(host: string, cause: unknown) {
    super(`${host} cannot be reached: ${networkReason(cause)}`, { cause });
    this.host = host;
  }
}

/**
 * As the global `fetch`, with the whole answer read before it resolves. Requests that change nothing (GET, and the one
 * for a token) are sent again where the network lost them; one that the rate limit refused, whatever it is, for it did
 * nothing. The caller's `signal` is not followed: the SDK's timer would
 * keep the process alive for a minute after an error; this one has its own, which does not.
 * Rejects with TenantUnreachable.
 */
export const resilientFetch: typeof fetch = async (input, init) => {
  const begun = performance.now();
  for (;;) {
    const answer = await answered(input, init);
    if (answer.status !== TOO_MANY) return answer;
    const pause = limitWait(answer.headers);
    if (performance.now() - begun + pause > LIMITED_MS) return answer;
    await wait(pause);
  }
};

const TOO_MANY = 429;

/** Until the moment that the tenant names, by its own clock; those who wait do not all come back at once. */
function limitWait(headers: Headers): number {
  // Of whole seconds, half of one is over on average.
  const now = Date.parse(headers.get("date") ?? "") + 500 || Date.now();
  const named = Number(headers.get("x-ratelimit-reset")) * 1000 - now || 0;
  const { least, most, chance } = LIMIT_WAIT;
  return Math.min(Math.max(named, least), most) + Math.random() * chance;
}

const answered: typeof fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const retries = (init.method ?? "GET") === "GET" || url.pathname === "/oauth/token" ? RETRIES : 0;
  const start = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ATTEMPT_MS) });
      const body = await answer.arrayBuffer();
      const { status, statusText, headers } = answer;
      return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
    } catch (error) {
      if (attempt === retries || isFinal(error) || performance.now() - start >= ATTEMPT_MS) {
        throw new TenantUnreachable(url.host, error);
      }
      await wait(FIRST_DELAY_MS * 2 ** attempt);
    }
  }
};

/** The innermost cause is the network's own word: `getaddrinfo ENOTFOUND …`, `self-signed certificate`. */
export function networkReason(error: unknown): string {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  // Several addresses were tried, each with its own error.
  if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0] as unknown;
  if (!(cause instanceof Error)) return String(cause);
  return cause.name === "TimeoutError" ? `no answer within ${ATTEMPT_MS / 1000} seconds` : cause.message || cause.name;
}

/** A name that does not exist, and a certificate that is not trusted, are the same at the next attempt. */
function isFinal(error: unknown): boolean {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^ENOTFOUND$|CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code);
}
