// A small tenant with people who sign in, and what a browser and a client do there, request by request.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import {
  type Arrival,
  Browser,
  FORM,
  formBody,
  http,
  type HttpRequest,
  type HttpResponse,
  type Page,
  signIn,
  type SignIn,
  type Visit,
} from "../../../src/visitor/index.ts";
import { startTenant, type Seed, type Tenant, type TenantOptions } from "../../../src/index.ts";

export const API = "https://messages.example";
export const CALLBACK = "https://app.example/callback";
export const PASSWORD = "Only-4-a-test";

/** Client IDs by what they are for. */
export const CLIENTS = {
  /** First-party, without organizations. */
  web: "clientWithoutOrganizations000001",
  /** Asks for the organization after the credentials. */
  business: "clientAskingAfterCredentials0001",
  /** Asks for it before. */
  before: "clientAskingBeforeCredentials001",
  /** Requires one and never asks. */
  silent: "clientNeverAsking000000000000001",
  /** Takes one if it is given. */
  both: "clientTakingEither00000000000001",
  /** Somebody else's. */
  partner: "clientOfAThirdParty0000000000001",
  /** Cannot keep a secret. */
  public: "clientWithoutASecret000000000001",
} as const;

export const SECRET = "a-secret-of-a-test-only-0123456789";

const web = (id: string, more: object = {}) => ({
  client_id: id,
  client_secret: SECRET,
  name: `Client ${id.slice(6, 12)} & Co`,
  app_type: "regular_web",
  oidc_conformant: true,
  token_endpoint_auth_method: "client_secret_post",
  grant_types: ["authorization_code"],
  callbacks: [CALLBACK, "http://localhost:3000/callback"],
  jwt_configuration: { alg: "RS256", lifetime_in_seconds: 1200 },
  ...more,
});

const person = (name: string, more: object = {}) => ({
  connection: "people",
  user_id: name,
  email: `${name}@people.example`,
  email_verified: true,
  password: PASSWORD,
  name,
  ...more,
});

const permission = (name: string) => ({ resource_server_identifier: API, permission_name: name });

/** Ada is in Acme alone, and its writer; Bob in both organizations; Carol in none, though a writer in the tenant. */
export const seed = (): Seed => ({
  tenant_settings: { friendly_name: "Test <tenant>" },
  resource_servers: [
    {
      name: "Messages",
      identifier: API,
      enforce_policies: true,
      token_dialect: "access_token_authz",
      token_lifetime: 600,
      skip_consent_for_verifiable_first_party_clients: true,
      scopes: [
        { value: "read:messages", description: "Be able to read your messages" },
        { value: "write:messages", description: "Write messages" },
        { value: "admin", description: "" },
      ],
    },
  ],
  clients: [
    web(CLIENTS.web, { description: "without organizations" }),
    web(CLIENTS.business, { organization_usage: "require", organization_require_behavior: "post_login_prompt" }),
    web(CLIENTS.before, { organization_usage: "require", organization_require_behavior: "pre_login_prompt" }),
    web(CLIENTS.silent, { organization_usage: "require" }),
    web(CLIENTS.both, { organization_usage: "allow" }),
    web(CLIENTS.partner, { is_first_party: false, organization_usage: "allow" }),
    web(CLIENTS.public, { token_endpoint_auth_method: "none", app_type: "spa" }),
  ],
  roles: [
    {
      id: "rol_writer0000000001",
      name: "Writer",
      permissions: [permission("read:messages"), permission("write:messages")],
    },
    { id: "rol_reader0000000001", name: "Reader", permissions: [permission("read:messages")] },
  ],
  connections: [
    {
      id: "con_people0000000001",
      name: "people",
      strategy: "auth0",
      options: { requires_username: true },
      enabled_clients: Object.values(CLIENTS).filter((id) => id !== CLIENTS.partner),
      is_domain_connection: true,
    },
    { id: "con_staff00000000001", name: "staff", strategy: "auth0", enabled_clients: [CLIENTS.business] },
    {
      id: "con_okta000000000001",
      name: "acme-okta",
      strategy: "okta",
      display_name: "Acme's <Okta>",
      options: { client_id: "0oa", domain: "acme.okta.example" },
    },
  ],
  users: [
    person("ada", { username: "ada-the-first", app_metadata: { level: 3 } }),
    person("bob"),
    person("carol", { roles: ["rol_writer0000000001"], permissions: [permission("admin")] }),
    person("eve", { connection: "staff", password: "Another-4-a-test" }),
  ],
  organizations: [
    {
      id: "org_acme000000000001",
      name: "acme",
      display_name: "Acme & Sons",
      metadata: { plan: "gold" },
      connections: [
        { connection_id: "con_people0000000001" },
        { connection_id: "con_okta000000000001", show_as_button: true },
      ],
      members: [
        { user_id: "auth0|ada", roles: ["rol_writer0000000001"] },
        { user_id: "auth0|bob", roles: ["rol_reader0000000001"] },
        { user_id: "auth0|eve" },
      ],
    },
    {
      id: "org_globex0000000001",
      name: "globex",
      connections: [{ connection_id: "con_people0000000001", assign_membership_on_login: false }],
      members: [{ user_id: "auth0|bob" }],
    },
  ],
});

export const ACME = "org_acme000000000001";
export const GLOBEX = "org_globex0000000001";

/** What a client keeps of the PKCE that it began. */
export const VERIFIER = randomBytes(32).toString("base64url");
export const challenge = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");

type Parameters = Readonly<Record<string, string | undefined>>;

export interface LoginWorld {
  readonly tenant: Tenant;
  /** PEM that the tenant's certificate is trusted by. */
  readonly ca: string;
  request(path: string, how?: HttpRequest): Promise<HttpResponse>;
  /** The address of a login by Ada's app; `undefined` takes a parameter out. */
  authorizeUrl(parameters?: Parameters): URL;
  /** What /authorize says without anybody's help: parameters of the redirection to the callback, or of a page's. */
  refusal(parameters: Parameters): Promise<Record<string, string>>;
  browser(): Browser;
  /** Signs in and gives what the callback got. */
  login(
    parameters?: Parameters,
    person?: Partial<SignIn>,
    browser?: Browser,
  ): Promise<Visit & { readonly answer: Record<string, string> }>;
  token(parameters: Parameters): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** Signs in and redeems the code. */
  tokens(parameters?: Parameters, person?: Partial<SignIn>, browser?: Browser): Promise<Record<string, unknown>>;
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export async function openLoginWorld(options: TenantOptions = {}): Promise<LoginWorld> {
  const tenant = await startTenant({ seed: seed(), ...options });
  const ca = readFileSync(tenant.certificateFile, "utf8");
  const request = (path: string, how: HttpRequest = {}) => http(new URL(path, tenant.url), { ca, ...how });

  const authorizeUrl = (parameters: Parameters = {}): URL => {
    const url = new URL("/authorize", tenant.url);
    url.search = formBody({
      response_type: "code",
      client_id: CLIENTS.web,
      redirect_uri: CALLBACK,
      scope: "openid profile email read:messages write:messages admin",
      audience: API,
      state: "state of the client",
      code_challenge: challenge(VERIFIER),
      code_challenge_method: "S256",
      ...parameters,
    });
    return url;
  };

  const browser = () => new Browser(tenant.url, ca);

  const world: LoginWorld = {
    tenant,
    ca,
    request,
    authorizeUrl,
    browser,
    refusal: async (parameters) => {
      const { status, headers } = await request(authorizeUrl(parameters).href);
      expect(status).toBe(303);
      return Object.fromEntries(new URL(headers.location ?? "", tenant.url).searchParams);
    },
    login: async (parameters = {}, person = {}, used = browser()) => {
      const visit = await signIn(used, authorizeUrl(parameters), {
        username: "ada@people.example",
        password: PASSWORD,
        ...person,
      });
      return { ...visit, answer: Object.fromEntries(visit.callback.searchParams) };
    },
    token: async (parameters) => {
      const body = formBody({
        grant_type: "authorization_code",
        client_id: CLIENTS.web,
        client_secret: SECRET,
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        ...parameters,
      });
      const { status, text } = await request("/oauth/token", { method: "POST", headers: FORM, body });
      return { status, body: JSON.parse(text) as Record<string, unknown> };
    },
    tokens: async (parameters = {}, person = {}, used = browser()) => {
      const { answer } = await world.login(parameters, person, used);
      expect(answer).toHaveProperty("code");
      const { status, body } = await world.token({
        code: answer["code"],
        client_id: parameters["client_id"] ?? CLIENTS.web,
        redirect_uri: parameters["redirect_uri"] ?? CALLBACK,
      });
      expect({ status, body }).toMatchObject({ status: 200 });
      return body;
    },
    api: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await tenant.api<T>(method, `/api/v2/${path}`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(400);
      return answer.body;
    },
    stop: () => tenant.stop(),
  };
  return world;
}

/** The page that the browser is on; fails where it was sent away. */
export function pageOf(arrival: Arrival): Page {
  if ("away" in arrival) throw new Error(`The browser was sent to ${arrival.away.href}`);
  return arrival.page;
}

/** What the client's callback got; fails where the browser is still on a page. */
export function answerOf(arrival: Arrival): Record<string, string> {
  if ("page" in arrival)
    throw new Error(`The browser is on the page "${arrival.page.heading}": ${arrival.page.alert ?? "no error"}`);
  return Object.fromEntries(arrival.away.searchParams);
}

/** The claims of a token, unverified. */
export const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
