// Self-signed certificates, made anew at each start: for loopback, which clients trust by its file, and for the key that
// signs tokens, which every client shows as its signing key. Written here, because loading a library that can
// (210 modules) took about 100 ms of each start; that library reads them in the tests.
import { generateKeyPairSync, KeyObject, randomBytes, sign, type webcrypto } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onExit } from "signal-exit";
import { bits, context, integer, nothing, octets, oid, sequence, set, text, time, yes, type Der } from "./der.ts";

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
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = selfSigned({
    // A name of its own: of two trusted certificates of one name, OpenSSL tries one.
    name: [
      ["commonName", "localhost"],
      ["organization", "okta-express local tenant"],
      ["organizationalUnit", randomBytes(8).toString("hex")],
    ],
    days: 30,
    privateKey,
    publicKey,
    extensions: FOR_LOOPBACK,
  });
  const { folder, dispose } =
    directory === undefined ? temporaryFolder() : { folder: directory, dispose: async () => undefined };
  await makeFolder(folder);
  const file = join(folder, "localhost.pem");
  await writeFile(file, cert);
  return { file, cert, key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(), dispose };
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
export const signingCertificate = ({ privateKey, publicKey }: webcrypto.CryptoKeyPair, domain: string): string =>
  selfSigned({
    name: [["commonName", domain]],
    days: 3650,
    privateKey: KeyObject.from(privateKey),
    publicKey: KeyObject.from(publicKey),
  });

const ATTRIBUTE = { commonName: "2.5.4.3", organization: "2.5.4.10", organizationalUnit: "2.5.4.11" } as const;

interface Subject {
  readonly name: readonly (readonly [attribute: keyof typeof ATTRIBUTE, value: string])[];
  readonly days: number;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly extensions?: readonly Der[];
}

/** RFC 5280, 4.1: a certificate of version 3 that is its own issuer's, in PEM, valid from a day ago. */
function selfSigned({ name, days, privateKey, publicKey, extensions = [] }: Subject): string {
  const now = Date.now();
  const rsa = privateKey.asymmetricKeyType === "rsa";
  const algorithm = rsa
    ? sequence(oid("1.2.840.113549.1.1.11"), nothing()) // sha256WithRSAEncryption
    : sequence(oid("1.2.840.10045.4.3.2")); // ecdsa-with-SHA256
  const names = sequence(...name.map(([attribute, value]) => set(sequence(oid(ATTRIBUTE[attribute]), text(value)))));
  // Positive, and of a first byte that is not 0.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const content = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    names,
    sequence(time(now - DAY_MS), time(now + days * DAY_MS)),
    names,
    publicKey.export({ format: "der", type: "spki" }),
    ...(extensions.length === 0 ? [] : [context(3, sequence(...extensions))]),
  );
  const certificate = sequence(content, algorithm, bits(sign("sha256", content, privateKey)));
  const lines = certificate.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const extension = (id: string, content: Der, critical = false): Der =>
  sequence(oid(id), ...(critical ? [yes()] : []), octets(content));

/** RFC 5280, 4.2.1. */
const FOR_LOOPBACK: readonly Der[] = [
  // A CA, because some clients accept only a CA as a root; the path length keeps it from signing another one.
  extension("2.5.29.19", sequence(yes(), integer(Buffer.from([0]))), true),
  // digitalSignature and keyCertSign, the bits 0 and 5.
  extension("2.5.29.15", bits(Buffer.from([0b1000_0100]), 2), true),
  // serverAuth
  extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))),
  extension(
    "2.5.29.17",
    sequence(
      context(2, Buffer.from("localhost"), true),
      context(7, Buffer.from([127, 0, 0, 1]), true),
      context(7, Buffer.from([...Array<number>(15).fill(0), 1]), true),
    ),
  ),
];
