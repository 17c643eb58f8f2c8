/** SCIM on and off again: scopes, permissions and grant in place, no step fails, the tenant ends as it began. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alike } from "../support/by-hand.ts";
import { API, changes, foreign, openWorld, ownIds, succeeded, type World } from "../support/world.ts";

const SCIM_CHANGE = ["update express-admin-permissions", "update express-api-scopes", "update express-oin-grant"];

async function onAndOff(world: World, change: readonly string[]): Promise<void> {
  const before = alike(world.tenant.snapshot());
  const ids = await ownIds(world.session);

  await world.session.setConfig("scim", true);
  expect(changes(succeeded(await world.session.up())).map((line) => line.split(" [")[0])).toEqual(change);
  const { body } = await world.tenant.api<{ scopes: { value: string }[] }>(
    "GET",
    `/api/v2/resource-servers/${encodeURIComponent(API)}`,
  );
  expect(body.scopes.map(({ value }) => value).sort()).toEqual(["expressconfigure:scim", "expressconfigure:sso"]);
  const grant = await world.tenant.api<{ scope: string[] }>("GET", `/api/v2/client-grants/${ids.grant}`);
  expect(grant.body.scope.filter((scope) => scope.includes("scim")).sort()).toEqual([
    "create:scim_config",
    "create:scim_token",
    "delete:scim_token",
    "read:scim_config",
    "read:scim_token",
  ]);
  expect(String((await world.session.outputs())["handOver"])).toContain("app.scim_base_url");
  expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);

  await world.session.setConfig("scim", false);
  succeeded(await world.session.up());
  expect(alike(world.tenant.snapshot())).toBe(before);
  expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
}

describe("with a role of the stack's own", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    succeeded(await world.session.up());
  });
  afterAll(() => world.close());

  it("goes on and off in place", () => onAndOff(world, SCIM_CHANGE));
});

describe("with an existing role", () => {
  let world: World;
  let role: { id: string; name: string };
  let permissions: unknown;
  const permissionsOf = async (id: string) =>
    (
      await world.tenant.api<{ permission_name: string; resource_server_identifier: string }[]>(
        "GET",
        `/api/v2/roles/${id}/permissions?per_page=100`,
      )
    ).body;

  beforeAll(async () => {
    world = await openWorld();
    const { body } = await world.tenant.api<{ id: string; name: string }[]>("GET", "/api/v2/roles");
    for (const candidate of body) if ((await permissionsOf(candidate.id)).length > 0) role = candidate;
    permissions = await permissionsOf(role.id);
  });
  afterAll(() => world.close());

  it("adds the permission and leaves name, description and the other permissions", async () => {
    const before = world.tenant.snapshot();
    await world.session.setConfig("adminRole", role.name);
    const up = succeeded(await world.session.up());
    expect(changes(up)).toContain("create express-admin-permission-sso");
    expect(changes(up).filter((change) => /express-admin-(role|permissions)/.test(change))).toEqual([]);
    const now = await permissionsOf(role.id);
    expect(now.filter(({ resource_server_identifier }) => resource_server_identifier !== API)).toEqual(permissions);
    expect(
      now
        .filter(({ resource_server_identifier }) => resource_server_identifier === API)
        .map(({ permission_name }) => permission_name),
    ).toEqual(["expressconfigure:sso"]);
    expect((await world.session.outputs())["adminRole"]).toBe(role.id);
    expect(foreign(world.tenant.snapshot(), await ownIds(world.session))).toBe(
      foreign(before, await ownIds(world.session)),
    );
  });

  it("goes on and off in place", () =>
    onAndOff(world, ["create express-admin-permission-scim", "update express-api-scopes", "update express-oin-grant"]));

  it("follows somebody else's change of the role's other permissions without a difference", async () => {
    await world.tenant.api("DELETE", `/api/v2/roles/${role.id}/permissions`, {
      permissions: [(permissions as object[])[0]],
    });
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  });
});
