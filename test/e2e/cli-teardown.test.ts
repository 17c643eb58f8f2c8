/** A teardown that does not come to its end in one go: killed, or failed on a stack that never came to its own end. */
import { afterEach, describe, expect, it } from "vitest";
import type { SessionOptions } from "../../sandbox/session.ts";
import type { Fault } from "../../sandbox/tenant/index.ts";
import { alike } from "./by-hand.ts";
import { cli, handOf, startCli } from "./cli.ts";
import { killedAfterEachWrite } from "./interruption.ts";
import { FULL_CONFIG, visitDashboard } from "./native-world.ts";
import { CONFIG, idsInState, openWorld, refused, succeeded, type World } from "./world.ts";

const FLAVOURS: readonly [flavour: string, config: Required<SessionOptions>["config"], oinClient: string][] = [
  ["guide", CONFIG, "express-oin-client-known-to-okta"],
  ["native", FULL_CONFIG, "express-native-oin-client-known-to-okta"],
];

let world: World;
afterEach(() => world.close());

/** A tenant on which a teardown leaves no trace: what nobody can take off a tenant again, a flag's word and Auth0's system API, is there already. */
async function open(config: Required<SessionOptions>["config"]): Promise<string> {
  world = await openWorld({ config });
  await visitDashboard(world.tenant);
  await handOf(world.tenant)("PATCH", "/tenants/settings", { flags: { use_scope_descriptions_for_consent: false } });
  return alike(world.tenant.snapshot());
}

describe.each(FLAVOURS)("of the flavour %s", (_flavour, config, oinClient) => {
  it("killed after each write it makes, and run again, it leaves the tenant as it was before the stack", async () => {
    const before = await open(config);
    const { session, tenant } = world;
    succeeded(await session.up());
    const client = (await idsInState(session))(oinClient);

    const kills = await killedAfterEachWrite(world, () => startCli(session, "teardown", ["--confirm", client]));
    expect(kills.length, kills.join("\n")).toBeGreaterThanOrEqual(5);
    expect(alike(tenant.snapshot())).toBe(before);
  });

  it("failed after an up that failed, and run again, it gives the settings back before it deletes", async () => {
    const before = await open(config);
    const { session, tenant } = world;
    const outOfOrder: Fault = { method: "PATCH", path: /\/bindings$/, kind: "500", times: 100 };
    tenant.faults.add(outOfOrder);
    refused(await session.up());
    const client = (await idsInState(session))(oinClient);
    const failed = await cli(session, "teardown", ["--confirm", client]);
    expect(failed.exitCode, failed.stdout).toBe(1);
    tenant.faults.clear();
    const torn = await cli(session, "teardown", ["--confirm", client]);
    expect(torn.exitCode, `${torn.stdout}${torn.stderr}`).toBe(0);
    expect(alike(tenant.snapshot())).toBe(before);
  });
});
