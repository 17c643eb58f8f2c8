// Signing in with a password: database connections only.
import type { State } from "../core/state.ts";
import { passwordFits } from "../resources/passwords.ts";
import { isDatabase } from "./organizations.ts";
import type { Authentication } from "./transaction.ts";
import type { UserRow } from "../rows/users.ts";
import type { ConnectionRow } from "../rows/connections.ts";

/** Nobody came in: the one who has the name, if anybody has. */
export interface WrongPassword {
  readonly user: UserRow | undefined;
}

/** The user of one of the connections with this name (e-mail address or username) and password. */
export function signIn(
  state: State,
  connections: readonly ConnectionRow[],
  username: string,
  password: string,
  now: number,
): Authentication | WrongPassword {
  const name = username.trim();
  let named: UserRow | undefined;
  for (const { id, name: connection } of connections.filter(isDatabase)) {
    const user = state.users.find(
      (row) =>
        row.identities.some((identity) => identity.connection === connection) &&
        ((row.email !== undefined && row.email === name.toLowerCase()) ||
          (row.username !== undefined && row.username === name)),
    );
    named ??= user;
    if (user !== undefined && passwordFits(state, user.user_id, password))
      return { userId: user.user_id, connectionId: id, at: now };
  }
  return { user: named };
}
