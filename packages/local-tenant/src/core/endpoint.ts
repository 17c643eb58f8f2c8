// One row of the endpoint table: what an endpoint is, what it demands, and what it does.
import type { z } from "zod";
import type { Ids } from "./ids.ts";
import type { TenantLogs } from "./logs.ts";
import type { Query } from "./query.ts";
import type { Scope } from "./scopes.ts";
import type { State } from "./state.ts";
import { parseBody } from "./validation.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** What every handler may know of the tenant beside its state. */
export interface Site {
  /** `localhost:PORT`. */
  readonly domain: string;
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** Identifier of the Management API, `https://localhost:PORT/api/v2/`. */
  readonly managementAudience: string;
  /** PEM of the certificate of the key that signs the tenant's tokens. */
  readonly signingCertificate: string;
  readonly plan: Plan;
  /** How long a new action is not built yet, in milliseconds. */
  readonly actionBuildMs: number;
  /** Whether connections have `enabled_clients`, which Auth0 has retired. */
  readonly enabledClients: EnabledClients;
}

/** `retired`: connections neither show nor take `enabled_clients`, as on tenants of 2026; `kept`: both, as on older ones. */
export type EnabledClients = "retired" | "kept";

/** `free` lacks private_key_jwt credentials and organizations (shared/spec/local-tenant.md). */
export type Plan = "enterprise" | "free";

/** A request as it came, whoever brought it. */
export interface ApiRequest {
  readonly method: string;
  /** Raw path below `/api/v2`. */
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  /** Of the client's end of the connection. Default: none, for whoever is in this process. */
  readonly ip?: string;
  readonly userAgent?: string | undefined;
}

/** One request on its way through a handler. */
export interface Call<Body> {
  readonly site: Site;
  /** Reads see it as it was; writes change a fork that is kept only if the handler returns. */
  readonly state: State;
  /** Path parameter, URL-decoded once. */
  readonly param: (name: string) => string;
  readonly query: Query;
  /** What happened on the tenant so far. */
  readonly logs: TenantLogs;
  readonly body: Body;
  /** Scopes of the token. */
  readonly scopes: ReadonlySet<string>;
  readonly ids: Ids;
  /** Time of the request, epoch milliseconds. */
  readonly now: number;
}

export interface Reply {
  readonly status: number;
  /** Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const accepted = (body?: unknown): Reply => ({ status: 202, ...(body === undefined ? {} : { body }) });
export const noContent = (): Reply => ({ status: 204 });

/** A row as a resource file writes it. */
export interface EndpointRow<Body> {
  readonly method: Method;
  /** Below `/api/v2`; `:name` stands for one path segment. */
  readonly path: string;
  /** Any one of these lets the request through. */
  readonly scopes: readonly [Scope, ...Scope[]];
  /** Schema of the request's JSON body; without one the body is ignored. */
  readonly body?: z.ZodType<Body>;
  readonly handle: (call: Call<Body>) => Reply;
}

/** A row as the router holds it: body not parsed yet. */
export interface Endpoint {
  readonly method: Method;
  readonly path: string;
  readonly scopes: readonly [Scope, ...Scope[]];
  readonly run: (call: Call<unknown>) => Reply;
}

export function endpoint<Body = undefined>(row: EndpointRow<Body>): Endpoint {
  const { method, path, scopes, body: schema, handle } = row;
  return {
    method,
    path,
    scopes,
    run: (call) => handle({ ...call, body: schema === undefined ? (undefined as Body) : parseBody(schema, call.body) }),
  };
}
