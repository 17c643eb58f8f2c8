// What a known client may ask for at /authorize. One function a check; whatever is not checked here is not asked for.
import { z } from "zod";
import { OAuthError } from "../oauth/errors.ts";
import { unmodelledTokens } from "../oauth/token-dialect.ts";
import type { State } from "../core/state.ts";
import type { Asked } from "./asked.ts";
import type { Caller } from "./caller.ts";
import { organizationAsked, organizationPrompt, type OrganizationPrompt } from "./organizations.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";
import type { ClientRow } from "../rows/clients.ts";

const PROMPTS = ["none", "login", "consent", "select_account"] as const;
type Prompt = (typeof PROMPTS)[number];

/** A request that passed every check that needs no person. */
export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state?: string;
  readonly nonce?: string;
  /** As asked for. */
  readonly scopes: readonly string[];
  /** Identifier of the API; absent: the tokens are for /userinfo only. */
  readonly audience?: string;
  readonly organizationId?: string;
  /** When a person is asked for the organization. */
  readonly organizationPrompt: OrganizationPrompt;
  /** Name of the only connection to sign in with. */
  readonly connection?: string;
  readonly prompt: ReadonlySet<Prompt>;
  /** How old a session may be, in seconds. */
  readonly maxAge?: number;
  readonly loginHint?: string;
  /** Of the method S256. */
  readonly codeChallenge?: string;
  /** The query as it came, for Actions. */
  readonly query: Readonly<Record<string, string>>;
}

const parameters = z.looseObject({
  response_type: z.string().optional(),
  response_mode: z.literal("query", "The local tenant answers with response_mode query only").optional(),
  scope: z.string().default(""),
  audience: z.string().optional(),
  nonce: z.string().optional(),
  organization: z.string().min(1).optional(),
  connection: z.string().min(1).optional(),
  prompt: z.string().default(""),
  max_age: z
    .string()
    .regex(/^\d{1,9}$/, "max_age must be a number of seconds")
    .transform(Number)
    .optional(),
  login_hint: z.string().optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, "code_challenge must be 43 characters of base64url")
    .optional(),
  code_challenge_method: z.literal("S256", "code_challenge_method must be S256").optional(),
});

type Parameters = z.output<typeof parameters>;

/** Names that /authorize knows; some of them ask for nothing that the local tenant has, and are only shown to Actions. */
export const PARAMETERS: ReadonlySet<string> = new Set([
  ...Object.keys(parameters.shape),
  "client_id",
  "redirect_uri",
  "state",
  "acr_values",
  "authorization_details",
  "claims",
  "display",
  "id_token_hint",
  "invitation",
  "organization_name",
  "resource",
  "screen_hint",
  "ui_locales",
]);

/** The request. Throws OAuthError, which goes to the client's callback. */
export function authorizeRequest(
  state: State,
  { client, redirectUri, state: given }: Caller,
  { parameters: query, pushed, signed }: Asked,
  managementAudience: string,
): AuthorizeRequest {
  const asked = parsed(query);
  requireCode(asked);
  requireGrantType(client);
  if (!pushed) refuseUnpushed(state, client);
  if (!signed) refuseUnsigned(client);
  requireSignatures(client);
  const codeChallenge = challengeOf(client, asked);
  const api = apiAsked(state, client, asked, managementAudience);
  const organization = organizationAsked(state, client, asked.organization);
  return {
    clientId: client.client_id,
    redirectUri,
    scopes: [...new Set(asked.scope.split(" ").filter(Boolean))],
    organizationPrompt: organizationPrompt(client, organization),
    prompt: promptsOf(asked),
    query: Object.fromEntries(query),
    ...(given === undefined ? {} : { state: given }),
    ...(asked.nonce === undefined ? {} : { nonce: asked.nonce }),
    ...(api === undefined ? {} : { audience: api.identifier }),
    ...(organization === undefined ? {} : { organizationId: organization.id }),
    ...(asked.connection === undefined ? {} : { connection: asked.connection }),
    ...(asked.max_age === undefined ? {} : { maxAge: asked.max_age }),
    ...(asked.login_hint === undefined ? {} : { loginHint: asked.login_hint }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
  };
}

const invalidRequest = (description: string): OAuthError => new OAuthError(400, "invalid_request", description);

/** RFC 6749, 3.1: no parameter more than once. */
function parsed(query: URLSearchParams): Parameters {
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) throw invalidRequest(`Parameter given more than once: ${twice}`);
  const result = parameters.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  throw invalidRequest(result.error.issues[0]?.message ?? "The request is not valid");
}

function requireCode({ response_type: type }: Parameters): void {
  if (type === undefined || type === "") throw invalidRequest("Missing required parameter: response_type");
  if (type !== "code") throw new OAuthError(400, "unsupported_response_type", `Unsupported response type: ${type}`);
}

function requireGrantType(client: ClientRow): void {
  if (client.grant_types?.includes("authorization_code")) return;
  throw new OAuthError(403, "unauthorized_client", "Grant type 'authorization_code' not allowed for the client.");
}

/** Demanded by the tenant's flag or by the client. */
function refuseUnpushed(state: State, client: ClientRow): void {
  const everybody = state.tenant_settings.get().flags?.require_pushed_authorization_requests === true;
  if (everybody || client.require_pushed_authorization_requests === true)
    throw invalidRequest("This client must push its authorization requests (POST /oauth/par)");
}

function refuseUnsigned({ signed_request_object: demand }: ClientRow): void {
  if (demand?.required === true)
    throw invalidRequest("This client must send a signed request object (parameter request)");
}

function requireSignatures({ jwt_configuration: { alg = "RS256" } = {} }: ClientRow): void {
  if (alg !== "RS256")
    throw new OAuthError(
      500,
      "server_error",
      `The local tenant signs ID tokens by RS256 only, and this client wants ${alg}`,
    );
}

/** RFC 7636; a client that cannot keep a secret must use it. The method `plain`, which is the default, protects nothing. */
function challengeOf(
  client: ClientRow,
  { code_challenge: challenge, code_challenge_method: method }: Parameters,
): string | undefined {
  if (challenge === undefined && method !== undefined)
    throw invalidRequest("Missing required parameter: code_challenge");
  if (challenge !== undefined && method === undefined) throw invalidRequest("code_challenge_method must be S256");
  if (challenge === undefined && client.token_endpoint_auth_method === "none")
    throw invalidRequest("Parameter 'code_challenge' is required for this client");
  return challenge;
}

/** The API asked for, or the tenant's default one. */
function apiAsked(
  state: State,
  client: ClientRow,
  { audience }: Parameters,
  managementAudience: string,
): ResourceServerRow | undefined {
  const wanted = audience || state.tenant_settings.get().default_audience || undefined;
  if (wanted === undefined) return undefined;
  const api = state.resource_servers.find((row) => row.identifier === wanted);
  if (api === undefined) throw new OAuthError(403, "access_denied", `Service not found: ${wanted}`);
  if (wanted === managementAudience)
    throw new OAuthError(403, "access_denied", "The local tenant gives nobody a Management API token by signing in");
  refuseUsers(state, client, api);
  const problem = unmodelledTokens(api);
  if (problem !== undefined) throw new OAuthError(500, "server_error", problem);
  return api;
}

/** `subject_type_authorization.user`: whether users may have tokens for the API through this client. */
function refuseUsers(state: State, client: ClientRow, api: ResourceServerRow): void {
  const policy = api.subject_type_authorization?.user?.policy ?? "allow_all";
  const granted = state.client_grants.find(
    (row) => row.client_id === client.client_id && row.audience === api.identifier && row.subject_type === "user",
  );
  if (policy === "allow_all" || (policy === "require_client_grant" && granted !== undefined)) return;
  throw new OAuthError(
    403,
    "access_denied",
    `Client "${client.client_id}" is not authorized to access resource server "${api.identifier}".`,
  );
}

/** OpenID Connect Core, 3.1.2.1: `none` stands alone. */
function promptsOf({ prompt }: Parameters): ReadonlySet<Prompt> {
  const asked = prompt.split(" ").filter(Boolean);
  const unknown = asked.find((value) => !PROMPTS.some((known) => known === value));
  if (unknown !== undefined) throw invalidRequest(`Unknown prompt: ${unknown}`);
  if (asked.includes("none") && asked.length > 1)
    throw invalidRequest("prompt none cannot be combined with another one");
  return new Set(asked as Prompt[]);
}
