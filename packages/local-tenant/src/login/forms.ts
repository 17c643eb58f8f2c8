// What the hosted pages' forms send, taken into the login under way.
import { z } from "zod";
import { UnusableBody } from "../core/request-body.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { LoginRequest } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import { OAuthError } from "../oauth/errors.ts";
import { remember } from "./consent.ts";
import { signIn } from "./credentials.ts";
import { consentQuestion, type Page } from "./flow.ts";
import { asksIdentifierFirst, discoveryMethods, homeRealm, organizationsOfDomain } from "./home-realm.ts";
import { FAIL } from "./factor-page.ts";
import { factorPrompt, passFactor } from "./factors.ts";
import { logFactor, logWrongPassword } from "./log-events.ts";
import { providerAddress } from "./identity-provider.ts";
import { connectionsFor, isDatabase, organizationNamed, organizationsToPick, requireAccess } from "./organizations.ts";
import type { Transaction } from "./transaction.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

const form = z.object({
  organization: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  connection: z.string().optional(),
  action: z.string().optional(),
  factor: z.string().optional(),
});

type Form = z.output<typeof form>;

/** A login as its pages see it. */
export interface Turn {
  readonly store: Store;
  readonly transaction: Transaction;
  readonly client: ClientRow;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The tenant's own. */
  readonly domain: string;
  readonly logs: TenantLogs;
}

/** After so many the login is over, and has to be begun again. */
const MOST_WRONG_PASSWORDS = 10;
const MOST_FAILED_FACTORS = 10;

/**
 * Takes the page's form; gives what is wrong with it, if anything, or the address that the browser is sent away to. Throws
 * OAuthError where it ends the login.
 */
export function takeForm(page: Page, turn: Turn, { body }: LoginRequest): string | URL | undefined {
  const sent = form.safeParse(body ?? {});
  if (!sent.success || body instanceof UnusableBody) return "The form is not filled in.";
  switch (page) {
    case "organization":
      return takeOrganization(turn, sent.data);
    case "login":
      return takeCredentials(turn, sent.data);
    case "login/identifier":
      return takeIdentifier(turn, sent.data);
    case "login/password":
      return takePassword(turn, sent.data);
    case "organization-picker":
      return takePick(turn, sent.data);
    case "mfa":
      return takeFactor(turn, sent.data);
    case "consent":
      return takeConsent(turn, sent.data);
  }
}

function takeOrganization(turn: Turn, { organization: entered = "" }: Form): string | URL | undefined {
  const { store, transaction, client } = turn;
  const methods = discoveryMethods(client);
  const named = methods.byName ? organizationNamed(store.current, entered) : undefined;
  if (named !== undefined) return choose(turn, named);
  const [first, ...others] = methods.byEmail ? organizationsOfDomain(store.current, entered) : [];
  if (first === undefined) return "The organization you entered is invalid.";
  transaction.identifier = entered.trim();
  if (others.length === 0) return choose(turn, first);
  transaction.discovered = [first, ...others].map(({ id }) => id);
  return undefined;
}

/** The organization is known; by an e-mail address that was given for it, perhaps the connection is too. */
function choose(turn: Turn, organization: OrganizationRow): URL | undefined {
  const { store, transaction, client } = turn;
  requireAccess(client, organization);
  transaction.organizationId = organization.id;
  const { identifier } = transaction;
  if (identifier === undefined || !asksIdentifierFirst(store.current)) return undefined;
  delete transaction.identifier;
  const led = lead(turn, identifier);
  return led instanceof URL ? led : undefined;
}

/** To the password, or to the identity provider of the address's domain; gives what is wrong where there is neither. */
function lead(turn: Turn, identifier: string): string | URL | undefined {
  const { store, transaction, client, domain } = turn;
  const realm = homeRealm(store.current, client, transaction, identifier);
  if (realm !== undefined) return providerAddress(realm, { domain, loginHint: identifier }) ?? UNKNOWN_PROVIDER;
  if (!countingIn(turn).some(isDatabase)) return "Email does not match any enterprise directory.";
  transaction.identifier = identifier;
  return undefined;
}

const UNKNOWN_PROVIDER = "The local tenant does not know where this identity provider signs people in.";

/** Connections that one may sign in with now. */
const countingIn = ({ store, client, transaction }: Turn): ConnectionRow[] =>
  connectionsFor(store.current, client, transaction.organizationId, transaction.request.connection);

function takeIdentifier(turn: Turn, { username = "", connection }: Form): string | URL | undefined {
  if (connection !== undefined) return takeButton(turn, connection);
  const identifier = username.trim();
  return identifier === "" ? "Please enter an email address." : lead(turn, identifier);
}

/** The name was given before; `edit` goes back to it. */
function takePassword(turn: Turn, { password, action }: Form): string | URL | undefined {
  const { identifier } = turn.transaction;
  if (action !== "edit") return takeCredentials(turn, { username: identifier, password });
  delete turn.transaction.identifier;
  return undefined;
}

function takeButton(turn: Turn, connection: string): string | URL {
  const { domain, transaction } = turn;
  const chosen = countingIn(turn).find(({ name }) => name === connection);
  return (chosen && providerAddress(chosen, { domain, loginHint: transaction.request.loginHint })) ?? UNKNOWN_PROVIDER;
}

function takeCredentials(turn: Turn, { username = "", password = "", connection }: Form): string | URL | undefined {
  if (connection !== undefined) return takeButton(turn, connection);
  const { store, transaction, now, domain, logs } = turn;
  const connections = countingIn(turn);
  const came = signIn(store.current, connections, username, password, now);
  if ("userId" in came) {
    transaction.authentication = came;
    return undefined;
  }
  logWrongPassword({ logs, state: store.current, site: { domain } }, transaction, username, came.user, now);
  transaction.wrongPasswords += 1;
  if (transaction.wrongPasswords < MOST_WRONG_PASSWORDS) return "Wrong email or password.";
  throw new OAuthError(403, "access_denied", "Too many wrong passwords");
}

function takePick(turn: Turn, { organization: picked }: Form): string | URL | undefined {
  const { store, transaction } = turn;
  const choice = choicesOf(store.current, transaction).find(({ id }) => id === picked);
  if (choice === undefined) return "Select one of your organizations.";
  if (transaction.discovered !== undefined) return choose(turn, choice);
  transaction.organizationId = choice.id;
  return undefined;
}

/** The organizations that the person can choose from. */
export function choicesOf(state: State, { authentication, discovered = [] }: Transaction): OrganizationRow[] {
  return authentication === undefined
    ? discovered.flatMap((id) => state.organizations.get(id) ?? [])
    : organizationsToPick(state, authentication.userId, authentication.connectionId);
}

function takeFactor({ store, transaction, now, domain, logs }: Turn, { factor }: Form): string | undefined {
  const prompt = factorPrompt(store.current, transaction);
  const type = prompt?.factors.find((known) => known === factor);
  const context = { logs, state: store.current, site: { domain } };
  if (prompt !== undefined && type !== undefined) {
    store.transact(now, (state) => passFactor(state, transaction, prompt, type, now));
    logFactor(context, transaction, prompt.kind === "enroll" ? "gd_enrollment_complete" : "gd_auth_succeed", now);
    return undefined;
  }
  if (factor !== FAIL) return "Choose one of these.";
  logFactor(context, transaction, "gd_auth_failed", now);
  transaction.failedFactors += 1;
  if (transaction.failedFactors < MOST_FAILED_FACTORS) return "The code you entered is invalid.";
  throw new OAuthError(403, "access_denied", "Too many failed codes");
}

function takeConsent({ store, transaction, client, now }: Turn, { action }: Form): string | undefined {
  if (action === "deny") throw new OAuthError(403, "access_denied", "User did not authorize the request");
  if (action !== "accept") return "Accept or decline.";
  store.transact(now, (state) => remember(state, consentQuestion(state, transaction, client)));
  transaction.consented = true;
  return undefined;
}
