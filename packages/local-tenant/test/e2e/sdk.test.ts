// The official Node SDK, unchanged, takes the local tenant for Auth0: every resource of the stack through its clients, its
// pagination, its errors and its retries; tokens through its authentication client.
import { Management, ManagementClient } from "auth0";
import { AuthenticationClient } from "auth0/legacy";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../src/index.ts";
import { populatedSeed, SERVICE_APP_CLIENT_ID } from "../../src/seed/index.ts";
import { rsaKey, rsaPrivateKey, rsaPublicKey } from "../fixtures/keys.ts";
import { trust } from "../fixtures/trust.ts";

const AUDIENCE = "https://api.acme.example/orders";

let tenant: Tenant;
let management: ManagementClient;
beforeAll(async () => {
  tenant = await startTenant({ seed: populatedSeed() });
  trust(tenant);
});
beforeEach(() => {
  tenant.reset();
  management = new ManagementClient({
    domain: tenant.domain,
    clientId: tenant.clientId,
    clientSecret: tenant.clientSecret,
  });
});
afterAll(() => tenant.stop());

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const required = (value: string | undefined): string => {
  if (value === undefined) throw new Error("The SDK gave no ID");
  return value;
};

describe("ManagementClient", () => {
  test("walks through pages of both styles", async () => {
    expect(await collect(await management.clients.list({ per_page: 4, include_totals: true }))).toHaveLength(27);
    expect(await collect(await management.clientGrants.list({ take: 1 }))).toHaveLength(4);
  });

  test("client, key, grant", async () => {
    const client = await management.clients.create({
      name: "OIN",
      app_type: "regular_web",
      jwt_configuration: { alg: "RS256" },
    });
    const id = required(client.client_id);
    const key = await management.clients.credentials.create(id, {
      credential_type: "public_key",
      name: "K",
      pem: rsaPublicKey(),
    });
    await management.clients.update(id, {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: required(key.id) }] } },
    });
    expect(await management.clients.credentials.list(id)).toEqual([key]);
    expect((await management.clients.get(id)).client_secret).toBeUndefined();
    const grant = await management.clientGrants.create({ client_id: id, audience: AUDIENCE, scope: ["read:orders"] });
    await management.clientGrants.update(required(grant.id), { scope: [] });
    await management.clients.delete(id);
    await expect(management.clientGrants.get(required(grant.id))).rejects.toThrow(Management.NotFoundError);
  });

  test("API by identifier, role, permissions", async () => {
    const api = await management.resourceServers.get(AUDIENCE);
    expect(api.name).toBe("Orders API");
    const role = await management.roles.create({ name: "Clerk" });
    const permissions = [{ resource_server_identifier: AUDIENCE, permission_name: "read:orders" }];
    await management.roles.permissions.add(required(role.id), { permissions });
    expect(await collect(await management.roles.permissions.list(required(role.id)))).toMatchObject(permissions);
    await management.roles.permissions.delete(required(role.id), { permissions });
    expect(await collect(await management.roles.permissions.list(required(role.id)))).toEqual([]);
  });

  test("action, deploy, binding", async () => {
    const action = await management.actions.create({
      name: "Mine",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: "exports.onExecutePostLogin = async () => {};",
      secrets: [{ name: "KEY", value: "v" }],
    });
    const id = required(action.id);
    await management.actions.deploy(id);
    const bound = await collect(await management.actions.triggers.bindings.list("post-login"));
    await management.actions.triggers.bindings.updateMany("post-login", {
      bindings: [
        ...bound.map((binding) => ({
          ref: { type: "binding_id" as const, value: required(binding.id) },
          display_name: required(binding.display_name),
        })),
        { ref: { type: "action_id", value: id }, display_name: "Mine" },
      ],
    });
    const names = (await collect(await management.actions.triggers.bindings.list("post-login"))).map(
      ({ display_name }) => display_name,
    );
    expect(names).toEqual(["Block unverified email", "Add plan to tokens", "Tell the CRM", "Mine"]);
    await expect(management.actions.delete(id)).rejects.toMatchObject({ statusCode: 409 });
    await management.actions.delete(id, { force: true });
  });

  test("tenant settings", async () => {
    await management.tenants.settings.update({ flags: { enable_sso: false } });
    const settings = await management.tenants.settings.get();
    expect(settings).toMatchObject({
      friendly_name: "Acme",
      flags: { enable_sso: false, revoke_refresh_token_grant: true },
    });
  });

  test("errors are the SDK's own classes", async () => {
    await expect(management.clients.get("nobody")).rejects.toMatchObject({
      statusCode: 404,
      body: { errorCode: "inexistent_client" },
    });
    await expect(management.clients.get("nobody")).rejects.toThrow(Management.NotFoundError);
    await expect(management.roles.create({ name: "Viewer" })).rejects.toMatchObject({ statusCode: 409 });
    const poor = new ManagementClient({ domain: tenant.domain, token: await tenant.issueToken(["read:roles"]) });
    await expect(poor.clients.get(SERVICE_APP_CLIENT_ID)).rejects.toThrow(Management.ForbiddenError);
  });

  test("a rate limit and a server error are waited out", async () => {
    tenant.faults.add({ method: "GET", path: "/api/v2/tenants/settings", kind: "429" });
    tenant.faults.add({ method: "GET", path: "/api/v2/tenants/settings", nth: 2, kind: "503" });
    expect((await management.tenants.settings.get()).friendly_name).toBe("Acme");
    expect(tenant.journal.entries.map(({ path, status }) => `${status} ${path}`)).toEqual([
      "200 /oauth/token",
      "429 /api/v2/tenants/settings",
      "503 /api/v2/tenants/settings",
      "200 /api/v2/tenants/settings",
    ]);
  });
});

describe("AuthenticationClient", () => {
  test("client secret", async () => {
    const authentication = new AuthenticationClient({
      domain: tenant.domain,
      clientId: tenant.clientId,
      clientSecret: tenant.clientSecret,
    });
    const { data } = await authentication.oauth.clientCredentialsGrant({ audience: `${tenant.url}/api/v2/` });
    expect(data).toMatchObject({ token_type: "Bearer", expires_in: 86_400 });
    await expect(authentication.oauth.clientCredentialsGrant({ audience: "urn:none" })).rejects.toMatchObject({
      statusCode: 403,
      error: "access_denied",
    });
  });

  test("private_key_jwt, for itself and for the management client", async () => {
    const { client_id: clientId = "" } = await management.clients.create({
      name: "Keyed",
      jwt_configuration: { alg: "RS256" },
    });
    const { id = "" } = await management.clients.credentials.create(clientId, {
      credential_type: "public_key",
      pem: rsaKey().pem,
    });
    await management.clients.update(clientId, {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id }] } },
    });
    await management.clientGrants.create({
      client_id: clientId,
      audience: `${tenant.url}/api/v2/`,
      scope: ["read:clients"],
    });
    const options = { domain: tenant.domain, clientId, clientAssertionSigningKey: rsaPrivateKey() };
    const { data } = await new AuthenticationClient(options).oauth.clientCredentialsGrant({
      audience: `${tenant.url}/api/v2/`,
    });
    expect(data).toMatchObject({ scope: "read:clients" });
    const keyed = new ManagementClient(options);
    expect(await keyed.clients.get(SERVICE_APP_CLIENT_ID)).toMatchObject({ name: "Acme SaaS" });
    await expect(keyed.roles.list()).rejects.toThrow(Management.ForbiddenError);
  });
});
