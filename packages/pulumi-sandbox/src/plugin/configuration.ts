// Where the tenant is and how to sign in to it: the keys `auth0:*` of a stack, or the variables `AUTH0_*`.
import { importPKCS8, SignJWT } from "jose";
import { isIP } from "node:net";
import { managementApi } from "./management/api.ts";
import type { Api } from "./management/api.ts";
import { ApiError } from "./management/errors.ts";
import { openHttp } from "./management/http.ts";
import type { Send } from "./management/http.ts";
import { flag, text } from "./schema/attribute.ts";
import type { Fields } from "./schema/attribute.ts";
import { textOf } from "./schema/value.ts";
import type { Values } from "./schema/value.ts";

export const configurationFields: Fields = {
  domain: text(),
  audience: text(),
  clientId: text({ conflictsWith: ["api_token"] }),
  clientSecret: text({
    requiredWith: ["client_id"],
    conflictsWith: ["api_token", "client_assertion_private_key", "client_assertion_signing_alg"],
  }),
  clientAssertionPrivateKey: text({
    requiredWith: ["client_assertion_signing_alg", "client_id"],
    conflictsWith: ["api_token", "client_secret"],
  }),
  clientAssertionSigningAlg: text({
    requiredWith: ["client_assertion_private_key", "client_id"],
    conflictsWith: ["api_token", "client_secret"],
  }),
  apiToken: text({
    conflictsWith: ["client_id", "client_secret", "client_assertion_private_key", "client_assertion_signing_alg"],
  }),
  debug: flag(),
  dynamicCredentials: flag(),
  cliLogin: flag(),
  customDomainHeader: text(),
};

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly privateKey: string;
  readonly signingAlg: string;
}

/** How long before a token's end a new one is fetched. */
const EARLY_MS = 10_000;

export interface Connection {
  readonly api: Api;
  close(): void;
}

/**
 * Opens the Management API that a stack's configuration points to.
 * @param caFile certificates to trust in the place of the usual ones; by default SSL_CERT_FILE
 * @throws in the official plugin's words where something is missing, in its own where the domain is a real one
 */
export async function connect(
  configured: Values,
  environment: NodeJS.ProcessEnv,
  caFile?: string,
): Promise<Connection> {
  const setting = (property: string, variable: string) => textOf(configured[property]) || (environment[variable] ?? "");
  const domain = setting("domain", "AUTH0_DOMAIN")
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "");
  const apiToken = setting("apiToken", "AUTH0_API_TOKEN");
  const credentials: Credentials = {
    clientId: setting("clientId", "AUTH0_CLIENT_ID"),
    clientSecret: setting("clientSecret", "AUTH0_CLIENT_SECRET"),
    privateKey: setting("clientAssertionPrivateKey", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY"),
    signingAlg: setting("clientAssertionSigningAlg", "AUTH0_CLIENT_ASSERTION_SIGNING_ALG"),
  };
  const missing = missingSetting(domain, apiToken, credentials);
  if (missing !== undefined) throw new Error(`1 error occurred:\n\t* ${missing}\n\n`);
  refuseRealTenant(domain);
  const http = await openHttp(caFile ?? environment["SSL_CERT_FILE"]);
  const audience = setting("audience", "AUTH0_AUDIENCE") || `https://${domain}/api/v2/`;
  const authorize =
    apiToken === "" ? tokens(http.send, domain, audience, credentials) : () => Promise.resolve(apiToken);
  return { api: managementApi(domain, http.send, authorize), close: () => http.close() };
}

function missingSetting(
  domain: string,
  apiToken: string,
  { clientId, clientSecret, privateKey, signingAlg }: Credentials,
): string | undefined {
  const hasAssertion = privateKey !== "" && signingAlg !== "";
  const domainMissing = (others: string) =>
    domain === ""
      ? `Missing required configuration: The 'AUTH0_DOMAIN' must be specified along with ${others}.`
      : undefined;
  if (apiToken !== "") return domainMissing("'AUTH0_API_TOKEN'");
  if (clientId === "") {
    return (
      "Missing environment variables: AUTH0_DOMAIN is required. Then, configure either AUTH0_API_TOKEN, or AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, " +
      "or AUTH0_CLIENT_ID, AUTH0_CLIENT_ASSERTION_PRIVATE_KEY, and AUTH0_CLIENT_ASSERTION_SIGNING_ALG, or enable CLI login with AUTH0_CLI_LOGIN=true."
    );
  }
  if (clientSecret === "" && !hasAssertion) {
    return (
      "Missing required configuration: When 'AUTH0_CLIENT_ID' is provided, either 'AUTH0_CLIENT_SECRET' or both " +
      "'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY' and 'AUTH0_CLIENT_ASSERTION_SIGNING_ALG' must also be specified."
    );
  }
  return domainMissing(
    clientSecret !== ""
      ? "'AUTH0_CLIENT_ID' and 'AUTH0_CLIENT_SECRET'"
      : "'AUTH0_CLIENT_ID', 'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY', and 'AUTH0_CLIENT_ASSERTION_SIGNING_ALG'",
  );
}

/** The stand-in is for local tenants only: on a real one it would be a plugin that nobody vouches for. */
function refuseRealTenant(domain: string): void {
  const host = domain.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  const loopback =
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "::1" ||
    (isIP(host) === 4 && host.startsWith("127."));
  if (loopback) return;
  throw new Error(
    `The stand-in for the Auth0 plugin refuses the domain ${JSON.stringify(domain)}: it only ever talks to a local tenant on this machine (localhost). ` +
      "For a real tenant use the official plugin: AUTH0_PLUGIN=official.",
  );
}

/** Access tokens by client credentials, each used until shortly before its end. */
function tokens(send: Send, domain: string, audience: string, credentials: Credentials): () => Promise<string> {
  let current: Promise<{ token: string; until: number }> | undefined;
  return async () => {
    const known = await current?.catch(() => undefined);
    if (known && known.until > Date.now()) return known.token;
    current = fetchToken(send, domain, audience, credentials);
    return (await current).token;
  };
}

async function fetchToken(
  send: Send,
  domain: string,
  audience: string,
  credentials: Credentials,
): Promise<{ token: string; until: number }> {
  const body = {
    grant_type: "client_credentials",
    audience,
    client_id: credentials.clientId,
    ...(await proof(domain, credentials)),
  };
  const answer = await send({ method: "POST", url: `https://${domain}/oauth/token`, body });
  if (answer.status !== 200) throw new ApiError(answer.status, answer.body);
  const { access_token: token, expires_in: seconds } = JSON.parse(answer.body) as {
    access_token: string;
    expires_in: number;
  };
  return { token, until: Date.now() + seconds * 1000 - EARLY_MS };
}

async function proof(
  domain: string,
  { clientId, clientSecret, privateKey, signingAlg }: Credentials,
): Promise<Record<string, string>> {
  if (privateKey === "") return { client_secret: clientSecret };
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: signingAlg })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`https://${domain}/`)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime("2m")
    .sign(await importPKCS8(privateKey, signingAlg));
  return {
    client_assertion: assertion,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  };
}
