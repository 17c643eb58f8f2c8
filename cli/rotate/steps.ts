/** A key on the OIN client. */
export interface ClientKey {
  /** ID of the credential, `cred_…`. */
  readonly id: string;
  readonly keyId: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Where a change of keys stands: all that it goes by. */
export interface KeysNow {
  /** Key IDs of the configured files. */
  readonly configured: readonly string[];
  /** Keys that the client signs in with. */
  readonly attached: readonly ClientKey[];
  /** Keys that are on the client and do not count: an `up` was stopped between making and attaching, or between detaching and deleting. */
  readonly loose: readonly ClientKey[];
  /** Key IDs that the stack's last complete `up` left; another `up` is due where they are not those in force. */
  readonly recorded: readonly string[];
}

/** What comes next. Each step leads to another state, so that a walk ends. */
export type Step =
  /** One of Okta's keys is on the client already, made by an `up` that was stopped: attach it. */
  | { readonly kind: "attach"; readonly key: ClientKey }
  /** A key that no file holds any more is left on the client: delete it. */
  | { readonly kind: "delete"; readonly key: ClientKey }
  /** Configuration, client and state do not agree yet: bring the tenant up. Nothing to add or remove: only the state is behind. */
  | { readonly kind: "up"; readonly adds: readonly string[]; readonly removes: readonly string[] }
  /** Both keys are in force: Okta has the word. */
  | { readonly kind: "wait"; readonly old: string; readonly next: string }
  /** One key, the same on both sides. */
  | { readonly kind: "rest" }
  /** The client signs in with none of the configured keys: not a change of keys, but something that a person has to look at. */
  | { readonly kind: "stray"; readonly attached: readonly string[] };

export function nextStep({ configured, attached, loose, recorded }: KeysNow): Step {
  for (const key of loose) {
    return configured.includes(key.keyId) ? { kind: "attach", key } : { kind: "delete", key };
  }
  const inForce = attached.map(({ keyId }) => keyId);
  if (!inForce.some((keyId) => configured.includes(keyId))) return { kind: "stray", attached: inForce };
  const adds = configured.filter((keyId) => !inForce.includes(keyId));
  const removes = inForce.filter((keyId) => !configured.includes(keyId));
  const isBehind = [...recorded].sort().join() !== [...inForce].sort().join();
  if (adds.length > 0 || removes.length > 0 || isBehind) return { kind: "up", adds, removes };

  const [old, next] = [...attached].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return old === undefined || next === undefined ? { kind: "rest" } : { kind: "wait", old: old.keyId, next: next.keyId };
}
