/** Okta's keys on an OIN client, as every command and every guard reads them. */
import type { Management, ManagementClient } from "auth0";
import { undefinedOn404 } from "./management-api.ts";

type Key = Management.ClientCredential;
type Client = Pick<Management.Client, "client_authentication_methods">;

/** Credential IDs of the keys that a client signs in with, in the tenant's order. */
export function attachedKeyIds({ client_authentication_methods: methods }: Client): readonly string[] {
  return (methods?.private_key_jwt?.credentials ?? []).map(({ id }) => id);
}

/** The keys on a client. */
export interface ClientKeys {
  readonly all: readonly Key[];
  /** Those that it signs in with. */
  readonly attached: readonly Key[];
  /** Those that do nothing. */
  readonly unattached: readonly Key[];
}

/** Sorts the keys on a client by whether it signs in with them. */
export function sortKeys(client: Client, all: readonly Key[]): ClientKeys {
  const ids = attachedKeyIds(client);
  const isAttached = ({ id = "" }: Key): boolean => ids.includes(id);
  return { all, attached: all.filter(isAttached), unattached: all.filter((key) => !isAttached(key)) };
}

/**
 * Reads the keys on a client (`read:client_credentials`), and where there is one, which of them it signs in with
 * (`read:clients`). Resolves to undefined where the client is gone.
 */
export async function readKeys(api: ManagementClient, clientId: string): Promise<ClientKeys | undefined> {
  const all = await undefinedOn404(api.clients.credentials.list(clientId));
  if (all === undefined || all.length === 0) return all && { all, attached: [], unattached: [] };
  const client = await undefinedOn404(
    api.clients.get(clientId, { fields: "client_id,client_authentication_methods", include_fields: true }),
  );
  return client && sortKeys(client, all);
}
