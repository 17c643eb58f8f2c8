/** A key on an OIN client. */
export interface ClientKey {
  /** ID of the credential, `cred_…`. */
  readonly id: string;
  readonly keyId: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The keys of one OIN client. */
export interface ClientKeys {
  readonly clientId: string;
  /** Keys that the client signs in with. */
  readonly attached: readonly ClientKey[];
  /** Keys that are on the client and do not count: an `up` was stopped between making and attaching, or between detaching and deleting. */
  readonly unattached: readonly ClientKey[];
}

/** Where a change of keys stands: all that it goes by. */
export interface KeysNow {
  /** Key IDs of the configured files. */
  readonly configured: readonly string[];
  /** The stack's OIN clients: one, or two while the tenant moves, which then take the same keys. */
  readonly clients: readonly ClientKeys[];
  /** Key IDs that the stack's last complete `up` left; another `up` is due where they are not the active ones. */
  readonly recorded: readonly string[];
}

/** What comes next. Each step leads to another state, so that a walk ends. */
export type Step =
  /** One of Okta's keys is on a client already, made by an `up` that was stopped: attach it. */
  | { readonly kind: "attach"; readonly clientId: string; readonly key: ClientKey }
  /** A key that no file holds any more, or one that is attached already, is left on a client: delete it. */
  | { readonly kind: "delete"; readonly clientId: string; readonly key: ClientKey }
  /** Configuration, clients and state do not agree yet: bring the tenant up. Nothing to add or remove: only the state is behind. */
  | { readonly kind: "up"; readonly adds: readonly string[]; readonly removes: readonly string[] }
  /** Both keys are active; waiting for Okta. */
  | { readonly kind: "wait"; readonly old: string; readonly next: string }
  /** One key, the same on all sides. */
  | { readonly kind: "rest" }
  /** A client signs in with none of the configured keys: not a change of keys, but something that a person has to look at. */
  | { readonly kind: "stray"; readonly clientId: string; readonly attached: readonly string[] };

export function nextStep({ configured, clients, recorded }: KeysNow): Step {
  for (const { clientId, attached, unattached } of clients) {
    for (const key of unattached) {
      const isDuplicate = attached.some(({ keyId }) => keyId === key.keyId);
      return { kind: configured.includes(key.keyId) && !isDuplicate ? "attach" : "delete", clientId, key };
    }
  }
  for (const { clientId, attached } of clients) {
    const inForce = attached.map(({ keyId }) => keyId);
    if (!inForce.some((keyId) => configured.includes(keyId))) return { kind: "stray", clientId, attached: inForce };
  }
  const adds = configured.filter(
    (keyId) => !clients.every(({ attached }) => attached.some((key) => key.keyId === keyId)),
  );
  const attached = clients.flatMap((client) => client.attached);
  const removes = [...new Set(attached.map(({ keyId }) => keyId))].filter((keyId) => !configured.includes(keyId));
  // Where there is nothing to add or remove, the active ones are the configured ones, on every client.
  const isBehind = [...recorded].sort().join() !== [...configured].sort().join();
  if (adds.length > 0 || removes.length > 0 || isBehind) return { kind: "up", adds, removes };

  const [old, next] = [...configured].sort((a, b) => (since(attached, a) < since(attached, b) ? -1 : 1));
  return old === undefined || next === undefined ? { kind: "rest" } : { kind: "wait", old, next };
}

/** Since when a key is on any of the clients: one that was made during a change of keys got both at once. */
function since(attached: readonly ClientKey[], keyId: string): string {
  return attached
    .filter((key) => key.keyId === keyId)
    .map(({ createdAt }) => createdAt)
    .reduce((a, b) => (a < b ? a : b));
}
