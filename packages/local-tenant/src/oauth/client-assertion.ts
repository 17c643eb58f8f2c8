// private_key_jwt (RFC 7523): a client proves itself by a short-lived JWT signed with one of its registered keys.
import { createPublicKey } from "node:crypto";
import type { JWTPayload } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import * as errors from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import type { State } from "../core/state.ts";
import { invalidClient } from "./errors.ts";
import type { ClientRow, CredentialRow } from "../rows/clients.ts";

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const MAX_BYTES = 2048;
const MAX_LIFETIME_SECONDS = 300;

/** Assertions that have been used, until they would have expired anyway. */
export class UsedAssertions {
  readonly #expiries = new Map<string, number>();

  /** Whether this is the first use of the client's `jti`. */
  claim(clientId: string, jti: string, expiresAt: number, now: number): boolean {
    for (const [key, expiry] of this.#expiries) if (expiry * 1000 < now) this.#expiries.delete(key);
    const key = `${clientId} ${jti}`;
    if (this.#expiries.has(key)) return false;
    this.#expiries.set(key, expiresAt);
    return true;
  }
}

/** Verifies the assertion against the keys that the client's private_key_jwt method names; throws `invalid_client`. */
export async function verifyAssertion(
  assertion: string,
  client: ClientRow,
  context: { readonly state: State; readonly audience: string; readonly used: UsedAssertions; readonly now: number },
): Promise<void> {
  const { state, audience, used, now } = context;
  if (Buffer.byteLength(assertion) > MAX_BYTES)
    throw invalidClient(`client_assertion is too long, maximum ${MAX_BYTES} bytes`);
  const payload = await verifiedPayload(
    assertion,
    keysNamed(state, client.client_authentication_methods?.private_key_jwt?.credentials, now),
    {
      clientId: client.client_id,
      audience,
      now,
    },
  );
  const { exp, iat, jti } = payload;
  if (exp === undefined) throw invalidClient("client_assertion must have an exp claim");
  if (exp - (iat ?? Math.floor(now / 1000)) > MAX_LIFETIME_SECONDS) {
    throw invalidClient(`client_assertion may be valid for ${MAX_LIFETIME_SECONDS} seconds at most`);
  }
  if (jti === undefined || jti === "") throw invalidClient("client_assertion must have a jti claim");
  if (!used.claim(client.client_id, jti, exp, now)) throw invalidClient("client_assertion has been used before");
}

/** Keys that count: named by a member of the client, and not expired. A credential that is only posted does nothing. */
export function keysNamed(
  state: State,
  named: readonly { readonly id: string }[] | undefined,
  now: number,
): CredentialRow[] {
  return (named ?? [])
    .map(({ id }) => state.credentials.get(id))
    .filter((row): row is CredentialRow => row?.public_key !== undefined)
    .filter((row) => row.expires_at === undefined || Date.parse(row.expires_at) > now);
}

async function verifiedPayload(
  assertion: string,
  keys: readonly CredentialRow[],
  expected: { readonly clientId: string; readonly audience: string; readonly now: number },
): Promise<JWTPayload> {
  const { clientId, audience, now } = expected;
  const kid = kidOf(assertion);
  for (const key of keys.filter((candidate) => kid === undefined || candidate.kid === kid)) {
    try {
      const { payload } = await jwtVerify(assertion, createPublicKey(key.public_key ?? ""), {
        issuer: clientId,
        subject: clientId,
        audience,
        algorithms: [key.alg ?? "RS256"],
        currentDate: new Date(now),
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw invalidClient(problem(error));
    }
  }
  throw invalidClient("client_assertion is not signed with a registered key of this client");
}

function kidOf(assertion: string): string | undefined {
  try {
    return decodeProtectedHeader(assertion).kid;
  } catch {
    throw invalidClient("client_assertion is not a valid JWT");
  }
}

function problem(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "client_assertion has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `client_assertion has an unexpected ${error.claim} claim`;
  if (error instanceof errors.JOSEAlgNotAllowed)
    return "client_assertion is signed with another algorithm than its key is registered for";
  return "client_assertion is not a valid JWT";
}
