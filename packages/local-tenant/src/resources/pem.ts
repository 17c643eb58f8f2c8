// Keys and certificates as clients hand them over, checked as Auth0 does.
import { createHash, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { badRequest } from "../core/errors.ts";

const MIN_BITS = 2048;
const MAX_BITS = 4096;

/** The RSA public key in a PEM (SPKI, PKCS#1 or certificate), 2048 to 4096 bits, or 400. A private key is refused. */
export function rsaPublicKey(pem: string): KeyObject {
  if (pem.includes("PRIVATE KEY"))
    throw badRequest("The pem must be a public key or an X.509 certificate, not a private key");
  const key = parsed(() => createPublicKey(pem), "The pem is not a valid public key or X.509 certificate");
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (key.asymmetricKeyType !== "rsa" || bits === undefined) throw badRequest("The pem must hold an RSA public key");
  if (bits < MIN_BITS || bits > MAX_BITS)
    throw badRequest(`The RSA key must have between ${MIN_BITS} and ${MAX_BITS} bits`);
  return key;
}

export const certificateOf = (pem: string): X509Certificate =>
  parsed(() => new X509Certificate(pem), "The pem is not a valid X.509 certificate");

/** RFC 7638 thumbprint of an RSA key: SHA-256 over its required members in alphabetical order. */
export function keyThumbprint(key: KeyObject): string {
  const { e, kty, n } = key.export({ format: "jwk" });
  return createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
}

/** RFC 8705 `x5t#S256`: SHA-256 over the certificate's DER. */
export const certificateThumbprint = (certificate: X509Certificate): string =>
  createHash("sha256").update(certificate.raw).digest("base64url");

/** The subject, one attribute a line, as Auth0 shows it. */
export const subjectName = (certificate: X509Certificate): string => certificate.subject;

function parsed<T>(parse: () => T, message: string): T {
  try {
    return parse();
  } catch {
    throw badRequest(message);
  }
}
