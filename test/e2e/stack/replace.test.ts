/**
 * `pulumi up --replace` (and `state taint`, which is the same for the next up) of what has no identity of its own: the
 * engine makes it and then deletes it, and the tenant must be as before.
 */
import { afterAll, describe, expect, it } from "vitest";
import { alike } from "../support/by-hand.ts";
import { FULL_CONFIG } from "../support/native-world.ts";
import { CONFIG, openWorld, succeeded, type World } from "../support/world.ts";

let world: World;
afterAll(() => world.close());

describe.each([
  {
    flavour: "guide",
    config: { ...CONFIG, scim: "true", adminConnections: ["Username-Password-Authentication"] },
    names: [
      "express-api-scopes",
      "express-admin-permissions",
      "express-oin-credentials",
      "express-oin-grant",
      "express-oin-on-Username-Password-Authentication",
      "express-login-binding",
    ],
  },
  {
    flavour: "native",
    config: FULL_CONFIG,
    names: [
      "express-native-oin-credentials",
      "express-native-oin-on-Username-Password-Authentication",
      "express-native-app-block",
      "express-native-domains-binding",
    ],
  },
])("in the $flavour flavour", ({ config, names }) => {
  it("replaces each, all at once, and leaves the tenant as it was", async () => {
    await (world as World | undefined)?.close();
    world = await openWorld({ config });
    const { session, tenant } = world;
    succeeded(await session.up());
    const before = alike(tenant.snapshot());
    const { steps } = succeeded(await session.up({ args: names.flatMap((name) => ["--replace", `**::${name}`]) }));
    const replaced = new Set(steps.filter(({ op }) => /replace/.test(op)).map(({ name }) => name));
    expect(names.filter((name) => !replaced.has(name))).toEqual([]);
    expect(alike(tenant.snapshot())).toBe(before);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  });
});
