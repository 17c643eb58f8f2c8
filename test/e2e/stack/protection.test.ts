/** What is refused before anything changes, and proof 7: destroy gives the tenant back, after the documented way out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { changes, openWorld, ownIds, refusalOf, succeeded, type World } from "../support/world.ts";

let world: World;
let before: Snapshot;

beforeAll(async () => {
  world = await openWorld();
  before = world.tenant.snapshot();
});
afterAll(() => world.close());
beforeEach(() => world.tenant.journal.clear());

const refusal = (operation: "preview" | "up" | "destroy", args: readonly string[] = []): Promise<string> =>
  refusalOf(world, operation, args);

describe("a configuration that the tenant does not bear out", () => {
  const set = async (key: string, value: string) => world.session.setConfig(key, value);

  it("names a service app that does not exist, and a role that does not exist, together", async () => {
    await set("serviceApp", "Acme SaaS 2");
    await set("adminRole", "No such role");
    const said = await refusal("preview");
    expect(said).toContain("2 problems in the configuration of stack test. Nothing was changed.");
    expect(said).toContain('okta-express:serviceApp = "Acme SaaS 2"');
    expect(said).toContain("The tenant has no application with this client ID or exact name.");
    expect(said).toContain('okta-express:adminRole = "No such role"');
    expect(said).toContain("The tenant has no role with this ID or exact name.");
    await world.session.removeConfig("adminRole");
    await set("serviceApp", "Acme SaaS");
  });

  it("names both apps of an ambiguous name", async () => {
    const { body } = await world.tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
      name: "Acme SaaS",
      app_type: "spa",
    });
    const said = await refusal("preview");
    expect(said).toContain("2 applications have this name: ");
    expect(said).toContain(body.client_id);
    await world.tenant.api("DELETE", `/api/v2/clients/${body.client_id}`);
  });

  it("names both roles of an ambiguous name", async () => {
    // Today's API refuses the second; tenants have such duplicates from before.
    const snapshot = world.tenant.snapshot();
    const role = { ...(snapshot["roles"] as unknown as Record<string, string>[])[0], name: "Duplicates" };
    world.tenant.restore({
      ...snapshot,
      roles: [...(snapshot["roles"] as []), { ...role, id: "rol_duplicate1" }, { ...role, id: "rol_duplicate2" }],
    });
    await set("adminRole", "Duplicates");
    expect(await refusal("preview")).toContain("2 roles have this name: rol_duplicate1, rol_duplicate2.");
    await world.session.removeConfig("adminRole");
    world.tenant.restore(snapshot);
  });

  it("names what the credentials may not read", async () => {
    await world.session.setConfig("auth0:apiToken", await world.tenant.issueToken(["read:roles"]));
    const said = await refusal("preview");
    expect(said).toContain("the Management API answered 403");
    expect(said).toContain("read:clients");
    await world.session.removeConfig("auth0:apiToken");
  });

  it("tells several mistakes at once, with the engine's own types where those come first", async () => {
    await set("initiateLoginUri", "http://app.acme.example/login");
    await set("colour", "blue");
    const said = await refusal("up");
    expect(said).toContain("2 problems in the configuration of stack test. Nothing was changed.");
    await set("initiateLoginUri", "https://app.acme.example/login");
    await world.session.removeConfig("colour");
  });
});

describe("a second OIN client", () => {
  it("is not made where the tenant has one for this app already", async () => {
    const app = (before["clients"] as unknown as { client_id: string; name: string }[]).find(
      ({ name }) => name === "Acme SaaS",
    );
    const { body } = await world.tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
      name: "Made by hand",
      client_metadata: { express_configure_sp_client_id: app?.client_id },
    });
    const words = `the tenant has an OIN client for this service app that is not in this stack: ${body.client_id}`;
    expect(await refusal("preview")).toContain(words);
    // Before anything is declared: no role, API or Action is tried before the refusal, not even without a preview.
    expect(await refusal("up", ["--parallel", "1"])).toContain(`${words}. `);
    await world.tenant.api("DELETE", `/api/v2/clients/${body.client_id}`);
  });
});

describe("the OIN client of a converged tenant", () => {
  beforeAll(async () => void succeeded(await world.session.up()));

  it("is not given up by destroy, in words that say why, and nothing else goes either", async () => {
    const before = JSON.stringify(world.tenant.snapshot());
    const said = await refusal("destroy");
    expect(said).toContain("express-okta-knows-the-oin-client");
    expect(said).toContain("because it is protected");
    expect(JSON.stringify(world.tenant.snapshot())).toBe(before);
  });

  it("is not replaced on demand", async () => {
    const { stdout } = await world.session.pulumi(["stack", "export"]);
    const urn = /urn:[^"]+express-oin-client-known-to-okta/.exec(stdout)?.[0] ?? "";
    const said = await refusal("up", ["--replace", urn]);
    expect(said).toContain("express-oin-client-known-to-okta");
    expect(said).not.toContain("is no longer on the tenant");
  });

  it("is not the service app of itself", async () => {
    await world.session.setConfig("serviceApp", (await ownIds(world.session)).client);
    expect(await refusal("preview")).toContain("This is the Okta OIN Integration Client");
    await world.session.setConfig("serviceApp", "Acme SaaS");
  });

  it("keeps its role, and whoever holds it, where the role is named as an existing one", async () => {
    const { role } = await ownIds(world.session);
    for (const named of [role, "EXPRESS_CONFIGURE_ADMIN_ROLE"]) {
      await world.session.setConfig("adminRole", named);
      const said = await refusal("up");
      expect(said).toContain(`okta-express:adminRole = "${named}"`);
      expect(said).toContain(
        "This role is the stack's own. As an existing one it would be deleted, and nobody would hold it any more.",
      );
      expect(said).toContain("pulumi config rm okta-express:adminRole --stack test");
    }
    await world.session.removeConfig("adminRole");
  });

  it("does not follow the stack to another tenant", async () => {
    await world.session.setConfig("auth0:domain", "other.eu.auth0.com");
    const said = await refusal("preview");
    expect(said).toContain(
      `This stack holds the objects of ${world.tenant.domain}; a stack belongs to one tenant for good.`,
    );
    await world.session.setConfig("auth0:domain", world.tenant.domain);
  });

  it("is not released by another client's name", async () => {
    await world.session.setConfig("releaseOinClient", "somebody-else");
    succeeded(await world.session.up());
    expect(await refusal("destroy")).toContain("because it is protected");
    await world.session.removeConfig("releaseOinClient");
  });
});

describe("the documented way out", () => {
  it("releases the client and gives the consent setting back, then destroy leaves the tenant as it was", async () => {
    await world.session.setConfig("releaseOinClient", (await ownIds(world.session)).client);
    expect(changes(succeeded(await world.session.up()))).toEqual([
      "update express-consent-tenant [flags.useScopeDescriptionsForConsent]",
    ]);
    succeeded(await world.session.destroy());
    expect(asBefore(world.tenant.snapshot())).toBe(asBefore(before));
  });

  it("leaves a stack that can be brought up again", async () => {
    await world.session.removeConfig("releaseOinClient");
    succeeded(await world.session.up());
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  });
});

/**
 * A snapshot as text. Two things cannot be had back, and differ in nothing: Auth0 gives every binding of a flow a new ID
 * and time whenever the flow is written, and a flag that was never set is then set to false.
 */
function asBefore(snapshot: Snapshot): string {
  return JSON.stringify(
    snapshot,
    (key, value: unknown) => {
      if (key === "flags")
        return {
          ...(value as object),
          use_scope_descriptions_for_consent:
            (value as Record<string, unknown>)["use_scope_descriptions_for_consent"] ?? false,
        };
      if (key !== "bindings" || !Array.isArray(value)) return value;
      return (value as Record<string, unknown>[]).map((row) =>
        "action_id" in row ? { action_id: row["action_id"], display_name: row["display_name"] } : row,
      );
    },
    1,
  );
}
