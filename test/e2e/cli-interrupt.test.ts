/**
 * Proof 4 of the commands: up, adopt and rotate killed after every one of their steps, and run again, end in the same
 * state, with nothing made twice. A kill takes the engine along; no request reaches the tenant after it.
 */
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import type { SessionOptions } from "../../sandbox/session.ts";
import { SERVICE_APP_CLIENT_ID } from "../../sandbox/tenant/seed/lived-in.ts";
import { followGuide } from "../fixtures/hand-made-tenants.ts";
import { alike } from "./by-hand.ts";
import { cli, handOf, startCli, startPulumi } from "./cli.ts";
import { canSignIn, killedAfterWrite, takeOffLock } from "./interruption.ts";
import { FULL_CONFIG } from "./native-world.ts";
import { CONFIG, keyText, NEXT_OKTA_KEY, OKTA_KEY, openWorld, ownIds, succeeded, type World } from "./world.ts";

type Config = Required<SessionOptions>["config"];

let world: World;
afterEach(() => world.close());

/** A tenant that a stack of this configuration was brought up on without any interruption. */
async function undisturbed(config: Config): Promise<string> {
  const alone = await openWorld({ config });
  try {
    succeeded(await alone.session.up());
    return alike(alone.tenant.snapshot());
  } finally {
    await alone.close();
  }
}

it.each<[flavour: string, config: Config]>([
  ["guide", CONFIG],
  ["native", FULL_CONFIG],
])("up of the flavour %s, killed after each write it makes, goes on from there; adopt takes up what no up can know of", async (_flavour, config) => {
  const converged = await undisturbed(config);
  world = await openWorld({ config });
  const { session, tenant } = world;
  const kills: string[] = [];
  for (let runs = 0; ; runs += 1) {
    expect(runs, kills.join("\n")).toBeLessThan(60);
    const twice = kills.filter((write, index) => kills.indexOf(write) !== index);
    const { exitCode, at, said } = await killedAfterWrite(tenant, startPulumi(session, ["up", "--yes", "--skip-preview"]), twice);
    if (at !== undefined) {
      kills.push(at);
      await takeOffLock(session);
    } else if (exitCode === 0) {
      break;
    } else {
      const adopted = await cli(session, "adopt", ["--yes"]);
      expect(adopted.exitCode, `${said}\n${adopted.stdout}${adopted.stderr}`).toBe(0);
    }
  }
  expect(kills.length, kills.join("\n")).toBeGreaterThanOrEqual(10);
  expect(alike(tenant.snapshot())).toBe(converged);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
});

it("adopt, killed at each of its steps, takes over the same tenant when it is run again", async () => {
  world = await openWorld();
  const { session, tenant } = world;
  const inputs = { domain: tenant.domain, serviceAppClientId: SERVICE_APP_CLIENT_ID, serviceInitLoginUrl: CONFIG.initiateLoginUri, oktaPublicKey: keyText(OKTA_KEY) };
  const objects = await followGuide(handOf(tenant), inputs);
  const before = tenant.snapshot();

  for (const step of ["Looking for the guide's objects", "✔ Looking for the guide's objects", "Writing the configuration", "✔ Writing the configuration", "Previewing"]) {
    const running = startCli(session, "adopt", ["--yes"]);
    const ended = running.ended.then(() => "ended" as const);
    while (!running.said().includes(step) && (await Promise.race([ended, delay(2)])) !== "ended") continue;
    expect(running.said()).toContain(step);
    running.kill();
    await ended;
    await takeOffLock(session);
  }
  const adopted = await cli(session, "adopt", ["--yes"]);
  expect(adopted.exitCode, adopted.stdout).toBe(0);
  expect(tenant.snapshot()).toEqual(before);
  succeeded(await session.up());
  expect(await ownIds(session)).toEqual(objects);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
});

it("rotate, killed after each write it makes, comes to the same end; the client always has a key that Okta can use", async () => {
  world = await openWorld();
  const { session, tenant } = world;
  succeeded(await session.up());
  const { client } = await ownIds(session);
  const kidsOf = async () => (await handOf(tenant)<readonly { readonly kid: string }[]>("GET", `/clients/${client}/credentials`)).map(({ kid }) => kid);
  const [old] = await kidsOf();

  const kills: string[] = [];
  const goThrough = async (...args: string[]): Promise<void> => {
    for (let runs = 0; ; runs += 1) {
      expect(runs, kills.join("\n")).toBeLessThan(12);
      const { exitCode, at, said } = await killedAfterWrite(tenant, startCli(session, "rotate", ["--yes", ...args]));
      expect(await canSignIn(tenant, client), at).toBe(true);
      if (at === undefined) {
        expect(exitCode, said).toBe(0);
        return;
      }
      kills.push(at);
      await takeOffLock(session);
    }
  };
  await goThrough("--new-key", NEXT_OKTA_KEY);
  expect(await kidsOf()).toHaveLength(2);
  await goThrough("--finish");

  expect(kills.length, kills.join("\n")).toBeGreaterThanOrEqual(3);
  const kids = await kidsOf();
  expect(kids).toHaveLength(1);
  expect(kids).not.toContain(old);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  expect((await cli(session, "audit")).exitCode).toBe(0);
});
