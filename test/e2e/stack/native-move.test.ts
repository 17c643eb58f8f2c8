/**
 * Proof 3 of the native flavour, the move: guide, then both, then native, each step previewed and applied, and stopping
 * at each step; the app is never without a working Express Configuration; foreign objects are untouched. And back again.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JournalEntry, Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { foreignToNative, nativeIds, SERVICE_APP_CLIENT_ID, serviceApp, TEMPLATE } from "../support/native-world.ts";
import { changes, foreign, openWorld, ownIds, refused, succeeded, type World } from "../support/world.ts";

let world: World;
let before: Snapshot;
let guide: Awaited<ReturnType<typeof ownIds>>;
let native: Awaited<ReturnType<typeof nativeIds>>;

beforeAll(async () => {
  world = await openWorld();
  before = world.tenant.snapshot();
  succeeded(await world.session.up());
  guide = await ownIds(world.session);
  await grantRole();
});
afterAll(() => world.close());

/** A person who runs Express Configuration holds the role in an organization: the move must not take it away. */
async function grantRole(): Promise<void> {
  const organization = (before["organizations"] as unknown as { id: string }[])[0]?.id ?? "";
  const member =
    (before["organization_members"] as unknown as { organization_id: string; user_id: string }[]).find(
      (row) => row.organization_id === organization,
    )?.user_id ?? "";
  const { status } = await world.tenant.api(
    "POST",
    `/api/v2/organizations/${organization}/members/${encodeURIComponent(member)}/roles`,
    { roles: [guide.role] },
  );
  expect(status).toBe(204);
}

/** What a refused operation said; it wrote nothing. */
async function refusal(): Promise<string> {
  world.tenant.journal.clear();
  const said = refused(await world.session.preview());
  expect(refused(await world.session.up())).toContain("Nothing was changed.");
  expect(world.tenant.journal.writes()).toEqual([]);
  return said;
}

/** Previews and applies one step; what the preview says is what is done. Gives the changes. */
async function step(): Promise<string[]> {
  const previewed = changes(succeeded(await world.session.preview()));
  world.tenant.journal.clear();
  expect(changes(succeeded(await world.session.up()))).toEqual(previewed);
  return previewed;
}

/** A person may stop here for months: nothing is left to do, and everything foreign is as it was. */
async function canStopHere(): Promise<void> {
  expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  const ids = { ...native, ...Object.fromEntries(Object.entries(guide).map(([name, id]) => [`guide_${name}`, id])) };
  expect(foreignToNative(world.tenant.snapshot(), ids)).toBe(foreignToNative(before, ids));
}

const exists = async (path: string) => (await world.tenant.api("GET", `/api/v2/${path}`)).status === 200;

/** Whether Okta's guide flavour would work: client with key and grant, API, Action in the flow. */
async function guideWorks(): Promise<boolean> {
  const client = await world.tenant.api<{
    client_authentication_methods?: { private_key_jwt?: { credentials: unknown[] } };
  }>("GET", `/api/v2/clients/${guide.client}`);
  const { body } = await world.tenant.api<{ bindings: { action: { id: string } }[] }>(
    "GET",
    "/api/v2/actions/triggers/post-login/bindings?per_page=50",
  );
  return (
    (client.body.client_authentication_methods?.private_key_jwt?.credentials.length ?? 0) > 0 &&
    (await exists(`client-grants/${guide.grant}`)) &&
    (await exists(`resource-servers/${guide.resourceServer}`)) &&
    body.bindings.some((binding) => binding.action.id === guide.action)
  );
}

/** Whether Auth0's own would: client with key, profiles, the app's block that names them. */
async function nativeWorks(): Promise<boolean> {
  const client = await world.tenant.api<{
    client_authentication_methods?: { private_key_jwt?: { credentials: unknown[] } };
  }>("GET", `/api/v2/clients/${native.client}`);
  const block = serviceApp(world.tenant)["express_configuration"] as Record<string, unknown> | undefined;
  return (
    (client.body.client_authentication_methods?.private_key_jwt?.credentials.length ?? 0) > 0 &&
    (await exists(`user-attribute-profiles/${native.userAttributeProfile}`)) &&
    (await exists(`connection-profiles/${native.connectionProfile}`)) &&
    block?.["okta_oin_client_id"] === native.client
  );
}

/** The permissions of the admin role, and how many hold it. */
async function role(id: string): Promise<{ permissions: string[]; holders: number }> {
  const { body } = await world.tenant.api<{ permission_name: string }[]>("GET", `/api/v2/roles/${id}/permissions`);
  const held = (world.tenant.snapshot()["organization_member_roles"] as unknown as { role_id: string }[]).filter(
    (row) => row.role_id === id,
  );
  return { permissions: body.map((permission) => permission.permission_name).sort(), holders: held.length };
}

const at = (writes: readonly JournalEntry[], method: string, path: string) =>
  writes.findIndex((write) => write.method === method && write.path.startsWith(path));

describe("from the guide to native", () => {
  it("is refused in one leap, in words", async () => {
    await world.session.setConfig("initiateLoginUriTemplate", TEMPLATE);
    await world.session.setConfig("flavour", "native");
    const said = await refusal();
    expect(said).toContain(`This stack holds the guide flavour, and Okta knows its OIN client ${guide.client}.`);
    expect(said).toContain("pulumi config set okta-express:flavour both --stack test");
  });

  it("step 1, both: native is made beside the guide's objects, which keep working; Okta still knows the guide's client", async () => {
    await world.session.setConfig("flavour", "both");
    const made = await step();
    native = await nativeIds(world.session);
    expect(made.filter((change) => /^(update|delete|replace)/.test(change))).toEqual([
      "update express-admin-permissions [permissions[1]]",
    ]);
    expect(await guideWorks()).toBe(true);
    expect(await nativeWorks()).toBe(true);
    expect(await role(guide.role)).toEqual({
      permissions: ["express_configure:sso", "expressconfigure:sso"],
      holders: 1,
    });
    expect(await world.session.outputs()).toMatchObject({
      flavour: "both",
      oinClients: { guide: guide.client, native: native.client },
      oktaKnows: "guide",
      oinClientId: guide.client,
      handOver: expect.stringMatching(
        new RegExp(`switch the integration from the OIN client ${guide.client}\\nto the one below[^]*${native.client}`),
      ) as string,
    });
    await canStopHere();
  });

  it("is not finished before a person has said that Okta switched", async () => {
    await world.session.setConfig("flavour", "native");
    const said = await refusal();
    expect(said).toContain(
      `That would delete the guide flavour's OIN client ${guide.client}, which has not been released.`,
    );
    await world.session.setConfig("releaseOinClient", guide.client);
    expect(await refusal()).toContain("which has not been released");
  });

  it("step 2, Okta has switched: the guide's client is released, and nothing changes on the tenant", async () => {
    await world.session.setConfig("flavour", "both");
    const state = JSON.stringify(world.tenant.snapshot());
    expect(await step()).toEqual([]);
    expect(JSON.stringify(world.tenant.snapshot())).toBe(state);
    expect(await world.session.outputs()).toMatchObject({
      flavour: "both",
      oktaKnows: "native",
      oinClientId: native.client,
      oinClients: { guide: guide.client, native: native.client },
    });
    await canStopHere();
  });

  it("step 3, native: the guide's objects go, and Auth0's own works at every moment", async () => {
    await world.session.setConfig("flavour", "native");
    const gone = await step();
    expect(gone.filter((change) => /^(create|replace|import)/.test(change))).toEqual([]);
    expect(gone.filter((change) => change.startsWith("update"))).toEqual([
      "update express-admin-permissions [permissions[1]]",
    ]);

    const writes = world.tenant.journal.writes();
    expect(
      writes.filter(
        ({ path }) => path.includes(native.client) || path.includes(SERVICE_APP_CLIENT_ID) || path.includes("profiles"),
      ),
    ).toEqual([]);
    expect(at(writes, "DELETE", `/api/v2/clients/${guide.client}`)).toBeGreaterThan(-1);

    expect(await nativeWorks()).toBe(true);
    expect(await role(guide.role)).toEqual({ permissions: ["express_configure:sso"], holders: 1 });
    for (const path of [
      `clients/${guide.client}`,
      `client-grants/${guide.grant}`,
      `resource-servers/${guide.resourceServer}`,
      `actions/actions/${guide.action}`,
    ]) {
      expect(await exists(path), path).toBe(false);
    }
    expect(await world.session.outputs()).toMatchObject({
      flavour: "native",
      oktaKnows: "native",
      oinClientId: native.client,
      oinClients: { native: native.client },
    });
    await canStopHere();
  });

  it("is done when the release is taken out of the configuration; without the setting the flavour stays", async () => {
    await world.session.removeConfig("releaseOinClient");
    await world.session.removeConfig("flavour");
    await world.session.removeConfig("initiateLoginUri");
    expect(await step()).toEqual([]);
    expect(await world.session.outputs()).toMatchObject({ flavour: "native" });
    await canStopHere();
  });
});

describe("and back", () => {
  it("goes by both flavours as well, and takes the block off the app again", async () => {
    await world.session.setConfig("initiateLoginUri", "https://app.acme.example/login");
    await world.session.setConfig("flavour", "guide");
    expect(await refusal()).toContain(
      `This stack holds the native flavour, and Okta knows its OIN client ${native.client}.`,
    );

    await world.session.setConfig("flavour", "both");
    succeeded(await world.session.up());
    guide = await ownIds(world.session);
    expect(await guideWorks()).toBe(true);
    expect(await nativeWorks()).toBe(true);
    expect(await world.session.outputs()).toMatchObject({
      oktaKnows: "native",
      oinClientId: native.client,
      handOver: expect.stringMatching(
        new RegExp(`switch the integration from the OIN client ${native.client}\\nto the one below[^]*${guide.client}`),
      ) as string,
    });

    await world.session.setConfig("releaseOinClient", native.client);
    succeeded(await world.session.up());
    expect(await world.session.outputs()).toMatchObject({ oktaKnows: "guide" });
    await world.session.setConfig("flavour", "guide");
    succeeded(await world.session.up());
    expect(await guideWorks()).toBe(true);
    expect(serviceApp(world.tenant)).not.toHaveProperty("express_configuration");
    expect(await exists(`clients/${native.client}`)).toBe(false);
    expect(await role(guide.role)).toEqual({ permissions: ["expressconfigure:sso"], holders: 1 });

    await world.session.removeConfig("releaseOinClient");
    succeeded(await world.session.up());
    // Auth0's system API stays: nobody can take it off a tenant again.
    const own = { ...guide, systemApi: native.systemApi };
    expect(foreign(world.tenant.snapshot(), own)).toBe(foreign(before, own));
  });
});
