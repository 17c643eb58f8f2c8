// The official Node SDK through every endpoint that the tenant models: each call is typed by the SDK, parsed by it, and
// answered with success. A new endpoint without a call fails this test, as does a call that the SDK could not make.
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Router } from "../../src/core/router.ts";
import { startTenant, type Tenant } from "../../src/index.ts";
import { ENDPOINTS } from "../../src/resources/index.ts";
import { rsaPublicKey } from "../fixtures/keys.ts";
import { trust } from "../fixtures/trust.ts";

const AUDIENCE = "https://orders.example";
const USER = "auth0|ada";

let tenant: Tenant;
let sdk: ManagementClient;
beforeAll(async () => {
  tenant = await startTenant();
  trust(tenant);
  sdk = new ManagementClient({ domain: tenant.domain, token: tenant.managementToken });
});
afterAll(() => tenant.stop());

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const idOf = ({ id }: { readonly id?: string | undefined }): string => {
  if (id === undefined) throw new Error("The SDK gave no ID");
  return id;
};

/** What every later step stands on; given by the first. */
interface Things {
  readonly client: string;
  readonly connection: string;
  readonly role: string;
  readonly grant: string;
  readonly organization: string;
}

async function make(): Promise<Things> {
  const api = await sdk.resourceServers.create({
    identifier: AUDIENCE,
    name: "Orders",
    scopes: [{ value: "read:orders" }],
  });
  await sdk.resourceServers.update(idOf(api), { name: "Orders API" });
  expect((await sdk.resourceServers.get(AUDIENCE)).name).toBe("Orders API");
  expect(await collect(await sdk.resourceServers.list())).toHaveLength(2);

  const { client_id: client = "" } = await sdk.clients.create({
    name: "App",
    app_type: "regular_web",
    jwt_configuration: { alg: "RS256" },
    organization_usage: "allow",
  });
  await sdk.clients.update(client, { description: "An app" });
  await sdk.clients.rotateSecret(client);
  expect((await sdk.clients.get(client)).description).toBe("An app");
  expect((await collect(await sdk.clients.list())).map(({ name }) => name)).toContain("App");

  const grant = idOf(
    await sdk.clientGrants.create({
      client_id: client,
      audience: AUDIENCE,
      scope: [],
      organization_usage: "allow",
      allow_any_organization: false,
    }),
  );
  await sdk.clientGrants.update(grant, { scope: ["read:orders"] });
  expect((await sdk.clientGrants.get(grant)).scope).toEqual(["read:orders"]);
  expect(await collect(await sdk.clientGrants.list({ client_id: client }))).toHaveLength(1);

  const role = idOf(await sdk.roles.create({ name: "Clerk" }));
  const connection = idOf(await sdk.connections.create({ name: "people", strategy: "auth0" }));
  const organization = idOf(await sdk.organizations.create({ name: "acme" }));
  await sdk.users.create({
    connection: "people",
    user_id: "ada",
    email: "ada@acme.example",
    password: "Only-4-a-test",
  });
  return { client, connection, role, grant, organization };
}

async function ofTheTenant(): Promise<void> {
  await sdk.tenants.settings.update({ friendly_name: "Mine" });
  expect((await sdk.tenants.settings.get()).friendly_name).toBe("Mine");
  await sdk.prompts.updateSettings({ identifier_first: true });
  expect((await sdk.prompts.getSettings()).identifier_first).toBe(true);
  await sdk.guardian.factors.set("otp", { enabled: true });
  expect(await sdk.guardian.factors.list()).toContainEqual({ name: "otp", enabled: true, trial_expired: false });
}

async function keys({ client }: Things): Promise<void> {
  const key = idOf(
    await sdk.clients.credentials.create(client, { credential_type: "public_key", name: "K", pem: rsaPublicKey() }),
  );
  await sdk.clients.credentials.update(client, key, { expires_at: "2099-01-01T00:00:00.000Z" });
  expect((await sdk.clients.credentials.get(client, key)).name).toBe("K");
  expect(await sdk.clients.credentials.list(client)).toHaveLength(1);
  await sdk.clients.credentials.delete(client, key);
}

async function roles({ role }: Things): Promise<void> {
  await sdk.roles.update(role, { description: "Reads orders" });
  expect((await sdk.roles.get(role)).description).toBe("Reads orders");
  expect(await collect(await sdk.roles.list())).toHaveLength(1);
  const permissions = [{ resource_server_identifier: AUDIENCE, permission_name: "read:orders" }];
  await sdk.roles.permissions.add(role, { permissions });
  expect(await collect(await sdk.roles.permissions.list(role))).toMatchObject(permissions);
  await sdk.roles.permissions.delete(role, { permissions });
  await sdk.roles.users.assign(role, { users: [USER] });
  expect(await collect(await sdk.roles.users.list(role))).toMatchObject([{ user_id: USER }]);
}

async function users({ role }: Things): Promise<void> {
  await sdk.users.update(USER, { name: "Ada" });
  expect((await sdk.users.get(USER)).name).toBe("Ada");
  expect(await collect(await sdk.users.list())).toHaveLength(1);
  expect(await sdk.users.listUsersByEmail({ email: "ada@acme.example" })).toMatchObject([{ user_id: USER }]);
  expect(await collect(await sdk.users.roles.list(USER))).toMatchObject([{ id: role }]);
  await sdk.users.roles.delete(USER, { roles: [role] });
  await sdk.users.roles.assign(USER, { roles: [role] });
  const permissions = [{ resource_server_identifier: AUDIENCE, permission_name: "read:orders" }];
  await sdk.users.permissions.create(USER, { permissions });
  expect(await collect(await sdk.users.permissions.list(USER))).toMatchObject(permissions);
  await sdk.users.permissions.delete(USER, { permissions });
  const { authenticationMethods } = sdk.users;
  const factor = idOf(await authenticationMethods.create(USER, { type: "totp", name: "Telephone" }));
  expect((await authenticationMethods.get(USER, factor)).name).toBe("Telephone");
  expect(await collect(await authenticationMethods.list(USER))).toMatchObject([{ id: factor }]);
  await authenticationMethods.delete(USER, factor);
  await authenticationMethods.deleteAll(USER);
  expect((await sdk.tickets.changePassword({ user_id: USER })).ticket).toContain("/u/reset-verify?ticket=");
}

async function actions(): Promise<void> {
  const code = "exports.onExecutePostLogin = async () => {};";
  const action = idOf(
    await sdk.actions.create({ name: "Mine", supported_triggers: [{ id: "post-login", version: "v3" }], code }),
  );
  await sdk.actions.deploy(action);
  await sdk.actions.update(action, { code: `${code}\n` });
  expect((await sdk.actions.get(action)).code).toBe(`${code}\n`);
  expect(await collect(await sdk.actions.list())).toHaveLength(1);
  const [version] = await collect(await sdk.actions.versions.list(action));
  const id = idOf(version ?? {});
  expect((await sdk.actions.versions.get(action, id)).number).toBe(1);
  await sdk.actions.versions.deploy(action, id);
  expect((await sdk.actions.triggers.list()).triggers?.map(({ id }) => id)).toContain("post-login");
  await sdk.actions.triggers.bindings.updateMany("post-login", {
    bindings: [{ ref: { type: "action_id", value: action } }],
  });
  expect(await collect(await sdk.actions.triggers.bindings.list("post-login"))).toHaveLength(1);
  await sdk.actions.delete(action, { force: true });
}

async function connections({ client, connection }: Things): Promise<void> {
  await sdk.connections.update(connection, { display_name: "People" });
  expect((await sdk.connections.get(connection)).display_name).toBe("People");
  expect(await collect(await sdk.connections.list())).toHaveLength(1);
  await sdk.connections.clients.update(connection, [{ client_id: client, status: true }]);
  expect(await collect(await sdk.connections.clients.get(connection))).toMatchObject([{ client_id: client }]);
  expect(await collect(await sdk.clients.connections.get(client))).toMatchObject([{ id: connection }]);
  await sdk.users.create({ connection: "people", email: "gone@acme.example", password: "Only-4-a-test" });
  await sdk.connections.users.deleteByEmail(connection, { email: "gone@acme.example" });

  const okta = idOf(
    await sdk.connections.create({
      name: "okta",
      strategy: "okta",
      options: { client_id: "0oa", domain: "acme.okta.example" },
    }),
  );
  await sdk.connections.scimConfiguration.create(okta);
  await sdk.connections.scimConfiguration.update(okta, {
    user_id_attribute: "externalId",
    mapping: [{ auth0: "preferred_username", scim: "userName" }],
  });
  expect((await sdk.connections.scimConfiguration.get(okta)).mapping).toHaveLength(1);
  expect(await collect(await sdk.connections.scimConfiguration.list())).toHaveLength(1);
  expect((await sdk.connections.scimConfiguration.getDefaultMapping(okta)).mapping).not.toEqual([]);
  const { token_id = "" } = await sdk.connections.scimConfiguration.tokens.create(okta, { scopes: ["get:users"] });
  expect(await sdk.connections.scimConfiguration.tokens.get(okta)).toMatchObject([{ token_id }]);
  await sdk.connections.scimConfiguration.tokens.delete(okta, token_id);
  await sdk.connections.scimConfiguration.delete(okta);
  await sdk.connections.delete(okta);
}

async function organizations({ client, connection, role, grant, organization }: Things): Promise<void> {
  const { organizations } = sdk;
  await organizations.update(organization, { display_name: "Acme" });
  expect((await organizations.get(organization)).display_name).toBe("Acme");
  expect((await organizations.getByName("acme")).id).toBe(organization);
  expect(await collect(await organizations.list())).toHaveLength(1);

  await organizations.members.create(organization, { members: [USER] });
  expect(await collect(await organizations.members.list(organization))).toMatchObject([{ user_id: USER }]);
  expect(await collect(await sdk.users.organizations.list(USER))).toMatchObject([{ id: organization }]);
  await organizations.members.roles.assign(organization, USER, { roles: [role] });
  expect(await collect(await organizations.members.roles.list(organization, USER))).toMatchObject([{ id: role }]);
  expect(await collect(await organizations.roles.members.list(organization, role))).toHaveLength(1);
  await organizations.members.roles.delete(organization, USER, { roles: [role] });
  await organizations.members.delete(organization, { members: [USER] });

  await organizations.connections.create(organization, { connection_id: connection });
  await organizations.connections.update(organization, connection, { assign_membership_on_login: true });
  expect(await organizations.connections.get(organization, connection)).toMatchObject({ connection_id: connection });
  expect(await collect(await organizations.connections.list(organization))).toHaveLength(1);
  await organizations.connections.delete(organization, connection);
  await organizations.enabledConnections.add(organization, { connection_id: connection });
  await organizations.enabledConnections.update(organization, connection, { show_as_button: false });
  expect(await organizations.enabledConnections.get(organization, connection)).toMatchObject({ show_as_button: false });
  expect(await collect(await organizations.enabledConnections.list(organization))).toHaveLength(1);
  await organizations.enabledConnections.delete(organization, connection);

  await organizations.clientGrants.create(organization, { grant_id: grant });
  expect(await collect(await organizations.clientGrants.list(organization))).toMatchObject([{ id: grant }]);
  expect(await collect(await sdk.clientGrants.organizations.list(grant))).toMatchObject([{ id: organization }]);
  await organizations.clientGrants.delete(organization, grant);

  const domain = "acme.example";
  const found = idOf(await organizations.discoveryDomains.create(organization, { domain, status: "pending" }));
  await organizations.discoveryDomains.update(organization, found, { status: "verified" });
  expect((await organizations.discoveryDomains.get(organization, found)).status).toBe("verified");
  expect((await organizations.discoveryDomains.getByName(organization, domain)).id).toBe(found);
  expect(await collect(await organizations.discoveryDomains.list(organization))).toHaveLength(1);
  await organizations.discoveryDomains.delete(organization, found);

  await organizations.clients.create(organization, { clients: [{ client_id: client, use_for_member_access: true }] });
  await organizations.clients.update(organization, client, { use_for_member_access: false });
  expect(await organizations.clients.get(organization, client)).toMatchObject({ use_for_member_access: false });
  expect(await collect(await organizations.clients.list(organization))).toHaveLength(1);
  await organizations.clients.delete(organization, { clients: [client] });
}

async function profiles(): Promise<void> {
  const { userAttributeProfiles, connectionProfiles } = sdk;
  const [attributes] = (await userAttributeProfiles.listTemplates()).user_attribute_profile_templates ?? [];
  const { template: attributesTemplate } = await userAttributeProfiles.getTemplate(idOf(attributes ?? {}));
  const ofUsers = idOf(
    await userAttributeProfiles.create({
      name: attributesTemplate?.name ?? "",
      user_attributes: attributesTemplate?.user_attributes ?? {},
    }),
  );
  await userAttributeProfiles.update(ofUsers, { name: "Ours" });
  expect((await userAttributeProfiles.get(ofUsers)).name).toBe("Ours");
  expect(await collect(await userAttributeProfiles.list())).toHaveLength(1);
  await userAttributeProfiles.delete(ofUsers);

  const [connection] = (await connectionProfiles.listTemplates()).connection_profile_templates ?? [];
  const { template } = await connectionProfiles.getTemplate(idOf(connection ?? {}));
  const ofConnections = idOf(await connectionProfiles.create({ name: template?.name ?? "" }));
  await connectionProfiles.update(ofConnections, { name: "Ours" });
  expect((await connectionProfiles.get(ofConnections)).name).toBe("Ours");
  expect(await collect(await connectionProfiles.list())).toHaveLength(1);
  await connectionProfiles.delete(ofConnections);
}

async function logs(): Promise<void> {
  const query = { queryParams: { q: 'type:sapi AND description:"Create a client"' } };
  const [newest] = await collect(await sdk.logs.list({ search: "application:local" }, query));
  expect(newest).toMatchObject({ type: "sapi", client_id: tenant.clientId });
  expect(await sdk.logs.get(newest?.log_id ?? "")).toEqual(newest);
  expect(await collect(await sdk.users.logs.list(USER))).toEqual([]);
}

async function remove({ client, connection, role, grant, organization }: Things): Promise<void> {
  await sdk.clientGrants.delete(grant);
  await sdk.organizations.delete(organization);
  await sdk.users.delete(USER);
  await sdk.connections.delete(connection);
  await sdk.roles.delete(role);
  await sdk.clients.delete(client);
  await sdk.resourceServers.delete(AUDIENCE);
}

describe("the official SDK", () => {
  test("calls every endpoint, and is answered", async () => {
    const things = await make();
    for (const step of [ofTheTenant, keys, roles, users, actions, connections, organizations, profiles, logs, remove])
      await step(things);
    const answers = tenant.journal.entries.map(({ method, path, status }) => ({ call: `${method} ${path}`, status }));
    expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    const router = new Router(ENDPOINTS, []);
    const touched = new Set(
      tenant.journal.entries
        .filter(({ path }) => path.startsWith("/api/v2/"))
        .map(({ method, path }) => `${method} ${router.match(method, path.slice("/api/v2".length)).endpoint.path}`),
    );
    const all = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
    expect(all.filter((name) => !touched.has(name))).toEqual([]);
  });
});
