// The members of a client that name its credentials: how it authenticates, how it signs requests, how it reaches the token
// vault. Sent with a new client they hold whole credentials, which are made with it and attached at once (documentation of
// POST /clients); from then on they name them by ID.
import type { Call } from "../core/endpoint.ts";
import type { CreateClientBody, UpdateClientBody } from "./client-schema.ts";
import { newCredential } from "./new-credential.ts";
import type { CreateCredentialBody } from "./credential-schema.ts";

/** What holds a list of credentials, whole or by ID. */
type Holder<Credential> = { readonly credentials?: readonly Credential[] | undefined };

interface Members<Credential> {
  readonly client_authentication_methods?: Readonly<Record<string, Holder<Credential> | undefined>> | null | undefined;
  readonly signed_request_object?: Holder<Credential> | null | undefined;
  readonly token_vault_privileged_access?: Holder<Credential> | null | undefined;
}

/** Every credential that the client's members hold or name. */
export function credentialsNamed<Credential>(client: Members<Credential>): Credential[] {
  const {
    client_authentication_methods: methods,
    signed_request_object: request,
    token_vault_privileged_access: vault,
  } = client;
  return [...Object.values(methods ?? {}), request, vault].flatMap((holder) => [...(holder?.credentials ?? [])]);
}

type Named = { readonly id: string };

/** The members with `change` put in place of each list of credentials; members that are absent stay so. */
export function withCredentials<From, To>(
  client: Members<From>,
  change: (credentials: readonly From[]) => readonly To[],
): Members<To> {
  const held = (holder: Holder<From>): Holder<To> =>
    holder.credentials === undefined
      ? (holder as Holder<never>)
      : { ...holder, credentials: change(holder.credentials) };
  const {
    client_authentication_methods: methods,
    signed_request_object: request,
    token_vault_privileged_access: vault,
  } = client;
  return {
    ...(methods
      ? {
          client_authentication_methods: Object.fromEntries(
            Object.entries(methods).flatMap(([name, method]) => (method ? [[name, held(method)]] : [])),
          ),
        }
      : {}),
    ...(request ? { signed_request_object: held(request) } : {}),
    ...(vault ? { token_vault_privileged_access: held(vault) } : {}),
  };
}

type ByID = Pick<UpdateClientBody, keyof Members<Named>>;

/** The body of a new client, its credentials made and named by their IDs. */
export function withNewCredentials(
  call: Call<CreateClientBody>,
  clientId: string,
): Omit<CreateClientBody, keyof ByID> & ByID {
  const made = (credentials: readonly CreateCredentialBody[]): Named[] =>
    credentials.map((body) => ({ id: newCredential(call, clientId, body).id }));
  return { ...call.body, ...withCredentials(call.body, made) } as Omit<CreateClientBody, keyof ByID> & ByID;
}
