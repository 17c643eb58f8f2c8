import type { ManagementClient } from "auth0";
import { OIN_CLIENT } from "../contract/guide.ts";
import type { OktaPublicKey } from "../config/index.ts";
import { undefinedOn404 } from "./management-api.ts";

/** A key under the name of its credential; empty for one that has none. */
export interface NamedKey {
  readonly pem: string;
  readonly name: string;
}

/**
 * Gives each of Okta's keys the name that it keeps for life (`read:client_credentials`, where there is a client yet).
 * A key that the OIN client has already, told by its thumbprint, goes by the name it has there, whoever gave it; a new
 * key takes the guide's name, or where that is taken the guide's name and the beginning of its key ID.
 */
export async function nameKeys(
  api: ManagementClient,
  oinClientId: string | undefined,
  keys: readonly OktaPublicKey[],
): Promise<NamedKey[]> {
  const existing =
    oinClientId === undefined ? [] : ((await undefinedOn404(api.clients.credentials.list(oinClientId))) ?? []);
  const taken = new Set(existing.map(({ name }) => name));
  return keys.map(({ pem, keyId }) => {
    const credential = existing.find(({ kid }) => kid === keyId);
    if (credential !== undefined) return { pem, name: credential.name ?? "" };
    const name = taken.has(OIN_CLIENT.credentialName)
      ? `${OIN_CLIENT.credentialName} ${keyId.slice(0, 8)}`
      : OIN_CLIENT.credentialName;
    taken.add(name);
    return { pem, name };
  });
}
