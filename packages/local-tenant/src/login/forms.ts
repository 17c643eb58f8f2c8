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
import { logWrongPassword } from "./log-events.ts";
import { providerAddress } from "./identity-provider.ts";
import { connectionsFor, organizationNamed, organizationsToPick, requireAccess } from "./organizations.ts";
import type { Transaction } from "./transaction.ts";
import type { ClientRow } from "../rows/clients.ts";

const form = z.object({
  organization: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  connection: z.string().optional(),
  action: z.string().optional(),
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
    case "organization-picker":
      return takePick(turn, sent.data);
    case "consent":
      return takeConsent(turn, sent.data);
  }
}

function takeOrganization({ store, transaction, client }: Turn, { organization: name = "" }: Form): string | undefined {
  const organization = organizationNamed(store.current, name);
  if (organization === undefined) return "The organization you entered does not exist.";
  requireAccess(client, organization);
  transaction.organizationId = organization.id;
  return undefined;
}

function takeCredentials(
  { store, transaction, client, now, domain, logs }: Turn,
  { username = "", password = "", connection }: Form,
): string | URL | undefined {
  const connections = connectionsFor(store.current, client, transaction.organizationId, transaction.request.connection);
  if (connection !== undefined) {
    const chosen = connections.find(({ name }) => name === connection);
    const address = chosen && providerAddress(chosen, { domain, loginHint: transaction.request.loginHint });
    return address ?? "The local tenant does not know where this identity provider signs people in.";
  }
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

function takePick({ store, transaction }: Turn, { organization: picked }: Form): string | undefined {
  const choice = choicesOf(store.current, transaction).find(({ id }) => id === picked);
  if (choice === undefined) return "Select one of your organizations.";
  transaction.organizationId = choice.id;
  return undefined;
}

/** The organizations that the person can choose from. */
export const choicesOf = (state: State, { authentication }: Transaction) =>
  authentication === undefined ? [] : organizationsToPick(state, authentication.userId, authentication.connectionId);

function takeConsent({ store, transaction, client, now }: Turn, { action }: Form): string | undefined {
  if (action === "deny") throw new OAuthError(403, "access_denied", "User did not authorize the request");
  if (action !== "accept") return "Accept or decline.";
  store.transact(now, (state) => remember(state, consentQuestion(state, transaction, client)));
  transaction.consented = true;
  return undefined;
}
