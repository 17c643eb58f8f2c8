// Lists of clients: filters, totals, and what hangs on a client.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

async function create(body: Body): Promise<{ readonly client_id: string }> {
  const reply = await tenant.api<{ readonly client_id: string }>("POST", "/api/v2/clients", { name: "Test", ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

test("filters and totals", async () => {
  await create({ name: "One", app_type: "spa" });
  await create({ name: "Two", app_type: "native", is_first_party: false });
  const names = async (query: string) =>
    (await tenant.api<{ name: string }[]>("GET", `/api/v2/clients?${query}`)).body.map(({ name }) => name);
  expect(await names("app_type=spa,native")).toEqual(["One", "Two"]);
  expect(await names("is_first_party=false")).toEqual(["Two"]);
  expect(await names("is_global=true")).toEqual(["All Applications"]);
  expect(await names("is_global=false")).toEqual(["Local Tenant Operator", "One", "Two"]);
  expect(await names("external_client_id=https://app.example/client.json")).toEqual([]);
  const { body } = await tenant.api("GET", "/api/v2/clients?include_totals=true&fields=name&per_page=2");
  expect(body).toEqual({
    start: 0,
    limit: 2,
    total: 4,
    clients: [{ name: "All Applications" }, { name: "Local Tenant Operator" }],
  });
});

test("by the client's grants", async () => {
  const audience = "https://orders.example";
  await tenant.api("POST", "/api/v2/resource-servers", { identifier: audience });
  const { body: organization } = await tenant.api<{ id: string }>("POST", "/api/v2/organizations", { name: "acme" });
  const [one, two] = [await create({ name: "One" }), await create({ name: "Two" })];
  const grant = async (client_id: string, more: Body) =>
    (
      await tenant.api<{ id: string }>("POST", "/api/v2/client-grants", {
        client_id,
        audience,
        scope: [],
        organization_usage: "allow",
        ...more,
      })
    ).body.id;
  await tenant.api("POST", `/api/v2/organizations/${organization.id}/client-grants`, {
    grant_id: await grant(one.client_id, {}),
  });
  await grant(two.client_id, { allow_any_organization: true });
  const found = async (q: string) =>
    (await tenant.api<{ name: string }[]>("GET", `/api/v2/clients?q=${encodeURIComponent(q)}`)).body.map(
      ({ name }) => name,
    );
  expect(await found(`client_grant.organization_id:${organization.id}`)).toEqual(["One"]);
  expect(await found("client_grant.allow_any_organization:true")).toEqual(["Two"]);
  expect(await tenant.api("GET", "/api/v2/clients?q=name:One")).toEqual({
    status: 400,
    body: refusal(
      400,
      "Bad Request",
      "Query validation error: 'Invalid query: name:One' on property q",
      "invalid_query_string",
    ),
  });
});

test("of the connections that a client has", async () => {
  const { client_id } = await create({ name: "One" });
  for (const [name, strategy] of [
    ["b-db", "auth0"],
    ["a-okta", "okta"],
  ]) {
    const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/connections", { name, strategy });
    await tenant.api("PATCH", `/api/v2/connections/${body.id}/clients`, [{ client_id, status: true }]);
  }
  await tenant.api("POST", "/api/v2/connections", { name: "c-other", strategy: "auth0" });
  const path = `/api/v2/clients/${client_id}/connections`;
  expect((await tenant.api("GET", `${path}?fields=name`)).body).toEqual({
    connections: [{ name: "a-okta" }, { name: "b-db" }],
  });
  expect((await tenant.api("GET", `${path}?fields=name&strategy=auth0`)).body).toEqual({
    connections: [{ name: "b-db" }],
  });
});

test.each(["clients", "client-grants", "resource-servers", "roles", "connections", "organizations", "actions/actions"])(
  "pages of %s reach the first 1,000 records",
  async (list) => {
    const answer = (query: string) => tenant.api("GET", `/api/v2/${list}?${query}`);
    expect(await answer("per_page=100&page=9")).toMatchObject({ status: 200 });
    expect(await answer("per_page=100&page=10")).toEqual({
      status: 400,
      body: refusal(
        400,
        "Bad Request",
        "Requesting page exceeds the allowed maximum of 1000 records.",
        "invalid_paging",
      ),
    });
  },
);
