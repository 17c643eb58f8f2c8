// The tenant's logs: what each thing that happens leaves there, and how the API finds it.
import { SignJWT } from "jose";
import type { Management } from "auth0";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, type Answer } from "../api/client.ts";
import { FORM, formBody } from "../../../src/visitor/index.ts";
import { ACME, API, CALLBACK, CLIENTS, GLOBEX, openLoginWorld, PASSWORD, SECRET, type LoginWorld } from "./world.ts";

type Entry = Management.Log;

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const get = (query = ""): Promise<Answer> => ask(world.tenant, "GET", `/api/v2/logs${query}`);

/** The newest first, as the API lists them. */
const logs = async (query = ""): Promise<Entry[]> => (await get(query)).body as Entry[];

const types = async (query?: string): Promise<unknown[]> => (await logs(query)).map(({ type }) => type);

const ofAda = {
  connection: "people",
  connection_id: "con_people0000000001",
  strategy: "auth0",
  strategy_type: "database",
  client_id: CLIENTS.web,
  client_name: `Client ${CLIENTS.web.slice(6, 12)} & Co`,
  user_id: "auth0|ada",
  user_name: "ada@people.example",
  audience: API,
  ip: "127.0.0.1",
};

describe("a login", () => {
  test("that succeeds: s, then seacft", async () => {
    await world.tokens();
    const [exchange, login] = await logs();
    expect(login).toMatchObject({
      ...ofAda,
      type: "s",
      description: "Successful login",
      hostname: world.tenant.domain,
      scope: "openid profile email read:messages write:messages admin",
      details: { stats: { loginsCount: 1 }, session_id: expect.stringMatching(/^[\w-]{43}$/) as string },
      isMobile: false,
    });
    expect(login?.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(login?.log_id).toMatch(/^900\d{53}$/);
    expect(login?.["_id"]).toBe(login?.log_id);
    expect(exchange).toMatchObject({
      ...ofAda,
      type: "seacft",
      description: "Authorization Code for Access Token",
      scope: "openid profile email",
      details: { code: expect.stringMatching(/^\*{40}[\w-]{3}$/) as string },
    });
  });

  test("in an organization names it, by a session alone is ssa", async () => {
    const browser = world.browser();
    await world.login({ client_id: CLIENTS.both, organization: ACME }, {}, browser);
    await browser.open(world.authorizeUrl({ client_id: CLIENTS.both, organization: ACME, prompt: "none" }));
    const entries = await logs();
    expect(entries.map(({ type }) => type)).toEqual(["ssa", "s"]);
    for (const entry of entries) expect(entry).toMatchObject({ organization_id: ACME, organization_name: "acme" });
  });

  test("by a wrong password: fp; by nobody's name: fu; ten of them: f", async () => {
    await world.login({}, { password: "wrong" }).catch(() => undefined);
    await world.login({}, { username: "nobody@people.example" }).catch(() => undefined);
    expect(await logs()).toMatchObject([
      { type: "fu", user_name: "nobody@people.example", client_id: CLIENTS.web },
      { ...ofAda, type: "fp", description: "Wrong email or password.", user_name: "ada@people.example" },
    ]);
  });

  test("that is refused: f with the reason, or fsa", async () => {
    await world.login({ client_id: CLIENTS.both, organization: GLOBEX });
    await world.refusal({ prompt: "none" });
    await world.refusal({ audience: "urn:none" });
    await world.request(world.authorizeUrl({ redirect_uri: "https://evil.example/" }).href);
    await world.request(world.authorizeUrl({ client_id: "nobody" }).href);
    expect(await logs()).toMatchObject([
      { type: "f", description: "Unknown client: nobody", client_id: "nobody" },
      { type: "f", description: expect.stringMatching(/^Callback URL mismatch/) as string, client_id: CLIENTS.web },
      { type: "f", description: "Service not found: urn:none", details: { error: { oauthError: "access_denied" } } },
      { type: "fsa", description: "Login required", client_id: CLIENTS.web },
      {
        type: "f",
        description: `user auth0|ada is not part of the ${GLOBEX} organization`,
        organization_id: GLOBEX,
        user_id: "auth0|ada",
        details: { error: { oauthError: "access_denied", type: "oauth-authorization" } },
      },
    ]);
  });

  test("that makes a member: organization_member_added", async () => {
    await world.api("PATCH", `organizations/${GLOBEX}/enabled_connections/con_people0000000001`, {
      assign_membership_on_login: true,
    });
    await world.login({ client_id: CLIENTS.both, organization: GLOBEX });
    expect(await types()).toEqual(["s", "organization_member_added"]);
  });

  test("that an Action fails: actions_execution_failed, then f", async () => {
    const { id } = await world.api<{ id: string }>("POST", "actions/actions", {
      name: "Broken",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: 'exports.onExecutePostLogin = async () => { throw new Error("out of order"); };',
    });
    await world.api("GET", `actions/actions/${id}`);
    await world.api("POST", `actions/actions/${id}/deploy`);
    await world.api("PATCH", "actions/triggers/post-login/bindings", {
      bindings: [{ ref: { type: "action_id", value: id } }],
    });
    await world.login();
    expect(await logs()).toMatchObject([
      { ...ofAda, type: "f", description: "out of order" },
      {
        ...ofAda,
        type: "actions_execution_failed",
        details: {
          action_id: id,
          action_name: "Broken",
          trigger_id: "post-login",
          error_class: "action_error",
          action_error: { message: "out of order" },
        },
      },
    ]);
  });
});

describe("a token", () => {
  test("for a code that is none: feacft", async () => {
    await world.token({ code: "guessed" });
    await world.token({ code: "guessed", client_secret: "wrong" });
    expect(await logs()).toMatchObject([
      { type: "feacft", description: "Unauthorized", client_id: CLIENTS.web, details: { code: "****sed" } },
      { type: "feacft", description: "Invalid authorization code", client_id: CLIENTS.web },
    ]);
  });

  test("of a client's own: seccft, feccft", async () => {
    const { clientId: client_id, clientSecret: client_secret, url } = world.tenant;
    const own = { grant_type: "client_credentials", client_id, code: undefined };
    await world.token({ ...own, client_secret, audience: `${url}/api/v2/`, scope: "read:clients" });
    await world.token({ ...own, client_secret, audience: API });
    expect(await logs()).toMatchObject([
      { type: "feccft", audience: API, client_name: "Local Tenant Operator" },
      { type: "seccft", client_id, audience: `${url}/api/v2/`, scope: "read:clients" },
    ]);
  });

  test("a request that cannot be pushed: fpar", async () => {
    const body = formBody({ client_id: CLIENTS.web, client_secret: SECRET, redirect_uri: CALLBACK });
    await world.request("/oauth/par", { method: "POST", headers: FORM, body });
    expect(await logs()).toMatchObject([{ type: "fpar", client_id: CLIENTS.web }]);
  });
});

test("a password set by a ticket: scp", async () => {
  const { ticket } = await world.api<{ ticket: string }>("POST", "tickets/password-change", { user_id: "auth0|ada" });
  await world.request(ticket, {
    method: "POST",
    headers: FORM,
    body: formBody({ password: "Changed-4-a-test", again: "Changed-4-a-test" }),
  });
  expect(await logs()).toMatchObject([{ type: "scp", user_id: "auth0|ada", connection: "people" }]);
});

describe("the Management API", () => {
  const write = (method: string, path: string, body?: object) => ask(world.tenant, method, `/api/v2/${path}`, { body });

  test("logs writes, in words, with what was asked and answered: sapi", async () => {
    await write("POST", "clients", { name: "New" });
    await write("PATCH", "tenants/settings", { friendly_name: "Other" });
    await write("PATCH", `clients/${CLIENTS.web}`, { unknown: true });
    await write("DELETE", "roles/rol_writer0000000001");
    const [deletion, settings, creation] = await logs();
    expect(deletion).toMatchObject({ type: "sapi", description: "Delete a role", details: { response: { body: {} } } });
    expect(settings).toMatchObject({ type: "sapi", description: "Update tenant settings" });
    await write("PATCH", "actions/triggers/post-login/bindings", { bindings: [] });
    expect(await logs("?per_page=1")).toMatchObject([{ type: "sapi", description: "Update trigger bindings" }]);
    expect(creation).toMatchObject({
      type: "sapi",
      description: "Create a client",
      client_id: world.tenant.clientId,
      user_id: `${world.tenant.clientId}@clients`,
      details: {
        request: { method: "post", path: "/api/v2/clients", channel: "api", body: { name: "New" } },
        response: { statusCode: 201, body: { name: "New", client_secret: "*****" } },
      },
    });
    expect(await logs()).toHaveLength(4);
  });

  test("shows no secret", async () => {
    await write("POST", "actions/actions", {
      name: "Secretive",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: "",
      secrets: [{ name: "KEY", value: "top-secret" }],
    });
    await write("POST", "users", {
      connection: "people",
      email: "new@people.example",
      username: "new",
      password: PASSWORD,
    });
    await write("POST", "resource-servers", { identifier: "urn:x", scopes: [{ value: "read:x" }] });
    const text = JSON.stringify(await logs());
    expect(text).not.toContain("top-secret");
    expect(text).not.toContain(PASSWORD);
    expect(text).toContain('"value":"read:x"');
  });

  test("logs a read only where it shows client secrets: mgmt_api_read", async () => {
    const token = await world.tenant.issueToken(["read:clients"]);
    await ask(world.tenant, "GET", "/api/v2/clients", { token });
    await ask(world.tenant, "GET", "/api/v2/roles");
    await ask(world.tenant, "GET", `/api/v2/clients/${CLIENTS.web}`);
    expect(await logs()).toMatchObject([
      {
        type: "mgmt_api_read",
        description: "Get a client by ID",
        details: { accessedSecrets: expect.any(Array) as [] },
      },
    ]);
  });
});

describe("GET /logs", () => {
  beforeEach(async () => {
    await world.tokens();
    await world.token({ code: "guessed", client_id: CLIENTS.both });
  });

  test.each<[string, string[]]>([
    [`client_id:"${CLIENTS.web}"`, ["seacft", "s"]],
    [`client_id:${CLIENTS.both} AND type:f*`, ["feacft"]],
    ["type:(s OR feacft)", ["feacft", "s"]],
    ["NOT type:s", ["feacft", "seacft"]],
    ['description:"Successful login"', ["s"]],
    ['description:"successful login"', []],
    ["feacft", ["feacft"]],
    ["Successful*", ["s"]],
    ["user_name:ada* -type:s", ["seacft"]],
    ["date:[2020-01-01 TO *]", ["feacft", "seacft", "s"]],
    [`date:[* TO ${new Date().toISOString().slice(0, 10)}]`, ["feacft", "seacft", "s"]],
    [`date:[* TO ${new Date().toISOString().slice(0, 10)}}`, []],
    [`date:${new Date().toISOString().slice(0, 10)}`, ["feacft", "seacft", "s"]],
  ])("q=%s", async (q, expected) => {
    expect(await types(`?q=${encodeURIComponent(q)}`)).toEqual(expected);
  });

  test("search=…, the SDK's: beginnings, or whole values in quotes, in any case", async () => {
    const by = (text: string) => types(`?search=${encodeURIComponent(text)}`);
    expect(await by("ADA")).toEqual(["seacft", "s"]);
    expect(await by("type:s user:ada@")).toEqual(["seacft", "s"]);
    expect(await by('type:"s" application:client')).toEqual(["s"]);
    expect(await by("nobody")).toEqual([]);
  });

  test("by pages, fields and order", async () => {
    expect(await types("?per_page=1&page=1")).toEqual(["seacft"]);
    expect(await types("?sort=date:1")).toEqual(["s", "seacft", "feacft"]);
    expect(await logs("?fields=type&per_page=1")).toEqual([{ type: "feacft" }]);
    expect((await get("?include_totals=true&per_page=2")).body).toMatchObject({
      start: 0,
      limit: 2,
      length: 2,
      total: 2,
      logs: [{ type: "feacft" }, { type: "seacft" }],
    });
  });

  test("by checkpoint, the oldest first, with a link to go on", async () => {
    const first = await get("?take=2");
    expect((first.body as Entry[]).map(({ type }) => type)).toEqual(["s", "seacft"]);
    const [, next = ""] = /^<https:\/\/[^/]+(.+)>; rel="next"$/.exec(String(first.headers["link"])) ?? [];
    const second = await ask(world.tenant, "GET", next);
    expect((second.body as Entry[]).map(({ type }) => type)).toEqual(["feacft"]);
    const [, last = ""] = /^<https:\/\/[^/]+(.+)>; rel="next"$/.exec(String(second.headers["link"])) ?? [];
    const none = await ask(world.tenant, "GET", last);
    expect(none.body).toEqual([]);
    expect(none.headers["link"]).toBe(second.headers["link"]);
  });

  test.each([
    ["?q=nickname:ada", "Query validation error: 'Field cannot be searched: nickname' on property q"],
    [
      "?q=type:*s",
      "Query validation error: 'A wildcard at the beginning needs three characters or more behind it' on property q",
    ],
    ["?from=x", "Query validation error: 'The specified checkpoint is not valid' on property from"],
    ["?page=10&per_page=100", "You can only page through the first 1000 records."],
  ])("refused: %s", async (query, message) => {
    expect(await get(query)).toMatchObject({ status: 400, body: { message } });
  });

  test("needs a scope, as does one entry; a user's own are below the user", async () => {
    const [newest] = await logs();
    const id = String(newest?.log_id);
    const other = await world.tenant.issueToken(["read:clients"]);
    expect((await ask(world.tenant, "GET", "/api/v2/logs", { token: other })).status).toBe(403);
    expect((await get(`/${id}`)).body).toEqual(newest);
    expect((await get("/900")).status).toBe(404);
    const ofUser = await ask(world.tenant, "GET", "/api/v2/users/auth0%7Cada/logs?per_page=5");
    expect((ofUser.body as Entry[]).map(({ type }) => type)).toEqual(["seacft", "s"]);
  });
});

test("a key that Okta does not use any more is told by the log of the failed token", async () => {
  const assertion = await new SignJWT({ iss: CLIENTS.web, sub: CLIENTS.web })
    .setProtectedHeader({ alg: "HS256" })
    .sign(Buffer.from("not the key"));
  await world.token({ grant_type: "client_credentials", client_secret: undefined, client_assertion: assertion });
  expect(await logs()).toMatchObject([
    { type: "feccft", description: expect.stringContaining("client_assertion") as string },
  ]);
});

test("the state has none of them, and a reset begins with none", async () => {
  await world.login();
  expect(JSON.stringify(world.tenant.snapshot())).not.toContain("log_id");
  world.tenant.reset();
  expect(await logs()).toEqual([]);
});
