// Self-signed certificates, made anew at each start: for loopback, which clients trust by its file, and for the key that
// signs tokens, which every client shows as its signing key.
import "reflect-metadata";
import { randomBytes, type webcrypto } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { onExit } from "signal-exit";

const DAY_MS = 86_400_000;

export interface Certificate {
  /** PEM of the certificate: what clients are told to trust. */
  readonly file: string;
  readonly cert: string;
  readonly key: string;
  /** Removes the temporary folder, if one was made; it goes with this process at the latest. */
  dispose(): Promise<void>;
}

/**
 * Makes a P-256 certificate for localhost, 127.0.0.1 and ::1, valid for 30 days, and writes it to
 * `directory/localhost.pem`. The private key never leaves memory. Default directory: a fresh temporary one.
 */
export async function makeCertificate(directory?: string): Promise<Certificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // A name of its own: of two trusted certificates of one name, OpenSSL tries one.
    name: `CN=localhost, O=okta-express local tenant, OU=${randomBytes(8).toString("hex")}`,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 30 * DAY_MS),
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: [
      // A CA, because some clients accept only a CA as a root; the path length keeps it from signing another one.
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
    ],
  });
  const { folder, dispose } =
    directory === undefined ? temporaryFolder() : { folder: directory, dispose: async () => undefined };
  await makeFolder(folder);
  const file = join(folder, "localhost.pem");
  const cert = certificate.toString("pem");
  await writeFile(file, `${cert}\n`);
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    file,
    cert,
    key: pem("PRIVATE KEY", Buffer.from(key)),
    dispose,
  };
}

/** Makes a folder and those above it. Not by `recursive`, which never ends where a folder cannot be made, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** A folder that goes when it is disposed of, and also where this process is interrupted before. */
function temporaryFolder(): Pick<Certificate, "dispose"> & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "auth0-local-tenant-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = onExit(remove);
  return {
    folder,
    dispose: async () => {
      remove();
      forget();
    },
  };
}

/** A certificate for the key that signs tokens, in PEM, named after the tenant; valid for ten years. */
export async function signingCertificate(keys: webcrypto.CryptoKeyPair, domain: string): Promise<string> {
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [domain] }],
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 3650 * DAY_MS),
    keys,
    signingAlgorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  });
  return `${certificate.toString("pem")}\n`;
}

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
