// Passwords of database users: kept as digests, in a table that no endpoint shows.
import { scryptSync, timingSafeEqual } from "node:crypto";
import type { State } from "../core/state.ts";

/** scrypt's cost: next to nothing, for seeds with many users. This is no security product. */
const COST = { N: 64, r: 8, p: 1 };

export function keepPassword(state: State, userId: string, password: string): void {
  state.passwords.put({ user_id: userId, digest: digest(userId, password).toString("base64url") });
}

/** Whether this is the user's password; never for a user without one. */
export function passwordFits(state: State, userId: string, password: string): boolean {
  const row = state.passwords.get(userId);
  return row !== undefined && timingSafeEqual(digest(userId, password), Buffer.from(row.digest, "base64url"));
}

const digest = (userId: string, password: string): Buffer =>
  scryptSync(password, `okta-express local tenant: ${userId}`, 32, COST);
