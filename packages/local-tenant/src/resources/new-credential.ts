// The making of a client's credential: its material, its rules. The PEM is never given back; `kid` is its RFC 7638
// thumbprint where the request names none.
import type { Call } from "../core/endpoint.ts";
import { badRequest, forbidden } from "../core/errors.ts";
import { timestamp } from "../core/time.ts";
import { certificateOf, certificateThumbprint, keyThumbprint, rsaPublicKey, subjectName } from "./pem.ts";
import type { CreateCredentialBody } from "./credential-schema.ts";
import type { CredentialRow } from "../rows/clients.ts";

/** At most this many credentials a client, so that two keys can overlap during rotation. */
const MAX_CREDENTIALS = 2;

/**
 * Makes a credential of a client; it does nothing until the client's `client_authentication_methods` names it. The same
 * key may come twice: Auth0's API reference names no conflict for this endpoint.
 */
export function newCredential(
  { state, ids, now, site }: Pick<Call<unknown>, "state" | "ids" | "now" | "site">,
  client_id: string,
  body: CreateCredentialBody,
): CredentialRow {
  if (site.plan === "free")
    throw forbidden("Your plan does not include client credentials of this kind", "feature_not_enabled");
  const siblings = state.credentials.filter((row) => row.client_id === client_id);
  if (siblings.length >= MAX_CREDENTIALS) throw badRequest(`A client can have at most ${MAX_CREDENTIALS} credentials`);
  const material = materialOf(body);
  const expiry = expiryOf(body);
  return state.credentials.put({
    id: ids.next("credential"),
    client_id,
    credential_type: body.credential_type,
    ...material,
    ...(body.name === undefined ? {} : { name: body.name }),
    created_at: timestamp(now),
    updated_at: timestamp(now),
    ...(expiry === undefined ? {} : { expires_at: expiry }),
  });
}

/** A credential as it is shown: without its key. */
export function credentialView({ client_id: _owner, public_key: _key, ...shown }: CredentialRow): object {
  return shown;
}

function materialOf(
  body: CreateCredentialBody,
): Pick<CredentialRow, "kid" | "alg" | "public_key" | "thumbprint_sha256" | "subject_dn"> {
  switch (body.credential_type) {
    case "public_key": {
      const key = rsaPublicKey(required(body.pem, "pem"));
      const spki = key.export({ type: "spki", format: "pem" }).toString();
      return { kid: body.kid ?? keyThumbprint(key), alg: body.alg ?? "RS256", public_key: spki };
    }
    case "x509_cert":
      return { thumbprint_sha256: certificateThumbprint(certificateOf(required(body.pem, "pem"))) };
    case "cert_subject_dn":
      return { subject_dn: body.subject_dn ?? subjectName(certificateOf(required(body.pem, "pem"))) };
  }
}

/** A bound certificate (`x509_cert`) always brings its own end; a key does only if asked for. */
function expiryOf(body: CreateCredentialBody): string | undefined {
  if (body.expires_at !== undefined) return timestamp(Date.parse(body.expires_at));
  const fromCertificate = body.credential_type === "x509_cert" || (body.parse_expiry_from_cert ?? false);
  if (!fromCertificate || body.pem === undefined) return undefined;
  return timestamp(Date.parse(certificateOf(body.pem).validTo));
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw badRequest(`Payload validation error: 'Missing required property: ${name}'.`);
  return value;
}
