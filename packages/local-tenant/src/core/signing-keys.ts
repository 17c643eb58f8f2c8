// The keys that tenants sign tokens with. Nothing else is loaded here: the command has its first key made while it loads the rest.
import type { webcrypto } from "node:crypto";

/** Keys of tenants of this process that have stopped, and one made beforehand: no two tenants that run share one. */
const spare: Promise<webcrypto.CryptoKeyPair>[] = [];

/** An RSA key of 2048 bits that no other running tenant of this process signs with. */
export const takeSigningKeys = (): Promise<webcrypto.CryptoKeyPair> => spare.pop() ?? makeSigningKeys();

/** What the next tenant may sign with. */
export const returnSigningKeys = (keys: webcrypto.CryptoKeyPair): void => void spare.push(Promise.resolve(keys));

/** Begins to make a key, in a thread of its own: it takes a tenth of a second. */
export const prepareSigningKeys = (): void => void spare.push(makeSigningKeys());

const makeSigningKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  );
