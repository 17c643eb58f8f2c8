// The page behind a ticket of /tickets/password-change: a person sets a password, once and while the ticket is valid.
import { z } from "zod";
import { ApiError } from "../core/errors.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { LoginReply, LoginRequest, LoginRoute } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import { timestamp } from "../core/time.ts";
import { checkPassword } from "../resources/password-policy.ts";
import { keepPassword } from "../resources/passwords.ts";
import type { PasswordTicketRow, UserRow } from "../rows/users.ts";
import { brandingOf } from "./branding.ts";
import { html } from "./html.ts";
import { ofConnection, ofUser } from "./log-events.ts";
import { errorPage, page } from "./pages.ts";

const PATH = "/u/reset-verify";

const form = z.object({ password: z.string().min(1), again: z.string() });

export function passwordRoutes(store: Store, logs: TenantLogs): readonly LoginRoute[] {
  return [
    {
      method: "GET",
      path: PATH,
      handle: (request) => withTicket(store, request, (found) => passwordPage(store, found)),
    },
    {
      method: "POST",
      path: PATH,
      handle: (request) => withTicket(store, request, (found) => take(store, logs, found, request)),
    },
  ];
}

interface Found {
  readonly row: PasswordTicketRow;
  readonly user: UserRow;
}

function withTicket(store: Store, { query, now }: LoginRequest, answer: (found: Found) => LoginReply): LoginReply {
  const row = store.current.password_tickets.get(new URLSearchParams(query).get("ticket") ?? "");
  const user = store.current.users.get(row?.user_id ?? "");
  if (row !== undefined && row.expires > now && user !== undefined) return answer({ row, user });
  return errorPage(
    brandingOf(store.current.tenant_settings.get()),
    "invalid_ticket",
    "This link was used before, or its time is over. Ask for another one.",
  );
}

function take(
  store: Store,
  logs: TenantLogs,
  { row, user }: Found,
  { body, now, ip, userAgent }: LoginRequest,
): LoginReply {
  const sent = form.safeParse(body);
  if (!sent.success) return passwordPage(store, { row, user }, "Enter a password.");
  const { password, again } = sent.data;
  if (password !== again) return passwordPage(store, { row, user }, "The two passwords are not the same.");
  try {
    store.transact(now, (state) => setPassword(state, row, password, now));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return passwordPage(store, { row, user }, "The password is too weak.");
  }
  const connection = store.current.connections.find(({ name }) => name === user.identities[0]?.connection);
  logs.add(
    {
      type: "scp",
      description: "Password changed",
      ...ofConnection(connection),
      ...ofUser(user),
      ip,
      user_agent: userAgent,
      details: { title: "Password changed", email: user.email, query: {}, body: {} },
    },
    now,
  );
  return page(brandingOf(store.current.tenant_settings.get()), {
    title: "Password changed",
    content: html`<p>You can sign in with it now.</p>`,
  });
}

function setPassword(state: State, ticket: PasswordTicketRow, password: string, now: number): void {
  const user = state.users.get(ticket.user_id);
  if (user === undefined) return;
  const connection = state.connections.find(({ name }) => name === user.identities[0]?.connection);
  if (connection !== undefined) checkPassword(connection.options, password);
  keepPassword(state, user.user_id, password);
  state.password_tickets.delete(ticket.ticket);
  state.users.put({
    ...user,
    ...(ticket.mark_email_as_verified ? { email_verified: true } : {}),
    updated_at: timestamp(now),
  });
}

function passwordPage(store: Store, { row, user }: Found, error?: string): LoginReply {
  const branding = brandingOf(store.current.tenant_settings.get());
  const content = html`<form method="post" action="${`${PATH}?ticket=${row.ticket}`}">
    <label for="password">New password</label>
    <input id="password" name="password" type="password" required autofocus autocomplete="new-password" />
    <label for="again">The same again</label>
    <input id="again" name="again" type="password" required autocomplete="new-password" />
    <button type="submit" class="primary">Set the password</button>
  </form>`;
  const intro = html`for <strong>${user.email ?? user.username ?? user.user_id}</strong>`;
  return page(branding, { title: "Set your password", intro, content, error });
}
