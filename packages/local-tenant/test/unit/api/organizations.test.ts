// Organizations with their members, roles, connections, clients, grants and domains.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";

const DATABASE = "con_databasedatabase";
const OKTA = "con_oktaoktaoktaokta";
const CLIENT = "aClientOfTheOrganizationsTest001";
const GRANT = "cgr_grantgrantgrant1";
const USER = "auth0|jane";

let tenant: Tenant;
let acme = "";
beforeAll(async () => {
  tenant = await startTenant({
    seed: {
      connections: [
        { id: OKTA, name: "zeta-okta", strategy: "okta", options: { client_id: "x" } },
        { id: DATABASE, name: "Alpha", strategy: "auth0" },
      ],
      users: [{ connection: "Alpha", user_id: "jane", email: "jane@example.com", password: "Correct-horse-1" }],
      resource_servers: [{ name: "Orders", identifier: "https://orders.example/" }],
      clients: [{ client_id: CLIENT, name: "Portal" }],
      client_grants: [
        { id: GRANT, client_id: CLIENT, audience: "https://orders.example/", scope: [], organization_usage: "allow" },
      ],
      roles: [{ id: "rol_adminadminadmin1", name: "Admin" }],
      organizations: [{ id: "org_acmeacmeacmeacme", name: "acme", display_name: "Acme" }],
    },
  });
  acme = "/api/v2/organizations/org_acmeacmeacmeacme";
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

const NO_ORGANIZATION = { status: 404, body: refusal(404, "Not Found", "No organization found by that id or name") };

describe("organizations", () => {
  const create = (body: Body) => tenant.api<Body>("POST", "/api/v2/organizations", body);

  test("come with today's defaults", async () => {
    const { id, ...rest } = (await create({ name: "globex" })).body;
    expect(id).toMatch(/^org_[A-Za-z0-9]{16}$/);
    expect(rest).toEqual({ name: "globex", third_party_client_access: "block", is_app_entitlement_active: false });
  });

  test.each<[string, Body, object]>([
    [
      "in upper case",
      { name: "Globex" },
      invalidBody("'String does not match pattern ^[a-z0-9][a-z0-9_-]*$: Globex' on property name."),
    ],
    [
      "over 50 characters",
      { name: "x".repeat(51) },
      invalidBody("'String is too long (51 chars), maximum 50' on property name."),
    ],
  ])("with a name %s are refused", async (_case, body, error) => {
    expect(await create(body)).toEqual({ status: 400, body: error });
  });

  test("with a taken name are refused, on creation and on change", async () => {
    const taken = {
      status: 409,
      body: refusal(409, "Conflict", "An organization with this name already exists", "organization_conflict"),
    };
    expect(await create({ name: "acme" })).toEqual(taken);
    const { id } = (await create({ name: "globex" })).body;
    expect(await tenant.api("PATCH", `/api/v2/organizations/${String(id)}`, { name: "acme" })).toEqual(taken);
    expect((await tenant.api("PATCH", acme, { name: "acme" })).status).toBe(200);
  });

  test("are found by ID and by name, and neither has an error code", async () => {
    expect((await tenant.api<Body>("GET", "/api/v2/organizations/name/acme")).body["id"]).toBe("org_acmeacmeacmeacme");
    expect(await tenant.api("GET", "/api/v2/organizations/name/none")).toEqual(NO_ORGANIZATION);
    expect(await tenant.api("GET", "/api/v2/organizations/org_none")).toEqual(NO_ORGANIZATION);
  });

  test("replace their metadata as a whole; an empty one is not shown", async () => {
    await tenant.api("PATCH", acme, { metadata: { a: "1", b: "2" } });
    expect((await tenant.api<Body>("PATCH", acme, { metadata: { c: "3" } })).body["metadata"]).toEqual({ c: "3" });
    expect((await tenant.api<Body>("PATCH", acme, { metadata: {} })).body).not.toHaveProperty("metadata");
  });

  test("are listed in order of creation, or as asked", async () => {
    await create({ name: "aardvark" });
    const names = async (query: string) =>
      (await tenant.api<Body[]>("GET", `/api/v2/organizations${query}`)).body.map(({ name }) => name);
    expect(await names("")).toEqual(["acme", "aardvark"]);
    expect(await names("?sort=name:1")).toEqual(["aardvark", "acme"]);
    expect(await names("?sort=name:-1")).toEqual(["acme", "aardvark"]);
    expect((await tenant.api("GET", "/api/v2/organizations?sort=size:1")).status).toBe(400);
  });

  test("are not part of the free plan", async () => {
    const free = await startTenant({ plan: "free" });
    expect((await free.api("POST", "/api/v2/organizations", { name: "x" })).status).toBe(403);
    await free.stop();
  });

  test("take all that is theirs with them", async () => {
    await tenant.api("POST", `${acme}/members`, { members: [USER] });
    await tenant.api("POST", `${acme}/connections`, { connection_id: DATABASE });
    await tenant.api("POST", "/api/v2/roles", { name: "Own", type: "organization", owner_id: "org_acmeacmeacmeacme" });
    expect((await tenant.api("DELETE", acme)).status).toBe(204);
    const { organization_members: members, organization_connections: connections, roles } = tenant.snapshot();
    expect({ members, connections, roles: (roles as Body[]).map(({ name }) => name) }).toEqual({
      members: [],
      connections: [],
      roles: ["Admin"],
    });
    expect(await tenant.api("DELETE", acme)).toEqual(NO_ORGANIZATION);
  });
});

describe("members and their roles", () => {
  const roles = "/api/v2/organizations/org_acmeacmeacmeacme/members/auth0%7Cjane/roles";

  test("a checkpoint follows every page that is not empty", async () => {
    await tenant.api("POST", `${acme}/members`, { members: [USER] });
    const first = (
      await tenant.api<{ members: Body[]; next?: string }>("GET", `${acme}/members?take=100&fields=user_id`)
    ).body;
    expect(first.members).toEqual([{ user_id: USER }]);
    expect((await tenant.api("GET", `${acme}/members?take=100&from=${first.next ?? ""}`)).body).toEqual({
      members: [],
    });
  });

  test("roles are shown where they are asked for", async () => {
    await tenant.api("POST", `${acme}/members`, { members: [USER] });
    await tenant.api("POST", roles, { roles: ["rol_adminadminadmin1"] });
    expect((await tenant.api<Body[]>("GET", `${acme}/members`)).body[0]).not.toHaveProperty("roles");
    expect((await tenant.api<Body[]>("GET", `${acme}/members?fields=user_id,roles`)).body).toEqual([
      { user_id: USER, roles: [{ id: "rol_adminadminadmin1", name: "Admin" }] },
    ]);
    const holders = await tenant.api<{ members: Body[] }>("GET", `${acme}/roles/rol_adminadminadmin1/members`);
    expect(holders.body.members.map(({ user_id }) => user_id)).toEqual([USER]);
  });

  test("roles are for members only, and leave with them", async () => {
    expect(await tenant.api("POST", roles, { roles: ["rol_adminadminadmin1"] })).toEqual({
      status: 404,
      body: refusal(404, "Not Found", "The user is not a member of the organization"),
    });
    await tenant.api("POST", `${acme}/members`, { members: [USER] });
    await tenant.api("POST", roles, { roles: ["rol_adminadminadmin1"] });
    await tenant.api("DELETE", `${acme}/members`, { members: [USER] });
    await tenant.api("POST", `${acme}/members`, { members: [USER] });
    expect((await tenant.api("GET", roles)).body).toEqual([]);
  });

  test("a role of another organization is refused", async () => {
    const other = (await tenant.api<Body>("POST", "/api/v2/organizations", { name: "other" })).body["id"];
    const role = (
      await tenant.api<Body>("POST", "/api/v2/roles", { name: "Own", type: "organization", owner_id: other })
    ).body["id"];
    await tenant.api("POST", `${acme}/members`, { members: [USER] });
    expect((await tenant.api("POST", roles, { roles: [role] })).status).toBe(400);
  });

  test("nobody cannot become a member", async () => {
    expect((await tenant.api("POST", `${acme}/members`, { members: ["auth0|nobody"] })).status).toBe(404);
  });
});

describe("connections", () => {
  test("show what their strategy has, in the order of their names", async () => {
    await tenant.api("POST", `${acme}/connections`, { connection_id: OKTA, assign_membership_on_login: true });
    await tenant.api("POST", `${acme}/connections`, { connection_id: DATABASE });
    const common = { show_as_button: true, is_enabled: true, organization_access_level: "none" };
    expect((await tenant.api("GET", `${acme}/connections`)).body).toEqual([
      {
        ...common,
        connection_id: DATABASE,
        assign_membership_on_login: false,
        is_signup_enabled: false,
        connection: { name: "Alpha", strategy: "auth0" },
      },
      {
        ...common,
        connection_id: OKTA,
        assign_membership_on_login: true,
        connection: { name: "zeta-okta", strategy: "okta" },
      },
    ]);
  });

  test.each([
    [DATABASE, { is_signup_enabled: true }, 400],
    [DATABASE, { is_signup_enabled: true, assign_membership_on_login: true }, 201],
    [OKTA, { is_signup_enabled: true, assign_membership_on_login: true }, 400],
  ])("sign-up is of databases whose users become members: %s with %j", async (connection, settings, status) => {
    const added = await tenant.api<Body>("POST", `${acme}/connections`, { connection_id: connection, ...settings });
    expect(added.status).toBe(status);
    const message =
      "Only database connections with assign_membership_on_login = true support is_signup_enabled = true.";
    if (status === 400) expect(added.body["message"]).toBe(message);
    else {
      const change = { assign_membership_on_login: false };
      expect((await tenant.api("PATCH", `${acme}/connections/${connection}`, change)).body).toMatchObject({ message });
    }
  });

  test("the older form knows those that are enabled, and less of them", async () => {
    await tenant.api("POST", `${acme}/connections`, { connection_id: OKTA, is_enabled: false });
    expect((await tenant.api("GET", `${acme}/enabled_connections`)).body).toEqual([]);
    await tenant.api("PATCH", `${acme}/connections/${OKTA}`, { is_enabled: true });
    expect((await tenant.api("GET", `${acme}/enabled_connections`)).body).toEqual([
      {
        connection_id: OKTA,
        assign_membership_on_login: false,
        show_as_button: true,
        connection: { name: "zeta-okta", strategy: "okta" },
      },
    ]);
    expect((await tenant.api("GET", `${acme}/connections?is_enabled=false`)).body).toEqual([]);
  });

  test("twice is a conflict, one that is not there 404, taking away what is not there nothing", async () => {
    await tenant.api("POST", `${acme}/connections`, { connection_id: OKTA });
    expect(await tenant.api("POST", `${acme}/connections`, { connection_id: OKTA })).toEqual({
      status: 409,
      body: refusal(409, "Conflict", "The organization connection already exists.", "organization_connection_conflict"),
    });
    expect(
      (await tenant.api<Body>("POST", `${acme}/connections`, { connection_id: "con_none" })).body["errorCode"],
    ).toBe("inexistent_connection");
    expect((await tenant.api("GET", `${acme}/connections/${DATABASE}`)).status).toBe(404);
    expect((await tenant.api("DELETE", `${acme}/connections/${DATABASE}`)).status).toBe(204);
  });

  test("go when the connection goes", async () => {
    await tenant.api("POST", `${acme}/connections`, { connection_id: OKTA });
    await tenant.api("DELETE", `/api/v2/connections/${OKTA}`);
    expect((await tenant.api("GET", `${acme}/connections`)).body).toEqual([]);
  });
});

describe("clients", () => {
  const association = { client_id: CLIENT, use_for_member_access: true };

  test("are shown with what they say of themselves, in the organization and in lists of organizations", async () => {
    expect(await tenant.api("POST", `${acme}/clients`, { clients: [association] })).toMatchObject({
      status: 201,
      body: [{ ...association, client: { name: "Portal", is_first_party: true } }],
    });
    const { body } = await tenant.api<{ organizations: Body[] }>(
      "GET",
      `/api/v2/organizations?take=10&include_client_association_for=${CLIENT}`,
    );
    expect(body.organizations[0]?.["client"]).toEqual({ use_for_member_access: true });
  });

  test("at most ten in one request", async () => {
    const clients = Array.from({ length: 11 }, () => association);
    expect((await tenant.api("POST", `${acme}/clients`, { clients })).body).toEqual(
      invalidBody("'Array is too long (11), maximum 10' on property clients."),
    );
  });

  test("not associated is 404; a client that goes takes the association along", async () => {
    expect((await tenant.api("PATCH", `${acme}/clients/${CLIENT}`, { use_for_member_access: false })).status).toBe(404);
    await tenant.api("POST", `${acme}/clients`, { clients: [association] });
    await tenant.api("DELETE", `/api/v2/clients/${CLIENT}`);
    expect((await tenant.api("GET", `${acme}/clients`)).body).toEqual({ clients: [] });
  });
});

describe("client grants", () => {
  const add = (grant: string) => tenant.api<Body>("POST", `${acme}/client-grants`, { grant_id: grant });

  test("are seen from both sides", async () => {
    expect((await add(GRANT)).body).toEqual({
      grant_id: GRANT,
      client_id: CLIENT,
      audience: "https://orders.example/",
      scope: [],
      organization_usage: "allow",
    });
    expect((await tenant.api<Body[]>("GET", `${acme}/client-grants`)).body.map(({ id }) => id)).toEqual([GRANT]);
    expect(
      (await tenant.api<Body[]>("GET", `/api/v2/client-grants/${GRANT}/organizations`)).body.map(({ name }) => name),
    ).toEqual(["acme"]);
    expect((await tenant.api("GET", `${acme}/client-grants?client_id=other`)).body).toEqual([]);
  });

  test("twice is a conflict, one that is not there 404, one that denies organizations 400", async () => {
    await add(GRANT);
    expect((await add(GRANT)).body).toEqual(
      refusal(
        409,
        "Conflict",
        "The client grant has already been added to this organization.",
        "organization_client_grant_conflict",
      ),
    );
    expect((await add("cgr_none")).body).toEqual(
      refusal(404, "Not Found", "The grant does not exist.", "inexistent_client_grant"),
    );
    await tenant.api("DELETE", `${acme}/client-grants/${GRANT}`);
    await tenant.api("PATCH", `/api/v2/client-grants/${GRANT}`, { organization_usage: "deny" });
    expect((await add(GRANT)).status).toBe(400);
  });
});

describe("discovery domains", () => {
  const domains = "/api/v2/organizations/org_acmeacmeacmeacme/discovery-domains";

  test("are pending until verified, with what to publish in DNS", async () => {
    const {
      id,
      verification_txt: text,
      ...rest
    } = (await tenant.api<Body>("POST", domains, { domain: "Acme.example" })).body;
    expect(text).toMatch(/^[0-9a-f]{32}$/);
    expect(rest).toEqual({
      domain: "acme.example",
      status: "pending",
      verification_host: "_ss-verification.org_acmeacmeacmeacme.acme.example",
      use_for_organization_discovery: true,
    });
    expect((await tenant.api<Body>("PATCH", `${domains}/${String(id)}`, { status: "verified" })).body["status"]).toBe(
      "verified",
    );
    expect((await tenant.api<Body>("GET", `${domains}/name/acme.example`)).body["id"]).toBe(id);
  });

  test("twice are a conflict, and not there 404", async () => {
    await tenant.api("POST", domains, { domain: "acme.example" });
    expect(await tenant.api("POST", domains, { domain: "acme.example" })).toEqual({
      status: 409,
      body: refusal(
        409,
        "Conflict",
        "An organization discovery domain with this domain is already registered to this organization.",
        "organization_discovery_domain_conflict",
      ),
    });
    expect((await tenant.api("GET", `${domains}/ord_none`)).body).toEqual(
      refusal(404, "Not Found", "No organization domain found by that id"),
    );
  });
});
