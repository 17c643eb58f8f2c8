// Scopes that an attribute takes beside its endpoint's, and credentials that come with a new client (Auth0's documentation
// of POST and PATCH /clients and of GET /roles/{id}/users).
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask, refusal } from "./client.ts";
import { rsaPublicKey } from "../../fixtures/keys.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
afterAll(() => tenant.stop());

const keyed = (pem: string) => ({
  name: "Keyed from the start",
  jwt_configuration: { alg: "RS256" },
  client_authentication_methods: {
    private_key_jwt: { credentials: [{ name: "Key", credential_type: "public_key", pem, alg: "RS256" }] },
  },
});
const withScopes = async (...scopes: string[]) => ({ token: await tenant.issueToken(scopes) });
const insufficient = (scope: string) =>
  refusal(403, "Forbidden", `Insufficient scope, expected any of: ${scope}`, "insufficient_scope");

test("credentials sent with a new client are made and attached", async () => {
  const created = await ask(tenant, "POST", "/api/v2/clients", {
    body: keyed(rsaPublicKey()),
    ...(await withScopes("create:clients", "create:client_credentials")),
  });
  expect(created.status).toBe(201);
  const { client_id, client_authentication_methods } = created.body as {
    client_id: string;
    client_authentication_methods: { private_key_jwt: { credentials: { id: string }[] } };
  };
  const [attached, ...further] = client_authentication_methods.private_key_jwt.credentials;
  expect(further).toEqual([]);
  const { body } = await tenant.api<{ id: string; name: string }[]>("GET", `/api/v2/clients/${client_id}/credentials`);
  expect(body.map(({ id, name }) => ({ id, name }))).toEqual([{ id: attached?.id, name: "Key" }]);
});

test("they take create:client_credentials; without it no client is made", async () => {
  const before = tenant.snapshot();
  const { status, body } = await ask(tenant, "POST", "/api/v2/clients", {
    body: keyed(rsaPublicKey()),
    ...(await withScopes("create:clients")),
  });
  expect({ status, body }).toEqual({ status: 403, body: insufficient("create:client_credentials") });
  expect(tenant.snapshot()).toEqual(before);
});

test("changing how a client signs in takes update:client_credentials", async () => {
  const { body: client } = await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", keyed(rsaPublicKey()));
  const change = { body: { client_authentication_methods: null, token_endpoint_auth_method: "client_secret_post" } };
  const path = `/api/v2/clients/${client.client_id}`;
  const refused = await ask(tenant, "PATCH", path, { ...change, ...(await withScopes("update:clients")) });
  expect({ status: refused.status, body: refused.body }).toEqual({
    status: 403,
    body: insufficient("update:client_credentials"),
  });
  expect(
    (
      await ask(tenant, "PATCH", path, {
        ...change,
        ...(await withScopes("update:clients", "update:client_credentials")),
      })
    ).status,
  ).toBe(200);
});

test("a summary's scope shows four attributes; keys and ways to sign in take scopes of their own", async () => {
  const { body: client } = await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
    ...keyed(rsaPublicKey()),
    app_type: "regular_web",
  });
  const path = `/api/v2/clients/${client.client_id}`;
  const shown = async (...scopes: string[]) =>
    Object.keys((await ask(tenant, "GET", path, await withScopes(...scopes))).body as object);
  expect(await shown("read:client_summary")).toEqual(["name", "client_id", "app_type"]);
  expect(await shown("read:client_credentials")).toEqual([
    "name",
    "client_id",
    "app_type",
    "client_authentication_methods",
  ]);
  const general = await shown("read:clients");
  expect(general).toContain("grant_types");
  expect(general).not.toContain("client_authentication_methods");
  expect(general).not.toContain("signing_keys");
  expect(await shown("read:client_keys")).toEqual(
    expect.arrayContaining(["grant_types", "client_authentication_methods", "signing_keys"]),
  );
});

test("a client's connections are shown to whoever may read both", async () => {
  const path = `/api/v2/clients/${tenant.clientId}/connections`;
  const refused = await ask(tenant, "GET", path, await withScopes("read:connections"));
  expect({ status: refused.status, body: refused.body }).toEqual({
    status: 403,
    body: refusal(
      403,
      "Forbidden",
      "Insufficient scope, expected any of: read:clients,read:client_summary",
      "insufficient_scope",
    ),
  });
  expect((await ask(tenant, "GET", path, await withScopes("read:connections", "read:client_summary"))).body).toEqual({
    connections: [],
  });
});

test("who holds a role is shown to read:users and read:roles together", async () => {
  const { body: role } = await tenant.api<{ id: string }>("POST", "/api/v2/roles", { name: "Held by nobody" });
  const path = `/api/v2/roles/${role.id}/users`;
  const refused = await ask(tenant, "GET", path, await withScopes("read:roles"));
  expect({ status: refused.status, body: refused.body }).toEqual({
    status: 403,
    body: refusal(403, "Forbidden", "Insufficient scope, expected all of: read:users,read:roles", "insufficient_scope"),
  });
  expect((await ask(tenant, "GET", path, await withScopes("read:roles", "read:users"))).status).toBe(200);
  expect((await ask(tenant, "GET", path, await withScopes("read:role_members"))).status).toBe(200);
});

test("the roles of an organization's members take read:organization_member_roles", async () => {
  const { body: organization } = await tenant.api<{ id: string }>("POST", "/api/v2/organizations", { name: "members" });
  const path = `/api/v2/organizations/${organization.id}/members`;
  const token = await withScopes("read:organization_members");
  expect((await ask(tenant, "GET", `${path}?fields=user_id`, token)).status).toBe(200);
  const refused = await ask(tenant, "GET", `${path}?fields=user_id,roles`, token);
  expect({ status: refused.status, body: refused.body }).toEqual({
    status: 403,
    body: insufficient("read:organization_member_roles"),
  });
  const both = await withScopes("read:organization_members", "read:organization_member_roles");
  expect((await ask(tenant, "GET", `${path}?fields=user_id,roles`, both)).status).toBe(200);
});
