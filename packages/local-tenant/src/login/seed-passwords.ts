// The passwords that the seed gives, in plain text, for the start page. The state itself keeps digests only.
import type { State } from "../core/state.ts";

export class SeedPasswords {
  readonly #known = new Map<string, { readonly password: string; readonly digest: string }>();

  /** Keeps the password that a user of the seed was just made with. */
  add(state: State, userId: string, password: string): void {
    const digest = state.passwords.get(userId)?.digest;
    if (digest !== undefined) this.#known.set(userId, { password, digest });
  }

  /** Undefined where the user has another password by now, or one that did not come with the seed. */
  of(state: State, userId: string): string | undefined {
    const known = this.#known.get(userId);
    return known !== undefined && known.digest === state.passwords.get(userId)?.digest ? known.password : undefined;
  }
}
