// Who asks at /authorize, and where the answer goes. Until both are known to be right nothing is redirected: the error
// stays on a page of the tenant's own.
import type { State } from "../core/state.ts";
import { isCallbackUrl } from "../resources/callback-url.ts";
import type { ClientRow } from "../rows/clients.ts";

/** A request whose answer may not leave the tenant. */
export class UntrustedCaller extends Error {
  override readonly name = "UntrustedCaller";
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

export interface Caller {
  readonly client: ClientRow;
  /** One of the client's callbacks, to the letter. */
  readonly redirectUri: string;
  /** The client's own, given back with every answer. */
  readonly state?: string;
}

/** The client and its callback. Throws UntrustedCaller. */
export function callerOf(state: State, query: URLSearchParams): Caller {
  const client = knownClient(state, query);
  const given = single(query, "state");
  return { client, redirectUri: ownCallback(client, query), ...(given === undefined ? {} : { state: given }) };
}

/** Throws UntrustedCaller. */
export function knownClient(state: State, query: URLSearchParams): ClientRow {
  const id = single(query, "client_id");
  if (id === undefined || id === "")
    throw new UntrustedCaller("invalid_request", "Missing required parameter: client_id");
  const client = state.clients.get(id);
  if (client === undefined) throw new UntrustedCaller("invalid_request", `Unknown client: ${id}`);
  return client;
}

/**
 * Compared as text: no wildcard, no placeholder, no default where none is given. That it is a URL is asked again, for a
 * state that was saved before the API asked for it.
 */
function ownCallback(client: ClientRow, query: URLSearchParams): string {
  const uri = single(query, "redirect_uri");
  if (uri === undefined || uri === "")
    throw new UntrustedCaller("invalid_request", "Missing required parameter: redirect_uri");
  if (!client.callbacks?.includes(uri) || !isCallbackUrl(uri)) {
    throw new UntrustedCaller(
      "unauthorized_client",
      "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.",
    );
  }
  return uri;
}

/** RFC 6749, 3.1: no parameter more than once. Throws UntrustedCaller. */
export function single(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw new UntrustedCaller("invalid_request", `Parameter given more than once: ${name}`);
  return values[0];
}
