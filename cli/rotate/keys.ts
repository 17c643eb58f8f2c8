import type { Management, ManagementClient } from "auth0";
import { readKeys as readClientKeys } from "../../tenant/client-keys.ts";
import type { ClientKey, ClientKeys } from "./steps.ts";

/** Reads which keys are on a client, and which of them it signs in with; nothing where the client is gone. */
export async function readKeys(api: ManagementClient, clientId: string): Promise<ClientKeys | undefined> {
  const keys = await readClientKeys(api, clientId);
  if (keys === undefined) return undefined;
  return { clientId, attached: keys.attached.map(asKey), unattached: keys.unattached.map(asKey) };
}

function asKey({ id = "", kid = "", created_at }: Management.ClientCredential): ClientKey {
  return { id, keyId: kid, createdAt: String(created_at ?? "") };
}
