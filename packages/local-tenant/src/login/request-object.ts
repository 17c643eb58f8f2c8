// JAR (RFC 9101): the parameters of an authorization request in a JWT that the client has signed with a key of its member
// `signed_request_object`. What Auth0 asks of the JWT is in its documentation, "Authorization Code Flow with JAR".
import { createPublicKey } from "node:crypto";
import type { JWTPayload } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import * as errors from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import type { State } from "../core/state.ts";
import { keysNamed } from "../oauth/client-assertion.ts";
import { OAuthError } from "../oauth/errors.ts";
import type { ClientRow } from "../rows/clients.ts";

const ALGORITHMS: readonly string[] = ["RS256", "RS384", "PS256"];
const TYPES: readonly string[] = ["jwt", "oauth-authz-req+jwt"];
const MAX_JTI_BYTES = 64;

/** Claims that are about the JWT itself. */
const OF_THE_JWT: ReadonlySet<string> = new Set(["iss", "aud", "exp", "nbf", "iat", "jti", "sub"]);

export interface ObjectContext {
  readonly state: State;
  /** The tenant's URL with its slash: what the JWT must be for. */
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const invalid = (description: string): OAuthError => new OAuthError(400, "invalid_request_object", description);

/** The parameters in the request object, as text. Throws OAuthError `invalid_request_object`. */
export async function parametersIn(
  object: string,
  client: ClientRow,
  context: ObjectContext,
): Promise<ReadonlyMap<string, string>> {
  const payload = await verified(object, client, context);
  if (payload["client_id"] !== client.client_id)
    throw invalid("The request object's client_id must be that of the request");
  if (payload.jti !== undefined && Buffer.byteLength(payload.jti) > MAX_JTI_BYTES)
    throw invalid(`The request object's jti may have ${MAX_JTI_BYTES} bytes at most`);
  // RFC 9101, 4.
  for (const name of ["request", "request_uri"])
    if (name in payload) throw invalid(`A request object cannot contain ${name}`);
  return new Map(
    Object.entries(payload)
      .filter(([name, value]) => !OF_THE_JWT.has(name) && value !== undefined && value !== null)
      .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

async function verified(object: string, client: ClientRow, context: ObjectContext): Promise<JWTPayload> {
  const keys = keysNamed(context.state, client.signed_request_object?.credentials, context.now);
  if (keys.length === 0) throw invalid("The client has no key that request objects are verified with");
  const { kid, alg, typ } = headerOf(object);
  if (alg === undefined || !ALGORITHMS.includes(alg))
    throw invalid(`The request object must be signed with one of ${ALGORITHMS.join(", ")}`);
  if (typ === undefined || !TYPES.includes(typ.toLowerCase()))
    throw invalid(`The request object's typ must be one of ${TYPES.join(", ")}`);
  for (const key of keys.filter((candidate) => kid === undefined || candidate.kid === kid)) {
    try {
      const { payload } = await jwtVerify(object, createPublicKey(key.public_key ?? ""), {
        issuer: client.client_id,
        audience: context.audience,
        algorithms: [key.alg ?? "RS256"],
        currentDate: new Date(context.now),
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw invalid(problem(error));
    }
  }
  throw invalid("The request object is not signed with a key of this client");
}

function headerOf(object: string) {
  try {
    return decodeProtectedHeader(object);
  } catch {
    throw invalid("The request object is not a valid JWT");
  }
}

function problem(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "The request object has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The request object has an unexpected ${error.claim} claim`;
  if (error instanceof errors.JOSEAlgNotAllowed)
    return "The request object is signed with another algorithm than its key is registered for";
  return "The request object is not a valid JWT";
}
