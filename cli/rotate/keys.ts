import type { Management, ManagementClient } from "auth0";
import { looseKeys } from "../../lookup/loose-keys.ts";
import type { ClientKey, KeysNow } from "./steps.ts";

/** Reads which keys are on the client, and which of them it signs in with. */
export async function readKeys(api: ManagementClient, clientId: string, { configured, recorded }: Pick<KeysNow, "configured" | "recorded">): Promise<KeysNow> {
  const [client, credentials] = await Promise.all([
    api.clients.get(clientId, { fields: "client_id,client_authentication_methods", include_fields: true }),
    api.clients.credentials.list(clientId),
  ]);
  const loose = looseKeys(client, credentials);
  return { configured, recorded, attached: credentials.filter((key) => !loose.includes(key)).map(asKey), loose: loose.map(asKey) };
}

function asKey({ id = "", kid = "", created_at }: Management.ClientCredential): ClientKey {
  return { id, keyId: kid, createdAt: String(created_at ?? "") };
}
