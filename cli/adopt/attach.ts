import type { ManagementClient } from "auth0";

/** One of Okta's keys is on a client that does not sign in with it. */
export interface Attachment {
  readonly clientId: string;
  /** IDs of all credentials that the client shall sign in with. */
  readonly credentials: readonly string[];
  /** Whether the client is of the native flavour: Auth0 lets it sign in by keys alone, and takes no other method back. */
  readonly native: boolean;
}

/** Has a client sign in with exactly these of its credentials, and by nothing else. */
export async function attachCredentials(
  api: ManagementClient,
  { clientId, credentials, native }: Attachment,
): Promise<void> {
  await api.clients.update(clientId, {
    client_authentication_methods: { private_key_jwt: { credentials: credentials.map((id) => ({ id })) } },
    ...(native ? {} : { token_endpoint_auth_method: null }),
  });
}

/** What is to be attached, where one of Okta's keys, told by its thumbprint, is not; the keys that sign in stay. */
export function attachmentOf(
  clientId: string | undefined,
  credentials: readonly { readonly id?: string | undefined; readonly kid?: string | undefined }[],
  attached: readonly string[],
  keyIds: readonly string[],
  native: boolean,
): Attachment | undefined {
  const unattached = credentials.filter(({ id = "", kid = "" }) => keyIds.includes(kid) && !attached.includes(id));
  if (clientId === undefined || unattached.length === 0) return undefined;
  return { clientId, credentials: [...attached, ...unattached.map(({ id = "" }) => id)], native };
}
