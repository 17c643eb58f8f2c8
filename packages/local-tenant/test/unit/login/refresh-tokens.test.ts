// Refresh tokens: who gets one, how it is exchanged, rotated, found out as stolen, and given back.
import * as openid from "openid-client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { FORM, formBody, signIn } from "../../../src/visitor/index.ts";
import { RefreshTokens } from "../../../src/login/refresh-tokens.ts";
import type { Grant } from "../../../src/login/transaction.ts";
import type { ClientRow } from "../../../src/rows/clients.ts";
import { relyingParty } from "./relying-party.ts";
import { ACME, API, CALLBACK, claimsOf, CLIENTS, openLoginWorld, PASSWORD, SECRET, type LoginWorld } from "./world.ts";

const SCOPE = "openid email read:messages offline_access";
const IN_ACME = { client_id: CLIENTS.both, organization: ACME, scope: SCOPE };
const WEB = { scope: SCOPE };
/** Settings of a client's refresh tokens. */
const ROTATING = {
  rotation_type: "rotating",
  expiration_type: "expiring",
  leeway: 0,
  token_lifetime: 1000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 100,
  infinite_idle_token_lifetime: false,
};
const EXPIRING = { ...ROTATING, rotation_type: "non-rotating" };

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(async () => {
  world.tenant.reset();
  const { id } = await world.api<{ id: string }>("GET", `resource-servers/${encodeURIComponent(API)}`);
  await world.api("PATCH", `resource-servers/${id}`, { allow_offline_access: true });
  for (const client of [CLIENTS.web, CLIENTS.both, CLIENTS.public])
    await patchClient({ grant_types: ["authorization_code", "refresh_token"] }, client);
});
afterEach(() => vi.useRealTimers());
afterAll(() => world.stop());

const patchClient = (change: object, client: string = CLIENTS.web) => world.api("PATCH", `clients/${client}`, change);
const useSettings = (refresh_token: object, client?: string) => patchClient({ refresh_token }, client);

/** Lets so many seconds go by, for the tenant's clock. */
const later = (seconds: number) => vi.useFakeTimers({ now: Date.now() + seconds * 1000, toFake: ["Date"] });

const first = async (parameters: Record<string, string | undefined> = WEB) =>
  String((await world.tokens(parameters))["refresh_token"]);

const exchange = (refresh_token: string | undefined, more: Record<string, string | undefined> = {}) =>
  world.token({
    grant_type: "refresh_token",
    refresh_token,
    redirect_uri: undefined,
    code_verifier: undefined,
    ...more,
  });

/** The next token of a rotating one. */
async function next(token: string): Promise<string> {
  const { status, body } = await exchange(token);
  expect({ status, body }).toMatchObject({ status: 200, body: { refresh_token: expect.any(String) as string } });
  return String(body["refresh_token"]);
}

const revoke = async (parameters: Record<string, string | undefined>) => {
  const body = formBody({ client_id: CLIENTS.web, client_secret: SECRET, ...parameters });
  const { status, text } = await world.request("/oauth/revoke", { method: "POST", headers: FORM, body });
  return { status, text };
};

const refused = (status: number, error: string, error_description: string) => ({
  status,
  body: { error, error_description },
});
const INVALID = refused(403, "invalid_grant", "Unknown or invalid refresh token.");

const logged = async (): Promise<Record<string, unknown>[]> => world.api("GET", "logs?per_page=3");

describe("a certified client", () => {
  test("gets a refresh token, exchanges it, and gives it back", async () => {
    await useSettings(ROTATING);
    const app = await relyingParty(world, CLIENTS.web);
    expect(app.serverMetadata()).toMatchObject({
      revocation_endpoint: `${world.tenant.url}/oauth/revoke`,
      grant_types_supported: expect.arrayContaining(["refresh_token"]) as string[],
      scopes_supported: expect.arrayContaining(["offline_access"]) as string[],
    });
    const verifier = openid.randomPKCECodeVerifier();
    const address = openid.buildAuthorizationUrl(app, {
      redirect_uri: CALLBACK,
      scope: SCOPE,
      audience: API,
      nonce: "once",
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const { callback } = await signIn(world.browser(), address, { username: "ada@people.example", password: PASSWORD });
    const tokens = await openid.authorizationCodeGrant(app, callback, {
      expectedNonce: "once",
      pkceCodeVerifier: verifier,
    });
    const again = await openid.refreshTokenGrant(app, tokens.refresh_token ?? "");
    expect(again.refresh_token).not.toBe(tokens.refresh_token);
    expect(again.claims()).toMatchObject({
      sub: "auth0|ada",
      auth_time: tokens.claims()?.auth_time,
      email: "ada@people.example",
    });
    expect(again.claims()).not.toHaveProperty("nonce");
    await openid.tokenRevocation(app, again.refresh_token ?? "");
    await expect(openid.refreshTokenGrant(app, again.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  test("that cannot keep a secret does so without one", async () => {
    await useSettings(ROTATING, CLIENTS.public);
    const { callback } = await world.login({ ...WEB, client_id: CLIENTS.public });
    const publicly = { client_id: CLIENTS.public, client_secret: undefined };
    const { body } = await world.token({ code: callback.searchParams.get("code") ?? "", ...publicly });
    const { status, body: again } = await exchange(String(body["refresh_token"]), publicly);
    expect(status).toBe(200);
    expect(await revoke({ token: String(again["refresh_token"]), ...publicly })).toEqual({ status: 200, text: "" });
    expect(await exchange(String(again["refresh_token"]), publicly)).toEqual(INVALID);
  });
});

describe("a refresh token is given", () => {
  const scopeOf = async (parameters: Record<string, string | undefined>) => {
    const { refresh_token, scope } = await world.tokens({ ...WEB, ...parameters });
    expect(refresh_token === undefined).toBe(!String(scope).includes("offline_access"));
    return scope;
  };

  test("for offline_access alone", async () => {
    expect(await scopeOf({})).toBe("openid email offline_access");
    expect(await scopeOf({ scope: "openid" })).toBe("openid");
  });

  test("only where the API allows it; without an API, to OIDC-conformant clients", async () => {
    expect(await scopeOf({ audience: undefined })).toBe("openid email offline_access");
    await patchClient({ oidc_conformant: false });
    expect(await scopeOf({ audience: undefined })).toBe("openid email");
    expect(await scopeOf({})).toBe("openid email offline_access");
    const { id } = await world.api<{ id: string }>("GET", `resource-servers/${encodeURIComponent(API)}`);
    await world.api("PATCH", `resource-servers/${id}`, { allow_offline_access: false });
    expect(await scopeOf({})).toBe("openid email");
  });

  test("only to a client with the grant type, which it needs for the exchange too", async () => {
    const token = await first();
    await patchClient({ grant_types: ["authorization_code"] });
    expect(await scopeOf({})).toBe("openid email");
    expect(await exchange(token)).toEqual(
      refused(403, "unauthorized_client", "Grant type 'refresh_token' not allowed for the client."),
    );
  });

  test("after consent, where consent is asked for", async () => {
    await patchClient({ grant_types: ["authorization_code", "refresh_token"] }, CLIENTS.partner);
    const { consent } = await world.login({ ...WEB, client_id: CLIENTS.partner });
    expect(consent).toContain("Offline access: while you are not there");
  });
});

describe("an exchange", () => {
  test("of a token that does not rotate gives tokens, and no other refresh token", async () => {
    const token = await first(IN_ACME);
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await exchange(token, { client_id: CLIENTS.both });
      expect(status).toBe(200);
      expect(Object.keys(body).sort()).toEqual(["access_token", "expires_in", "id_token", "scope", "token_type"]);
      expect(claimsOf(body["access_token"])).toMatchObject({
        sub: "auth0|ada",
        azp: CLIENTS.both,
        org_id: ACME,
        scope: SCOPE,
        permissions: ["read:messages", "write:messages"],
      });
    }
    const { logins_count } = await world.api<{ logins_count: number }>("GET", "users/auth0|ada");
    expect(logins_count).toBe(1);
  });

  test("may ask for fewer scopes, and not for more", async () => {
    const token = await first(IN_ACME);
    const { body } = await exchange(token, { client_id: CLIENTS.both, scope: "read:messages write:messages" });
    expect(body).not.toHaveProperty("id_token");
    expect(body["scope"]).toBe("read:messages");
    expect((await exchange(token, { client_id: CLIENTS.both })).body["scope"]).toBe(SCOPE);
  });

  test("goes by the permissions and the membership of now", async () => {
    const token = await first(IN_ACME);
    const member = `organizations/${ACME}/members`;
    await world.api("DELETE", `${member}/auth0|ada/roles`, { roles: ["rol_writer0000000001"] });
    const { body } = await exchange(token, { client_id: CLIENTS.both });
    expect(body["scope"]).toBe("openid email offline_access");
    expect(claimsOf(body["access_token"])["permissions"]).toEqual([]);
    await world.api("DELETE", member, { members: ["auth0|ada"] });
    expect(await exchange(token, { client_id: CLIENTS.both })).toEqual(
      refused(403, "access_denied", `user auth0|ada is not part of the ${ACME} organization`),
    );
  });

  test("is refused for a blocked and for a deleted user", async () => {
    const token = await first();
    await world.api("PATCH", "users/auth0|ada", { blocked: true });
    expect(await exchange(token)).toEqual(refused(401, "unauthorized", "user is blocked"));
    await world.api("DELETE", "users/auth0|ada");
    expect(await exchange(token)).toEqual(
      refused(403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore."),
    );
  });

  test("is refused: none, a guessed one, another client's", async () => {
    expect(await exchange(undefined)).toEqual(
      refused(400, "invalid_request", "Missing required parameter: refresh_token"),
    );
    expect(await exchange("guessed")).toEqual(INVALID);
    const token = await first();
    expect(await exchange(token, { client_id: CLIENTS.both })).toEqual(INVALID);
    expect(await exchange(token, { client_secret: "wrong" })).toEqual(refused(401, "access_denied", "Unauthorized"));
    expect((await exchange(token)).status).toBe(200);
  });

  test("for another API is refused where the client's policies have one, and else goes on for its own", async () => {
    const token = await first();
    const { body } = await exchange(token, { audience: "urn:other" });
    expect(claimsOf(body["access_token"])["aud"]).toContain(API);
    await useSettings({ ...EXPIRING, policies: [{ audience: "urn:other", scope: ["a"] }] });
    expect(await exchange(token, { audience: "urn:other" })).toEqual(
      refused(400, "invalid_request", "The local tenant has no refresh tokens for several APIs (docs/tenant.md)"),
    );
  });

  test("is logged as sertft, or fertft", async () => {
    await exchange(await first());
    await exchange("guessed");
    expect(await logged()).toMatchObject([
      { type: "fertft", description: "Unknown or invalid refresh token.", client_id: CLIENTS.web },
      {
        type: "sertft",
        description: "Refresh Token for Access Token",
        user_id: "auth0|ada",
        audience: API,
        scope: "openid email offline_access",
        connection: "people",
      },
      { type: "seacft" },
    ]);
    const { requestBody } = world.tenant.journal.entries.at(-1) ?? {};
    expect(requestBody).toMatchObject({ refresh_token: "[REDACTED]" });
  });
});

describe("a token that rotates", () => {
  beforeEach(() => useSettings(ROTATING));

  test("is good once: used again, it takes all of its family with it, and consent too", async () => {
    await world.login({ prompt: "consent", ...WEB });
    const one = await first();
    const two = await next(one);
    const other = await first();
    expect(await exchange(one)).toEqual(INVALID);
    expect((await logged())[0]).toMatchObject({
      type: "ferrt",
      description: "Reused rotating refresh token detected, revoked the family",
      details: { familyId: expect.stringMatching(/^[0-9a-f]{24}$/) as string, tokenCounter: 1, latestCounter: 2 },
    });
    expect(await exchange(two)).toEqual(INVALID);
    expect((await logged())[0]).toMatchObject({ type: "fertft" });
    expect(await next(other)).not.toBe(other);
    expect(world.tenant.snapshot()["consents"]).toEqual([]);
  });

  test("may be sent again within the leeway, as long as it is the one before the newest", async () => {
    await useSettings({ ...ROTATING, leeway: 10 });
    const one = await first();
    const two = await next(one);
    later(9);
    const beside = await next(one);
    expect(new Set([one, two, beside]).size).toBe(3);
    await next(two);
    expect(await exchange(one)).toEqual(INVALID);
    expect(await exchange(beside)).toEqual(INVALID);
  });

  test("may not after the leeway", async () => {
    await useSettings({ ...ROTATING, leeway: 10 });
    const one = await first();
    const two = await next(one);
    later(10);
    expect(await exchange(one)).toEqual(INVALID);
    expect(await exchange(two)).toEqual(INVALID);
  });

  test("sent twice at the same moment gives one answer", async () => {
    const one = await first();
    const answers = await Promise.all([exchange(one), exchange(one)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test("becomes one that does not where the client says so, and the other way round; those of the old kind go", async () => {
    const rotating = await first();
    await useSettings(EXPIRING);
    const fixed = await next(rotating);
    expect(await exchange(rotating)).toEqual(INVALID);
    expect((await exchange(fixed)).body).not.toHaveProperty("refresh_token");
    const another = await first();
    await useSettings(ROTATING);
    await next(fixed);
    expect(await exchange(another)).toEqual(INVALID);
  });
});

describe("a token's life", () => {
  test("ends by idleness, which each exchange puts off, and for good at its end, which none does", async () => {
    await useSettings(EXPIRING);
    const token = await first();
    for (let passed = 0; passed < 990; passed += 99) {
      later(99);
      expect((await exchange(token)).status).toBe(200);
    }
    later(11);
    expect(await exchange(token)).toEqual(INVALID);
    const idle = await first();
    later(100);
    expect(await exchange(idle)).toEqual(INVALID);
  });

  test("has no end where the client's tokens do not expire, and gets one by an exchange once they do", async () => {
    const token = await first();
    later(100_000_000);
    expect((await exchange(token)).status).toBe(200);
    await useSettings(EXPIRING);
    await exchange(token);
    later(101);
    expect(await exchange(token)).toEqual(INVALID);
  });

  test("is over for the oldest of more than 200 of one user at one client", () => {
    const tokens = new RefreshTokens();
    const web = { client_id: CLIENTS.web } as ClientRow;
    const device = { ip: "127.0.0.1", userAgent: undefined };
    const issued = (userId: string) =>
      tokens.issue(
        { clientId: CLIENTS.web, authentication: { userId }, decision: { refreshToken: {} } } as Grant,
        web,
        device,
        0,
      );
    const bobs = issued("bob");
    const [oldest = "", second = ""] = Array.from({ length: 201 }, () => issued("ada"));
    expect(() => tokens.exchangeable(oldest, web, 1)).toThrow("Unknown or invalid refresh token.");
    for (const kept of [second, bobs]) expect(tokens.exchangeable(kept, web, 1).createdAt).toBe(0);
  });
});

describe("giving a token back", () => {
  test("revokes it, and with the tenant's flag every other one of the grant, and consent", async () => {
    const [one, two] = [await first(), await first()];
    expect(await revoke({ token: one })).toEqual({ status: 200, text: "" });
    expect(await exchange(one)).toEqual(INVALID);
    expect((await exchange(two)).status).toBe(200);
    await world.api("PATCH", "tenants/settings", { flags: { revoke_refresh_token_grant: true } });
    await world.login({ prompt: "consent", ...WEB });
    const three = await first();
    const elsewhere = await first({ ...WEB, audience: undefined });
    await revoke({ token: two });
    expect(await exchange(three)).toEqual(INVALID);
    expect((await exchange(elsewhere)).status).toBe(200);
    expect(world.tenant.snapshot()["consents"]).toEqual([]);
  });

  test("is logged as srrt", async () => {
    await revoke({ token: await first() });
    expect((await logged())[0]).toMatchObject({ type: "srrt", user_id: "auth0|ada", client_id: CLIENTS.web });
    expect(world.tenant.journal.entries.at(-1)?.requestBody).toMatchObject({ token: "[REDACTED]" });
  });

  test("is no error where there is none, and is refused to others", async () => {
    expect(await revoke({ token: "guessed" })).toEqual({ status: 200, text: "" });
    const token = await first();
    expect((await revoke({ token, client_secret: "wrong" })).status).toBe(401);
    expect(await revoke({ token, client_id: CLIENTS.both })).toEqual({
      status: 400,
      text: '{"error":"invalid_request","error_description":"The token was not issued to this client"}',
    });
    expect((await revoke({})).status).toBe(400);
    expect((await exchange(token)).status).toBe(200);
  });
});

describe("Actions", () => {
  let made = 0;
  async function bind(code: string): Promise<void> {
    const { id } = await world.api<{ id: string }>("POST", "actions/actions", {
      name: `Refresh ${(made += 1)}`,
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: `exports.onExecutePostLogin = async (event, api) => { ${code} };`,
      deploy: true,
    });
    await world.api("PATCH", "actions/triggers/post-login/bindings", {
      bindings: [{ ref: { type: "action_id", value: id } }],
    });
  }

  test("run at each exchange, and are told what it is", async () => {
    await useSettings(ROTATING);
    await bind(`api.accessToken.setCustomClaim("event", event)`);
    const { access_token, refresh_token } = await world.tokens(WEB);
    expect(claimsOf(access_token)["event"]).not.toHaveProperty("refresh_token");
    const token = await next(String(refresh_token));
    const { body } = await exchange(token, { scope: "openid" });
    const event = claimsOf(body["access_token"])["event"];
    expect(event).toMatchObject({
      authentication: { methods: [{ name: "pwd" }] },
      stats: { logins_count: 1 },
      transaction: { protocol: "oauth2-refresh-token", requested_scopes: ["openid"] },
      request: {
        method: "POST",
        query: {},
        body: { grant_type: "refresh_token", client_id: CLIENTS.web, scope: "openid" },
      },
      refresh_token: {
        client_id: CLIENTS.web,
        user_id: "auth0|ada",
        rotating: true,
        created_at: expect.stringMatching(/Z$/) as string,
        expires_at: expect.stringMatching(/Z$/) as string,
        idle_expires_at: expect.stringMatching(/Z$/) as string,
        last_exchanged_at: expect.stringMatching(/Z$/) as string,
        device: { initial_ip: "127.0.0.1", last_ip: "127.0.0.1" },
        resource_servers: [{ audience: API, scopes: "openid email offline_access" }],
      },
    });
    expect(JSON.stringify(event)).not.toMatch(new RegExp(`${SECRET}|${token}`));
  });

  test("that refuse an exchange leave the token", async () => {
    await bind(`if (event.refresh_token && event.request.body.scope) api.access.deny("not now")`);
    const token = await first();
    expect(await exchange(token, { scope: "openid" })).toEqual(refused(403, "access_denied", "not now"));
    expect((await exchange(token)).status).toBe(200);
  });

  test("may revoke the token, at an exchange only", async () => {
    await bind(`if (event.refresh_token) api.refreshToken.revoke("Invalid IP change")`);
    const token = await first();
    expect(await exchange(token)).toEqual(refused(403, "access_denied", "Invalid IP change"));
    expect(await logged()).toMatchObject([{ type: "fertft" }, { type: "srrt", description: "Invalid IP change" }, {}]);
    expect(await exchange(token)).toEqual(INVALID);
    await bind(`api.refreshToken.revoke("no")`);
    expect((await world.login(WEB)).answer).toMatchObject({
      error: "access_denied",
      error_description: "api.refreshToken.revoke is only for the exchange of a refresh token",
    });
  });

  test("may shorten its life, and not prolong it", async () => {
    await useSettings(EXPIRING);
    await bind(`api.refreshToken.setExpiresAt(Date.now() + 50_000).refreshToken.setExpiresAt(Date.now() + 90_000);`);
    const short = await first();
    later(51);
    expect(await exchange(short)).toEqual(INVALID);
    vi.useRealTimers();
    await bind(`api.refreshToken.setIdleExpiresAt(Date.now() + 1e12);`);
    const long = await first();
    later(101);
    expect(await exchange(long)).toEqual(INVALID);
  });
});
