// Holds the current state. A write is all or nothing; with eventual consistency, reads lag behind writes.
import { emptyState, fork, type State } from "./state.ts";

interface Past {
  /** When a newer state replaced this one, epoch milliseconds. */
  readonly until: number;
  readonly state: State;
}

export class Store {
  #current: State = emptyState();
  #past: Past[] = [];
  readonly #lagMs: number;

  /** `lagMs`: how long a read goes on seeing what was there before a write. */
  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  get current(): State {
    return this.#current;
  }

  /** The state as a read sees it now. */
  visible(now: number): State {
    if (this.#lagMs === 0) return this.#current;
    this.#past = this.#past.filter((past) => past.until + this.#lagMs > now);
    return this.#past[0]?.state ?? this.#current;
  }

  /** Runs `write` on a fork of the state and keeps the fork if `write` returns; if it throws, nothing has happened. */
  transact<Result>(now: number, write: (state: State) => Result): Result {
    const draft = fork(this.#current);
    const result = write(draft);
    if (this.#lagMs > 0) this.#past.push({ until: now, state: this.#current });
    this.#current = draft;
    return result;
  }

  /** Puts another state in place, at once visible to every read. */
  replace(state: State): void {
    this.#past = [];
    this.#current = state;
  }
}
