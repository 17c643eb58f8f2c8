import type { Management, ManagementClient } from "auth0";
import { unlessMissing } from "./management-api.ts";

/** Keys that are on a client and that it does not sign in with. */
export function looseKeys(client: Management.Client, credentials: readonly Management.ClientCredential[]): readonly Management.ClientCredential[] {
  const signIn = new Set((client.client_authentication_methods?.private_key_jwt?.credentials ?? []).map(({ id }) => id));
  return credentials.filter(({ id = "" }) => !signIn.has(id));
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
  if (loose.length > 0) {
    throw new Error(
      `the OIN client has ${loose.length === 1 ? "a key" : "keys"} that it does not sign in with: ${loose.map(({ kid }) => kid).join(", ")}. ` +
        "An up that was stopped left it, or somebody added it by hand. Nothing was changed.\n" +
        `npm run adopt -- --stack ${stack} attaches it where it is one of Okta's, and tells how to delete it where it is not.`,
    );
  }
}
