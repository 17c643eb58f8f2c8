// What the login side remembers between requests and no snapshot holds: logins under way, sessions, codes.
import { unguessable } from "../core/ids.ts";

interface Kept<Value> {
  readonly value: Value;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Values behind keys that nobody can guess, each for a limited time. */
export class Memory<Value> {
  readonly #kept = new Map<string, Kept<Value>>();

  /** Keeps the value and gives its new key. */
  put(value: Value, lifetimeMs: number, now: number): string {
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
    const key = unguessable();
    this.#kept.set(key, { value, until: now + lifetimeMs });
    return key;
  }

  get(key: string, now: number): Value | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && kept.until > now ? kept.value : undefined;
  }

  /** Keeps another value behind a key, for as long as the one before. */
  replace(key: string, value: Value): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#kept.set(key, { value, until: kept.until });
  }

  /** Gives the value and forgets it: whoever asks next gets nothing. */
  take(key: string, now: number): Value | undefined {
    const value = this.get(key, now);
    this.#kept.delete(key);
    return value;
  }

  clear(): void {
    this.#kept.clear();
  }
}
