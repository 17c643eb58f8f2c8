// What the tenant was asked and what it answered, so that a test can say what was written.

export interface JournalEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** As it came, percent-encoding included. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly requestBody: unknown;
  /** 0 where the connection was dropped or left hanging. */
  readonly status: number;
  readonly responseBody: unknown;
}

const CREDENTIALS = new Set([
  "client_secret",
  "client_assertion",
  "access_token",
  "id_token",
  "refresh_token",
  "token",
  "code",
  "code_verifier",
  "password",
]);

export class Journal {
  #entries: JournalEntry[] = [];
  #dropped = 0;
  readonly #limit: number;
  /** Told of each entry as it is added. */
  onAdd: ((entry: JournalEntry) => void) | undefined;

  /** Keeps at least the newer half of `limit` entries, and at most `limit`. */
  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  /** In order of arrival. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** How many older entries were dropped because the journal was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Requests to the Management API that ask for a change: everything below /api/v2 but GET. */
  writes(): JournalEntry[] {
    return this.#entries.filter((entry) => entry.method !== "GET" && entry.path.startsWith("/api/v2/"));
  }

  clear(): void {
    this.#entries = [];
    this.#dropped = 0;
  }

  /** Adds an entry. Credentials in requests to `/oauth/` and `/u/` and in their answers are not kept. */
  add(entry: JournalEntry): void {
    if (this.#entries.length >= this.#limit) {
      const half = Math.ceil(this.#limit / 2);
      this.#entries = this.#entries.slice(half);
      this.#dropped += half;
    }
    const kept =
      entry.path.startsWith("/oauth/") || entry.path.startsWith("/u/")
        ? {
            ...entry,
            requestBody: withoutCredentials(entry.requestBody),
            responseBody: withoutCredentials(entry.responseBody),
          }
        : entry;
    this.#entries.push(kept);
    this.onAdd?.(kept);
  }
}

function withoutCredentials(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, CREDENTIALS.has(name) ? "[REDACTED]" : (value as unknown)]),
  );
}
