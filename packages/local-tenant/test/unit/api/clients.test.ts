// Clients: defaults, secrets, merging, rules between attributes.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask, invalidBody, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

async function create(body: Body): Promise<Body & { client_id: string }> {
  const reply = await tenant.api<Body & { client_id: string }>("POST", "/api/v2/clients", { name: "Test", ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const patch = (id: string, body: Body) => tenant.api<Body>("PATCH", `/api/v2/clients/${id}`, body);
const read = async (id: string) => (await tenant.api<Body>("GET", `/api/v2/clients/${id}`)).body;

describe("defaults", () => {
  const LONG = { token_lifetime: 31_557_600, idle_token_lifetime: 2_592_000 };
  const SHORT = { token_lifetime: 2_592_000, idle_token_lifetime: 1_296_000 };

  test("of a client of which only the name is said", async () => {
    const { client_id, client_secret, signing_keys, ...rest } = await create({});
    expect(client_id).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(client_secret).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(signing_keys).toHaveLength(1);
    expect(rest).toEqual({
      name: "Test",
      is_first_party: true,
      is_token_endpoint_ip_header_trusted: false,
      oidc_conformant: false,
      jwt_configuration: { secret_encoded: false, lifetime_in_seconds: 36_000 },
      sso_disabled: false,
      cross_origin_authentication: false,
      custom_login_page_on: true,
      grant_types: ["authorization_code", "implicit", "refresh_token", "client_credentials"],
      refresh_token: {
        rotation_type: "non-rotating",
        expiration_type: "non-expiring",
        leeway: 0,
        infinite_token_lifetime: true,
        infinite_idle_token_lifetime: true,
        ...SHORT,
      },
    });
  });

  test.each([
    ["a confidential client", { token_endpoint_auth_method: "client_secret_post" }, { refresh_token: LONG }],
    [
      "a public client",
      { app_type: "spa", token_endpoint_auth_method: "none" },
      { refresh_token: SHORT, grant_types: ["authorization_code", "implicit", "refresh_token"] },
    ],
    [
      "a third party's",
      { is_first_party: false },
      {
        oidc_conformant: true,
        third_party_security_mode: "permissive",
        refresh_token: { rotation_type: "rotating", expiration_type: "expiring", infinite_token_lifetime: false },
      },
    ],
    [
      "Express Configuration's",
      { app_type: "express_configuration", organization_require_behavior: "post_login_prompt" },
      {
        oidc_conformant: true,
        callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
        grant_types: ["authorization_code", "client_credentials"],
        jwt_configuration: { secret_encoded: false, alg: "RS256" },
        organization_usage: "require",
        client_authentication_methods: { private_key_jwt: { credentials: [] } },
      },
    ],
  ])("of %s", async (_kind, body, expected) => {
    expect(await create(body)).toMatchObject(expected);
  });

  test("a refresh token that expires has no infinite lifetimes", async () => {
    const { refresh_token: token } = await create({
      refresh_token: { rotation_type: "rotating", expiration_type: "expiring" },
    });
    expect(token).toEqual({
      rotation_type: "rotating",
      expiration_type: "expiring",
      leeway: 0,
      infinite_token_lifetime: false,
      infinite_idle_token_lifetime: false,
      ...SHORT,
    });
  });

  test("an older name counts as today's", async () => {
    const { client_id, ...made } = await create({ cross_origin_auth: true });
    expect(made).toMatchObject({ cross_origin_authentication: true });
    expect(made).not.toHaveProperty("cross_origin_auth");
    expect((await patch(client_id, { cross_origin_auth: false })).body).toMatchObject({
      cross_origin_authentication: false,
    });
  });

  test("an algorithm given at creation comes back without the default lifetime", async () => {
    expect((await create({ jwt_configuration: { alg: "RS256" } }))["jwt_configuration"]).toEqual({
      secret_encoded: false,
      alg: "RS256",
    });
  });
});

describe("refusals", () => {
  test.each<[Body, string]>([
    [{ name: "<b>" }, "'String does not match pattern ^[^<>]+$: <b>' on property name."],
    [{ app_type: "mainframe" }, "'No enum match for: mainframe' on property app_type."],
    [{ clientmetadata: {} }, "'Additional properties not allowed: clientmetadata'."],
    [{ client_metadata: { a: 1 } }, "'Expected type string but found type integer' on property client_metadata.a."],
    [
      { client_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, "v"])) },
      "'Too many properties defined (more than 10), maximum 10' on property client_metadata.",
    ],
    [
      { callbacks: ["https://a.example/cb", "foo"] },
      "'Object didn't pass validation for format callback-url: foo' on property callbacks[1].",
    ],
    [
      { callbacks: ["*.acme.example/cb"] },
      "'Object didn't pass validation for format callback-url: *.acme.example/cb' on property callbacks[0].",
    ],
    [{ callbacks: [""] }, "'Object didn't pass validation for format callback-url: ' on property callbacks[0]."],
    [
      { callbacks: ["https://a.example/cb, https://b.example/cb"] },
      "'Object didn't pass validation for format callback-url: https://a.example/cb, https://b.example/cb' on property callbacks[0].",
    ],
    [
      { default_organization: { flows: ["client_credentials"] } },
      "'Missing required property: organization_id' on property default_organization.",
    ],
  ])("%j", async (body, problem) => {
    expect((await tenant.api("POST", "/api/v2/clients", { name: "Test", ...body })).body).toEqual(invalidBody(problem));
  });

  test("a callback may have a scheme of its own, a star or a placeholder", async () => {
    const callbacks = [
      "com.acme.app://cb",
      "com.acme.app:/cb",
      "http://localhost:3000",
      "https://*.acme.example/cb",
      "https://{organization_name}.acme.example/cb",
    ];
    const { client_id, ...made } = await create({ callbacks });
    expect(made).toMatchObject({ callbacks });
    expect((await patch(client_id, { callbacks: ["bar"] })).body).toEqual(
      invalidBody("'Object didn't pass validation for format callback-url: bar' on property callbacks[0]."),
    );
  });

  test.each(["GET", "PATCH"])("%s of a client that is not there", async (method) => {
    const reply = await tenant.api(method, "/api/v2/clients/nobody", {});
    expect(reply.body).toEqual(refusal(404, "Not Found", "The client does not exist", "inexistent_client"));
  });

  test("deleting one that is not there is no error", async () => {
    expect(await tenant.api("DELETE", "/api/v2/clients/nobody")).toEqual({ status: 204, body: undefined });
  });

  test("the two ways of saying how it authenticates exclude each other", async () => {
    const { client_id } = await create({
      token_endpoint_auth_method: "client_secret_post",
      jwt_configuration: { alg: "RS256" },
    });
    const methods = { client_authentication_methods: { private_key_jwt: { credentials: [] } } };
    expect((await patch(client_id, methods)).body).toEqual(
      refusal(
        400,
        "Bad Request",
        "client_authentication_methods and token_endpoint_auth_method are mutually exclusive",
        "invalid_body",
      ),
    );
    expect((await patch(client_id, { ...methods, token_endpoint_auth_method: null })).status).toBe(200);
  });

  test("a public client has no client_credentials", async () => {
    const expected = refusal(400, "Bad Request", "Invalid grant types: client_credentials", "invalid_body");
    const machine = { grant_types: ["authorization_code", "client_credentials"] };
    const none = { token_endpoint_auth_method: "none" };
    expect((await tenant.api("POST", "/api/v2/clients", { name: "Test", ...none, ...machine })).body).toEqual(expected);
    const { client_id: known } = await create(none);
    expect((await patch(known, machine)).body).toEqual(expected);
    const { client_id: confidential } = await create(machine);
    expect((await patch(confidential, { ...none, ...machine })).body).toEqual(expected);
    expect((await patch(confidential, none)).status).toBe(200);
  });

  test("private_key_jwt wants an asymmetric algorithm", async () => {
    const { client_id } = await create({});
    const methods = { client_authentication_methods: { private_key_jwt: { credentials: [] } } };
    expect((await patch(client_id, methods)).body).toEqual(
      refusal(
        400,
        "Bad Request",
        "private_key_jwt requires jwt_configuration.alg to be RS256, RS512 or PS256",
        "invalid_body",
      ),
    );
    expect((await patch(client_id, { ...methods, jwt_configuration: { alg: "HS256" } })).status).toBe(400);
    for (const alg of ["PS256", "RS256"])
      expect((await patch(client_id, { ...methods, jwt_configuration: { alg } })).status).toBe(200);
  });

  test.each(["connection_profile_id", "user_attribute_profile_id"])(
    "%s has to name a profile that is there",
    async (member) => {
      const { status, body } = await patch((await create({}))["client_id"], {
        my_organization_configuration: {
          [member]: "none",
          allowed_strategies: ["okta"],
          connection_deletion_behavior: "allow",
        },
      });
      expect(status).toBe(400);
      expect((body as { message: string }).message).toMatch(/^The .* profile none does not exist$/);
    },
  );

  test("a credential of another client cannot be named", async () => {
    const { client_id } = await create({ jwt_configuration: { alg: "RS256" } });
    const methods = { private_key_jwt: { credentials: [{ id: "cred_other" }] } };
    expect((await patch(client_id, { client_authentication_methods: methods })).body).toEqual(
      refusal(400, "Bad Request", "The credential cred_other does not exist for this client", "invalid_body"),
    );
  });
});

describe("PATCH", () => {
  test("client_metadata is merged, null removes a key", async () => {
    const { client_id } = await create({ client_metadata: { bar: "baz", foo: "zoo" } });
    const { body } = await patch(client_id, { client_metadata: { bar: null, foo: "new", more: "m" } });
    expect(body["client_metadata"]).toEqual({ foo: "new", more: "m" });
  });

  test("jwt_configuration is merged", async () => {
    const { client_id } = await create({});
    const { body } = await patch(client_id, { jwt_configuration: { alg: "RS256" } });
    expect(body["jwt_configuration"]).toEqual({ secret_encoded: false, lifetime_in_seconds: 36_000, alg: "RS256" });
  });

  test("lists are replaced, null removes an attribute", async () => {
    const { client_id } = await create({ callbacks: ["https://a.example"], description: "d" });
    await patch(client_id, { callbacks: ["https://b.example"], description: null });
    const row = await read(client_id);
    expect(row["callbacks"]).toEqual(["https://b.example"]);
    expect(row).not.toHaveProperty("description");
  });

  test("the older name of oidc_logout follows, and takes it away", async () => {
    const { client_id } = await create({
      oidc_logout: { backchannel_logout_urls: ["https://a.example"], backchannel_logout_initiators: { mode: "all" } },
    });
    expect((await read(client_id))["oidc_backchannel_logout"]).toEqual({
      backchannel_logout_urls: ["https://a.example"],
    });
    await patch(client_id, { oidc_backchannel_logout: null });
    expect(await read(client_id)).not.toHaveProperty("oidc_logout");
  });
});

describe("secrets", () => {
  test("are shown with read:client_keys only, but to whoever creates the client", async () => {
    const { body: made } = await ask(tenant, "POST", "/api/v2/clients", {
      token: await tenant.issueToken(["create:clients"]),
      body: { name: "Test" },
    });
    const { client_id, client_secret } = made as { client_id: string; client_secret: string };
    expect(client_secret).toHaveLength(64);
    const seen = async (...scopes: string[]) =>
      (await ask(tenant, "GET", `/api/v2/clients/${client_id}`, { token: await tenant.issueToken(scopes) }))
        .body as Body;
    expect(await seen("read:clients")).not.toHaveProperty("client_secret");
    expect(await seen("read:clients")).not.toHaveProperty("signing_keys");
    expect(await seen("read:clients", "read:client_keys")).toMatchObject({ client_secret });
  });

  test("disappear with key-based authentication and come back the same", async () => {
    const { client_id, client_secret } = await create({
      token_endpoint_auth_method: "client_secret_post",
      jwt_configuration: { alg: "RS256" },
    });
    await patch(client_id, {
      client_authentication_methods: { private_key_jwt: { credentials: [] } },
      token_endpoint_auth_method: null,
    });
    expect(await read(client_id)).not.toHaveProperty("client_secret");
    await patch(client_id, { client_authentication_methods: null, token_endpoint_auth_method: "client_secret_basic" });
    expect(await read(client_id)).toMatchObject({ client_secret, token_endpoint_auth_method: "client_secret_basic" });
  });

  test("are set with update:client_keys only", async () => {
    const { client_id } = await create({});
    const set = async (...scopes: string[]) =>
      ask(tenant, "PATCH", `/api/v2/clients/${client_id}`, {
        token: await tenant.issueToken(scopes),
        body: { client_secret: "chosen" },
      });
    expect((await set("update:clients")).body).toEqual(
      refusal(403, "Forbidden", "Insufficient scope, expected any of: update:client_keys", "insufficient_scope"),
    );
    expect((await set("update:clients", "update:client_keys")).status).toBe(200);
  });

  test("can be set and rotated", async () => {
    const { client_id } = await create({});
    await patch(client_id, { client_secret: "chosen" });
    expect(await read(client_id)).toMatchObject({ client_secret: "chosen" });
    const { body } = await tenant.api<Body>("POST", `/api/v2/clients/${client_id}/rotate-secret`);
    expect(body["client_secret"]).not.toBe("chosen");
    expect(await read(client_id)).toEqual(body);
  });
});

describe("the global client", () => {
  const globalId = async () =>
    (await tenant.api<{ client_id: string }[]>("GET", "/api/v2/clients?is_global=true")).body[0]?.client_id ?? "";

  test("stands for the tenant and has less than others", async () => {
    const { client_id, client_secret, signing_keys, ...rest } = await read(await globalId());
    expect([client_id, client_secret, signing_keys].every((value) => value !== undefined)).toBe(true);
    expect(rest).toEqual({
      global: true,
      name: "All Applications",
      is_first_party: true,
      callbacks: [],
      custom_login_page_on: false,
      refresh_token: {
        rotation_type: "non-rotating",
        expiration_type: "non-expiring",
        leeway: 0,
        token_lifetime: 2_592_000,
        infinite_token_lifetime: true,
        infinite_idle_token_lifetime: true,
        idle_token_lifetime: 1_296_000,
      },
    });
  });

  test("can be changed and not deleted", async () => {
    const id = await globalId();
    expect((await patch(id, { custom_login_page_on: true, custom_login_page: "<html></html>" })).body).toMatchObject({
      custom_login_page_on: true,
    });
    expect(await tenant.api("DELETE", `/api/v2/clients/${id}`)).toEqual({
      status: 400,
      body: refusal(400, "Bad Request", "The global client can't be deleted", "invalid_body"),
    });
  });
});

test("a deleted client takes its keys, its grants and its place on an API with it", async () => {
  const audience = "https://orders.example";
  const before = JSON.stringify(tenant.snapshot());
  const { body: api } = await tenant.api<{ id: string }>("POST", "/api/v2/resource-servers", { identifier: audience });
  const { client_id } = await create({ app_type: "resource_server", resource_server_identifier: audience });
  await tenant.api("POST", "/api/v2/client-grants", { client_id, audience, scope: [] });
  expect((await tenant.api<Body>("GET", `/api/v2/resource-servers/${api.id}`)).body).toMatchObject({ client_id });
  await tenant.api("DELETE", `/api/v2/clients/${client_id}`);
  expect((await tenant.api<Body>("GET", `/api/v2/resource-servers/${api.id}`)).body).not.toHaveProperty("client_id");
  await tenant.api("DELETE", `/api/v2/resource-servers/${api.id}`);
  expect(JSON.stringify(tenant.snapshot())).toBe(before);
});
