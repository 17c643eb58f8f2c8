import { RunError } from "@pulumi/pulumi/errors.js";
import { ManagementClient, ManagementError } from "auth0";
import type { Credentials } from "../config/credentials.ts";
import { resilientFetch } from "./fetch.ts";

/** A tenant's Management API as the stack's own look-ups use it: they only read. */
export function managementApi(domain: string, credentials: Credentials): ManagementClient {
  return new ManagementClient(connectionOptions(domain, credentials));
}

/** How every client of the SDK is made here. Its own time limit is off: resilientFetch has one that ends with the program. */
export const READING = { fetch: resilientFetch, timeoutInSeconds: 0 } as const;

/** The stack's credentials as the Node SDK takes them. */
export function connectionOptions(domain: string, credentials: Credentials) {
  if ("apiToken" in credentials) return { domain, ...READING, token: credentials.apiToken };
  if ("clientSecret" in credentials) return { domain, ...READING, ...credentials };
  return {
    domain,
    ...READING,
    clientId: credentials.clientId,
    clientAssertionSigningKey: credentials.clientAssertionPrivateKey,
    clientAssertionSigningAlg: credentials.clientAssertionSigningAlg,
  };
}

/**
 * Resolves as the request does; where the SDK rejects, throws a RunError that says in words what the tenant answered, or
 * why it could not be reached.
 */
export async function inWords<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    throw new RunError(`the tenant could not be looked at, so this was not done: ${answerOf(error)}.`);
  }
}

/** What the Management API answered, or the network's reason for no answer. */
export function answerOf(error: ManagementError): string {
  if (error.statusCode === undefined) return error.cause instanceof Error ? error.cause.message : error.message;
  const { message } = (error.body ?? {}) as { readonly message?: string };
  return `the Management API answered ${error.statusCode} (${message ?? error.message})`;
}

/** Resolves to undefined where the tenant says that the object does not exist; every other error goes on. */
export async function undefinedOn404<T>(request: PromiseLike<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ManagementError && error.statusCode === 404) return undefined;
    throw error;
  }
}
