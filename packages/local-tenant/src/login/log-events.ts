// The entries that logins leave in the tenant's logs.
import type { Site } from "../core/endpoint.ts";
import type { LogEvent, TenantLogs } from "../core/logs.ts";
import type { LoginRequest } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { OAuthError } from "../oauth/errors.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { UserRow } from "../rows/users.ts";
import { isDatabase } from "./organizations.ts";
import type { FlowOutcome } from "./action-messages.ts";
import type { Transaction } from "./transaction.ts";

export interface LogContext {
  readonly logs: TenantLogs;
  readonly state: State;
  readonly site: Pick<Site, "domain">;
}

/** Who signs in where, as far as it is known. */
export function ofTransaction(state: State, { domain }: Pick<Site, "domain">, transaction: Transaction): Members {
  const { request, authentication, organizationId, ip, userAgent } = transaction;
  const connection =
    state.connections.get(authentication?.connectionId ?? "") ??
    state.connections.find(({ name }) => name === request.connection);
  return {
    ...ofConnection(connection),
    ...ofClient(state.clients.get(request.clientId)),
    ip,
    user_agent: userAgent,
    hostname: domain,
    ...ofUser(state.users.get(authentication?.userId ?? "")),
    audience: request.audience,
    scope: request.scopes.join(" "),
    ...ofOrganization(state, organizationId),
  };
}

export type Members = Omit<LogEvent, "type" | "description">;

export const ofClient = (client: ClientRow | undefined): Members =>
  client === undefined ? {} : { client_id: client.client_id, client_name: client.name };

export const ofUser = (user: UserRow | undefined): Members =>
  user === undefined ? {} : { user_id: user.user_id, user_name: user.email ?? user.username ?? user.name };

export function ofOrganization(state: State, id: string | undefined): Members {
  const organization = state.organizations.get(id ?? "");
  return organization === undefined ? {} : { organization_id: organization.id, organization_name: organization.name };
}

export const ofConnection = (connection: ConnectionRow | undefined): Members =>
  connection === undefined
    ? {}
    : {
        connection: connection.name,
        connection_id: connection.id,
        strategy: connection.strategy,
        strategy_type: isDatabase(connection) ? "database" : "enterprise",
      };

const detailsOf = (error: { readonly code: string; readonly message: string }): object => ({
  error: { message: error.message, oauthError: error.code, type: "oauth-authorization" },
});

/** A login that ended at the client's callback, or on a page, with an error. */
export function logRefusal(
  { logs, state, site }: LogContext,
  transaction: Transaction,
  error: OAuthError,
  now: number,
) {
  logs.add(
    {
      type: transaction.request.prompt.has("none") ? "fsa" : "f",
      description: error.message,
      ...ofTransaction(state, site, transaction),
      details: detailsOf(error),
    },
    now,
  );
}

/** A request that never became a login: a wrong client, callback or parameter. */
export function logBadRequest(
  { logs, state, site }: LogContext,
  { query, ip, userAgent, now }: LoginRequest,
  error: { readonly code: string; readonly message: string },
): void {
  const sent = new URLSearchParams(query);
  const id = sent.get("client_id") ?? undefined;
  logs.add(
    {
      type: sent.get("prompt") === "none" ? "fsa" : "f",
      description: error.message,
      client_id: id,
      ...ofClient(state.clients.get(id ?? "")),
      ip,
      user_agent: userAgent,
      hostname: site.domain,
      audience: sent.get("audience") ?? undefined,
      scope: sent.get("scope") ?? undefined,
      details: { ...detailsOf(error), qs: Object.fromEntries(sent) },
    },
    now,
  );
}

export function logLogin(
  { logs, state, site }: LogContext,
  transaction: Transaction,
  sessionId: string,
  now: number,
): void {
  const silent = transaction.request.prompt.has("none");
  const { begunAt, authentication } = transaction;
  logs.add(
    {
      type: silent ? "ssa" : "s",
      description: silent ? "Successful silent authentication" : "Successful login",
      ...ofTransaction(state, site, transaction),
      details: {
        initiatedAt: begunAt,
        completedAt: now,
        elapsedTime: now - begunAt,
        session_id: sessionId,
        stats: { loginsCount: state.users.get(authentication?.userId ?? "")?.logins_count ?? 0 },
      },
    },
    now,
  );
}

/** @param user who has the name that was typed; absent: nobody has */
export function logWrongPassword(
  { logs, state, site }: LogContext,
  transaction: Transaction,
  typed: string,
  user: UserRow | undefined,
  now: number,
): void {
  const connection = state.connections.find(({ name }) => name === user?.identities[0]?.connection);
  logs.add(
    {
      type: user === undefined ? "fu" : "fp",
      description: "Wrong email or password.",
      ...ofTransaction(state, site, transaction),
      ...ofConnection(connection),
      ...ofUser(user),
      user_name: typed,
      details: { error: { message: "Wrong email or password." } },
    },
    now,
  );
}

/** A factor was passed, failed or enrolled. */
export function logFactor(
  { logs, state, site }: LogContext,
  transaction: Transaction,
  type: keyof typeof OF_FACTORS,
  now: number,
): void {
  logs.add({ type, description: OF_FACTORS[type], ...ofTransaction(state, site, transaction) }, now);
}

const OF_FACTORS = {
  gd_auth_succeed: "Multi-factor authentication success",
  gd_auth_failed: "Multi-factor authentication failed",
  gd_enrollment_complete: "MFA enrollment complete",
} as const;

/** A member by signing in: the connection is one that makes them so. */
export function logJoined(
  { logs, state, site }: LogContext,
  transaction: Transaction,
  before: State,
  now: number,
): void {
  const key = `${transaction.organizationId ?? ""} ${transaction.authentication?.userId ?? ""}`;
  if (before.organization_members.has(key) || !state.organization_members.has(key)) return;
  logs.add(
    {
      type: "organization_member_added",
      description: "Organization member added",
      ...ofTransaction(state, site, transaction),
      details: { reason: "auto_membership" },
    },
    now,
  );
}

export function logFailedAction(
  { logs, state }: Pick<LogContext, "logs" | "state">,
  about: Members,
  { failed = "", denied = "" }: FlowOutcome,
  now: number,
): void {
  const action = state.actions.find(({ name }) => name === failed);
  logs.add(
    {
      type: "actions_execution_failed",
      description: denied,
      ...about,
      details: {
        ...(action === undefined
          ? {}
          : { action_id: action.id, action_name: action.name, version_id: action.deployed_version_id }),
        trigger_id: "post-login",
        error_class: action === undefined ? "action_timeout" : "action_error",
        action_error: { message: denied },
      },
    },
    now,
  );
}
