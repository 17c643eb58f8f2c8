// Key material for tests, made once a process; small sizes only where the test is about the size.
import "reflect-metadata";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { X509CertificateGenerator } from "@peculiar/x509";

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly pem: string;
}

export function rsaKey(bits = 2048): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return { privateKey, pem: publicKey.export({ type: "spki", format: "pem" }).toString() };
}

export const ecPem = (): string =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" }).toString();

/** A self-signed RSA certificate, subject `O=okta-express, CN=Test certificate`. */
export async function certificatePem(notAfter: Date): Promise<string> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "O=okta-express, CN=Test certificate",
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter,
    keys: await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
    signingAlgorithm: algorithm,
  });
  return certificate.toString("pem");
}
