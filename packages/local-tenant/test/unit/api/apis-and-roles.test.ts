// Resource servers, roles and their permissions, client grants: lookups, conflicts, limits, cascades.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MANAGEMENT_SCOPES } from "../../../src/core/scopes.ts";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask, invalidBody, refusal } from "./client.ts";

const AUDIENCE = "https://orders.example/v1";

let tenant: Tenant;
let apiId: string;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(async () => {
  tenant.reset();
  const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/resource-servers", {
    name: "Orders",
    identifier: AUDIENCE,
    scopes: [{ value: "read:orders", description: "Read orders" }, { value: "write:orders" }],
  });
  apiId = body.id;
});
afterAll(() => tenant.stop());

const get = async <T = unknown>(path: string) => (await tenant.api<T>("GET", `/api/v2${path}`)).body;

describe("resource servers", () => {
  test("defaults", async () => {
    const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/resource-servers", { identifier: "urn:x" });
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/) as unknown,
      identifier: "urn:x",
      allow_offline_access: false,
      skip_consent_for_verifiable_first_party_clients: false,
      subject_type_authorization: { client: { policy: "require_client_grant" }, user: { policy: "allow_all" } },
      token_lifetime: 86_400,
      token_lifetime_for_web: 7200,
      signing_alg: "RS256",
    });
  });

  test.each([
    ["ID", () => apiId],
    ["identifier, encoded once", () => encodeURIComponent(AUDIENCE)],
    ["identifier, encoded as the plugin does", () => "https:%2F%2Forders.example%2Fv1"],
    ["identifier, encoded twice", () => encodeURIComponent(encodeURIComponent(AUDIENCE))],
  ])("found by %s", async (_how, key) => {
    const { status, body } = await ask(tenant, "GET", `/api/v2/resource-servers/${key()}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: apiId });
  });

  test("a policy that a request leaves out is the default, then what it was", async () => {
    const policies = { user: { policy: "deny_all" } };
    const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/resource-servers", {
      identifier: "urn:policies",
      subject_type_authorization: policies,
    });
    expect(body).toMatchObject({
      subject_type_authorization: { ...policies, client: { policy: "require_client_grant" } },
    });
    const change = { subject_type_authorization: { client: { policy: "deny_all" } } };
    expect((await tenant.api("PATCH", `/api/v2/resource-servers/${body.id}`, change)).body).toMatchObject({
      subject_type_authorization: { ...policies, client: { policy: "deny_all" } },
    });
  });

  test("not there", async () => {
    expect(await get("/resource-servers/nope")).toEqual(
      refusal(404, "Not Found", "The resource server does not exist", "inexistent_resource_server"),
    );
    expect((await tenant.api("DELETE", "/api/v2/resource-servers/nope")).status).toBe(204);
  });

  test("an identifier is taken once", async () => {
    expect((await tenant.api("POST", "/api/v2/resource-servers", { identifier: AUDIENCE })).body).toEqual(
      refusal(409, "Conflict", "A resource server with the same identifier already exists", "resource_server_conflict"),
    );
  });

  test.each<[object, object]>([
    [
      { scopes: [{ value: "x".repeat(281) }] },
      invalidBody("'String is too long (281 chars), maximum 280' on property scopes[0].value."),
    ],
    [
      { scopes: [{ value: "x", description: "d".repeat(501) }] },
      invalidBody("'String is too long (501 chars), maximum 500' on property scopes[0].description."),
    ],
    [{ scopes: [{ value: "x" }, { value: "x" }] }, refusal(400, "Bad Request", "Duplicated scope: x", "invalid_body")],
    [{ identifier: "https://other.example" }, invalidBody("'Additional properties not allowed: identifier'.")],
    [
      { token_lifetime: 2_592_001 },
      invalidBody("'Value 2592001 is greater than maximum 2592000' on property token_lifetime."),
    ],
  ])("PATCH %j", async (body, expected) => {
    expect((await tenant.api("PATCH", `/api/v2/resource-servers/${apiId}`, body)).body).toEqual(expected);
  });

  test("a scope taken off leaves the roles that had it, the others stay", async () => {
    const { body: role } = await tenant.api<{ id: string }>("POST", "/api/v2/roles", { name: "Clerk" });
    const permission = (permission_name: string) => ({ resource_server_identifier: AUDIENCE, permission_name });
    await tenant.api("POST", `/api/v2/roles/${role.id}/permissions`, {
      permissions: [permission("read:orders"), permission("write:orders")],
    });
    await tenant.api("PATCH", `/api/v2/resource-servers/${apiId}`, { scopes: [{ value: "write:orders" }] });
    expect(await get(`/roles/${role.id}/permissions`)).toEqual([
      { ...permission("write:orders"), description: "", resource_server_name: "Orders" },
    ]);
  });
});

describe("the system's APIs", () => {
  test("the Management API is there, with every scope, and cannot be changed or deleted", async () => {
    const path = `/resource-servers/${encodeURIComponent(`${tenant.url}/api/v2/`)}`;
    const row = await get<{ scopes: { value: string }[] }>(path);
    expect(row).toMatchObject({ name: "Auth0 Management API", is_system: true });
    expect(row.scopes.map(({ value }) => value)).toEqual([...MANAGEMENT_SCOPES]);
    const refused = refusal(
      403,
      "Forbidden",
      "You can't modify or delete a system resource server",
      "operation_not_supported",
    );
    expect((await tenant.api("PATCH", `/api/v2${path}`, { name: "Mine" })).body).toEqual(refused);
    expect((await tenant.api("PATCH", `/api/v2${path}`, { scopes: [] })).body).toEqual(refused);
    expect((await tenant.api("DELETE", `/api/v2${path}`)).body).toEqual(refused);
    expect(
      (await tenant.api<object>("PATCH", `/api/v2${path}`, { token_lifetime: 3600, name: "Auth0 Management API" }))
        .body,
    ).toMatchObject({ token_lifetime: 3600 });
  });

  test("asking for Express Configuration's identifier makes the system's API, once", async () => {
    const ask = () =>
      tenant.api("POST", "/api/v2/resource-servers", { name: "Whatever", identifier: "urn:auth0:express-configure" });
    expect((await ask()).body).toMatchObject({
      name: "Okta OIN Express Configuration API",
      is_system: true,
      scopes: [{ value: "express_configure:sso" }, { value: "express_configure:scim" }],
      token_lifetime: 300,
      subject_type_authorization: { client: { policy: "deny_all" }, user: { policy: "allow_all" } },
    });
    expect((await ask()).status).toBe(409);
  });

  test("an OIN client of Express Configuration has Auth0's grant, which goes with it, and gets no other", async () => {
    const { body: client } = await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
      name: "OIN",
      app_type: "express_configuration",
    });
    expect(client).toMatchObject({ organization_require_behavior: "pre_login_prompt" });
    const { body } = await tenant.api("POST", "/api/v2/client-grants", {
      client_id: client.client_id,
      audience: `${tenant.url}/api/v2/`,
      scope: [],
    });
    expect(body).toEqual(
      refusal(400, "Bad Request", "Client of type express_configuration cannot be used", "validation_error"),
    );
    const grants = async () =>
      (await tenant.api<object[]>("GET", `/api/v2/client-grants?client_id=${client.client_id}`)).body;
    expect(await grants()).toEqual([
      {
        id: expect.stringMatching(/^cgr_/) as string,
        client_id: client.client_id,
        audience: `${tenant.url}/api/v2/`,
        scope: expect.arrayContaining(["create:connections", "read:scim_token"]) as string[],
        is_system: true,
        subject_type: "client",
      },
    ]);
    await tenant.api("DELETE", `/api/v2/clients/${client.client_id}`);
    expect(await grants()).toEqual([]);
  });

  test("the My Account API can be switched on and off", async () => {
    const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/resource-servers", {
      identifier: `${tenant.url}/me/`,
    });
    expect(body).toMatchObject({ name: "Auth0 My Account API", is_system: true, token_lifetime: 600 });
    expect((await tenant.api("DELETE", `/api/v2/resource-servers/${body.id}`)).status).toBe(204);
  });
});

describe("roles", () => {
  test("are made with 200, read with an empty description, deleted with an empty object", async () => {
    const made = await tenant.api<{ id: string }>("POST", "/api/v2/roles", { name: "Clerk" });
    expect(made).toEqual({
      status: 200,
      body: { id: expect.stringMatching(/^rol_\w{16}$/) as unknown, name: "Clerk", description: null, type: "tenant" },
    });
    expect(await get(`/roles/${made.body.id}`)).toMatchObject({ description: "" });
    expect(await tenant.api("DELETE", `/api/v2/roles/${made.body.id}`)).toEqual({ status: 200, body: {} });
    expect(await get(`/roles/${made.body.id}`)).toEqual(refusal(404, "Not Found", "The role does not exist."));
  });

  test("have names of their own", async () => {
    await tenant.api("POST", "/api/v2/roles", { name: "Clerk" });
    const { body: other } = await tenant.api<{ id: string }>("POST", "/api/v2/roles", { name: "Other" });
    const taken = refusal(409, "Conflict", "The role already exists.", "role_conflict");
    expect((await tenant.api("POST", "/api/v2/roles", { name: "Clerk" })).body).toEqual(taken);
    expect((await tenant.api("PATCH", `/api/v2/roles/${other.id}`, { name: "Clerk" })).body).toEqual(taken);
  });

  test("are found by type and owner", async () => {
    const { body: organization } = await tenant.api<{ id: string }>("POST", "/api/v2/organizations", { name: "acme" });
    await tenant.api("POST", "/api/v2/roles", { name: "Everywhere" });
    await tenant.api("POST", "/api/v2/roles", { name: "There", type: "organization", owner_id: organization.id });
    const names = async (query: string) =>
      (await tenant.api<{ name: string }[]>("GET", `/api/v2/roles?${query}`)).body.map(({ name }) => name);
    expect(await names("type=tenant")).toEqual(["Everywhere"]);
    expect(await names(`type=organization&owner_id=${organization.id}`)).toEqual(["There"]);
    expect(await names("owner_id=org_other")).toEqual([]);
  });

  test("are found by a part of their name", async () => {
    await tenant.api("POST", "/api/v2/roles", { name: "Order Clerk" });
    expect(await get("/roles?include_totals=true&page=0&per_page=100&name_filter=clerk")).toMatchObject({
      total: 1,
      roles: [{ name: "Order Clerk" }],
    });
    expect(await get("/roles?include_totals=true&page=0&per_page=100&name_filter=none")).toEqual({
      roles: [],
      start: 0,
      limit: 100,
      total: 0,
    });
  });

  test("take no permission that does not exist", async () => {
    const { body: role } = await tenant.api<{ id: string }>("POST", "/api/v2/roles", { name: "Clerk" });
    const add = async (resource_server_identifier: string, permission_name: string) =>
      (
        await tenant.api("POST", `/api/v2/roles/${role.id}/permissions`, {
          permissions: [{ resource_server_identifier, permission_name }],
        })
      ).body;
    expect(await add("https://none.example", "x")).toEqual(
      refusal(
        404,
        "Not Found",
        "The resource server does not exist: 'https://none.example'",
        "inexistent_resource_server",
      ),
    );
    expect(await add(AUDIENCE, "no:such")).toEqual(
      refusal(404, "Not Found", "The permission does not exist: 'no:such'", "inexistent_permission"),
    );
  });
});

describe("client grants", () => {
  const grant = (more: object = {}) =>
    tenant.api<{ id: string }>("POST", "/api/v2/client-grants", {
      client_id: tenant.clientId,
      audience: AUDIENCE,
      scope: ["read:orders"],
      ...more,
    });

  test("one for a client and an audience", async () => {
    expect((await grant()).status).toBe(201);
    expect((await grant()).body).toEqual(
      refusal(
        409,
        "Conflict",
        "A resource server client grant for this client and audience already exists",
        "client_grant_conflict",
      ),
    );
    expect((await grant({ subject_type: "user" })).status).toBe(201);
  });

  test("want a client and an API that exist", async () => {
    expect((await grant({ client_id: "nobody" })).body).toMatchObject({
      statusCode: 404,
      errorCode: "inexistent_client",
    });
    expect((await grant({ audience: "urn:none" })).body).toMatchObject({
      statusCode: 404,
      errorCode: "inexistent_resource_server",
    });
    expect((await grant({ default_for: "third_party_clients" })).body).toMatchObject({ statusCode: 400 });
  });

  test("filters", async () => {
    const { body } = await grant();
    const found = await get(
      `/client-grants?audience=${encodeURIComponent(AUDIENCE)}&client_id=${tenant.clientId}&include_totals=true&per_page=50`,
    );
    expect(found).toEqual({
      total: 1,
      start: 0,
      limit: 50,
      client_grants: [
        { id: body.id, client_id: tenant.clientId, audience: AUDIENCE, scope: ["read:orders"], subject_type: "client" },
      ],
    });
    expect(await get(`/client-grants?audience=${encodeURIComponent(AUDIENCE)}&client_id=other`)).toEqual([]);
    expect(await get("/client-grants?include_totals=true&take=1")).toMatchObject({
      client_grants: [{}],
      next: expect.any(String) as unknown,
    });
  });

  test("every scope names none", async () => {
    const { body } = await grant();
    const { body: all } = await tenant.api("PATCH", `/api/v2/client-grants/${body.id}`, { allow_all_scopes: true });
    expect(all).not.toHaveProperty("scope");
    expect(
      await tenant.api("PATCH", `/api/v2/client-grants/${body.id}`, { allow_all_scopes: false, scope: [] }),
    ).toMatchObject({ body: { scope: [], allow_all_scopes: false } });
  });

  test.each([true, false])("of a system API do not say allow_all_scopes: %s", async (allow_all_scopes) => {
    const expected = {
      status: 400,
      body: refusal(
        400,
        "Bad Request",
        "`allow_all_scopes` cannot be provided when `audience` is a system API",
        "invalid_body",
      ),
    };
    const { body: client } = await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", { name: "Other" });
    const system = { client_id: client.client_id, audience: `${tenant.url}/api/v2/`, scope: ["read:users"] };
    expect(await grant({ ...system, allow_all_scopes })).toEqual(expected);
    const { status, body } = await grant(system);
    expect(status).toBe(201);
    expect(await tenant.api("PATCH", `/api/v2/client-grants/${body.id}`, { allow_all_scopes })).toEqual(expected);
  });

  test("the audience cannot be changed, and deleting twice is no error", async () => {
    const { body } = await grant();
    const path = `/api/v2/client-grants/${body.id}`;
    expect((await tenant.api("PATCH", path, { audience: "urn:x" })).body).toEqual(
      invalidBody("'Additional properties not allowed: audience'."),
    );
    expect((await tenant.api("DELETE", path)).status).toBe(204);
    expect((await tenant.api("DELETE", path)).status).toBe(204);
    expect((await tenant.api("GET", path)).body).toEqual(
      refusal(404, "Not Found", "The grant does not exist.", "inexistent_client_grant"),
    );
  });
});
