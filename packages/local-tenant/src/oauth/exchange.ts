// An exchange at /oauth/token that succeeded, and what the tenant's logs say of it and of one that failed.
import type { Site } from "../core/endpoint.ts";
import type { LogType, TenantLogs } from "../core/logs.ts";
import type { LoginRequest } from "../core/server.ts";
import type { State } from "../core/state.ts";
import { ofClient, type Members } from "../login/log-events.ts";
import { ReusedToken } from "../login/refresh-tokens.ts";
import type { OAuthError } from "./errors.ts";
import type { Parameters } from "./token-parameters.ts";

export interface Exchange {
  /** What the client gets. */
  readonly answer: object;
  /** Who and what it is about, for the logs. */
  readonly about: Members;
}

export type GrantType = "client_credentials" | "authorization_code" | "refresh_token";

interface Words {
  readonly success: LogType;
  readonly failure: LogType;
  readonly description: string;
}

export const GRANT_TYPES: Readonly<Record<GrantType, Words>> = {
  authorization_code: {
    success: "seacft",
    failure: "feacft",
    description: "Authorization Code for Access Token",
  },
  client_credentials: {
    success: "seccft",
    failure: "feccft",
    description: "Client Credentials for Access Token",
  },
  refresh_token: {
    success: "sertft",
    failure: "fertft",
    description: "Refresh Token for Access Token",
  },
};

export const isGrantType = (text: string | undefined): text is GrantType =>
  text !== undefined && Object.hasOwn(GRANT_TYPES, text);

interface Context {
  readonly logs: TenantLogs;
  readonly state: State;
  readonly site: Pick<Site, "domain">;
  readonly request: LoginRequest;
  readonly parameters: Parameters;
}

export function logExchange(context: Context, grantType: GrantType, outcome: Exchange | OAuthError): void {
  const { logs, state, site, request, parameters } = context;
  const { success, failure, description } = GRANT_TYPES[grantType];
  const failed = outcome instanceof Error;
  const reused = outcome instanceof ReusedToken ? outcome : undefined;
  const { clientId, code } = parameters;
  logs.add(
    {
      type: reused !== undefined ? "ferrt" : failed ? failure : success,
      description: reused !== undefined ? REUSED : failed ? outcome.message : description,
      client_id: clientId,
      ...ofClient(state.clients.get(clientId ?? "")),
      ip: request.ip,
      user_agent: request.userAgent,
      hostname: site.domain,
      audience: parameters.audience,
      ...(failed ? {} : outcome.about),
      details: { ...(code === undefined ? {} : { code: masked(code) }), ...(reused && ofFamily(reused)) },
    },
    request.now,
  );
}

const REUSED = "Reused rotating refresh token detected, revoked the family";

/** Which token came again, and how many there were. */
const ofFamily = ({ family, counter }: ReusedToken): object => ({
  familyId: family.id,
  tokenCounter: counter,
  latestCounter: family.latest,
});

/** As Auth0 shows it: the end of it, behind as many stars as it had characters. */
const masked = (code: string): string => "*".repeat(Math.max(code.length - 3, 0)) + code.slice(-3);
