// The order of a login: organization, credentials, membership, permissions, Actions, consent. Each call does what can be
// done without a person and says what comes next.
import type { State } from "../core/state.ts";
import { timestamp } from "../core/time.ts";
import { OAuthError } from "../oauth/errors.ts";
import { loginOccasion, type Occasion } from "./action-event.ts";
import { mustAsk, type ConsentQuestion } from "./consent.ts";
import { decide, goOn, refused, type FlowContext } from "./decision.ts";
import { factorPrompt } from "./factors.ts";
import { asksIdentifierFirst } from "./home-realm.ts";
import { logJoined, ofTransaction } from "./log-events.ts";
import { connectionsFor, isEnabledFor, joins, organizationsToPick, requireAccess } from "./organizations.ts";
import { isPause } from "./transaction.ts";
import type { Authentication, Decision, LoginSession, Transaction, Verdict } from "./transaction.ts";
import type { ClientRow } from "../rows/clients.ts";

/** A page that a person has to fill in. */
export type Page =
  "organization" | "login" | "login/identifier" | "login/password" | "organization-picker" | "mfa" | "consent";

/** What comes next; `done`: a code can be given. */
export type Step = Page | "done";

/**
 * Takes the login as far as it goes. Throws OAuthError where it ends in a refusal, which goes to the client's callback.
 *
 * @param session of this browser, if it has one
 */
export async function advance(
  context: FlowContext,
  transaction: Transaction,
  session: LoginSession | undefined,
): Promise<Step> {
  const { request } = transaction;
  const client = clientOf(context.store.current, transaction);
  if (request.organizationPrompt === "before" && transaction.organizationId === undefined)
    return ask(transaction, transaction.discovered === undefined ? "organization" : "organization-picker");
  // Refuses a login that nobody could complete before anybody types a password.
  const connections =
    transaction.authentication === undefined
      ? connectionsFor(context.store.current, client, transaction.organizationId, request.connection)
      : [];
  if (
    transaction.authentication === undefined &&
    session !== undefined &&
    connections.some(({ id }) => id === session.connectionId)
  ) {
    useSession(transaction, session, context.now);
  }
  if (transaction.authentication === undefined)
    return ask(transaction, credentialsPage(context.store.current, transaction));
  if (request.organizationPrompt === "after" && transaction.organizationId === undefined) {
    if (pickOnly(context.store.current, transaction, transaction.authentication) === undefined)
      return ask(transaction, "organization-picker");
  }
  const decision = await decided(context, transaction, client, transaction.authentication);
  if (decision === undefined) return ask(transaction, "mfa");
  transaction.decision = decision;
  return !transaction.consented && mustConsent(context.store.current, transaction, client)
    ? ask(transaction, "consent")
    : "done";
}

/** The client, which may be gone since the login began. */
export function clientOf(state: State, { request }: Transaction): ClientRow {
  const client = state.clients.get(request.clientId);
  if (client === undefined) throw new OAuthError(400, "unauthorized_client", "The client does not exist any more");
  return client;
}

function credentialsPage(state: State, { identifier }: Transaction): Page {
  if (!asksIdentifierFirst(state)) return "login";
  return identifier === undefined ? "login/identifier" : "login/password";
}

const LOGIN_REQUIRED = ["login_required", "Login required"] as const;

const SILENT_REFUSALS: Readonly<Record<Page, readonly [code: string, description: string]>> = {
  login: LOGIN_REQUIRED,
  "login/identifier": LOGIN_REQUIRED,
  "login/password": LOGIN_REQUIRED,
  organization: ["interaction_required", "The organization has to be chosen"],
  "organization-picker": ["interaction_required", "The organization has to be chosen"],
  mfa: ["interaction_required", "Multifactor authentication required"],
  consent: ["consent_required", "Consent required"],
};

/** OpenID Connect Core, 3.1.2.6: with prompt none nobody is asked anything. */
function ask({ request }: Transaction, step: Page): Step {
  if (!request.prompt.has("none")) return step;
  const [code, description] = SILENT_REFUSALS[step];
  throw new OAuthError(400, code, description);
}

/** A session spares the credentials, unless the client wants them or wants them fresher. */
function useSession(transaction: Transaction, session: LoginSession, now: number): void {
  const { prompt, maxAge } = transaction.request;
  if (prompt.has("login") || prompt.has("select_account")) return;
  if (maxAge !== undefined && now - session.at > maxAge * 1000) return;
  transaction.authentication = session;
  transaction.bySession = true;
}

/** Chooses the only organization that there is to choose; undefined where there are several. Throws where there is none. */
function pickOnly(
  state: State,
  transaction: Transaction,
  { userId, connectionId }: Authentication,
): string | undefined {
  const [first, ...others] = organizationsToPick(state, userId, connectionId);
  if (first === undefined)
    throw refused("client requires organization membership, but user does not belong to any organization");
  if (others.length === 0) transaction.organizationId = first.id;
  return transaction.organizationId;
}

/** What the person gets; undefined while a factor is to be passed. Throws where it cannot be. */
async function decided(
  context: FlowContext,
  transaction: Transaction,
  client: ClientRow,
  authentication: Authentication,
): Promise<Decision | undefined> {
  for (;;) {
    const deciding = (transaction.deciding ??= decideLogin(context, transaction, client, authentication));
    const verdict = await deciding;
    if (!isPause(verdict)) return verdict;
    // Of two requests at once the first goes on, and the other waits for the same.
    if (transaction.deciding !== deciding) continue;
    transaction.pause = verdict;
    if (factorPrompt(context.store.current, transaction) !== undefined) return undefined;
    transaction.fulfilled = 0;
    const occasion = occasionOf(context, transaction, transaction.authentication ?? authentication);
    transaction.deciding = goOn(context, occasion, verdict);
  }
}

const occasionOf = ({ store, site }: FlowContext, transaction: Transaction, authentication: Authentication): Occasion =>
  loginOccasion(transaction, authentication, ofTransaction(store.current, site, transaction));

/** Counts the login, and decides what the person gets. */
async function decideLogin(
  context: FlowContext,
  transaction: Transaction,
  client: ClientRow,
  authentication: Authentication,
): Promise<Verdict> {
  const { site, store, logs, now } = context;
  const { request, organizationId } = transaction;
  const before = store.current;
  store.transact(now, (state) => {
    refuseBlocked(state, authentication);
    if (organizationId !== undefined) requireMembership(state, client, organizationId, authentication);
    countLogin(state, authentication.userId, transaction.ip, now);
  });
  const state = store.current;
  logJoined({ logs, state, site }, transaction, before, now);
  return decide(context, occasionOf(context, transaction, authentication), request.scopes);
}

/** Throws where the user is gone or blocked. */
function refuseBlocked(state: State, { userId }: Authentication): void {
  const user = state.users.get(userId);
  if (user === undefined) throw refused("the user does not exist any more");
  if (user.blocked === true) throw new OAuthError(401, "unauthorized", "user is blocked");
}

function requireMembership(
  state: State,
  client: ClientRow,
  organizationId: string,
  { userId, connectionId }: Authentication,
): void {
  const organization = state.organizations.get(organizationId);
  if (organization === undefined) throw refused("the organization does not exist any more");
  requireAccess(client, organization);
  if (!isEnabledFor(state, organizationId, connectionId))
    throw refused("the connection is not enabled for the organization");
  if (!joins(state, organizationId, userId, connectionId))
    throw refused(`user ${userId} is not part of the ${organizationId} organization`);
}

function countLogin(state: State, userId: string, ip: string, now: number): void {
  const user = state.users.get(userId);
  if (user === undefined) return;
  state.users.put({ ...user, logins_count: (user.logins_count ?? 0) + 1, last_login: timestamp(now), last_ip: ip });
}

/** What the person would be asked to agree to. */
export function consentQuestion(state: State, transaction: Transaction, client: ClientRow): ConsentQuestion {
  return {
    userId: transaction.authentication?.userId ?? "",
    client,
    api: state.resource_servers.find(({ identifier }) => identifier === transaction.request.audience),
    redirectUri: transaction.request.redirectUri,
    scopes: transaction.decision?.scopes ?? [],
  };
}

function mustConsent(state: State, transaction: Transaction, client: ClientRow): boolean {
  return transaction.request.prompt.has("consent") || mustAsk(state, consentQuestion(state, transaction, client));
}
