// The properties of auth0.ClientCredentials: how a client authenticates, and with which keys or certificates.
import { block, blockSet, blocks, flag, integer, text } from "../schema/attribute.ts";
import type { Attribute } from "../schema/attribute.ts";
import { atLeastInteger, lengthBetween, oneOf, rfc3339 } from "../schema/validators.ts";

const METHODS = ["client_secret", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];
const except = (...own: string[]) => METHODS.filter((method) => !own.includes(method));

const algorithm = (options: { readonly replaces?: true } = {}) =>
  text({ default: "RS256", wire: "alg", validate: oneOf("RS256", "RS384", "PS256"), ...options });

const saidByTenant = {
  id: text({ computed: true }),
  createdAt: text({ computed: true }),
  updatedAt: text({ computed: true }),
};

/** One public key of `private_key_jwt`. */
export const keyFields = {
  ...saidByTenant,
  name: text(),
  keyId: text({ computed: true, wire: "kid" }),
  credentialType: text({ required: true, validate: oneOf("public_key") }),
  pem: text({ required: true }),
  algorithm: algorithm(),
  parseExpiryFromCert: flag(),
  expiresAt: text({ adopted: true, validate: rfc3339 }),
} satisfies Record<string, Attribute>;

/** What tells one key from another: the same in all of these, and it is the same key. */
export const KEY_IDENTITY = ["credentialType", "pem", "algorithm", "name", "expiresAt"] as const;

export const keySet = blockSet(keyFields, { required: true, max: 2, identity: KEY_IDENTITY });

export const certificateFields = {
  ...saidByTenant,
  name: text(),
  credentialType: text({ required: true, replaces: true, validate: oneOf("cert_subject_dn") }),
  pem: text({ replaces: true, validate: lengthBetween(1, 4096) }),
  subjectDn: text({ adopted: true, replaces: true, validate: lengthBetween(1, 256) }),
} satisfies Record<string, Attribute>;

export const selfSignedFields = {
  ...saidByTenant,
  name: text(),
  credentialType: text({ replaces: true, validate: oneOf("x509_cert") }),
  pem: text({ required: true, replaces: true, validate: lengthBetween(1, 4096) }),
  expiresAt: text({ computed: true }),
  thumbprintSha256: text({ computed: true }),
} satisfies Record<string, Attribute>;

export const requestKeyFields = {
  ...saidByTenant,
  name: text({ replaces: true }),
  keyId: text({ computed: true, wire: "kid" }),
  credentialType: text({ required: true, replaces: true, validate: oneOf("public_key") }),
  pem: text({ required: true, replaces: true }),
  algorithm: algorithm({ replaces: true }),
  parseExpiryFromCert: flag({ replaces: true }),
  expiresAt: text({ adopted: true, validate: rfc3339 }),
} satisfies Record<string, Attribute>;

export const credentialsFields = {
  clientId: text({ required: true, replaces: true }),
  authenticationMethod: text({
    adopted: true,
    validate: oneOf(
      "none",
      "client_secret_post",
      "client_secret_basic",
      "private_key_jwt",
      "tls_client_auth",
      "self_signed_tls_client_auth",
    ),
  }),
  clientSecret: text({ adopted: true, secret: true, conflictsWith: ["client_secret_wo", ...except("client_secret")] }),
  clientSecretWo: text({
    secret: true,
    writeOnly: true,
    conflictsWith: METHODS,
    requiredWith: ["client_secret_wo_version"],
  }),
  clientSecretWoVersion: integer({ requiredWith: ["client_secret_wo"], validate: atLeastInteger(1) }),
  privateKeyJwt: block({ credentials: keySet }, { conflictsWith: except("private_key_jwt") }),
  tlsClientAuth: block(
    { credentials: blocks(certificateFields, { required: true }) },
    { conflictsWith: except("tls_client_auth") },
  ),
  selfSignedTlsClientAuth: block(
    { credentials: blocks(selfSignedFields, { required: true }) },
    { conflictsWith: except("self_signed_tls_client_auth") },
  ),
  signedRequestObject: block({
    required: flag({ adopted: true }),
    credentials: blocks(requestKeyFields, { required: true }),
  }),
} satisfies Record<string, Attribute>;
