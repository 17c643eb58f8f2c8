// What a caller says to start a tenant, and what it gets. The tenant's public face; index.ts starts it.
import type { EnabledClients, Plan } from "./core/endpoint.ts";
import type { Faults } from "./core/faults.ts";
import type { Journal } from "./core/journal.ts";
import type { RateLimitPlan } from "./core/rate-limit.ts";
import type { ActionFetch } from "./login/actions.ts";
import type { Snapshot } from "./core/state.ts";
import type { Seed } from "./seed/seed.ts";

export interface TenantOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** What it holds at the start. Default: the Management API, its operator's client and default settings only. */
  readonly seed?: Seed;
  /** Token bucket of this plan; default `off`. */
  readonly rateLimit?: RateLimitPlan;
  /** Added to every answer, in milliseconds; default 0. */
  readonly latencyMs?: number;
  /** How long reads go on seeing what was there before a write, in milliseconds; default 0. */
  readonly eventualConsistencyMs?: number;
  /** How long a new or changed action is not built yet, in milliseconds; default 0: built at the next read. */
  readonly actionBuildMs?: number;
  /** Answers the requests that Actions make to the outside. Default: nothing can be reached. */
  readonly actionFetch?: ActionFetch;
  /** For all the post-login Actions of a login together, in milliseconds; default 20,000, Auth0's limit. */
  readonly actionTimeoutMs?: number;
  /** Features: `free` has neither private_key_jwt credentials nor organizations. Default `enterprise`. */
  readonly plan?: Plan;
  /**
   * Whether connections have the member `enabled_clients`, which Auth0 has retired in favour of
   * `/connections/{id}/clients` and `/clients/{id}/connections`. Default `retired`.
   */
  readonly enabledClients?: EnabledClients;
  /** How many requests the journal keeps, the newest; default 20,000. */
  readonly journalLimit?: number;
  /** JSON file that the state is read from at the start, if it exists, and written to at `stop`. Its folder must exist. */
  readonly stateFile?: string;
  /** Where the certificate's file goes. Default: a fresh temporary folder, removed at `stop`. */
  readonly certificateDirectory?: string;
}

export interface Tenant {
  /** `localhost:PORT`: what goes into `auth0:domain`. */
  readonly domain: string;
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** PEM for SSL_CERT_FILE or NODE_EXTRA_CA_CERTS of clients. */
  readonly certificateFile: string;
  /** A Management API token with every scope, valid for 30 days: AUTH0_API_TOKEN. */
  readonly managementToken: string;
  /** A machine-to-machine client with a grant of every Management API scope. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** A Management API token with exactly these scopes, valid for a day. */
  issueToken(scopes: readonly string[]): Promise<string>;
  /** The state as plain JSON with a stable order: two equal states are equal as JSON text. */
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Back to the seed. Journal, faults, sessions and logins under way are cleared too. */
  reset(): void;
  readonly journal: Journal;
  readonly faults: Faults;
  /**
   * An administrator's change: the same code with full rights, in process, not in the journal, at no latency.
   * `path` is like `/api/v2/clients?page=0`. Refusals are answers, not exceptions.
   */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** Throws if the state file cannot be written; everything else is stopped and removed all the same. */
  stop(): Promise<void>;
}
