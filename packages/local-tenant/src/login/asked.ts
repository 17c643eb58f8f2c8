// Where the parameters of an authorization request come from: the address, a request that was pushed before, a signed
// request object, or an object that was pushed.
import { OAuthError } from "../oauth/errors.ts";
import { knownClient, single, UntrustedCaller } from "./caller.ts";
import type { Memory } from "./memory.ts";
import { parametersIn, type ObjectContext } from "./request-object.ts";
import type { ClientRow } from "../rows/clients.ts";

/** A request as its client means it. */
export interface Asked {
  readonly parameters: URLSearchParams;
  readonly pushed: boolean;
  /** Whether the parameters were in a signed request object. */
  readonly signed: boolean;
}

/** What POST /oauth/par keeps. */
export interface PushedRequest extends Pick<Asked, "parameters" | "signed"> {
  readonly clientId: string;
}

const URN = "urn:ietf:params:oauth:request_uri:";

export const requestUri = (key: string): string => `${URN}${key}`;

/** What /authorize is asked for. Throws UntrustedCaller: until the parameters are known, so is no callback. */
export async function askedFor(
  query: URLSearchParams,
  pushed: Memory<PushedRequest>,
  context: ObjectContext,
): Promise<Asked> {
  const uri = single(query, "request_uri");
  const client = knownClient(context.state, query);
  try {
    return uri === undefined
      ? { ...(await unpacked(query, client, context)), pushed: false }
      : { ...redeemed(uri, client, pushed, context.now), pushed: true };
  } catch (error) {
    throw error instanceof OAuthError ? new UntrustedCaller(error.code, error.message) : error;
  }
}

/** With the parameters of the request object, if there is one, before those beside it. Throws OAuthError. */
export async function unpacked(
  query: URLSearchParams,
  client: ClientRow,
  context: ObjectContext,
): Promise<Pick<Asked, "parameters" | "signed">> {
  const object = single(query, "request");
  if (object === undefined) return { parameters: query, signed: false };
  const parameters = new URLSearchParams(query);
  parameters.delete("request");
  for (const [name, value] of await parametersIn(object, client, context)) parameters.set(name, value);
  return { parameters, signed: true };
}

/** A pushed request is good once, for the client that pushed it; parameters beside it do not count (RFC 9126, 4). */
function redeemed(
  uri: string,
  client: ClientRow,
  pushed: Memory<PushedRequest>,
  now: number,
): Pick<Asked, "parameters" | "signed"> {
  const request = uri.startsWith(URN) ? pushed.take(uri.slice(URN.length), now) : undefined;
  if (request?.clientId !== client.client_id)
    throw new OAuthError(
      400,
      "invalid_request_uri",
      "The request_uri is unknown, was used before, or its time is over",
    );
  return request;
}
