// Who asks for a token: client secret (in the body or the header) or private_key_jwt.
import { timingSafeEqual } from "node:crypto";
import type { State } from "../core/state.ts";
import { ASSERTION_TYPE, verifyAssertion, type UsedAssertions } from "./client-assertion.ts";
import { accessDenied, invalidRequest } from "./errors.ts";
import type { Parameters } from "./token-parameters.ts";
import type { ClientRow } from "../rows/clients.ts";

interface Context {
  readonly state: State;
  /** What an assertion must name: the tenant's URL with its slash. */
  readonly audience: string;
  readonly used: UsedAssertions;
  readonly now: number;
}

/** What a public client gets: what only it can have, because a person gave it. */
const FOR_PUBLIC_CLIENTS: ReadonlySet<string | undefined> = new Set(["authorization_code", "refresh_token"]);

/** The client, by its secret or an assertion of its key. A public one, which has neither, only names itself. */
export async function authenticate(
  { grantType, clientId, secret, assertion }: Parameters,
  context: Context,
): Promise<ClientRow> {
  if (secret !== undefined && assertion !== undefined)
    throw invalidRequest("Only one way of client authentication may be used");
  const id = clientId ?? (assertion === undefined ? undefined : subjectOf(assertion.value));
  const client = id === undefined ? undefined : context.state.clients.get(id);
  if (client === undefined) throw accessDenied();
  if (FOR_PUBLIC_CLIENTS.has(grantType) && isPublic(client) && secret === undefined && assertion === undefined)
    return client;
  if (assertion !== undefined) {
    if (assertion.type !== ASSERTION_TYPE) throw invalidRequest(`client_assertion_type must be ${ASSERTION_TYPE}`);
    await verifyAssertion(assertion.value, client, context);
  } else if (secret === undefined || !secretFits(client, secret)) {
    throw accessDenied();
  }
  return client;
}

/** A client that authenticates by key, or not at all, has no usable secret. */
function secretFits(client: ClientRow, secret: NonNullable<Parameters["secret"]>): boolean {
  if (client.client_authentication_methods !== undefined || client.token_endpoint_auth_method === "none") return false;
  // Auth0 accepts a secret in the body from every client; by header only where the client says so or says nothing.
  if (secret.by === "client_secret_basic" && client.token_endpoint_auth_method === "client_secret_post") return false;
  const given = Buffer.from(secret.value);
  const known = Buffer.from(client.client_secret);
  return given.length === known.length && timingSafeEqual(given, known);
}

const isPublic = (client: ClientRow): boolean =>
  client.token_endpoint_auth_method === "none" && client.client_authentication_methods === undefined;

/** Without a client_id the assertion's own subject says who speaks; whether it is true is checked afterwards. */
function subjectOf(assertion: string): string | undefined {
  try {
    const payload = JSON.parse(Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString()) as unknown;
    const subject = typeof payload === "object" && payload !== null ? (payload as { sub?: unknown }).sub : undefined;
    return typeof subject === "string" ? subject : undefined;
  } catch {
    return undefined;
  }
}
