// What the Management API logs: every write that succeeded (`sapi`) and every read that shows secrets (`mgmt_api_read`).
import type { ApiRequest, Reply } from "./endpoint.ts";
import type { LogEvent, TenantLogs } from "./logs.ts";
import type { State } from "./state.ts";
import type { Caller } from "./tokens.ts";

interface Operation {
  readonly request: ApiRequest;
  /** Path of the endpoint that answered, with its parameters by name. */
  readonly pattern: string;
  readonly reply: Reply;
  readonly caller: Caller;
  readonly now: number;
}

export function logOperation(logs: TenantLogs, state: State, operation: Operation): void {
  const { request, pattern, caller, now } = operation;
  const read = request.method === "GET";
  logs.add(
    {
      type: read ? "mgmt_api_read" : "sapi",
      description: descriptionOf(request.method, pattern),
      client_id: caller.clientId,
      client_name: state.clients.get(caller.clientId)?.name ?? "",
      ip: request.ip ?? "",
      user_agent: request.userAgent,
      user_id: caller.subject,
      details: detailsOf(operation, read),
    },
    now,
  );
}

/** Client secrets and signing keys are shown with this scope alone. */
export const isLogged = ({ method, path }: ApiRequest, { status }: Reply, { scopes }: Caller): boolean =>
  status < 300 && (method !== "GET" || (scopes.has("read:client_keys") && /^\/clients(\/[^/]+)?$/.test(path)));

function detailsOf({ request, reply }: Operation, read: boolean): LogEvent["details"] {
  return {
    ...(read ? { accessedSecrets: ["client_secret", "signing_keys"] } : {}),
    request: {
      method: request.method.toLowerCase(),
      path: `/api/v2${request.path}`,
      query: Object.fromEntries(new URLSearchParams(request.query)),
      channel: "api",
      ip: request.ip ?? "",
      userAgent: request.userAgent ?? "",
      ...(read ? {} : { body: request.body ?? {} }),
    },
    response: { statusCode: reply.status, body: read ? {} : (reply.body ?? {}) },
  };
}

const VERBS: Readonly<Record<string, string>> = { POST: "Create", PUT: "Set", PATCH: "Update", DELETE: "Delete" };

/** In Auth0's words where they are known; else after the path: POST /clients/ID/credentials is "Create a credential". */
const KNOWN: Readonly<Record<string, string>> = {
  "PATCH /tenants/settings": "Update tenant settings",
  "POST /actions/actions/:id/deploy": "Deploy an action",
  "PATCH /actions/triggers/:trigger_id/bindings": "Update trigger bindings",
  "POST /roles/:id/permissions": "Add permissions to a role",
  "POST /users/:id/roles": "Assign roles to a user",
  "GET /clients": "Get clients",
  "GET /clients/:id": "Get a client by ID",
};

function descriptionOf(method: string, pattern: string): string {
  const known = KNOWN[`${method} ${pattern}`];
  if (known !== undefined) return known;
  const collection =
    pattern
      .split("/")
      .filter((segment) => !segment.startsWith(":"))
      .at(-1) ?? "";
  const noun = collection.replaceAll(/[-_]/g, " ").replace(/ies$/, "y").replace(/s$/, "");
  return `${VERBS[method] ?? method} ${/^[aeio]/.test(noun) ? "an" : "a"} ${noun}`;
}
