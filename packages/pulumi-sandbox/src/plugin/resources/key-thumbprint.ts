// The RFC 7638 thumbprint of a public key: what Auth0 gives a credential as its `kid`.
import { X509Certificate, createHash, createPublicKey } from "node:crypto";

/** @param pem an RSA public key or certificate; anything else has no thumbprint here and gives "" */
export function keyThumbprint(pem: string): string {
  try {
    const key = pem.includes("BEGIN CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
    const { kty, e, n } = key.export({ format: "jwk" });
    return kty === "RSA" ? createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url") : "";
  } catch {
    return "";
  }
}
