import { createManagementAuth, ManagementClient, ManagementError } from "auth0";
import { decodeJwt } from "jose";
import { managementApiAudience } from "../contract/guide.ts";
import type { Credentials } from "../config/index.ts";
import { networkReason, resilientFetch } from "../tenant/fetch.ts";
import { connectionOptions, READING } from "../tenant/management-api.ts";

/** A tenant that a command has signed in to. */
export interface SignedIn {
  readonly domain: string;
  readonly api: ManagementClient;
  readonly token: TokenClaims;
  /** One request below `/api/v2/`, whatever it is. Rejects with TenantUnusable where there is no answer. */
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  /** How many HTTP requests were made so far, signing in included. */
  calls(): number;
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON; the text where it is none; undefined where there is nothing. */
  readonly body: unknown;
}

/** What the access token says of itself; the token itself is never shown. */
export interface TokenClaims {
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** Client ID of the application that the token was given to, where the token says it. */
  readonly clientId?: string;
  /** Whether it came from the credentials of a client, or was given as it is. */
  readonly origin: "client" | "given";
}

/** The tenant cannot be reached, or it refuses the credentials. */
export class TenantUnusable extends Error {
  readonly reason: "unreachable" | "refused";

  constructor(reason: TenantUnusable["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Signs in to a tenant's Management API. Throws TenantUnusable. */
export async function signIn(domain: string, credentials: Credentials): Promise<SignedIn> {
  let calls = 0;
  const counting: typeof fetch = (...request) => {
    calls += 1;
    return resilientFetch(...request);
  };
  const token = await tokenFor(domain, credentials, counting);
  return {
    domain,
    api: new ManagementClient({ domain, token, ...READING, fetch: counting }),
    token: claimsOf(token, "apiToken" in credentials ? "given" : "client"),
    request: async (method, path, body) => {
      const answer = await counting(`https://${domain}/api/v2/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        throw unreachable(domain, error);
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? undefined : parsed(text) };
    },
    calls: () => calls,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function tokenFor(domain: string, credentials: Credentials, through: typeof fetch): Promise<string> {
  try {
    return await createManagementAuth({ ...connectionOptions(domain, credentials), fetch: through }).getToken();
  } catch (error) {
    if (!isAnswer(error)) throw unreachable(domain, error);
    throw new TenantUnusable(
      "refused",
      `${domain} refuses the credentials (${refusal(error)}). ` +
        `The client needs a grant for ${managementApiAudience(domain)}, and its secret or key as the tenant has it.`,
    );
  }
}

function claimsOf(token: string, origin: TokenClaims["origin"]): TokenClaims {
  const claims = readClaims(token);
  const { scope, azp, aud } = claims;
  return {
    scopes: typeof scope === "string" ? scope.split(" ").filter((name) => name !== "") : [],
    audiences: aud === undefined ? [] : typeof aud === "string" ? [aud] : aud,
    ...(typeof azp === "string" ? { clientId: azp } : {}),
    origin,
  };
}

function readClaims(token: string): ReturnType<typeof decodeJwt> {
  try {
    return decodeJwt(token);
  } catch {
    throw new TenantUnusable(
      "refused",
      "The Management API token is not a JWT: it was cut, or is something else. It is not shown here.",
    );
  }
}

function unreachable(domain: string, error: unknown): TenantUnusable {
  return new TenantUnusable("unreachable", `${domain} cannot be reached: ${networkReason(error)}.`);
}

/** An error of the SDK as a command tells it: a network's as TenantUnusable, everything else as it is. */
export function translated(domain: string, error: unknown): unknown {
  return error instanceof ManagementError && !isAnswer(error) ? unreachable(domain, error) : error;
}

/** Whether a tenant has answered at all; the SDK's errors without a status are the network's. */
function isAnswer(error: unknown): error is ManagementError {
  return error instanceof ManagementError && error.statusCode !== undefined;
}

/** A refusal of the Management API or of the token endpoint in words: its status and its own message. */
export function refusal(error: unknown): string {
  if (!isAnswer(error)) return error instanceof Error ? error.message : String(error);
  const { message, error_description: description } = (error.body ?? {}) as {
    readonly message?: string;
    readonly error_description?: string;
  };
  return [String(error.statusCode), message ?? description].filter((part) => part !== undefined).join(": ");
}
