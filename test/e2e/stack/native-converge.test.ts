/** Proofs 1 and 2 for the native flavour, on a tenant where the dashboard had switched the system API on, and where not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../../packages/pulumi-sandbox/src/session.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { populatedClientId } from "../../../packages/local-tenant/src/seed/populated-clients.ts";
import {
  foreignToNative,
  FULL_CONFIG,
  NATIVE_API,
  NATIVE_CONFIG,
  nativeIds,
  SERVICE_APP_CLIENT_ID,
  serviceApp,
  TEMPLATE,
  visitDashboard,
  withoutBlock,
} from "../support/native-world.ts";
import { changes, keyText, openWorld, succeeded, type World } from "../support/world.ts";

const DATABASE = "Username-Password-Authentication";

let world: World;
let before: Snapshot;
let up: Operation;
let ids: Awaited<ReturnType<typeof nativeIds>>;

/** What an `up` made on the tenant, without Pulumi's own bookkeeping and the components around it. */
const made = (operation: Operation) =>
  changes(operation).filter(
    (change) =>
      !/okta-express-test|^create (default|auth0|app-block|express(-consent|-admin)?|express-native(-(api|oin|attributes|connections|admins|domains))?)$/.test(
        change,
      ),
  );

async function get<T = Record<string, unknown>>(path: string): Promise<T> {
  const { status, body } = await world.tenant.api<T>("GET", `/api/v2/${path}`);
  expect(status, path).toBe(200);
  return body;
}

async function nothingLeftToDo(): Promise<void> {
  const state = JSON.stringify(world.tenant.snapshot());
  world.tenant.journal.clear();
  expect(changes(succeeded(await world.session.up()))).toEqual([]);
  expect(world.tenant.journal.writes()).toEqual([]);
  expect(JSON.stringify(world.tenant.snapshot())).toBe(state);
  expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
}

describe("a tenant where the dashboard had never been", () => {
  beforeAll(async () => {
    world = await openWorld({ config: NATIVE_CONFIG });
    before = world.tenant.snapshot();
    up = succeeded(await world.session.up());
    ids = await nativeIds(world.session);
  });
  afterAll(() => world.close());

  it("gets exactly the native flavour's objects", () => {
    expect(made(up)).toEqual([
      "create express-admin-permissions",
      "create express-admin-role",
      "create express-consent-before",
      "create express-native-api-system-api",
      "create express-native-app-block",
      "create express-native-attributes-profile",
      "create express-native-connections-profile",
      "create express-native-oin-client-known-to-okta",
      "create express-native-oin-credentials",
      "create express-okta-knows-the-native-oin-client",
      "import express-consent-tenant",
      "update express-consent-tenant [flags.useScopeDescriptionsForConsent]",
    ]);
  });

  it("keeps every object that is not the stack's, and all of the service app but its block, byte for byte", () => {
    expect(foreignToNative(world.tenant.snapshot(), ids)).toBe(foreignToNative(before, ids));
  });

  it("switches the system API on by its name and identifier, and says nothing else of it", () => {
    const posted = world.tenant.journal.writes().filter(({ path }) => path.startsWith("/api/v2/resource-servers"));
    expect(posted.map(({ method, requestBody }) => [method, requestBody])).toEqual([
      ["POST", { name: "Okta OIN Express Configuration API", identifier: NATIVE_API }],
    ]);
  });

  it("makes the OIN client, which asks for the organization first and authenticates by Okta's key alone", async () => {
    const client = await get(`clients/${ids.client}`);
    expect(client).toMatchObject({
      name: "Okta OIN Express Configuration",
      description: "For Express Configuration with Okta",
      app_type: "express_configuration",
      organization_require_behavior: "pre_login_prompt",
      organization_usage: "require",
      callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
      grant_types: ["authorization_code", "client_credentials"],
      jwt_configuration: { alg: "RS256" },
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ id: expect.stringMatching(/^cred_/) as string }] },
      },
    });
    expect(client).not.toHaveProperty("client_secret");
    // Auth0's own, made with the client.
    expect(await get<unknown[]>(`client-grants?client_id=${ids.client}`)).toMatchObject([{ is_system: true }]);
  });

  it("makes the role with its one permission of the system API", async () => {
    expect(await get(`roles/${ids.role}`)).toMatchObject({ name: "EXPRESS_CONFIGURE_ADMIN_ROLE" });
    const permissions = await get<{ permission_name: string; resource_server_identifier: string }[]>(
      `roles/${ids.role}/permissions`,
    );
    expect(
      permissions.map((permission) => [permission.permission_name, permission.resource_server_identifier]),
    ).toEqual([["express_configure:sso", NATIVE_API]]);
  });

  it("makes the profiles after Auth0's own templates, to the letter", async () => {
    const [attributes] = (
      await get<{ user_attribute_profile_templates: { template: Record<string, unknown> }[] }>(
        "user-attribute-profiles/templates",
      )
    ).user_attribute_profile_templates;
    expect(await get(`user-attribute-profiles/${ids.userAttributeProfile}`)).toEqual({
      ...attributes?.template,
      id: ids.userAttributeProfile,
      name: "Okta Express Configuration",
    });
    const [connections] = (
      await get<{ connection_profile_templates: { template: Record<string, unknown> }[] }>(
        "connection-profiles/templates",
      )
    ).connection_profile_templates;
    expect(await get(`connection-profiles/${ids.connectionProfile}`)).toEqual({
      ...connections?.template,
      id: ids.connectionProfile,
      name: "Okta Express Configuration",
      enabled_features: ["universal_logout"],
      connection_config: null,
      strategy_overrides: null,
    });
  });

  it("sets the service app's block last, in one write that names nothing else of the app", () => {
    const block = {
      admin_login_domain: world.tenant.domain,
      connection_profile_id: ids.connectionProfile,
      enable_client: true,
      enable_organization: true,
      initiate_login_uri_template: TEMPLATE,
      okta_oin_client_id: ids.client,
      user_attribute_profile_id: ids.userAttributeProfile,
    };
    expect(serviceApp(world.tenant)["express_configuration"]).toEqual(block);
    const writes = world.tenant.journal.writes();
    const toTheApp = writes.filter(({ path }) => path === `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`);
    expect(toTheApp.map(({ method, requestBody }) => [method, requestBody])).toEqual([
      ["PATCH", { express_configuration: block }],
    ]);
    const keysAttached = writes.findIndex(
      ({ method, path }) => method === "PATCH" && path === `/api/v2/clients/${ids.client}`,
    );
    expect(writes.findIndex(({ path }) => path === `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`)).toBeGreaterThan(
      keysAttached,
    );
  });

  it("hands over what Okta needs, and no secret", async () => {
    const outputs = await world.session.outputs();
    expect(outputs).toEqual({
      flavour: "native",
      oinClientId: ids.client,
      oinClients: { native: ids.client },
      oktaKnows: "native",
      keyIds: [expect.stringMatching(/^[\w-]{43}$/)],
      adminRole: ids.role,
      ownAdminRole: ids.role,
      apiIdentifier: NATIVE_API,
      managementApiAudience: `${world.tenant.url}/api/v2/`,
      handOver: expect.stringContaining(TEMPLATE) as string,
    });
    const { stdout } = await world.session.pulumi(["stack", "export"]);
    expect(stdout).not.toContain(world.tenant.managementToken);
  });

  it("has nothing left to do", nothingLeftToDo);
});

describe("a tenant where the dashboard had switched the system API on, with every setting", () => {
  let profiles: { readonly attributes: string; readonly connections: string };

  beforeAll(async () => {
    world = await openWorld({ config: FULL_CONFIG });
    await visitDashboard(world.tenant);
    profiles = {
      attributes: (
        await world.tenant.api<{ id: string }>("POST", "/api/v2/user-attribute-profiles", {
          name: "Theirs",
          user_attributes: { email: { label: "E", description: "E", profile_required: true, auth0_mapping: "email" } },
        })
      ).body.id,
      connections: (await world.tenant.api<{ id: string }>("POST", "/api/v2/connection-profiles", { name: "Theirs" }))
        .body.id,
    };
    await world.session.setConfig("userAttributeProfile", { id: profiles.attributes });
    await world.session.setConfig("connectionProfile", { id: profiles.connections });
    before = world.tenant.snapshot();
    up = succeeded(await world.session.up());
    ids = await nativeIds(world.session);
  });
  afterAll(() => world.close());

  it("has the system API, and existing profiles, used and not touched", () => {
    expect(made(up)).toEqual([
      "create express-consent-before",
      "create express-native-admins-action",
      "create express-native-admins-binding",
      "create express-native-app-block",
      "create express-native-domains-action",
      "create express-native-domains-binding",
      "create express-native-oin-client-known-to-okta",
      "create express-native-oin-credentials",
      `create express-native-oin-on-${DATABASE}`,
      "create express-okta-knows-the-native-oin-client",
      "import express-consent-tenant",
      "import express-native-api-system-api",
      "update express-consent-tenant [flags.useScopeDescriptionsForConsent]",
    ]);
    expect(world.tenant.journal.writes().filter(({ path }) => /resource-servers|profiles/.test(path))).toEqual([]);
    expect(foreignToNative(world.tenant.snapshot(), { ...ids, systemApi: "" })).toBe(
      foreignToNative(before, { ...ids, systemApi: "" }),
    );
  });

  it("asks for the credentials first, through the admins' connection, whose other clients stay", async () => {
    expect(await get(`clients/${ids.client}`)).toMatchObject({ organization_require_behavior: "post_login_prompt" });
    const enabled = (snapshot: Snapshot) =>
      (snapshot["connections"] as unknown as { name: string; enabled_clients: string[] }[]).find(
        ({ name }) => name === DATABASE,
      )?.enabled_clients ?? [];
    expect(enabled(world.tenant.snapshot()).toSorted()).toEqual([...enabled(before), ids.client].toSorted());
  });

  it("has every setting in the service app's block", () => {
    expect(serviceApp(world.tenant)["express_configuration"]).toEqual({
      admin_login_domain: "login.acme.example",
      connection_profile_id: profiles.connections,
      enable_client: false,
      enable_organization: false,
      initiate_login_uri_template: TEMPLATE,
      linked_clients: [
        { client_id: populatedClientId("Acme Dashboard") },
        { client_id: populatedClientId("Acme Admin") },
      ],
      okta_oin_client_id: ids.client,
      user_attribute_profile_id: profiles.attributes,
    });
    expect(JSON.stringify(withoutBlock(serviceApp(world.tenant)))).toBe(
      JSON.stringify(
        (before["clients"] as unknown as Record<string, unknown>[]).find(
          (client) => client["client_id"] === SERVICE_APP_CLIENT_ID,
        ),
      ),
    );
  });

  it("has both Actions deployed and bound behind the tenant's own, in their order", async () => {
    for (const [id, name, file, secrets] of [
      [
        ids.action,
        "express_configuration_admins",
        "actions/express-configuration-admins.cjs",
        ["APP_METADATA_KEY", "SCOPES"],
      ],
      [
        ids.domainsAction,
        "express_configuration_domain_aliases",
        "actions/express-configuration-domain-aliases.cjs",
        ["METADATA_KEY"],
      ],
    ] as const) {
      const action = await get<Record<string, unknown> & { secrets: { name: string }[] }>(`actions/actions/${id}`);
      expect(action).toMatchObject({ name, runtime: "node22", code: keyText(file), all_changes_deployed: true });
      expect(action.secrets.map((secret) => secret.name).sort()).toEqual(secrets);
    }
    const was = (before["bindings"] as unknown as { trigger_id: string; bindings: { action_id: string }[] }[]).find(
      (row) => row.trigger_id === "post-login",
    );
    const { bindings } = await get<{ bindings: { action: { id: string } }[] }>(
      "actions/triggers/post-login/bindings?per_page=50",
    );
    expect(bindings.map((binding) => binding.action.id)).toEqual([
      ...(was?.bindings ?? []).map((binding) => binding.action_id),
      ids.action,
      ids.domainsAction,
    ]);
  });

  it("makes no role where the Action says who the admins are", async () => {
    expect(ids.role).toBe("");
    expect(await world.session.outputs()).not.toHaveProperty("adminRole");
  });

  it("has nothing left to do", nothingLeftToDo);
});
