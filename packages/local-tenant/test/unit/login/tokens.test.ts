// A code at /oauth/token, the tokens that it is redeemed for, and /userinfo.
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ACME, API, claimsOf, CLIENTS, openLoginWorld, SECRET, VERIFIER, type LoginWorld } from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const codeOf = async (parameters = {}) => (await world.login(parameters)).answer["code"];
const refused = (status: number, error: string, error_description: string) => ({
  status,
  body: { error, error_description },
});

describe("a code", () => {
  test("is redeemed once", async () => {
    const code = await codeOf();
    const { status, body } = await world.token({ code });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String) as string,
      id_token: expect.any(String) as string,
      scope: "openid profile email",
      expires_in: 600,
      token_type: "Bearer",
    });
    expect(await world.token({ code })).toEqual(refused(403, "invalid_grant", "Invalid authorization code"));
  });

  test.each<[string, Record<string, string | undefined>, ReturnType<typeof refused>]>([
    ["none", { code: undefined }, refused(400, "invalid_request", "Missing required parameter: code")],
    ["a guessed one", { code: "guessed" }, refused(403, "invalid_grant", "Invalid authorization code")],
    ["another client's", { client_id: CLIENTS.both }, refused(403, "invalid_grant", "Invalid authorization code")],
    [
      "with no callback",
      { redirect_uri: undefined },
      refused(400, "invalid_request", "Missing required parameter: redirect_uri"),
    ],
    [
      "with another callback",
      { redirect_uri: "http://localhost:3000/callback" },
      refused(
        403,
        "invalid_grant",
        "The redirect URI is wrong. You sent http://localhost:3000/callback, and we expected https://app.example/callback",
      ),
    ],
    [
      "without its verifier",
      { code_verifier: undefined },
      refused(403, "invalid_grant", "Failed to verify code verifier"),
    ],
    [
      "with another verifier",
      { code_verifier: VERIFIER.split("").reverse().join("") },
      refused(403, "invalid_grant", "Failed to verify code verifier"),
    ],
    [
      "with a verifier that is too short",
      { code_verifier: "short" },
      refused(403, "invalid_grant", "Failed to verify code verifier"),
    ],
    ["with a wrong secret", { client_secret: "wrong" }, refused(401, "access_denied", "Unauthorized")],
    ["without a secret", { client_secret: undefined }, refused(401, "access_denied", "Unauthorized")],
    [
      "for another grant type",
      { grant_type: "password" },
      refused(403, "unsupported_grant_type", "Unsupported grant type: password"),
    ],
  ])("refused: %s", async (_what, parameters, expected) => {
    expect(await world.token({ code: await codeOf(), ...parameters })).toEqual(expected);
  });

  test("is used up by a wrong attempt", async () => {
    const code = await codeOf();
    await world.token({ code, code_verifier: "wrong".repeat(10) });
    expect(await world.token({ code })).toEqual(refused(403, "invalid_grant", "Invalid authorization code"));
  });

  test("lives for a minute", async () => {
    const code = await codeOf();
    vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ["Date"] });
    try {
      expect(await world.token({ code })).toEqual(refused(403, "invalid_grant", "Invalid authorization code"));
    } finally {
      vi.useRealTimers();
    }
  });

  test("that was asked for without PKCE takes no verifier", async () => {
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    expect(await world.token({ code: await codeOf(without) })).toEqual(
      refused(403, "invalid_grant", "Failed to verify code verifier"),
    );
    expect((await world.token({ code: await codeOf(without), code_verifier: undefined })).status).toBe(200);
  });

  test("of a public client needs no secret, and a secret does not help one", async () => {
    const login = { client_id: CLIENTS.public };
    expect((await world.token({ ...login, code: await codeOf(login), client_secret: undefined })).status).toBe(200);
    expect(await world.token({ ...login, code: await codeOf(login), client_secret: SECRET })).toEqual(
      refused(401, "access_denied", "Unauthorized"),
    );
  });

  test.each<[string, string, string]>([
    ["the user is gone", "users/auth0%7Cada", "The user does not exist any more"],
    ["the API is gone", `resource-servers/${encodeURIComponent(API)}`, `Service not found: ${API}`],
  ])("is worth nothing once %s", async (_what, path, description) => {
    const code = await codeOf();
    await world.api("DELETE", path);
    expect(await world.token({ code })).toEqual(refused(403, "invalid_grant", description));
  });

  test("is worth nothing once the client may not use codes any more", async () => {
    const code = await codeOf();
    await world.api("PATCH", `clients/${CLIENTS.web}`, { grant_types: [] });
    expect(await world.token({ code })).toEqual(
      refused(403, "unauthorized_client", "Grant type 'authorization_code' not allowed for the client."),
    );
  });

  test("and what it is redeemed for are in no journal", async () => {
    world.tenant.journal.clear();
    const code = await codeOf();
    const { body } = await world.token({ code });
    const journal = JSON.stringify(world.tenant.journal.entries);
    for (const secret of [code, body["access_token"], body["id_token"], VERIFIER, SECRET])
      expect(journal).not.toContain(String(secret));
  });
});

describe("the tokens", () => {
  const verified = async (token: unknown, audience: string) => {
    const jwks = JSON.parse((await world.request("/.well-known/jwks.json")).text) as JSONWebKeySet;
    return jwtVerify(String(token), createLocalJWKSet(jwks), {
      issuer: `${world.tenant.url}/`,
      audience,
      algorithms: ["RS256"],
    });
  };

  test("access token: for the API, of the user, by the client, in the organization", async () => {
    const { access_token } = await world.tokens({ client_id: CLIENTS.both, organization: ACME });
    const { payload, protectedHeader } = await verified(access_token, API);
    expect(protectedHeader).toMatchObject({ alg: "RS256", typ: "JWT" });
    expect(payload).toEqual({
      iss: `${world.tenant.url}/`,
      sub: "auth0|ada",
      aud: [API, `${world.tenant.url}/userinfo`],
      azp: CLIENTS.both,
      scope: "openid profile email read:messages write:messages",
      permissions: ["read:messages", "write:messages"],
      org_id: ACME,
      iat: expect.any(Number) as number,
      exp: (payload.iat ?? 0) + 600,
    });
  });

  test("access token: for the API alone without openid, and no ID token then", async () => {
    const tokens = await world.tokens({ scope: "read:messages" });
    expect(tokens).not.toHaveProperty("id_token");
    expect(claimsOf(tokens["access_token"])).toMatchObject({ aud: API });
  });

  test("ID token: who, for which client and request", async () => {
    const { id_token } = await world.tokens({ client_id: CLIENTS.both, organization: ACME, nonce: "a nonce" });
    const { payload } = await verified(id_token, CLIENTS.both);
    expect(payload).toMatchObject({
      sub: "auth0|ada",
      nonce: "a nonce",
      org_id: ACME,
      name: "ada",
      email: "ada@people.example",
      email_verified: true,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1200);
    expect(Math.abs(Number(payload["auth_time"]) - (payload.iat ?? 0))).toBeLessThan(60);
    expect(payload).toHaveProperty("sid");
    expect(payload).not.toHaveProperty("app_metadata");
  });

  test("ID token: no more of the user than the scopes say", async () => {
    const { id_token } = await world.tokens({ scope: "openid" });
    expect(Object.keys(claimsOf(id_token)).sort()).toEqual(["aud", "auth_time", "exp", "iat", "iss", "sid", "sub"]);
  });

  test("the organization's name only where the tenant lets clients ask by name", async () => {
    const asked = { client_id: CLIENTS.both, organization: ACME };
    expect(claimsOf((await world.tokens(asked))["access_token"])).not.toHaveProperty("org_name");
    await world.api("PATCH", "tenants/settings", { allow_organization_name_in_authentication_api: true });
    expect(claimsOf((await world.tokens(asked))["access_token"])).toMatchObject({ org_id: ACME, org_name: "acme" });
  });
});

describe("/userinfo", () => {
  const userinfo = async (token?: string) => {
    const { status, text } = await world.request(
      "/userinfo",
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  };

  const accessToken = async (parameters: Record<string, string | undefined>) =>
    String((await world.tokens(parameters))["access_token"]);

  test("tells what the scopes tell", async () => {
    expect(await userinfo(await accessToken({ scope: "openid email" }))).toEqual({
      status: 200,
      body: { sub: "auth0|ada", email: "ada@people.example", email_verified: true },
    });
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ["no token", async () => undefined],
    ["nonsense", async () => "nonsense"],
    ["a token for the API alone", () => accessToken({ scope: "read:messages" })],
    ["a client's own token", async () => world.tenant.managementToken],
    ["a token without openid", () => accessToken({ scope: "profile", audience: undefined })],
  ])("refused: %s", async (_what, token) => {
    expect(await userinfo(await token())).toMatchObject({ status: 401, body: { error: "invalid_token" } });
  });

  test("a token that was good here is good for nothing at the Management API", async () => {
    const token = await accessToken({});
    expect((await userinfo(token)).status).toBe(200);
    const { status, text } = await world.request("/api/v2/roles", { headers: { authorization: `Bearer ${token}` } });
    expect({ status, text }).toEqual({ status: 401, text: expect.stringContaining("Bad audience") as string });
  });
});
