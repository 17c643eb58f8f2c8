// From the keys that a client has to those it should have, without a moment in which it has none.
import { crc32 } from "node:zlib";
import { equivalent } from "../schema/equality.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import { KEY_IDENTITY, keyFields } from "./credential-fields.ts";
import { keyThumbprint } from "./key-thumbprint.ts";

export interface KeyChanges {
  readonly added: readonly Values[];
  /** IDs of credentials. */
  readonly removed: readonly string[];
  readonly expiries: readonly { readonly id: string; readonly expiresAt: string }[];
}

export type RotationStep = { readonly add: Values } | { readonly remove: string };

/** The fewest credentials that any tenant allows a client: so many at a time are always safe. */
const SAFE_COUNT = 2;

/**
 * A key that is both added and removed is the same key: at most its expiry changes. A key whose PEM the state does not
 * have, as after an import, is known by its thumbprint.
 */
export function keyChanges(before: readonly Value[], after: readonly Value[]): KeyChanges {
  const gone = differing(before, after);
  const matched = new Set<Values>();
  const expiries: { id: string; expiresAt: string }[] = [];
  const added = differing(after, before).filter((key) => {
    const same = gone.find((old) => !matched.has(old) && isSameKey(old, key));
    if (!same) return true;
    matched.add(same);
    const expiresAt = textOf(key["expiresAt"]);
    if (expiresAt !== "" && expiresAt !== textOf(same["expiresAt"]) && same["parseExpiryFromCert"] !== true)
      expiries.push({ id: textOf(same["id"]), expiresAt });
    return false;
  });
  return { added, removed: gone.filter((key) => !matched.has(key)).map((key) => textOf(key["id"])), expiries };
}

/** Adds before it removes while there is room, so that a valid key stays attached; removes first where there is none. */
export function rotation({ added, removed }: KeyChanges, attached: number): RotationStep[] {
  const steps: RotationStep[] = [];
  let count = attached;
  const remove = (id: string) => {
    if (id === "") return;
    steps.push({ remove: id });
    count -= 1;
  };
  const add = (key: Values) => {
    steps.push({ add: key });
    count += 1;
  };
  const pairs = Math.min(added.length, removed.length);
  for (let index = 0; index < pairs; index++) {
    const [key, id] = [added[index] ?? {}, removed[index] ?? ""];
    if (count < SAFE_COUNT) {
      add(key);
      remove(id);
    } else {
      remove(id);
      add(key);
    }
  }
  removed.slice(pairs).forEach(remove);
  added.slice(pairs).forEach(add);
  return steps;
}

function isSameKey(old: Values, key: Values): boolean {
  if (textOf(old["id"]) === "" || old["algorithm"] !== key["algorithm"]) return false;
  if (old["parseExpiryFromCert"] === true && textOf(old["pem"]) !== "") return false;
  if (old["pem"] === key["pem"]) return true;
  return textOf(old["pem"]) === "" && textOf(old["keyId"]) !== "" && keyThumbprint(textOf(key["pem"])) === old["keyId"];
}

/** Keys of one set that are not in the other, in the official plugin's order: by a checksum of what identifies them. */
function differing(keys: readonly Value[], others: readonly Value[]): Values[] {
  const same = (left: Value, right: Value) =>
    KEY_IDENTITY.every((property) =>
      equivalent(keyFields[property], valuesOf(left)[property], valuesOf(right)[property]),
    );
  const checksum = (key: Values) => String(crc32(KEY_IDENTITY.map((property) => textOf(key[property])).join("")));
  return keys
    .filter((key) => !others.some((other) => same(key, other)))
    .map(valuesOf)
    .sort((left, right) => (checksum(left) < checksum(right) ? -1 : 1));
}

/** The keys in a state, in whatever order it has them. */
export function keysIn(state: Values): readonly Value[] {
  return listOf(valuesOf(state["privateKeyJwt"])["credentials"]);
}
