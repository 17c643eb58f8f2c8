import type { Management, ManagementClient } from "auth0";
import { unlessMissing } from "./management-api.ts";

/** Keys that are on a client and that it does not sign in with. */
export function looseKeys(client: Management.Client, credentials: readonly Management.ClientCredential[]): readonly Management.ClientCredential[] {
  const signIn = new Set((client.client_authentication_methods?.private_key_jwt?.credentials ?? []).map(({ id }) => id));
  return credentials.filter(({ id = "" }) => !signIn.has(id));
}

/**
 * Rejects, in words for the person, where a client that is to get its first keys has some already, loose or not
 * (`read:client_credentials`): a destroy that was stopped forgets the keys before it deletes the client, and Okta's key
 * would be made a second time.
 */
export async function refuseKeys(api: ManagementClient, stack: string, clientId: string): Promise<void> {
  await refuseLooseKeys(api, stack, clientId);
  const credentials = (await unlessMissing(api.clients.credentials.list(clientId))) ?? [];
  if (credentials.length > 0) refuse(`the OIN client has ${credentials.length === 1 ? "a key" : "keys"} that this stack does not know of: ${told(credentials)}. `, stack);
}

/**
 * Rejects, in words for the person, while the OIN client has a loose key (`read:clients`, `read:client_credentials`). The
 * plugin would make Okta's key a second time where an `up` was stopped between making and attaching it, and it would
 * attach whatever else it finds along with the next key.
 */
export async function refuseLooseKeys(api: ManagementClient, stack: string, clientId: string): Promise<void> {
  const credentials = await unlessMissing(api.clients.credentials.list(clientId));
  if (credentials === undefined || credentials.length === 0) return;
  const client = await api.clients.get(clientId, { fields: "client_id,client_authentication_methods", include_fields: true });
  const loose = looseKeys(client, credentials);
  if (loose.length > 0) refuse(`the OIN client has ${loose.length === 1 ? "a key" : "keys"} that it does not sign in with: ${told(loose)}. `, stack);
}

const told = (credentials: readonly Management.ClientCredential[]): string => credentials.map(({ kid }) => kid).join(", ");

function refuse(what: string, stack: string): never {
  throw new Error(
    `${what}A run that was stopped left it, or somebody added it by hand. Nothing was changed.\n` +
      `npm run adopt -- --stack ${stack} takes it over where it is one of Okta's, and tells how to delete it where it is not.`,
  );
}
