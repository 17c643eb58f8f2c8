// Users: what is filled in, metadata, roles and permissions, and every refusal.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({
    seed: {
      connections: [
        { name: "Users", strategy: "auth0", options: { requires_username: true, passwordPolicy: "good" } },
        { name: "Strong", strategy: "auth0", options: { passwordPolicy: "excellent" } },
        { name: "corporate", strategy: "okta", options: { client_id: "x" } },
      ],
      resource_servers: [
        {
          name: "Orders",
          identifier: "https://orders.example/",
          scopes: [{ value: "read:orders", description: "Read orders" }, { value: "write:orders" }],
        },
      ],
      roles: [
        {
          id: "rol_zebrazebrazebra1",
          name: "Zebra",
          permissions: [{ resource_server_identifier: "https://orders.example/", permission_name: "write:orders" }],
        },
        { id: "rol_antantantantant1", name: "Ant" },
      ],
    },
  });
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

const JANE = { connection: "Users", user_id: "jane", email: "Jane@Example.com", password: "Correct-horse-1" };
const create = (body: Body) => tenant.api<Body>("POST", "/api/v2/users", body);
const jane = "/api/v2/users/auth0%7Cjane";

describe("a new user", () => {
  test("has everything filled in that was not said", async () => {
    const reply = await create(JANE);
    expect(reply.status).toBe(201);
    const { created_at, updated_at, ...rest } = reply.body;
    expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(updated_at).toBe(created_at);
    expect(rest).toEqual({
      user_id: "auth0|jane",
      identities: [{ connection: "Users", user_id: "jane", provider: "auth0", isSocial: false }],
      email: "jane@example.com",
      email_verified: false,
      name: "jane@example.com",
      nickname: "jane",
      picture:
        "https://s.gravatar.com/avatar/9e26471d35a78862c17e467d87cddedf?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2Fja.png",
    });
  });

  test("without an ID gets one, and never shows the password", async () => {
    const { user_id: _none, ...body } = JANE;
    const reply = await create(body);
    expect(reply.body["user_id"]).toMatch(/^auth0\|[0-9a-f]{24}$/);
    expect(JSON.stringify(tenant.snapshot())).not.toContain(JANE.password);
  });

  test.each<[string, Body, number, object]>([
    [
      "a connection that is not there",
      { connection: "None" },
      400,
      refusal(400, "Bad Request", "The connection does not exist.", "inexistent_connection"),
    ],
    [
      "an enterprise connection",
      { connection: "corporate" },
      400,
      refusal(
        400,
        "Bad Request",
        "Connection does not support user creation through the API. It must either be a database or passwordless connection.",
        "invalid_body",
      ),
    ],
    [
      "a username where the connection takes none",
      { connection: "Strong", username: "jane", password: "Correct-horse-1" },
      400,
      refusal(400, "Bad Request", "Cannot set username for connection without requires_username", "invalid_body"),
    ],
    [
      "a weak password",
      { password: "password" },
      400,
      refusal(400, "Bad Request", "PasswordStrengthError: Password is too weak", "invalid_body"),
    ],
    [
      "a password with three of a kind where that is refused",
      { connection: "Strong", password: "Correct-hooorse-1" },
      400,
      refusal(400, "Bad Request", "PasswordStrengthError: Password is too weak", "invalid_body"),
    ],
    [
      "an attribute that users do not have",
      { shoe_size: 42 },
      400,
      invalidBody("'Additional properties not allowed: shoe_size'."),
    ],
  ])("is refused with %s", async (_case, body, status, error) => {
    expect(await create({ ...JANE, ...body })).toEqual({ status, body: error });
  });

  test("is refused where the address, the username or the ID is taken", async () => {
    await create({ ...JANE, username: "jane" });
    const taken = { status: 409, body: refusal(409, "Conflict", "The user already exists.", "auth0_idp_error") };
    expect(await create(JANE)).toEqual(taken);
    expect(await create({ ...JANE, user_id: "other" })).toEqual(taken);
    expect(await create({ ...JANE, user_id: "other", email: "other@example.com", username: "jane" })).toEqual(taken);
    expect((await create({ ...JANE, connection: "Strong", user_id: "other" })).status).toBe(201);
  });
});

describe("a change", () => {
  beforeEach(() => create(JANE));
  const patch = (body: Body) => tenant.api<Body>("PATCH", jane, body);

  test("merges metadata one level deep, null takes away, an empty object all", async () => {
    await patch({ user_metadata: { a: 1, b: { c: 1 } }, app_metadata: { plan: "gold" } });
    expect((await patch({ user_metadata: { a: null, b: { d: 2 } } })).body["user_metadata"]).toEqual({ b: { d: 2 } });
    const emptied = (await patch({ user_metadata: {}, app_metadata: {} })).body;
    expect(emptied["user_metadata"]).toEqual({});
    expect(emptied).not.toHaveProperty("app_metadata");
  });

  test("of root attributes: null takes away, the rest stays", async () => {
    expect((await patch({ name: "Jane Doe", given_name: "Jane" })).body).toMatchObject({
      name: "Jane Doe",
      given_name: "Jane",
      nickname: "jane",
    });
    expect((await patch({ given_name: null })).body).not.toHaveProperty("given_name");
  });

  test("of the address makes it unverified", async () => {
    await patch({ email_verified: true });
    expect((await patch({ email: "doe@example.com" })).body).toMatchObject({
      email: "doe@example.com",
      email_verified: false,
    });
  });

  test.each([
    ["password", "email", { password: "Correct-horse-2", email: "a@example.com" }],
    ["username", "email", { username: "x", email: "a@example.com" }],
    ["username", "password", { username: "x", password: "Correct-horse-2" }],
    ["password", "email_verified", { password: "Correct-horse-2", email_verified: true }],
  ])("of %s and %s at once is refused", async (one, other, body) => {
    expect((await patch(body)).body).toEqual(
      refusal(400, "Bad Request", `Cannot update ${one} and ${other} simultaneously`, "invalid_body"),
    );
  });

  test.each(["email", "username"])("of the %s to another user's is refused, to their own it is not", async (name) => {
    const hers = { email: "joan@example.com", username: "joan" };
    await create({ ...JANE, user_id: "joan", ...hers });
    const given = { [name]: hers[name as keyof typeof hers] };
    expect(await patch(name === "email" ? { email: "Joan@Example.com" } : given)).toEqual({
      status: 400,
      body: refusal(400, "Bad Request", `The specified new ${name} already exists`, "auth0_idp_error"),
    });
    expect((await tenant.api("PATCH", "/api/v2/users/auth0%7Cjoan", given)).status).toBe(200);
    await create({ ...JANE, connection: "Strong", user_id: "elsewhere" });
    expect((await tenant.api("PATCH", "/api/v2/users/auth0%7Celsewhere", { email: hers.email })).status).toBe(200);
  });

  test("of the username is refused where the connection takes none", async () => {
    await create({ ...JANE, connection: "Strong", user_id: "strong" });
    const strong = (body: Body) => tenant.api<Body>("PATCH", "/api/v2/users/auth0%7Cstrong", body);
    expect((await strong({ username: "strong" })).body).toEqual(
      refusal(400, "Bad Request", "Cannot set username for connection without requires_username", "invalid_body"),
    );
    expect((await strong({ username: null })).status).toBe(200);
    expect((await patch({ username: "jane" })).body).toMatchObject({ username: "jane" });
  });

  test("of nobody is 404, deleting nobody is not", async () => {
    const nobody = "/api/v2/users/auth0%7Cnobody";
    expect(await tenant.api("PATCH", nobody, { name: "x" })).toEqual({
      status: 404,
      body: refusal(404, "Not Found", "The user does not exist.", "inexistent_user"),
    });
    expect((await tenant.api("DELETE", nobody)).status).toBe(204);
  });
});

describe("roles and permissions", () => {
  beforeEach(() => create(JANE));

  test("roles are listed by name, from both sides, and go with the user", async () => {
    expect(
      (await tenant.api("POST", `${jane}/roles`, { roles: ["rol_zebrazebrazebra1", "rol_antantantantant1"] })).status,
    ).toBe(204);
    const { body } = await tenant.api<{ roles: Body[] }>("GET", `${jane}/roles?include_totals=true`);
    expect(body.roles.map(({ name }) => name)).toEqual(["Ant", "Zebra"]);
    const users = await tenant.api<Body[]>("GET", "/api/v2/roles/rol_zebrazebrazebra1/users");
    expect(users.body.map(({ user_id }) => user_id)).toEqual(["auth0|jane"]);
    await tenant.api("DELETE", jane);
    expect((await tenant.api("GET", "/api/v2/roles/rol_zebrazebrazebra1/users")).body).toEqual([]);
  });

  test("a role that is not there is named", async () => {
    expect(await tenant.api("POST", `${jane}/roles`, { roles: ["rol_antantantantant1", "rol_x"] })).toEqual({
      status: 400,
      body: refusal(400, "Bad Request", "One or more of the specified roles do not exist: rol_x", "invalid_body"),
    });
    expect((await tenant.api("GET", `${jane}/roles`)).body).toEqual([]);
  });

  test("a permission says where it comes from", async () => {
    const permission = { resource_server_identifier: "https://orders.example/", permission_name: "read:orders" };
    expect(await tenant.api("POST", `${jane}/permissions`, { permissions: [permission] })).toEqual({
      status: 201,
      body: {},
    });
    await tenant.api("POST", `${jane}/roles`, { roles: ["rol_zebrazebrazebra1"] });
    expect((await tenant.api("GET", `${jane}/permissions`)).body).toEqual([
      {
        ...permission,
        description: "Read orders",
        resource_server_name: "Orders",
        sources: [{ source_id: "", source_name: "", source_type: "DIRECT" }],
      },
      {
        permission_name: "write:orders",
        resource_server_identifier: "https://orders.example/",
        description: "",
        resource_server_name: "Orders",
        sources: [{ source_id: "rol_zebrazebrazebra1", source_name: "Zebra", source_type: "ROLE" }],
      },
    ]);
  });

  test("a permission that its API does not have is refused; one whose scope goes, goes", async () => {
    const permissions = [{ resource_server_identifier: "https://orders.example/", permission_name: "fly:orders" }];
    expect((await tenant.api("POST", `${jane}/permissions`, { permissions })).status).toBe(404);
    const real = [{ resource_server_identifier: "https://orders.example/", permission_name: "read:orders" }];
    await tenant.api("POST", `${jane}/permissions`, { permissions: real });
    await tenant.api("PATCH", "/api/v2/resource-servers/https:%2F%2Forders.example%2F", {
      scopes: [{ value: "write:orders" }],
    });
    expect((await tenant.api("GET", `${jane}/permissions`)).body).toEqual([]);
  });
});

describe("search", () => {
  beforeEach(async () => {
    await create({ ...JANE, app_metadata: { plan: "gold" } });
    await create({ ...JANE, user_id: "john", email: "john@example.com", app_metadata: { seats: 9 } });
  });
  const found = async (q: string) =>
    (await tenant.api<Body[]>("GET", `/api/v2/users?q=${encodeURIComponent(q)}`)).body.map((row) => row["user_id"]);

  test.each([
    ['email:"jane@example.com"', ["auth0|jane"]],
    ["email:j*", ["auth0|jane", "auth0|john"]],
    ['app_metadata.plan:"gold"', ["auth0|jane"]],
    ['identities.connection:"Users" AND nickname:john', ["auth0|john"]],
    ['email:"nobody@example.com"', []],
    ["email:*@example.com AND NOT nickname:jane", ["auth0|john"]],
    ["email:*example* -nickname:john", ["auth0|jane"]],
    ["nickname:(jane OR john) AND _exists_:app_metadata.plan", ["auth0|jane"]],
    ["(nickname:john OR app_metadata.plan:gold) && email_verified:false", ["auth0|jane", "auth0|john"]],
    ["nickname:[jane TO john}", ["auth0|jane"]],
    ["nickname:{jane TO *]", ["auth0|john"]],
    ["app_metadata.seats:[5 TO 10]", ["auth0|john"]],
    ["email:jane\\@example.com", ["auth0|jane"]],
  ])("%s", async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  test("what is not modelled says so", async () => {
    for (const q of ["jane", "email:", "(email:a", "email:a)", "AND email:a", "nickname:(a AND b)", "nickname:[a b]"]) {
      const reply = await tenant.api<Body>("GET", `/api/v2/users?q=${encodeURIComponent(q)}`);
      expect(reply.status, q).toBe(400);
      expect(reply.body["message"]).toBe(
        `Query validation error: The local tenant does not model this search: ${q} (docs/tenant.md)`,
      );
    }
  });

  test("in an order", async () => {
    const inOrder = async (sort: string) =>
      (await tenant.api<Body[]>("GET", `/api/v2/users?fields=user_id&sort=${sort}`)).body.map((row) => row["user_id"]);
    expect(await inOrder("email:1")).toEqual(["auth0|jane", "auth0|john"]);
    expect(await inOrder("email:-1")).toEqual(["auth0|john", "auth0|jane"]);
    expect(await inOrder("app_metadata.seats:1")).toEqual(["auth0|john", "auth0|jane"]);
    expect((await tenant.api<Body>("GET", "/api/v2/users?sort=email")).body["message"]).toBe(
      "Query validation error: 'String does not match pattern ^[\\w.]+:(1|-1)$: email' on property sort",
    );
  });

  test("reaches the first 1,000 users by pages", async () => {
    const page = (query: string) => tenant.api<Body[]>("GET", `/api/v2/users?${query}`);
    expect(await page("page=9&per_page=100")).toEqual({ status: 200, body: [] });
    expect(await page("page=19")).toEqual({ status: 200, body: [] });
    const tooFar = refusal(
      400,
      "Bad Request",
      "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation",
      "invalid_paging",
    );
    for (const query of ["page=10&per_page=100", "page=20", "page=20&include_totals=true"])
      expect(await page(query)).toEqual({ status: 400, body: tooFar });
  });

  test("by e-mail address, in the case in which it is stored", async () => {
    expect((await tenant.api<Body[]>("GET", "/api/v2/users-by-email?email=jane%40example.com")).body).toHaveLength(1);
    expect((await tenant.api<Body[]>("GET", "/api/v2/users-by-email?email=Jane%40Example.com")).body).toEqual([]);
  });
});
