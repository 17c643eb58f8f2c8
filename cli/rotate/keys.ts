import type { Management, ManagementClient } from "auth0";
import { unattachedCredentials } from "../../tenant/unattached-credentials.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import type { ClientKey, ClientKeys } from "./steps.ts";

/** Reads which keys are on a client, and which of them it signs in with; nothing where the client is gone. */
export async function readKeys(api: ManagementClient, clientId: string): Promise<ClientKeys | undefined> {
  const [client, credentials] = await Promise.all([
    undefinedOn404(
      api.clients.get(clientId, { fields: "client_id,client_authentication_methods", include_fields: true }),
    ),
    undefinedOn404(api.clients.credentials.list(clientId)),
  ]);
  if (client === undefined || credentials === undefined) return undefined;
  const unattached = unattachedCredentials(client, credentials);
  return {
    clientId,
    attached: credentials.filter((key) => !unattached.includes(key)).map(asKey),
    unattached: unattached.map(asKey),
  };
}

function asKey({ id = "", kid = "", created_at }: Management.ClientCredential): ClientKey {
  return { id, keyId: kid, createdAt: String(created_at ?? "") };
}
