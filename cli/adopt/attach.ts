import type { ManagementClient } from "auth0";

/** Has a client sign in with exactly these of its credentials, and by nothing else. */
export async function attachCredentials(api: ManagementClient, clientId: string, credentials: readonly string[]): Promise<void> {
  await api.clients.update(clientId, {
    client_authentication_methods: { private_key_jwt: { credentials: credentials.map((id) => ({ id })) } },
    token_endpoint_auth_method: null,
  });
}
