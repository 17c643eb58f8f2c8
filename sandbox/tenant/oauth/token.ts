// POST /oauth/token: client_credentials by client secret (post or basic) or private_key_jwt.
import { timingSafeEqual } from "node:crypto";
import { ok, type Reply } from "../core/endpoint.ts";
import { InvalidJson, replyOf } from "../core/management.ts";
import type { LoginRequest, LoginRoute } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import type { Tokens } from "../core/tokens.ts";
import type { ClientRow } from "../resources/clients.ts";
import type { ResourceServerRow } from "../resources/resource-servers.ts";
import { ASSERTION_TYPE, UsedAssertions, verifyAssertion } from "./client-assertion.ts";
import { accessDenied, invalidRequest, OAuthError } from "./errors.ts";

interface Parameters {
  readonly grantType: string | undefined;
  readonly clientId: string | undefined;
  readonly secret: { readonly value: string; readonly by: "client_secret_post" | "client_secret_basic" } | undefined;
  readonly assertion: { readonly value: string; readonly type: string | undefined } | undefined;
  readonly audience: string | undefined;
  readonly scope: string | undefined;
}

interface Dependencies {
  readonly url: string;
  readonly store: Store;
  readonly tokens: Tokens;
}

export function tokenRoute(dependencies: Dependencies): LoginRoute {
  const used = new UsedAssertions();
  return {
    method: "POST",
    path: "/oauth/token",
    handle: async (request) => {
      try {
        return await token(dependencies, used, parametersOf(request), request.now);
      } catch (error) {
        return error instanceof OAuthError ? error.reply : replyOf(error);
      }
    },
  };
}

async function token({ url, store, tokens }: Dependencies, used: UsedAssertions, parameters: Parameters, now: number): Promise<Reply> {
  const state = store.current;
  requireGrantType(parameters);
  const client = await authenticate(parameters, { state, audience: `${url}/`, used, now });
  if (!client.grant_types?.includes("client_credentials")) {
    throw new OAuthError(403, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client.");
  }
  const api = requestedApi(state, parameters);
  const scopes = grantedScopes(state, client, api, parameters.scope);
  const lifetimeSeconds = api.token_lifetime ?? 86_400;
  const access_token = await tokens.issue({ clientId: client.client_id, audience: api.identifier, scopes, lifetimeSeconds }, now);
  return ok({
    access_token,
    ...(scopes.length > 0 ? { scope: scopes.join(" ") } : {}),
    expires_in: lifetimeSeconds,
    token_type: "Bearer",
  });
}

function requireGrantType({ grantType }: Parameters): void {
  if (grantType === undefined) throw invalidRequest("Missing required parameter: grant_type");
  if (grantType !== "client_credentials") throw new OAuthError(403, "unsupported_grant_type", `Unsupported grant type: ${grantType}`);
}

async function authenticate(
  { clientId, secret, assertion }: Parameters,
  context: { state: State; audience: string; used: UsedAssertions; now: number },
): Promise<ClientRow> {
  if (secret !== undefined && assertion !== undefined) throw invalidRequest("Only one way of client authentication may be used");
  const id = clientId ?? (assertion === undefined ? undefined : subjectOf(assertion.value));
  const client = id === undefined ? undefined : context.state.clients.get(id);
  if (client === undefined) throw accessDenied();
  if (assertion !== undefined) {
    if (assertion.type !== ASSERTION_TYPE) throw invalidRequest(`client_assertion_type must be ${ASSERTION_TYPE}`);
    await verifyAssertion(assertion.value, client, context);
  } else if (secret === undefined || !secretFits(client, secret)) {
    throw accessDenied();
  }
  return client;
}

/** A client that authenticates by key, or not at all, has no usable secret. */
function secretFits(client: ClientRow, secret: NonNullable<Parameters["secret"]>): boolean {
  if (client.client_authentication_methods !== undefined || client.token_endpoint_auth_method === "none") return false;
  // Auth0 accepts a secret in the body from every client; by header only where the client says so or says nothing.
  if (secret.by === "client_secret_basic" && client.token_endpoint_auth_method === "client_secret_post") return false;
  const given = Buffer.from(secret.value);
  const known = Buffer.from(client.client_secret);
  return given.length === known.length && timingSafeEqual(given, known);
}

function requestedApi(state: State, { audience }: Parameters): ResourceServerRow {
  const defaultAudience = state.tenant_settings.get().default_audience;
  const wanted = audience ?? (defaultAudience === undefined || defaultAudience === "" ? undefined : defaultAudience);
  if (wanted === undefined) throw accessDenied("Non-global clients are not allowed access to APIv1", 403);
  const api = state.resource_servers.find((row) => row.identifier === wanted);
  if (api === undefined) throw accessDenied(`Service not found: ${wanted}`, 403);
  return api;
}

/** The scopes of the client's grant; of those, the ones asked for where some are. */
function grantedScopes(state: State, client: ClientRow, api: ResourceServerRow, requested: string | undefined): string[] {
  const grant = state.client_grants.find(
    (row) => row.client_id === client.client_id && row.audience === api.identifier && row.subject_type === "client",
  );
  if (grant === undefined) {
    throw accessDenied(
      `Client is not authorized to access "${api.identifier}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`,
      403,
    );
  }
  const own = (api.scopes ?? []).map(({ value }) => value);
  const granted = grant.allow_all_scopes === true ? own : (grant.scope ?? []).filter((scope) => own.includes(scope));
  const asked = (requested ?? "").split(" ").filter(Boolean);
  return asked.length === 0 ? granted : granted.filter((scope) => asked.includes(scope));
}

function parametersOf({ body, authorization }: LoginRequest): Parameters {
  if (body instanceof InvalidJson) throw invalidRequest("The request body is not valid JSON");
  const member = (name: string): string | undefined => {
    const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
    if (value !== undefined && typeof value !== "string") throw invalidRequest(`${name} must be a string`);
    return value;
  };
  const basic = basicCredentials(authorization);
  const posted = member("client_secret");
  const assertion = member("client_assertion");
  return {
    grantType: member("grant_type"),
    clientId: basic?.clientId ?? member("client_id"),
    secret:
      basic !== undefined
        ? { value: basic.secret, by: "client_secret_basic" }
        : posted === undefined
          ? undefined
          : { value: posted, by: "client_secret_post" },
    assertion: assertion === undefined ? undefined : { value: assertion, type: member("client_assertion_type") },
    audience: member("audience"),
    scope: member("scope"),
  };
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
function basicCredentials(authorization: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  const decode = (half: string): string => new URLSearchParams(`v=${half}`).get("v") ?? "";
  return { clientId: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
}

/** Without a client_id the assertion's own subject says who speaks; whether it is true is checked afterwards. */
function subjectOf(assertion: string): string | undefined {
  try {
    const payload = JSON.parse(Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString()) as unknown;
    const subject = typeof payload === "object" && payload !== null ? (payload as { sub?: unknown }).sub : undefined;
    return typeof subject === "string" ? subject : undefined;
  } catch {
    return undefined;
  }
}
