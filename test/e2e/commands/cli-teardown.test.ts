/** teardown where things are not in order: on a stack that never came to its end, or on one that lost objects. */
import { afterEach, describe, expect, it } from "vitest";
import type { SessionOptions } from "../../../packages/pulumi-sandbox/src/session.ts";
import { alike } from "../support/by-hand.ts";
import { cli, handOf, startCli } from "../support/cli.ts";
import { FULL_CONFIG, nativeIds, visitDashboard } from "../support/native-world.ts";
import { CONFIG, idsInState, openWorld, refused, succeeded, type World } from "../support/world.ts";

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

/** The same with a stack on it; `before` is the tenant without it. */
async function broughtUp(
  config: Required<SessionOptions>["config"],
  oinClient: string,
): Promise<{ readonly before: string; readonly client: string }> {
  const before = await open(config);
  succeeded(await world.session.up());
  return { before, client: (await idsInState(world.session))(oinClient) };
}

async function down(client: string): Promise<void> {
  const { exitCode, stdout, stderr } = await cli(world.session, "teardown", ["--confirm", client]);
  expect(exitCode, `${stdout}${stderr}`).toBe(0);
}

describe.each(FLAVOURS)("of the flavour %s", (_flavour, config, oinClient) => {
  it("takes down what an up has left that cannot succeed, while it cannot", async () => {
    const before = await open(config);
    const { session, tenant } = world;
    tenant.faults.add({ method: "POST", path: /\/credentials$/, kind: "500", times: Infinity });
    refused(await session.up());
    await down((await idsInState(session))(oinClient));
    expect(alike(tenant.snapshot())).toBe(before);
  });

  it("takes down a stack whose program the tenant no longer bears out, and whose OIN client somebody deleted", async () => {
    const { before, client } = await broughtUp(config, oinClient);
    const { session, tenant } = world;
    await session.setConfig("serviceApp", "An app that is gone");
    await handOf(tenant)("DELETE", `/clients/${client}`);
    await down(client);
    expect(alike(tenant.snapshot())).toBe(before);
  });

  it("takes down what a refresh has left of a stack whose OIN client somebody deleted", async () => {
    const { before, client } = await broughtUp(config, oinClient);
    const { session, tenant } = world;
    await handOf(tenant)("DELETE", `/clients/${client}`);
    expect((await session.pulumi(["refresh", "--yes", "--skip-preview"])).exitCode).toBe(0);
    await down(client);
    expect(alike(tenant.snapshot())).toBe(before);
  });
});

it("interrupted while it deletes, says what is gone and how to go on, and leaves no lock", async () => {
  const { before, client } = await broughtUp(CONFIG, "express-oin-client-known-to-okta");
  const { session, tenant } = world;
  for (const whom of ["all", "command"] as const) {
    const running = startCli(session, "teardown", ["--confirm", client]);
    tenant.journal.onAdd = ({ method }) => {
      if (method !== "DELETE") return;
      tenant.journal.onAdd = undefined;
      running.interrupt(whom);
    };
    const { exitCode, stderr } = await running.ended;
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toMatch(/Interrupted\. (?:\d+|All) of the stack's \d+ objects are gone/);
    expect(stderr).toContain(`npm run teardown -- --stack test --confirm ${client}`);
  }
  await down(client);
  expect(alike(tenant.snapshot())).toBe(before);
});

it("takes the block off the app where somebody deleted the connection profile that it names", async () => {
  const before = await open(FULL_CONFIG);
  const { session, tenant } = world;
  succeeded(await session.up());
  const { client, connectionProfile } = await nativeIds(session);
  await handOf(tenant)("DELETE", `/connection-profiles/${connectionProfile}`);
  await down(client);
  expect(alike(tenant.snapshot())).toBe(before);
});
