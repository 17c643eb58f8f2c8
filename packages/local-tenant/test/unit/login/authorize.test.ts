// GET /authorize: what is refused before a person is bothered, and where the refusal goes.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { API, CALLBACK, challenge, claimsOf, CLIENTS, openLoginWorld, VERIFIER, type LoginWorld } from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const refused = (error: string, error_description: string) => ({
  error,
  error_description,
  state: "state of the client",
});

describe("a caller that is not known to be right gets a page, and nobody is redirected", () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ["no client", { client_id: undefined }, "invalid_request: Missing required parameter: client_id"],
    ["an unknown client", { client_id: "<b>nobody</b>" }, "invalid_request: Unknown client: &lt;b&gt;nobody&lt;/b&gt;"],
    ["no callback", { redirect_uri: undefined }, "invalid_request: Missing required parameter: redirect_uri"],
    [
      "another callback",
      { redirect_uri: "https://evil.example/callback" },
      "unauthorized_client: Callback URL mismatch.",
    ],
    ["a callback with more to it", { redirect_uri: `${CALLBACK}/` }, "unauthorized_client: Callback URL mismatch."],
    ["a callback with a query", { redirect_uri: `${CALLBACK}?x=1` }, "unauthorized_client: Callback URL mismatch."],
    ["a callback in capitals", { redirect_uri: CALLBACK.toUpperCase() }, "unauthorized_client: Callback URL mismatch."],
  ])("%s", async (_what, parameters, words) => {
    const { status, headers, text } = await world.request(world.authorizeUrl(parameters).href);
    expect(status).toBe(400);
    expect(headers).not.toHaveProperty("location");
    expect(headers).not.toHaveProperty("set-cookie");
    expect(text).toContain(words);
  });

  test("a callback of a saved state that is no URL", async () => {
    const saved = world.tenant.snapshot();
    const clients = (saved["clients"] as { client_id: string }[]).map((row) =>
      row.client_id === CLIENTS.web ? { ...row, callbacks: ["foo"] } : row,
    );
    world.tenant.restore({ ...saved, clients });
    for (const response_type of ["token", "code"]) {
      const { status, headers, text } = await world.request(
        world.authorizeUrl({ redirect_uri: "foo", response_type }).href,
      );
      expect(status).toBe(400);
      expect(headers).not.toHaveProperty("location");
      expect(text).toContain("unauthorized_client: Callback URL mismatch.");
    }
  });

  test.each(["client_id", "redirect_uri", "state"])("%s given twice", async (name) => {
    const url = world.authorizeUrl();
    url.searchParams.append(name, "again");
    const { status, text } = await world.request(url.href);
    expect(status).toBe(400);
    expect(text).toContain(`Parameter given more than once: ${name}`);
  });
});

describe("a known caller gets the refusal at its callback, with its state", () => {
  test.each<[string, Record<string, string | undefined>, string, string]>([
    ["no response type", { response_type: undefined }, "invalid_request", "Missing required parameter: response_type"],
    ["a token at once", { response_type: "token" }, "unsupported_response_type", "Unsupported response type: token"],
    [
      "hybrid",
      { response_type: "code id_token" },
      "unsupported_response_type",
      "Unsupported response type: code id_token",
    ],
    [
      "another response mode",
      { response_mode: "form_post" },
      "invalid_request",
      "The local tenant answers with response_mode query only",
    ],
    [
      "PKCE without its method",
      { code_challenge_method: undefined },
      "invalid_request",
      "code_challenge_method must be S256",
    ],
    [
      "PKCE of the method plain",
      { code_challenge_method: "plain" },
      "invalid_request",
      "code_challenge_method must be S256",
    ],
    [
      "a method without a challenge",
      { code_challenge: undefined },
      "invalid_request",
      "Missing required parameter: code_challenge",
    ],
    [
      "a challenge that is no SHA-256",
      { code_challenge: "short" },
      "invalid_request",
      "code_challenge must be 43 characters of base64url",
    ],
    ["an unknown API", { audience: "urn:none" }, "access_denied", "Service not found: urn:none"],
    ["an unknown prompt", { prompt: "maybe" }, "invalid_request", "Unknown prompt: maybe"],
    [
      "prompt none and another",
      { prompt: "none login" },
      "invalid_request",
      "prompt none cannot be combined with another one",
    ],
    ["max_age that is no number", { max_age: "-1" }, "invalid_request", "max_age must be a number of seconds"],
    [
      "a connection that is not the client's",
      { connection: "staff" },
      "invalid_request",
      "the connection was not found",
    ],
    [
      "an organization where the client takes none",
      { organization: "org_acme000000000001" },
      "invalid_request",
      "parameter organization is not allowed for this client",
    ],
    [
      "an unknown organization",
      { client_id: CLIENTS.both, organization: "org_none" },
      "invalid_request",
      "parameter organization is invalid",
    ],
    [
      "an organization by name",
      { client_id: CLIENTS.both, organization: "acme" },
      "invalid_request",
      "parameter organization is invalid",
    ],
    [
      "no organization for a client that requires one and never asks",
      { client_id: CLIENTS.silent },
      "invalid_request",
      "parameter organization is required for this client",
    ],
    [
      "an organization that is closed to third parties",
      { client_id: CLIENTS.partner, organization: "org_acme000000000001" },
      "access_denied",
      "The organization does not allow access by third-party clients",
    ],
    [
      "no PKCE from a public client",
      { client_id: CLIENTS.public, code_challenge: undefined, code_challenge_method: undefined },
      "invalid_request",
      "Parameter 'code_challenge' is required for this client",
    ],
    ["silence without a session", { prompt: "none" }, "login_required", "Login required"],
    [
      "silence where an organization is asked for",
      { client_id: CLIENTS.before, prompt: "none" },
      "interaction_required",
      "The organization has to be chosen",
    ],
  ])("%s", async (_what, parameters, error, description) => {
    expect(await world.refusal(parameters)).toEqual(refused(error, description));
  });

  test("a parameter given twice", async () => {
    const url = world.authorizeUrl();
    url.searchParams.append("scope", "openid");
    const { headers } = await world.request(url.href);
    expect(Object.fromEntries(new URL(headers.location ?? "").searchParams)).toEqual(
      refused("invalid_request", "Parameter given more than once: scope"),
    );
  });

  test("without a state where it gave none", async () => {
    expect(await world.refusal({ state: undefined, prompt: "none" })).toEqual({
      error: "login_required",
      error_description: "Login required",
    });
  });

  test("a Management API token", async () => {
    expect(await world.refusal({ audience: `${world.tenant.url}/api/v2/` })).toEqual(
      refused("access_denied", "The local tenant gives nobody a Management API token by signing in"),
    );
  });
});

describe("what the client and the API allow", () => {
  const patchClient = (change: object) => world.api("PATCH", `clients/${CLIENTS.web}`, change);
  const patchApi = (change: object) => world.api("PATCH", `resource-servers/${encodeURIComponent(API)}`, change);

  test.each<[string, () => Promise<unknown>, string, string]>([
    [
      "a client without the grant type",
      () => patchClient({ grant_types: ["client_credentials"] }),
      "unauthorized_client",
      "Grant type 'authorization_code' not allowed for the client.",
    ],
    [
      "a client that must push",
      () => patchClient({ require_pushed_authorization_requests: true }),
      "invalid_request",
      "This client must push its authorization requests (POST /oauth/par)",
    ],
    [
      "a client that wants HS256",
      () => patchClient({ jwt_configuration: { alg: "HS256" } }),
      "server_error",
      "The local tenant signs ID tokens by RS256 only, and this client wants HS256",
    ],
    [
      "an API for no user",
      () => patchApi({ subject_type_authorization: { user: { policy: "deny_all" } } }),
      "access_denied",
      `Client "${CLIENTS.web}" is not authorized to access resource server "${API}".`,
    ],
    [
      "an API that wants a grant",
      () => patchApi({ subject_type_authorization: { user: { policy: "require_client_grant" } } }),
      "access_denied",
      `Client "${CLIENTS.web}" is not authorized to access resource server "${API}".`,
    ],
    [
      "an API with other tokens",
      () => patchApi({ token_dialect: "rfc9068_profile" }),
      "server_error",
      `The local tenant has no tokens of the kind that ${API} wants: rfc9068_profile, RS256`,
    ],
    [
      "a client without a connection",
      () => world.api("PATCH", "connections/con_people0000000001/clients", [{ client_id: CLIENTS.web, status: false }]),
      "invalid_request",
      "no connections enabled for the client",
    ],
  ])("refused: %s", async (_what, prepare, error, description) => {
    await prepare();
    expect(await world.refusal({})).toEqual(refused(error, description));
  });

  test("refused: an organization without a connection", async () => {
    await world.api("DELETE", "organizations/org_globex0000000001/enabled_connections/con_people0000000001");
    expect(await world.refusal({ client_id: CLIENTS.both, organization: "org_globex0000000001" })).toEqual(
      refused("invalid_request", "no connections enabled for the organization"),
    );
  });

  test("accepted: an organization by name where the tenant allows names", async () => {
    await world.api("PATCH", "tenants/settings", { allow_organization_name_in_authentication_api: true });
    expect(await world.refusal({ client_id: CLIENTS.both, organization: "acme" })).toEqual({
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
  });
});

describe("an accepted request", () => {
  test("leads to the login page of the tenant, bound to this browser", async () => {
    const { status, headers } = await world.request(world.authorizeUrl().href);
    expect(status).toBe(303);
    expect(headers.location).toMatch(/^\/u\/login\?state=[\w-]{43}$/);
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(/^__Host-browser=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/) as string,
    ]);
  });

  test("is announced by discovery", async () => {
    const { text } = await world.request("/.well-known/openid-configuration");
    expect(JSON.parse(text)).toMatchObject({
      issuer: `${world.tenant.url}/`,
      authorization_endpoint: `${world.tenant.url}/authorize`,
      userinfo_endpoint: `${world.tenant.url}/userinfo`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
      grant_types_supported: ["client_credentials", "authorization_code", "refresh_token"],
    });
  });

  test("may do without PKCE where the client has a secret", async () => {
    expect(await world.refusal({ code_challenge: undefined, code_challenge_method: undefined })).toEqual({
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
  });

  test("may do without an API, or with the tenant's default one", async () => {
    const { access_token: without } = await world.tokens({ audience: undefined });
    expect(claimsOf(without)).toMatchObject({ aud: `${world.tenant.url}/userinfo`, scope: "openid profile email" });
    await world.api("PATCH", "tenants/settings", { default_audience: API });
    const { access_token: byDefault } = await world.tokens({ audience: undefined });
    expect(claimsOf(byDefault)).toMatchObject({ aud: [API, `${world.tenant.url}/userinfo`] });
  });

  test("PKCE: the challenge is the verifier's", () => {
    // RFC 7636, appendix B.
    expect(challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
    expect(VERIFIER).toMatch(/^[\w-]{43}$/);
  });
});
