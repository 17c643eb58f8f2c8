import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import { advise } from "./advice.ts";
import type { PreviousFlavour } from "./flavour.ts";
import { removeCommand, setCommand } from "./settings.ts";
import { MAX_PUBLIC_KEYS, RSA_BITS } from "../contract/guide.ts";

/** One of Okta's public keys, read and checked. */
export interface OktaPublicKey {
  /** The file as configured. */
  readonly file: string;
  /** PEM text as it is sent to Auth0: the one block, with lines that end in a line feed. */
  readonly pem: string;
  /** RFC 7638 thumbprint, base64url: the `kid` that Auth0 gives the credential. */
  readonly keyId: string;
}

const ASK_OKTA =
  "Use the public key that Okta's Express Configuration team sent, as a PEM file (-----BEGIN PUBLIC KEY-----).";

/** A key that cannot be used, with the reason and the way out; it never quotes the file's content. */
export class PublicKeyError extends Error {
  readonly mend: string;

  constructor(message: string, mend: string = ASK_OKTA) {
    super(message);
    this.mend = mend;
  }
}

/**
 * `oktaPublicKeys`: one PEM file, or two while Okta changes keys, relative to `folder`. None only while the stack has
 * never had one: Okta gives the key out once the OIN client is there.
 */
export function publicKeysSchema(stack: string, folder: string, now: Date, held: PreviousFlavour | undefined) {
  return z
    .array(z.string(), { error: "Expected a list of one or two PEM files." })
    .default([])
    .transform(async (files, ctx): Promise<readonly OktaPublicKey[]> => {
      if (files.length === 0 && held?.keyIds !== undefined) {
        return advise(
          ctx,
          `Expected the file of Okta's public key: the OIN client has the key ${held.keyIds.join(" and ")}, and without it ` +
            "Okta could no longer sign in.",
          setCommand(stack, "oktaPublicKeys"),
        );
      }
      if (files.length > MAX_PUBLIC_KEYS) {
        return advise(
          ctx,
          `Expected one or two files, found ${files.length}: Auth0 keeps at most two keys on a client.`,
          removeCommand(stack, "oktaPublicKeys", MAX_PUBLIC_KEYS),
        );
      }
      const keys: OktaPublicKey[] = [];
      for (const [index, file] of files.entries()) {
        try {
          const key = await checkPublicKey(file, readKeyFile(folder, file), now);
          const duplicate = keys.find((other) => other.keyId === key.keyId);
          if (duplicate !== undefined)
            throw new PublicKeyError("Both files hold the same key.", removeCommand(stack, "oktaPublicKeys", index));
          keys.push(key);
        } catch (error) {
          if (!(error instanceof PublicKeyError)) throw error;
          advise(ctx, error.message, error.mend, [index]);
        }
      }
      return keys;
    });
}

function readKeyFile(folder: string, file: string): string {
  if (file.includes("-----BEGIN")) {
    throw new PublicKeyError(
      "Expected the name of a PEM file, found the text of a key.",
      "Write the text to a file and set the file's name.",
    );
  }
  try {
    return readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "There is no such file" : "The file cannot be read";
    throw new PublicKeyError(`${reason} (looked in the project's folder).`);
  }
}

/**
 * Checks a PEM text and gives its key ID. Accepts a public key or a certificate with one.
 * Throws PublicKeyError for anything that Auth0 would refuse, and for a private key before it can leave the machine.
 */
export async function checkPublicKey(file: string, pem: string, now: Date): Promise<OktaPublicKey> {
  if (!pem.includes("-----BEGIN ")) throw new PublicKeyError("The file is not PEM: it has no -----BEGIN line.");
  if (isPrivateKey(pem)) {
    throw new PublicKeyError(
      "The file holds a private key. Okta keeps the private key; the tenant needs the public one only.",
      "Remove the file, treat that key as disclosed, and ask Okta's Express Configuration team for the public key.",
    );
  }
  if ((pem.match(/-----BEGIN /g) ?? []).length > 1) {
    throw new PublicKeyError(
      "The file holds more than one PEM block; expected one public key.",
      "Put each key in a file of its own.",
    );
  }

  const key = readKey(pem, now);
  if (key.asymmetricKeyType !== "rsa") {
    throw new PublicKeyError(
      `The key is of type ${key.asymmetricKeyType ?? "unknown"}; expected RSA, which RS256 needs.`,
    );
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most) {
    throw new PublicKeyError(`The RSA key has ${bits} bits; expected ${RSA_BITS.least} to ${RSA_BITS.most}.`);
  }
  return { file, pem: theBlock(pem), keyId: await calculateJwkThumbprint(key.export({ format: "jwk" })) };
}

/**
 * The plugin compares PEMs as texts, and another text is another key to it: what an editor, git or a mail program does to
 * a file must not have Okta's key replaced.
 */
function theBlock(pem: string): string {
  const [block = pem] = /-----BEGIN [^]*-----END [A-Z ]+-----/.exec(pem) ?? [];
  return `${block.replaceAll(/[ \t]*\r?\n/g, "\n")}\n`;
}

function readKey(pem: string, now: Date): KeyObject {
  if (pem.includes("-----BEGIN CERTIFICATE-----")) {
    let certificate: X509Certificate;
    try {
      certificate = new X509Certificate(pem);
    } catch {
      throw new PublicKeyError("The file is a certificate that cannot be read.");
    }
    if (certificate.validToDate < now) {
      throw new PublicKeyError(
        `The certificate expired on ${certificate.validToDate.toISOString().slice(0, 10)}.`,
        "Ask Okta's Express Configuration team for its successor and name that file in its place: one up changes the keys without a moment in which none is valid.",
      );
    }
    return certificate.publicKey;
  }
  try {
    return createPublicKey(pem);
  } catch {
    throw new PublicKeyError("The file looks like PEM but holds no public key that can be read.");
  }
}

function isPrivateKey(pem: string): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return true;
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
