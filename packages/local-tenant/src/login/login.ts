// Logins under way, from /authorize to the code; and what outlives them: sessions, codes.
import { unguessable } from "../core/ids.ts";
import type { LoginReply, LoginRequest } from "../core/server.ts";
import { OAuthError } from "../oauth/errors.ts";
import { acrValues } from "./action-event.ts";
import { askedFor, type PushedRequest } from "./asked.ts";
import { authorizeRequest } from "./authorize-request.ts";
import { callerOf, UntrustedCaller, type Caller } from "./caller.ts";
import { browserCookie, readCookies, sessionCookie } from "./cookies.ts";
import type { FlowContext } from "./decision.ts";
import { advance, clientOf, type Page, type Step } from "./flow.ts";
import { takeForm, type Turn } from "./forms.ts";
import { providerAddress } from "./identity-provider.ts";
import { logBadRequest, logLogin, logRefusal, type LogContext } from "./log-events.ts";
import { Memory } from "./memory.ts";
import { connectionsFor } from "./organizations.ts";
import { RefreshTokens } from "./refresh-tokens.ts";
import { renderPage } from "./render.ts";
import type { Grant, LoginSession, Transaction } from "./transaction.ts";
import type { ClientRow } from "../rows/clients.ts";

/** How long a person may take. */
const TRANSACTION_MS = 600_000;
/** How long a client may take to redeem a code. */
const CODE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Auth0's default for the tenant setting `session_lifetime`, in hours. */
const SESSION_HOURS = 168;

/** A transaction with the key that the addresses of its pages carry. */
interface UnderWay {
  readonly id: string;
  readonly transaction: Transaction;
}

export class Login {
  /** What can be redeemed at /oauth/token, each once. */
  readonly codes = new Memory<Grant>();
  /** What can be begun at /authorize by its request_uri, each once. */
  readonly pushed = new Memory<PushedRequest>();
  readonly refreshTokens = new RefreshTokens();
  readonly #transactions = new Memory<Transaction>();
  readonly #sessions = new Memory<LoginSession>();
  readonly #context: Omit<FlowContext, "now">;

  constructor(context: Omit<FlowContext, "now">) {
    this.#context = context;
  }

  /** Forgets everything. */
  clear(): void {
    for (const memory of [this.codes, this.pushed, this.refreshTokens, this.#transactions, this.#sessions])
      memory.clear();
  }

  /** Begins a login. Throws UntrustedCaller. */
  async begin(request: LoginRequest): Promise<LoginReply> {
    try {
      return await this.#begin(request);
    } catch (error) {
      if (error instanceof UntrustedCaller) logBadRequest(this.#logContext, request, error);
      throw error;
    }
  }

  async #begin(request: LoginRequest): Promise<LoginReply> {
    const { store, site } = this.#context;
    const objects = { state: store.current, audience: `${site.url}/`, now: request.now };
    const demand = await askedFor(new URLSearchParams(request.query), this.pushed, objects);
    const caller = callerOf(store.current, demand.parameters);
    let transaction: Transaction | undefined;
    try {
      const asked = authorizeRequest(store.current, caller, demand, site.managementAudience);
      transaction = {
        request: asked,
        browser: readCookies(request.cookie).browser ?? unguessable(),
        ip: request.ip,
        userAgent: request.userAgent,
        begunAt: request.now,
        bySession: false,
        fulfilled: 0,
        passed: [],
        failedFactors: 0,
        consented: false,
        wrongPasswords: 0,
        ...(asked.organizationId === undefined ? {} : { organizationId: asked.organizationId }),
      };
      const id = this.#transactions.put(transaction, TRANSACTION_MS, request.now);
      const reply = await this.#proceed({ id, transaction }, request);
      return { ...reply, cookies: [...(reply.cookies ?? []), browserCookie(transaction.browser)] };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      if (transaction === undefined) logBadRequest(this.#logContext, request, error);
      else logRefusal(this.#logContext, transaction, error, request.now);
      return refusal(caller, error);
    }
  }

  /** Shows a page, if it is its turn. Throws UntrustedCaller. */
  show(page: Page, request: LoginRequest): Promise<LoginReply> {
    return this.#continued(request, async (underWay) => {
      const step = await this.#step(underWay, request);
      return step === page
        ? renderPage(page, this.#turn(underWay, request), addressOf(page, underWay))
        : this.#go(step, underWay, request);
    });
  }

  /** Takes what a page's form sends, if it is the page's turn. Throws UntrustedCaller. */
  take(page: Page, request: LoginRequest): Promise<LoginReply> {
    return this.#continued(request, async (underWay) => {
      const step = await this.#step(underWay, request);
      if (step !== page) return this.#go(step, underWay, request);
      const turn = this.#turn(underWay, request);
      const taken = takeForm(page, turn, request);
      if (taken === undefined) return this.#proceed(underWay, request);
      return taken instanceof URL
        ? redirection(taken.href)
        : renderPage(page, turn, addressOf(page, underWay), { error: taken, form: request.body });
    });
  }

  /** The login that the request belongs to, by the key in its address and the cookie of the browser that began it. */
  async #continued(request: LoginRequest, answer: (underWay: UnderWay) => Promise<LoginReply>): Promise<LoginReply> {
    const id = new URLSearchParams(request.query).get("state") ?? "";
    const transaction = this.#transactions.get(id, request.now);
    if (transaction === undefined || readCookies(request.cookie).browser !== transaction.browser) {
      throw loginOver();
    }
    try {
      return await answer({ id, transaction });
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      this.#transactions.take(id, request.now);
      logRefusal(this.#logContext, transaction, error, request.now);
      return refusal(transaction.request, error);
    }
  }

  #turn({ transaction }: UnderWay, { now }: LoginRequest): Turn {
    const { store, site, logs } = this.#context;
    return { store, transaction, client: this.#clientOf(transaction), now, domain: site.domain, logs };
  }

  #clientOf(transaction: Transaction): ClientRow {
    return clientOf(this.#context.store.current, transaction);
  }

  #step({ transaction }: UnderWay, { cookie, now }: LoginRequest): Promise<Step> {
    const session = this.#sessions.get(readCookies(cookie).session ?? "", now);
    return advance({ ...this.#context, now }, transaction, session);
  }

  async #proceed(underWay: UnderWay, request: LoginRequest): Promise<LoginReply> {
    return this.#go(await this.#step(underWay, request), underWay, request);
  }

  #go(step: Step, underWay: UnderWay, request: LoginRequest): LoginReply {
    if (step === "done") return this.#finish(underWay, request);
    const provider = CREDENTIALS.has(step) ? this.#providerAskedFor(underWay, request) : undefined;
    return redirection(provider?.href ?? addressOf(step, underWay));
  }

  /** A client that names an identity provider's connection has its people sent there, past the login page. */
  #providerAskedFor(underWay: UnderWay, request: LoginRequest): URL | undefined {
    const { connection, loginHint } = underWay.transaction.request;
    const { store, client, domain } = this.#turn(underWay, request);
    if (connection === undefined) return undefined;
    const [only] = connectionsFor(store.current, client, underWay.transaction.organizationId, connection);
    return only && providerAddress(only, { domain, loginHint });
  }

  /** The code, and a session in this browser. */
  #finish({ id, transaction }: UnderWay, { cookie, now }: LoginRequest): LoginReply {
    const { request, authentication, decision, organizationId, bySession } = transaction;
    if (authentication === undefined || decision === undefined)
      throw new Error("A login cannot end before it has begun");
    // Sent twice at once, a form gives one code.
    if (this.#transactions.take(id, now) === undefined) throw loginOver();
    const known = readCookies(cookie).session;
    const sessionId =
      bySession && known !== undefined ? known : this.#sessions.put(authentication, this.#sessionMs(), now);
    // With the factors that were passed now.
    if (bySession) this.#sessions.replace(sessionId, authentication);
    logLogin(this.#logContext, transaction, sessionId, now);
    const { clientId, redirectUri, codeChallenge, nonce, audience } = request;
    const grant: Grant = {
      clientId,
      redirectUri,
      codeChallenge,
      nonce,
      audience,
      organizationId,
      authentication,
      sessionId,
      requestedScopes: request.scopes,
      ...multifactorOf(transaction),
      decision,
    };
    return { ...backTo(request, { code: this.codes.put(grant, CODE_MS, now) }), cookies: [sessionCookie(sessionId)] };
  }

  get #logContext(): LogContext {
    const { logs, store, site } = this.#context;
    return { logs, state: store.current, site };
  }

  #sessionMs(): number {
    return (this.#context.store.current.tenant_settings.get().session_lifetime ?? SESSION_HOURS) * HOUR_MS;
  }
}

const loginOver = (): UntrustedCaller =>
  new UntrustedCaller(
    "invalid_request",
    "This login is over, or was begun in another browser. Begin again in the application.",
  );

const addressOf = (page: Page, { id }: UnderWay): string => `/u/${page}?state=${id}`;

/** 303: a form that was sent is not sent again to where it leads. */
const redirection = (location: string): LoginReply => ({
  status: 303,
  headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
});

/** Pages that a client can pass over by naming an identity provider. */
const CREDENTIALS: ReadonlySet<Step> = new Set(["login", "login/identifier"]);

/** Auth0's policy, which a client asks for a factor by. */
const MULTIFACTOR = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

function multifactorOf({ passed, request }: Transaction): Pick<Grant, "multifactor"> {
  if (passed.length === 0) return {};
  return { multifactor: acrValues(request).includes(MULTIFACTOR) ? { acr: MULTIFACTOR } : {} };
}

type Way = Pick<Caller, "redirectUri" | "state">;

const refusal = (way: Way, { code, message }: OAuthError): LoginReply =>
  backTo(way, { error: code, error_description: message });

/** To the client's callback, with its own state. */
function backTo({ redirectUri, state }: Way, answer: Readonly<Record<string, string>>): LoginReply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...answer, ...(state === undefined ? {} : { state }) }))
    url.searchParams.set(name, value);
  return redirection(url.href);
}
