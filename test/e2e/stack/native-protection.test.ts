/** What the native flavour refuses before anything changes, and proof 7: destroy gives the tenant back, after the documented way out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { alike } from "../support/by-hand.ts";
import { FULL_CONFIG, nativeIds, SERVICE_APP_CLIENT_ID, serviceApp, visitDashboard } from "../support/native-world.ts";
import { changes, openWorld, refusalOf, succeeded, type World } from "../support/world.ts";

let world: World;
let before: Snapshot;

beforeAll(async () => {
  world = await openWorld({ config: FULL_CONFIG });
  await visitDashboard(world.tenant);
  before = world.tenant.snapshot();
});
afterAll(() => world.close());
beforeEach(() => world.tenant.journal.clear());

const refusal = (operation: "preview" | "up" | "destroy", args: readonly string[] = []): Promise<string> =>
  refusalOf(world, operation, args);

describe("a tenant that does not fit", () => {
  it("is told of all that it lacks at once: connections enabled for every app, objects that do not exist", async () => {
    await world.tenant.api("PATCH", "/api/v2/tenants/settings", { flags: { enable_client_connections: true } });
    await world.session.setConfig("adminConnections", ["Username-Password-Authentication", "no-such-connection"]);
    await world.session.setConfig("linkedClients", ["Acme Dashboard", "No such app"]);
    await world.session.setConfig("userAttributeProfile", { id: "uap_none" });
    await world.session.setConfig("connectionProfile", { id: "cop_none" });
    const said = await refusal("preview");
    expect(said).toContain("5 problems in the configuration of stack test. Nothing was changed.");
    expect(said).toContain(
      "The tenant flag enable_client_connections (dashboard: Enable Application Connections) is on",
    );
    expect(said).toContain(
      `npm run api -- patch tenants/settings --data '{"flags":{"enable_client_connections":false}}' --stack test`,
    );
    expect(said).toContain('okta-express:adminConnections = "no-such-connection"\n');
    expect(said).toContain("The tenant has no connection with this exact name.");
    expect(said).toContain('okta-express:linkedClients = "No such app"\n');
    expect(said).toContain("The tenant has no user attribute profile with this ID.");
    expect(said).toContain("The tenant has no connection profile with this ID.");

    await world.tenant.api("PATCH", "/api/v2/tenants/settings", { flags: { enable_client_connections: false } });
    await world.session.setConfig("adminConnections", FULL_CONFIG.adminConnections);
    await world.session.setConfig("linkedClients", FULL_CONFIG.linkedClients);
    await world.session.removeConfig("userAttributeProfile");
    await world.session.removeConfig("connectionProfile");
  });

  it("gets no second OIN client where the dashboard made one for this app; it is taken over instead, with its key ring", async () => {
    const state = world.tenant.snapshot();
    const { body } = await world.tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
      name: "Acme in the OIN",
      app_type: "express_configuration",
      organization_require_behavior: "pre_login_prompt",
    });
    await world.tenant.api("PATCH", `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`, {
      express_configuration: {
        admin_login_domain: world.tenant.domain,
        connection_profile_id: "cop_dashboard",
        enable_client: true,
        enable_organization: true,
        initiate_login_uri_template: "https://acme.example",
        okta_oin_client_id: body.client_id,
        user_attribute_profile_id: "uap_dashboard",
      },
    });
    expect(await refusal("preview")).toContain(
      `the service app has Express Configuration already, with the OIN client ${body.client_id} that is not in this stack`,
    );

    await world.session.setConfig("adopt", { nativeClient: body.client_id });
    const previewed = changes(succeeded(await world.session.preview()));
    expect(previewed).toContain("import express-native-oin-client-known-to-okta");
    expect(previewed).not.toContain("create express-native-oin-client-known-to-okta");
    await world.session.removeConfig("adopt");
    world.tenant.restore(state);
  });

  it("gets no second OIN client where one was left over by an up whose answer was lost", async () => {
    const { body } = await world.tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
      name: "Okta OIN Express Configuration",
      app_type: "express_configuration",
      organization_require_behavior: "pre_login_prompt",
    });
    expect(await refusal("preview")).toContain(
      `the tenant has an OIN client that no application names: ${body.client_id}`,
    );
    await world.tenant.api("DELETE", `/api/v2/clients/${body.client_id}`);
  });
});

describe("the OIN client of a converged tenant", () => {
  beforeAll(async () => void succeeded(await world.session.up()));

  it("is not given up by destroy, in words that say why, and nothing else goes either", async () => {
    const converged = JSON.stringify(world.tenant.snapshot());
    const said = await refusal("destroy");
    expect(said).toContain("express-okta-knows-the-native-oin-client");
    expect(said).toContain("because it is protected");
    expect(JSON.stringify(world.tenant.snapshot())).toBe(converged);
  });
});

describe("the documented way out", () => {
  it("releases the client, takes the block off the app and gives the consent setting back", async () => {
    await world.session.setConfig("releaseOinClient", (await nativeIds(world.session)).client);
    expect(changes(succeeded(await world.session.up()))).toEqual([
      "delete express-native-app-block",
      "update express-consent-tenant [flags.useScopeDescriptionsForConsent]",
    ]);
    expect(serviceApp(world.tenant)).not.toHaveProperty("express_configuration");
  });

  it("then destroy leaves the tenant as it was, Auth0's own API included", async () => {
    succeeded(await world.session.destroy());
    const flagOff = {
      ...before,
      tenant_settings: {
        ...(before["tenant_settings"] as object),
        flags: {
          ...((before["tenant_settings"] as Record<string, object>)["flags"] ?? {}),
          use_scope_descriptions_for_consent: false,
        },
      },
    };
    expect(alike(world.tenant.snapshot())).toBe(alike(flagOff as unknown as Snapshot));
  });
});
