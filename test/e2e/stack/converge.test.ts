/** Proofs 1 and 2: a populated tenant goes to the desired state, nothing else of it changes, and a second up writes nothing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../../packages/pulumi-sandbox/src/session.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import {
  API,
  changes,
  foreign,
  keyText,
  OKTA_KEY,
  openWorld,
  ownIds,
  succeeded,
  type World,
} from "../support/world.ts";

let world: World;
let before: Snapshot;
let up: Operation;
let ids: Awaited<ReturnType<typeof ownIds>>;

beforeAll(async () => {
  world = await openWorld();
  before = world.tenant.snapshot();
  up = succeeded(await world.session.up());
  ids = await ownIds(world.session);
});
afterAll(() => world.close());

describe("the first up on a populated tenant", () => {
  it("makes exactly the guide's objects", () => {
    expect(
      changes(up).filter(
        (change) =>
          !/okta-express-test|^create (default|auth0|express(-api|-admin|-oin|-login|-consent)?)$/.test(change),
      ),
    ).toEqual([
      "create express-admin-permissions",
      "create express-admin-role",
      "create express-api-resource-server",
      "create express-api-scopes",
      "create express-consent-before",
      "create express-login-action",
      "create express-login-binding",
      "create express-oin-client-known-to-okta",
      "create express-oin-credentials",
      "create express-oin-grant",
      "create express-okta-knows-the-oin-client",
      "import express-consent-tenant",
      "update express-consent-tenant [flags.useScopeDescriptionsForConsent]",
    ]);
  });

  it("leaves every object that is not the stack's byte for byte as it was", () => {
    expect(foreign(world.tenant.snapshot(), ids)).toBe(foreign(before, ids));
  });

  it("sets one tenant flag and no other setting: error page, mTLS, token quota and callback prompt stay (trap 1)", () => {
    const was = before["tenant_settings"] as Record<string, unknown>;
    expect(was).toMatchObject({
      error_page: expect.objectContaining({}) as object,
      mtls: { enable_endpoint_aliases: true },
      default_token_quota: expect.objectContaining({}) as object,
      skip_non_verifiable_callback_uri_confirmation_prompt: expect.any(Boolean) as boolean,
    });
    expect(world.tenant.snapshot()["tenant_settings"]).toEqual({
      ...was,
      flags: { ...(was["flags"] as object), use_scope_descriptions_for_consent: true },
    });
  });

  it("makes the resource server", async () => {
    const { body } = await world.tenant.api("GET", `/api/v2/resource-servers/${encodeURIComponent(API)}`);
    expect(body).toMatchObject({
      name: "Okta Express Configure API",
      identifier: API,
      enforce_policies: true,
      token_lifetime: 300,
      allow_offline_access: false,
      skip_consent_for_verifiable_first_party_clients: false,
      scopes: [{ value: "expressconfigure:sso", description: "Configure SSO with Express Configuration" }],
    });
  });

  it("makes the role with its one permission", async () => {
    const role = await world.tenant.api("GET", `/api/v2/roles/${ids.role}`);
    expect(role.body).toMatchObject({
      name: "EXPRESS_CONFIGURE_ADMIN_ROLE",
      description: "Administrator role for Express Configuration",
    });
    const { body } = await world.tenant.api<{ permission_name: string; resource_server_identifier: string }[]>(
      "GET",
      `/api/v2/roles/${ids.role}/permissions`,
    );
    expect(body.map((permission) => [permission.permission_name, permission.resource_server_identifier])).toEqual([
      ["expressconfigure:sso", API],
    ]);
  });

  it("makes the OIN client, which authenticates by Okta's key and has no usable secret", async () => {
    const { body } = await world.tenant.api<Record<string, unknown>>("GET", `/api/v2/clients/${ids.client}`);
    const service = await world.tenant.api<{ client_id: string; name: string }[]>(
      "GET",
      "/api/v2/clients?fields=client_id,name&include_fields=true&per_page=100",
    );
    expect(body).toMatchObject({
      name: "Okta OIN Integration Client",
      description: "For Okta OIN Integration",
      app_type: "regular_web",
      callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
      oidc_conformant: true,
      grant_types: ["authorization_code", "client_credentials"],
      jwt_configuration: { alg: "RS256" },
      organization_usage: "require",
      organization_require_behavior: "post_login_prompt",
      client_metadata: {
        express_configure_sp_client_id: service.body.find(({ name }) => name === "Acme SaaS")?.client_id,
      },
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ id: expect.stringMatching(/^cred_/) as string }] },
      },
    });
    expect(body).not.toHaveProperty("token_endpoint_auth_method");
    const { body: credentials } = await world.tenant.api<Record<string, unknown>[]>(
      "GET",
      `/api/v2/clients/${ids.client}/credentials`,
    );
    expect(credentials).toMatchObject([
      {
        name: "OIN Public Key",
        credential_type: "public_key",
        alg: "RS256",
        kid:
          (await world.session.outputs())["keyIds"] instanceof Array
            ? ((await world.session.outputs())["keyIds"] as string[])[0]
            : "",
      },
    ]);
  });

  it("grants it the guide's scopes of the Management API and nothing more", async () => {
    const { body } = await world.tenant.api<{ scope: string[]; audience: string }[]>(
      "GET",
      `/api/v2/client-grants?client_id=${ids.client}`,
    );
    expect(body.map(({ audience, scope }) => [audience, scope.toSorted()])).toEqual([
      [
        `${world.tenant.url}/api/v2/`,
        [
          "create:connections",
          "create:organization_connections",
          "read:connections",
          "read:connections_options",
          "read:organization_connections",
          "update:connections",
          "update:connections_options",
          "update:organization_connections",
        ],
      ],
    ]);
  });

  it("deploys the Action and binds it behind the tenant's own, in their order", async () => {
    const { body: action } = await world.tenant.api<Record<string, unknown>>(
      "GET",
      `/api/v2/actions/actions/${ids.action}`,
    );
    expect(action).toMatchObject({
      name: "express_configure_postlogin_action",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      runtime: "node22",
      code: keyText("actions/express-configure-post-login.cjs"),
      all_changes_deployed: true,
    });
    expect((action["secrets"] as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      "EXPRESS_CONFIGURE_API_IDENTIFIER",
      "SERVICE_INIT_LOGIN_URL",
      "TENANT_DOMAIN",
    ]);
    const { body } = await world.tenant.api<{ bindings: { display_name: string; action: { id: string } }[] }>(
      "GET",
      "/api/v2/actions/triggers/post-login/bindings?per_page=50",
    );
    const was = (before["bindings"] as unknown as { trigger_id: string; bindings: { action_id: string }[] }[]).find(
      (row) => row.trigger_id === "post-login",
    );
    expect(was?.bindings).toHaveLength(3);
    expect(body.bindings.map((binding) => binding.action.id)).toEqual([
      ...(was?.bindings ?? []).map((binding) => binding.action_id),
      ids.action,
    ]);
    expect(body.bindings.at(-1)?.display_name).toBe("express_configure_postlogin_action");
  });

  it("hands over what Okta needs, and no secret", async () => {
    const outputs = await world.session.outputs();
    expect(outputs).toEqual({
      flavour: "guide",
      oinClients: { guide: ids.client },
      oktaKnows: "guide",
      oinClientId: ids.client,
      keyIds: [expect.stringMatching(/^[\w-]{43}$/)],
      adminRole: ids.role,
      ownAdminRole: ids.role,
      apiIdentifier: API,
      managementApiAudience: `${world.tenant.url}/api/v2/`,
      handOver: expect.stringContaining(ids.client) as string,
    });
    const { stdout } = await world.session.pulumi(["stack", "output", "--json"]);
    expect(JSON.parse(stdout)).toEqual(outputs);
    expect(stdout).not.toContain("[secret]");
    expect(stdout).not.toContain(keyText(OKTA_KEY).split("\n")[1]);
  });
});

describe("after that there is nothing to do", () => {
  it("a second up writes nothing", async () => {
    const state = JSON.stringify(world.tenant.snapshot());
    world.tenant.journal.clear();
    const again = succeeded(await world.session.up());
    expect(changes(again)).toEqual([]);
    expect(world.tenant.journal.writes()).toEqual([]);
    expect(JSON.stringify(world.tenant.snapshot())).toBe(state);
  });

  it("preview --expect-no-changes passes", async () => {
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  });
});
