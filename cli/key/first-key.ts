import type { OktaPublicKey } from "../../config/index.ts";

/** What a key file means to a stack: its first key, one that it names already, or a change of keys. */
export function firstKey(configured: readonly OktaPublicKey[], keyId: string): "add" | "named" | "another" {
  if (configured.length === 0) return "add";
  return configured.some((key) => key.keyId === keyId) ? "named" : "another";
}
