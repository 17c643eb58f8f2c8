/**
 * The commands through the life of a native stack, and of one that has both flavours side by side: handover says what
 * Okta is to switch; teardown takes a native stack down and refuses both with advice that works.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { abouts, type CliAnswer, cli, handOf, json, startPulumi } from "../support/cli.ts";
import { foreignToNative, NATIVE_CONFIG, nativeIds, serviceApp } from "../support/native-world.ts";
import { CONFIG_WITH_ADMINS, foreign, openWorld, ownIds, refused, succeeded, type World } from "../support/world.ts";

const CONFIG_OF_BOTH = { ...CONFIG_WITH_ADMINS, ...NATIVE_CONFIG, flavour: "both" };

async function keyIdsOf({ tenant }: World, client: string): Promise<readonly string[]> {
  const keys = await handOf(tenant)<readonly { readonly kid: string }[]>("GET", `/clients/${client}/credentials`);
  return keys.map(({ kid }) => kid).sort();
}

/** Runs the Pulumi CLI as a person does: the session's own hand on the configuration does not know what the commands wrote. */
async function pulumi({ session }: World, ...args: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await startPulumi(session, args).ended;
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
}

/** The commands of a finding's advice, done as they stand; the last one is the command that gave it. */
async function follow(world: World, mend: readonly string[]): Promise<void> {
  for (const line of mend) {
    const [program, ...args] = line.replace(/ --stack test$/, "").split(" ");
    if (program === "pulumi") await pulumi(world, ...args, ...(args[0] === "up" ? ["--yes"] : []));
    else expect(line).toMatch(/^(Finish the move or go back|Then:$|npm run teardown -- --stack test$)/);
  }
}

describe("native", () => {
  let world: World;
  let before: Snapshot;
  let ids: Awaited<ReturnType<typeof nativeIds>>;

  beforeAll(async () => {
    world = await openWorld({ config: NATIVE_CONFIG });
    before = world.tenant.snapshot();
    succeeded(await world.session.up());
    ids = await nativeIds(world.session);
  });
  afterAll(() => world.close());

  it("a stack that keeps its flavour without the setting is known by what it holds", async () => {
    await pulumi(world, "config", "rm", "okta-express:flavour");
    const audited = await cli(world.session, "audit");
    expect(audited.exitCode, audited.stdout).toBe(0);
    const run = await cli(world.session, "rotate", ["--json"]);
    expect(run.exitCode, run.stdout).toBe(0);
    expect(json<CliAnswer & { readonly keyIds: readonly string[] }>(run).keyIds).toEqual(
      await keyIdsOf(world, ids.client),
    );
  });

  it("teardown is refused without the client ID, and says what it does", async () => {
    world.tenant.journal.clear();
    const run = await cli(world.session, "teardown", ["--json", "--confirm", "another"]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`the OIN client ${ids.client}`);
    expect(run.stderr).toContain("The app in the OIN stays and loses its Express Configuration block");
    expect(world.tenant.journal.writes()).toEqual([]);
  });

  it("teardown takes the block off the app, then deletes what the stack made, and nothing else", async () => {
    world.tenant.journal.clear();
    const run = await cli(world.session, "teardown", ["--confirm", ids.client]);
    expect(run.exitCode, `${run.stdout}${run.stderr}`).toBe(0);
    const deleted = world.tenant.journal
      .writes()
      .findIndex(({ method, path }) => method === "DELETE" && path === `/api/v2/clients/${ids.client}`);
    const blockOff = world.tenant.journal
      .writes()
      .findIndex(
        ({ method, requestBody }) =>
          method === "PATCH" && JSON.stringify(requestBody) === '{"express_configuration":null}',
      );
    expect(blockOff).toBeGreaterThan(-1);
    expect(deleted).toBeGreaterThan(blockOff);
    expect(serviceApp(world.tenant)).not.toHaveProperty("express_configuration");
    // Auth0's system API stays: nobody can take it off a tenant again.
    expect(foreignToNative(world.tenant.snapshot(), ids)).toBe(foreignToNative(before, ids));
    const again = await cli(world.session, "teardown");
    expect(again.exitCode, again.stdout).toBe(0);
  });
});

describe("both side by side", () => {
  let world: World;
  let before: Snapshot;
  let guide: Awaited<ReturnType<typeof ownIds>>;
  let native: Awaited<ReturnType<typeof nativeIds>>;

  beforeAll(async () => {
    world = await openWorld({ config: CONFIG_OF_BOTH });
    before = world.tenant.snapshot();
    succeeded(await world.session.up());
    guide = await ownIds(world.session);
    native = await nativeIds(world.session);
  });
  afterAll(() => world.close());

  it("handover says which client Okta is to switch from and to, and what comes then", async () => {
    const run = await cli(world.session, "handover", ["--json"]);
    expect(run.exitCode, run.stdout).toBe(0);
    const answer = json<CliAnswer & { readonly handOver: Readonly<Record<string, unknown>> }>(run);
    expect(answer.handOver).toMatchObject({
      switch: { from: guide.client, to: native.client },
      oktaKnows: "guide",
      text: expect.stringContaining(`switch the integration from the OIN client ${guide.client}`) as string,
    });
    expect(abouts(answer)).toEqual(["notice handover.switch"]);
    expect(answer.findings.find(({ about }) => about === "handover.switch")?.mend).toContain(
      `pulumi config set okta-express:releaseOinClient ${guide.client} --stack test`,
    );
  });

  it("teardown is refused; what it advises leaves one flavour, which is then taken down", async () => {
    world.tenant.journal.clear();
    const run = await cli(world.session, "teardown", ["--json", "--confirm", guide.client]);
    expect(run.exitCode).toBe(1);
    expect(world.tenant.journal.writes()).toEqual([]);
    const answer = json(run);
    expect(abouts(answer)).toEqual(["problem teardown"]);
    refused(await world.session.destroy());

    await follow(world, answer.findings[0]?.mend ?? []);
    expect(serviceApp(world.tenant)).not.toHaveProperty("express_configuration");
    const down = await cli(world.session, "teardown", ["--confirm", guide.client]);
    expect(down.exitCode, `${down.stdout}${down.stderr}`).toBe(0);
    const own = { systemApi: native.systemApi };
    expect(foreign(world.tenant.snapshot(), own)).toBe(foreign(before, own));
  });
});
