import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { MAX_PUBLIC_KEYS, OIN_CLIENT, RSA_BITS } from "../contract/guide.ts";
import { ifKnown, oinClients, ofType, refersTo, text, TYPES } from "./resources.ts";

const ASK_OKTA = "Fix: use the public key that Okta gives out for this tenant. A stack of the okta-express project:";
const KEY_COMMAND = "  npm run key -- --file okta-public-key.pem";

/**
 * A new client without credentials and without a grant is allowed: Okta gives its key out once the client is there, and a
 * client without a grant can do nothing.
 */
export const oinClientNoSecret: StackValidationPolicy = {
  name: "oin-client-no-secret",
  description: "The OIN client authenticates with Okta's keys (private_key_jwt), never with a client secret.",
  validateStack: ({ resources }, report) => {
    for (const { client, flavour } of oinClients(resources)) {
      const credentials = credentialsOf(client, resources);
      for (const of of credentials) {
        const method = text(of, "authenticationMethod");
        if (method === undefined || method === "private_key_jwt") continue;
        report(
          [
            `${of.name} lets the OIN client authenticate by ${method}.`,
            "A client secret can be copied, and whoever has it can change the connections of every customer.",
            "Fix: set in the program:",
            '  authenticationMethod: "private_key_jwt"',
          ].join("\n"),
          of.urn,
        );
      }
      if (flavour === "native" || credentials.length > 0) continue;
      for (const grant of ofType(resources, TYPES.clientGrant)) {
        if (!refersTo(grant, "clientId", client)) continue;
        report(
          [
            `${grant.name} gives rights to an OIN client without keys.`,
            "Auth0 makes such a client with a secret: whoever reads it can change the connections of every customer.",
            "Fix: declare auth0.ClientCredentials with Okta's public key for it, and make the grant depend on them. OinClient of okta-express does both.",
          ].join("\n"),
          grant.urn,
        );
      }
    }
  },
};

export const oinClientKeys: StackValidationPolicy = {
  name: "oin-client-keys",
  description: `Okta's keys are RSA keys of ${RSA_BITS.least} to ${RSA_BITS.most} bits for ${OIN_CLIENT.signingAlgorithm}, and have not expired.`,
  validateStack: ({ resources }, report) => {
    const now = new Date();
    for (const { client } of oinClients(resources)) {
      for (const credentials of credentialsOf(client, resources)) {
        for (const problem of keyProblems(credentials, now)) {
          report(
            [
              `${credentials.name}: ${problem}`,
              "Okta signs in with this key for every customer: with a weak one others can pretend to be Okta, without a valid one Express Configuration fails.",
              ASK_OKTA,
              KEY_COMMAND,
            ].join("\n"),
            credentials.urn,
          );
        }
      }
    }
  },
};

function credentialsOf(client: PolicyResource, resources: readonly PolicyResource[]): PolicyResource[] {
  return ofType(resources, TYPES.clientCredentials).filter((credentials) => refersTo(credentials, "clientId", client));
}

/** What is wrong with the keys, a sentence each. */
function keyProblems({ props }: PolicyResource, now: Date): string[] {
  const keys = ifKnown(() => keysIn(props)) ?? [];
  const problems = keys.flatMap((key, index) => {
    const problem = keyProblem(key, now);
    if (problem === undefined) return [];
    return [keys.length === 1 ? `the key ${problem}.` : `key ${index + 1} of ${keys.length} ${problem}.`];
  });
  if (keys.length <= MAX_PUBLIC_KEYS) return problems;
  return [...problems, `there are ${keys.length} keys; Auth0 keeps at most ${MAX_PUBLIC_KEYS}.`];
}

type Key = Readonly<Partial<Record<"pem" | "algorithm" | "expiresAt", unknown>>>;

function keysIn(props: PolicyResource["props"]): readonly Key[] {
  const jwt = props["privateKeyJwt"] as { readonly credentials?: readonly Key[] } | undefined;
  return jwt?.credentials ?? [];
}

/** The part of a sentence that begins with "the key"; it never quotes the key. */
function keyProblem(given: Key, now: Date): string | undefined {
  // In a preview that makes the credentials, when they end is not known yet; their text is.
  const [pem, algorithm, expiresAt] = (["pem", "algorithm", "expiresAt"] as const).map((member) =>
    ifKnown(() => given[member]),
  );
  if (typeof algorithm === "string" && algorithm !== "" && algorithm !== OIN_CLIENT.signingAlgorithm) {
    return `is for ${algorithm}; Okta signs with ${OIN_CLIENT.signingAlgorithm}`;
  }
  if (typeof expiresAt === "string" && new Date(expiresAt) < now) return `expired on ${expiresAt.slice(0, 10)}`;
  // After a key was changed by hand on the tenant, the state has no text of it.
  if (typeof pem !== "string" || pem === "") return undefined;
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    return "is a private key, which only Okta may have: treat it as disclosed";
  const key = readKey(pem);
  if (key === undefined) return "cannot be read: it is not the PEM text of a public key or certificate";
  if (key.expired !== undefined && key.expired < now) {
    return `is in a certificate that expired on ${key.expired.toISOString().slice(0, 10)}`;
  }
  if (key.key.asymmetricKeyType !== "rsa") {
    return `is of type ${key.key.asymmetricKeyType ?? "unknown"}; ${OIN_CLIENT.signingAlgorithm} needs RSA`;
  }
  const bits = key.key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < RSA_BITS.least || bits > RSA_BITS.most ? `has ${bits} bits` : undefined;
}

function readKey(pem: string): { readonly key: KeyObject; readonly expired?: Date } | undefined {
  try {
    if (!pem.includes("-----BEGIN CERTIFICATE-----")) return { key: createPublicKey(pem) };
    const certificate = new X509Certificate(pem);
    return { key: certificate.publicKey, expired: certificate.validToDate };
  } catch {
    return undefined;
  }
}
