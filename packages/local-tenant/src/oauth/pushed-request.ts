// POST /oauth/par (RFC 9126): a client pushes its authorization request, and gets an address that stands for it once.
// Auth0's own rules are in its documentation, "Authorization Code Flow with Pushed Authorization Requests".
import type { Reply, Site } from "../core/endpoint.ts";
import { replyOf } from "../core/management.ts";
import type { TenantLogs } from "../core/logs.ts";
import { UnusableBody } from "../core/request-body.ts";
import type { LoginRequest, LoginRoute } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import { authorizeRequest, PARAMETERS } from "../login/authorize-request.ts";
import { requestUri, unpacked, type PushedRequest } from "../login/asked.ts";
import { callerOf, UntrustedCaller } from "../login/caller.ts";
import { ofClient } from "../login/log-events.ts";
import type { Memory } from "../login/memory.ts";
import type { UsedAssertions } from "./client-assertion.ts";
import { authenticate } from "./client-authentication.ts";
import { invalidRequest, OAuthError } from "./errors.ts";
import { parametersOf } from "./token-parameters.ts";

/** Where the client's `par_request_expiry` says nothing else. */
const SECONDS = 30;
const MAX_BYTES = 10_240;
const MAX_OWN_PARAMETERS = 10;

/** What proves the client, and is no part of its request. */
const CREDENTIALS = ["client_secret", "client_assertion", "client_assertion_type"];

interface Dependencies {
  readonly site: Site;
  readonly store: Store;
  readonly pushed: Memory<PushedRequest>;
  readonly used: UsedAssertions;
  readonly logs: TenantLogs;
}

export const pushedRequestRoute = (dependencies: Dependencies): LoginRoute => ({
  method: "POST",
  path: "/oauth/par",
  handle: async (request) => {
    try {
      return { ...(await push(dependencies, request)), headers: { "cache-control": "no-store" } };
    } catch (caught) {
      const error = caught instanceof UntrustedCaller ? new OAuthError(400, caught.code, caught.message) : caught;
      if (!(error instanceof OAuthError)) return replyOf(error);
      logFailure(dependencies, request, error);
      return error.reply;
    }
  },
});

async function push({ site, store, pushed, used }: Dependencies, request: LoginRequest): Promise<Reply> {
  const state = store.current;
  const { now } = request;
  requireEnabled(state);
  const sent = formOf(request);
  const audience = `${site.url}/`;
  // Without the grant type a public client gets no further: only confidential ones may push.
  const credentials = { ...parametersOf(request), grantType: undefined };
  const client = await authenticate(credentials, { state, audience, used, now });
  sent.set("client_id", client.client_id);
  const { parameters, signed } = await unpacked(sent, client, { state, audience, now });
  const kept = withoutUnknown(parameters);
  authorizeRequest(state, callerOf(state, kept), { parameters: kept, pushed: true, signed }, site.managementAudience);
  const seconds = client.par_request_expiry ?? SECONDS;
  const key = pushed.put({ clientId: client.client_id, parameters: kept, signed }, seconds * 1000, now);
  return { status: 201, body: { request_uri: requestUri(key), expires_in: seconds } };
}

function logFailure(
  { site, store, logs }: Dependencies,
  { body, ip, userAgent, now }: LoginRequest,
  error: OAuthError,
) {
  const id: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "client_id") : undefined;
  logs.add(
    {
      type: "fpar",
      description: error.message,
      ...ofClient(store.current.clients.get(String(id))),
      ip,
      user_agent: userAgent,
      hostname: site.domain,
      details: { error: { message: error.message, oauthError: error.code } },
    },
    now,
  );
}

function requireEnabled(state: State): void {
  if (state.tenant_settings.get().pushed_authorization_requests_supported === true) return;
  throw new OAuthError(
    403,
    "access_denied",
    "Pushed authorization requests are not enabled for this tenant (tenant setting pushed_authorization_requests_supported)",
  );
}

function formOf({ body, contentType }: LoginRequest): URLSearchParams {
  if (body instanceof UnusableBody) throw new OAuthError(body.status, "invalid_request", body.problem);
  if (!contentType.toLowerCase().startsWith("application/x-www-form-urlencoded"))
    throw invalidRequest("The content type must be application/x-www-form-urlencoded");
  const form = new URLSearchParams((body ?? {}) as Record<string, string>);
  if (form.toString().length > MAX_BYTES)
    throw new OAuthError(413, "invalid_request", `A pushed request may have ${MAX_BYTES} bytes at most`);
  if (form.has("request_uri")) throw invalidRequest("Parameter request_uri is not allowed");
  for (const name of CREDENTIALS) form.delete(name);
  return form;
}

/** Parameters of a client's own count only where their name begins with `ext-`. */
function withoutUnknown(parameters: URLSearchParams): URLSearchParams {
  const own = [...parameters.keys()].filter((name) => name.startsWith("ext-"));
  if (own.length > MAX_OWN_PARAMETERS)
    throw invalidRequest(`A request may have ${MAX_OWN_PARAMETERS} parameters of its own (ext-…) at most`);
  return new URLSearchParams([...parameters].filter(([name]) => PARAMETERS.has(name) || name.startsWith("ext-")));
}
