import { ConfigurationError } from "./problems.ts";
import type { RawConfiguration } from "./index.ts";

/**
 * How the stack signs in to the Management API: the same keys and variables as Pulumi's Auth0 provider, in its order
 * (a token wins over a client). The provider and the stack's own look-ups use the same ones.
 */
export type Credentials =
  | { readonly apiToken: string }
  | { readonly clientId: string; readonly clientSecret: string }
  | { readonly clientId: string; readonly clientAssertionPrivateKey: string; readonly clientAssertionSigningAlg: string };

/**
 * Reads the `auth0:*` keys, then the `AUTH0_*` variables.
 * Throws ConfigurationError where neither a token nor a client is set; it never quotes a value.
 */
export function parseCredentials(raw: RawConfiguration, env: NodeJS.ProcessEnv, stack: string): Credentials {
  const read = (setting: string, variable: string) => raw[`auth0:${setting}`] || env[variable] || undefined;

  const apiToken = read("apiToken", "AUTH0_API_TOKEN");
  if (apiToken !== undefined) return { apiToken };

  const clientId = read("clientId", "AUTH0_CLIENT_ID");
  const clientSecret = read("clientSecret", "AUTH0_CLIENT_SECRET");
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };

  const clientAssertionPrivateKey = read("clientAssertionPrivateKey", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY");
  if (clientId !== undefined && clientAssertionPrivateKey !== undefined) {
    const clientAssertionSigningAlg = read("clientAssertionSigningAlg", "AUTH0_CLIENT_ASSERTION_SIGNING_ALG") ?? "RS256";
    return { clientId, clientAssertionPrivateKey, clientAssertionSigningAlg };
  }

  throw new ConfigurationError(stack, [
    {
      key: clientId === undefined ? "auth0:clientId" : "auth0:clientSecret",
      found: "is not set",
      expected: "Expected credentials for the Management API: a client's ID and secret (or its private key), or a token.",
      mend: "export AUTH0_CLIENT_ID=… AUTH0_CLIENT_SECRET=… (or AUTH0_API_TOKEN=…), or set the same as auth0:clientId and, with --secret, auth0:clientSecret",
    },
  ]);
}
