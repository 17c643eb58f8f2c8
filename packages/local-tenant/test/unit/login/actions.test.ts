// The post-login flow: what runs, in which order, with what in reach, and what it makes of a login.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ActionFetch } from "../../../src/index.ts";
import { ACME, API, CALLBACK, claimsOf, CLIENTS, openLoginWorld, type LoginWorld } from "./world.ts";

const outside = vi.fn<ActionFetch>();
let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld({ actionFetch: (request) => outside(request) });
});
beforeEach(() => {
  world.tenant.reset();
  outside.mockReset();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => world.stop());

interface Made {
  readonly id: string;
}

const body = (code: string): string => `exports.onExecutePostLogin = async (event, api) => { ${code} };`;

let made = 0;

interface Coded {
  readonly code: string;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Makes, deploys and binds Actions in this order, in place of those that were bound. */
async function bind(where: LoginWorld, actions: readonly Coded[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { code, secrets = {} } of actions) {
    const { id } = await where.api<Made>("POST", "actions/actions", {
      name: `Action ${(made += 1)}`,
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code,
      deploy: true,
      secrets: Object.entries(secrets).map(([name, value]) => ({ name, value })),
    });
    ids.push(id);
  }
  await where.api("PATCH", "actions/triggers/post-login/bindings", {
    bindings: ids.map((value) => ({ ref: { type: "action_id", value } })),
  });
  return ids;
}

const bound = (...actions: readonly Coded[]): Promise<string[]> => bind(world, actions);

const accessClaims = async (parameters = {}): Promise<Record<string, unknown>> =>
  claimsOf((await world.tokens(parameters))["access_token"]);
const refusedWith = (error_description: string) => ({
  error: "access_denied",
  error_description,
  state: "state of the client",
});

describe("the flow", () => {
  test("runs in the order of its bindings, each Action with its own secrets", async () => {
    const [first, second] = await bound(
      {
        code: body(
          'api.accessToken.setCustomClaim("last", event.secrets.NAME); api.accessToken.setCustomClaim("other", event.secrets.OTHER ?? null)',
        ),
        secrets: { NAME: "first", OTHER: "one" },
      },
      { code: body('api.accessToken.setCustomClaim("last", event.secrets.NAME)'), secrets: { NAME: "second" } },
    );
    expect(await accessClaims()).toMatchObject({ last: "second", other: "one" });
    await world.api("PATCH", "actions/triggers/post-login/bindings", {
      bindings: [second, first].map((value) => ({ ref: { type: "action_id", value } })),
    });
    expect(await accessClaims()).toMatchObject({ last: "first", other: "one" });
  });

  test("runs what is deployed: code and secrets, whatever the draft says", async () => {
    const [id] = await bound({
      code: body('api.accessToken.setCustomClaim("v", event.secrets.V)'),
      secrets: { V: "1" },
    });
    await world.api("PATCH", `actions/actions/${id}`, {
      code: body('api.access.deny("draft")'),
      secrets: [{ name: "V", value: "2" }],
    });
    expect(await accessClaims()).toMatchObject({ v: "1" });
    await world.api("POST", `actions/actions/${id}/deploy`);
    expect((await world.login()).answer).toEqual(refusedWith("draft"));
  });

  test("does not run what is not bound", async () => {
    await bound({ code: body('api.access.deny("bound")') });
    await bound();
    expect((await world.login()).answer).toHaveProperty("code");
  });

  test("runs once a login, however many pages come after it", async () => {
    outside.mockResolvedValue({ status: 200 });
    await bound({ code: body('await fetch("https://count.example/")') });
    expect((await world.login({ client_id: CLIENTS.partner })).pages).toEqual(["Log in", "Authorize app"]);
    expect(outside).toHaveBeenCalledTimes(1);
  });
});

describe("api", () => {
  test("access.deny ends the flow after the Action that calls it, with its reason", async () => {
    outside.mockResolvedValue({ status: 200 });
    await bound(
      {
        code: body(
          'api.access.deny("Not & today"); api.access.deny("nor tomorrow"); await fetch("https://first.example/")',
        ),
      },
      { code: body('await fetch("https://second.example/")') },
    );
    expect((await world.login()).answer).toEqual(refusedWith("Not & today"));
    expect(outside.mock.calls.map(([{ url }]) => url)).toEqual(["https://first.example/"]);
  });

  test("accessToken and idToken: claims of any kind, on their own token", async () => {
    await bound({
      code: body(
        'api.accessToken.setCustomClaim("https://x.example/a", { b: [1, null, "c"] }); api.idToken.setCustomClaim("d", true); api.idToken.setCustomClaim("nickname", "the first")',
      ),
    });
    const { access_token, id_token } = await world.tokens();
    expect(claimsOf(access_token)).toMatchObject({ "https://x.example/a": { b: [1, null, "c"] } });
    expect(claimsOf(access_token)).not.toHaveProperty("d");
    expect(claimsOf(id_token)).toMatchObject({ d: true, nickname: "the first" });
    expect(claimsOf(id_token)).not.toHaveProperty("https://x.example/a");
  });

  test("claims that are not theirs to set are left out, and the login goes on", async () => {
    await bound({
      code: body(
        'for (const token of [api.accessToken, api.idToken]) for (const name of ["sub", "aud", "iss", "exp", "scope", "permissions", "org_id", "azp", "urn:auth0:x"]) token.setCustomClaim(name, "forged")',
      ),
    });
    const { access_token, id_token } = await world.tokens();
    expect(JSON.stringify([claimsOf(access_token), claimsOf(id_token)])).not.toContain("forged");
  });

  test("accessToken.addScope and removeScope", async () => {
    await bound({
      code: body(
        'api.accessToken.addScope("admin").accessToken.addScope("admin"); api.accessToken.removeScope("email")',
      ),
    });
    const { scope, access_token } = await world.tokens();
    expect(scope).toBe("openid profile admin");
    expect(claimsOf(access_token)).toMatchObject({ scope: "openid profile admin" });
  });

  test.each([
    ["api.authentication.recordMethod('https://x.example')", "api.authentication.recordMethod"],
    ["api.redirect.sendUserTo('https://x.example')", "api.redirect"],
    ["api.accessToken.setAudience('x')", "api.accessToken.setAudience"],
    ["api.user.setAppMetadata('a', 1)", "api.user"],
    ["if (api.session?.revoke) api.session.revoke()", "api.session"],
  ])("%s is refused, not passed over", async (code, member) => {
    await bound({ code: body(code) });
    expect((await world.login()).answer).toEqual(
      refusedWith(`The local tenant does not model ${member} (docs/tenant.md)`),
    );
  });
});

describe("event", () => {
  const eventOf = async (parameters = {}): Promise<Record<string, unknown>> =>
    (await accessClaims(parameters))["event"] as Record<string, unknown>;
  beforeEach(() =>
    bound({
      code: body('const { secrets, ...rest } = event; api.accessToken.setCustomClaim("event", rest)'),
      secrets: { S: "secret" },
    }),
  );

  test("tells who, where, for which client and API", async () => {
    await world.api("PATCH", `clients/${CLIENTS.both}`, { client_metadata: { team: "mail" } });
    const event = await eventOf({ client_id: CLIENTS.both, organization: ACME, login_hint: "ada" });
    expect(event).toEqual({
      authentication: { methods: [{ name: "pwd", timestamp: expect.stringMatching(/Z$/) as string }] },
      authorization: { roles: ["Writer"] },
      client: { client_id: CLIENTS.both, name: expect.any(String) as string, metadata: { team: "mail" } },
      configuration: {},
      connection: { id: "con_people0000000001", name: "people", strategy: "auth0", metadata: {} },
      organization: { id: ACME, name: "acme", display_name: "Acme & Sons", metadata: { plan: "gold" } },
      request: {
        method: "GET",
        hostname: "localhost",
        ip: "127.0.0.1",
        geoip: {},
        body: {},
        query: Object.fromEntries(
          world.authorizeUrl({ client_id: CLIENTS.both, organization: ACME, login_hint: "ada" }).searchParams,
        ),
      },
      resource_server: { identifier: API },
      stats: { logins_count: 1 },
      tenant: { id: "localhost" },
      transaction: {
        acr_values: [],
        locale: "en",
        login_hint: "ada",
        prompt: [],
        protocol: "oidc-basic-profile",
        redirect_uri: CALLBACK,
        requested_authorization_details: [],
        requested_scopes: ["openid", "profile", "email", "read:messages", "write:messages", "admin"],
        response_mode: "query",
        response_type: ["code"],
        state: "state of the client",
        ui_locales: [],
      },
      user: expect.objectContaining({
        user_id: "auth0|ada",
        email: "ada@people.example",
        email_verified: true,
        app_metadata: { level: 3 },
        user_metadata: {},
      }) as object,
    });
    expect(JSON.stringify(event)).not.toMatch(/password|digest|client_secret/);
  });

  test("has no organization and no resource server where there is none", async () => {
    const event = await eventOf({ audience: undefined });
    expect(event).not.toHaveProperty("organization");
    expect(event).not.toHaveProperty("resource_server");
  });

  test("counts logins", async () => {
    expect(await eventOf()).toMatchObject({ stats: { logins_count: 1 } });
    expect(await eventOf()).toMatchObject({ stats: { logins_count: 2 } });
  });

  test("is each Action's own", async () => {
    await bound(
      {
        code: body('event.user.email = "changed"; delete event.client; event.secrets.S = "changed"'),
        secrets: { S: "one" },
      },
      {
        code: body(
          'api.accessToken.setCustomClaim("seen", [event.user.email, event.client.client_id, event.secrets.S])',
        ),
        secrets: { S: "two" },
      },
    );
    expect(await accessClaims()).toMatchObject({ seen: ["ada@people.example", CLIENTS.web, "two"] });
  });
});

describe("what goes wrong in an Action refuses the login", () => {
  test.each([
    ["an error", body('throw new Error("out of order")'), "out of order"],
    ["something else that is thrown", body('throw "a text"'), "a text"],
    ["a mistake", body("event.nothing.here"), "Cannot read properties of undefined (reading 'here')"],
    ["code that does not parse", "exports.onExecutePostLogin = ", "Unexpected end of input"],
    ["no handler", "exports.onExecutePostChallenge = async () => {};", "onExecutePostLogin is not a function"],
    ["a module", body('require("fs")'), "The local tenant's Actions have no require: fs (docs/tenant.md)"],
    ["the process", body("process.exit()"), "process is not defined"],
  ])("%s", async (_what, code, description) => {
    await bound({ code });
    expect((await world.login()).answer).toEqual(refusedWith(description));
    await bound();
    expect((await world.login()).answer).toHaveProperty("code");
  });

  test.each([
    ["an endless loop", body("for (;;) {}")],
    ["waiting for nothing", body("await new Promise(() => {})")],
  ])("%s", async (_what, code) => {
    const hasty = await openLoginWorld({ actionTimeoutMs: 250 });
    try {
      await bind(hasty, [{ code }]);
      expect((await hasty.login()).answer).toEqual(refusedWith("The Actions took longer than 0.25 seconds"));
      await bind(hasty, []);
      expect((await hasty.login()).answer).toHaveProperty("code");
    } finally {
      await hasty.stop();
    }
  });

  test("an error after a refusal does not hide its reason", async () => {
    await bound({ code: body('api.access.deny("no"); throw new Error("and an error")') });
    expect((await world.login()).answer).toEqual(refusedWith("no"));
  });
});

describe("the outside", () => {
  test("is what the tenant was given for it", async () => {
    outside.mockResolvedValue({ status: 201, headers: { "x-answer": "42" }, body: '{"ok":true}' });
    await bound({
      code: body(
        'const r = await fetch("https://crm.example/hook", { method: "POST", headers: { authorization: event.secrets.TOKEN }, body: JSON.stringify({ a: 1 }) }); api.accessToken.setCustomClaim("r", [r.status, r.headers.get("x-answer"), await r.json()])',
      ),
      secrets: { TOKEN: "a token" },
    });
    expect(await accessClaims()).toMatchObject({ r: [201, "42", { ok: true }] });
    expect(outside.mock.calls).toEqual([
      [
        {
          url: "https://crm.example/hook",
          method: "POST",
          headers: { authorization: "a token", "content-type": "text/plain;charset=UTF-8" },
          body: '{"a":1}',
        },
      ],
    ]);
  });

  test("that cannot be reached is an error that an Action may catch", async () => {
    outside.mockRejectedValue(new Error("no such host"));
    await bound({
      code: body(
        'try { await fetch("https://crm.example/") } catch (error) { api.accessToken.setCustomClaim("caught", error.message) }',
      ),
    });
    expect(await accessClaims()).toMatchObject({ caught: "fetch failed: no such host" });
  });

  test("is nothing where the tenant was given none", async () => {
    const alone = await openLoginWorld();
    try {
      await bind(alone, [{ code: body('await fetch("https://crm.example/hook")') }]);
      expect((await alone.login()).answer).toEqual(
        refusedWith("fetch failed: the local tenant's Actions reach nothing outside (option actionFetch): crm.example"),
      );
    } finally {
      await alone.stop();
    }
  });

  test("hears what an Action logs on the tenant's stderr", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    await bound({ code: body('console.log("hello %s", event.user.name, { a: 1 })') });
    await world.login();
    expect(said.mock.calls).toEqual([[`Action Action ${made}: hello ada { a: 1 }`]]);
  });
});
