import { ManagementClient, ManagementError } from "auth0";
import type { Credentials } from "../config/credentials.ts";

/** A tenant's Management API as the stack's own look-ups use it: they only read. */
export function managementApi(domain: string, credentials: Credentials): ManagementClient {
  return new ManagementClient(connectionOptions(domain, credentials));
}

/** The stack's credentials as the Node SDK takes them. */
export function connectionOptions(domain: string, credentials: Credentials) {
  if ("apiToken" in credentials) return { domain, token: credentials.apiToken };
  if ("clientSecret" in credentials) return { domain, ...credentials };
  return {
    domain,
    clientId: credentials.clientId,
    clientAssertionSigningKey: credentials.clientAssertionPrivateKey,
    clientAssertionSigningAlg: credentials.clientAssertionSigningAlg,
  };
}

/** Resolves to undefined where the tenant says that the object does not exist; every other error goes on. */
export async function unlessMissing<T>(request: PromiseLike<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ManagementError && error.statusCode === 404) return undefined;
    throw error;
  }
}
