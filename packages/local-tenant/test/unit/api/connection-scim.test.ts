// SCIM of a connection: which have it, Auth0's mapping, its tokens.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

/** Makes a connection and gives the path of its SCIM set-up. */
async function scim(connection: Body = { strategy: "okta", options: { client_id: "x" } }): Promise<string> {
  const { status, body } = await tenant.api<{ readonly id: string }>("POST", "/api/v2/connections", {
    name: "Test",
    ...connection,
  });
  expect(status).toBe(201);
  return `/api/v2/connections/${body.id}/scim-configuration`;
}

test("is not for databases", async () => {
  expect(await tenant.api("POST", await scim({ strategy: "auth0" }))).toEqual({
    status: 404,
    body: refusal(
      404,
      "Not Found",
      "This connection type does not support SCIM. Please see our documentation for the currently supported connection types: https://auth0.com/docs/authenticate/protocols/scim/configure-inbound-scim.",
    ),
  });
});

test("is set up once, with Auth0's mapping, changed and taken away", async () => {
  const path = await scim();
  expect((await tenant.api("GET", path)).body).toEqual(refusal(404, "Not Found", "Not Found"));
  const made = (await tenant.api<Body & { mapping: Body[] }>("POST", path)).body;
  expect(made).toMatchObject({ user_id_attribute: "externalId", connection_name: "Test", strategy: "okta" });
  expect(made.mapping).toHaveLength(32);
  expect((await tenant.api<Body>("GET", `${path}/default-mapping`)).body["mapping"]).toEqual(made.mapping);
  expect((await tenant.api("POST", path)).status).toBe(400);
  const changed = { user_id_attribute: "userName", mapping: [{ scim: "userName", auth0: "email" }] };
  expect((await tenant.api("PATCH", path, changed)).body).toMatchObject(changed);
  expect((await tenant.api("DELETE", path)).status).toBe(204);
  expect((await tenant.api("PATCH", path, changed)).status).toBe(404);
});

test("knows users by userName where the protocol is SAML; all set-ups are listed", async () => {
  const made = (await tenant.api<Body>("POST", await scim({ name: "Saml", strategy: "samlp" }), {})).body;
  expect(made).toMatchObject({ user_id_attribute: "userName", connection_name: "Saml" });
  expect(made["mapping"]).toContainEqual({ scim: "userName", auth0: "username" });
  expect((await tenant.api("GET", "/api/v2/connections-scim-configurations")).body).toEqual({
    scim_configurations: [made],
  });
});

test("takes the work address of Entra ID's users", async () => {
  const path = await scim({ strategy: "waad" });
  const { mapping } = (await tenant.api<{ mapping: Body[] }>("GET", `${path}/default-mapping`)).body;
  expect(mapping).toHaveLength(32);
  expect(mapping).toContainEqual({ scim: 'emails[type eq "work"].value', auth0: "email" });
  expect(mapping).toContainEqual({ scim: "userName", auth0: "preferred_username" });
});

test("has two tokens at most, each shown once", async () => {
  const path = await scim();
  expect((await tenant.api("POST", `${path}/tokens`)).status).toBe(404);
  await tenant.api("POST", path);
  const { token, ...shown } = (
    await tenant.api<Body>("POST", `${path}/tokens`, { scopes: ["get:users"], token_lifetime: 1000 })
  ).body;
  expect(String(token).startsWith(String(shown["token_id"]))).toBe(true);
  expect(Date.parse(String(shown["valid_until"])) - Date.parse(String(shown["created_at"]))).toBe(1_000_000);
  expect((await tenant.api("GET", `${path}/tokens`)).body).toEqual([shown]);
  expect(JSON.stringify(tenant.snapshot())).not.toContain(String(token));
  await tenant.api("POST", `${path}/tokens`);
  expect((await tenant.api("POST", `${path}/tokens`)).body).toEqual(
    refusal(409, "Conflict", "Maximum of 2 tokens already issued for this connection", "scim_token_conflict"),
  );
  await tenant.api("DELETE", `${path}/tokens/${String(shown["token_id"])}`);
  expect((await tenant.api("POST", `${path}/tokens`)).status).toBe(201);
});

test.each([
  [{ token_lifetime: 900 }, "'Value 900 is less than minimum 900' on property token_lifetime."],
  [{ scopes: ["fly:users"] }, "'No enum match for: fly:users' on property scopes[0]."],
])("tokens with %j are refused", async (body, problem) => {
  const path = await scim();
  await tenant.api("POST", path);
  expect((await tenant.api("POST", `${path}/tokens`, body)).body).toEqual(invalidBody(problem));
});
