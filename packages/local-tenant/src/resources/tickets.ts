// Links by which a person sets a password: /tickets/password-change. The page behind them is login/password-page.ts.
import { badRequest, notFound } from "../core/errors.ts";
import { created, endpoint, type Call, type Endpoint } from "../core/endpoint.ts";
import { unguessable } from "../core/ids.ts";
import type { UserRow } from "../rows/users.ts";
import { connectionById } from "./connections.ts";
import { organizationById } from "./organization-lookup.ts";
import { passwordTicketBody, type PasswordTicketBody } from "./ticket-schema.ts";
import { userById } from "./users.ts";

/** Auth0's default, also for a `ttl_sec` of 0: five days. */
const LIFETIME_SECONDS = 432_000;

export const tickets: readonly Endpoint[] = [
  endpoint({
    method: "POST",
    path: "/tickets/password-change",
    scopes: ["create:user_tickets"],
    body: passwordTicketBody,
    handle: (call) => {
      const { state, site, body, now } = call;
      refuseContradictions(body);
      const { user_id } = userOf(call);
      if (body.organization_id !== undefined) organizationById(state, body.organization_id);
      const { ticket } = state.password_tickets.put({
        ticket: unguessable(),
        user_id,
        expires: now + (body.ttl_sec || LIFETIME_SECONDS) * 1000,
        mark_email_as_verified: body.mark_email_as_verified === true,
      });
      return created({ ticket: `${site.url}/u/reset-verify?ticket=${ticket}` });
    },
  }),
];

/** What the reference says cannot be given together. */
function refuseContradictions({
  user_id,
  connection_id,
  email,
  organization_id,
  result_url,
}: PasswordTicketBody): void {
  if (user_id === undefined && connection_id === undefined)
    throw badRequest("Either user_id or connection_id must be given");
  if (user_id !== undefined && (connection_id !== undefined || email !== undefined))
    throw badRequest("user_id cannot be given together with connection_id or email");
  if (connection_id !== undefined && email === undefined)
    throw badRequest("email must be given together with connection_id");
  if (organization_id !== undefined && result_url !== undefined)
    throw badRequest("result_url cannot be given together with organization_id");
}

/** The user, who must have a password of this tenant's to change. */
function userOf({ state, body }: Call<PasswordTicketBody>): UserRow {
  const { user_id: userId, connection_id: connectionId = "", email = "" } = body;
  const user = userId === undefined ? byEmail(state, connectionId, email) : userById(state, userId);
  if (!user.identities.some(({ provider }) => provider === "auth0"))
    throw badRequest("The user's main connection does not support this operation", "operation_not_supported");
  return user;
}

function byEmail(state: Call<PasswordTicketBody>["state"], connectionId: string, email: string): UserRow {
  const { name } = connectionById(state, connectionId);
  const user = state.users.find(
    (row) => row.email === email.toLowerCase() && row.identities.some(({ connection }) => connection === name),
  );
  if (user === undefined) throw notFound("The user does not exist.", "inexistent_user");
  return user;
}
