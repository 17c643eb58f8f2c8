/**
 * Proof 4 of the commands: up, adopt and rotate killed after every one of their steps, and run again, end in the same
 * state, with nothing made twice. A kill takes the engine along; no request reaches the tenant after it.
 */
import { afterEach, expect, it } from "vitest";
import type { SessionOptions } from "../../packages/pulumi-sandbox/src/session.ts";
import { SERVICE_APP_CLIENT_ID } from "../../packages/local-tenant/src/seed/populated.ts";
import { followGuide } from "../fixtures/hand-made-tenants.ts";
import { alike } from "./by-hand.ts";
import { cli, handOf, startCli, startPulumi } from "./cli.ts";
import { adoptKilledAt, canSignIn, killedAfterEachWrite } from "./interruption.ts";
import { FULL_CONFIG } from "./native-world.ts";
import {
  CONFIG,
  CONFIG_WITH_ADMINS,
  keyText,
  NEXT_OKTA_KEY,
  OKTA_KEY,
  openWorld,
  ownIds,
  succeeded,
  type World,
} from "./world.ts";

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
])(
  "up of the flavour %s, killed after each write it makes, goes on from there; adopt takes up what no up can know of",
  async (_flavour, config) => {
    const converged = await undisturbed(config);
    world = await openWorld({ config });
    const { session, tenant } = world;
    const kills = await killedAfterEachWrite(world, () => startPulumi(session, ["up", "--yes", "--skip-preview"]), {
      mend: async (said) => {
        const adopted = await cli(session, "adopt", ["--yes"]);
        expect(adopted.exitCode, `${said}\n${adopted.stdout}${adopted.stderr}`).toBe(0);
      },
    });
    expect(kills.length, kills.join("\n")).toBeGreaterThanOrEqual(10);
    expect(alike(tenant.snapshot())).toBe(converged);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  },
);

it("adopt, killed at each of its steps, takes over the same tenant when it is run again", async () => {
  world = await openWorld();
  const { session, tenant } = world;
  const inputs = {
    domain: tenant.domain,
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    serviceInitLoginUrl: CONFIG.initiateLoginUri,
    oktaPublicKey: keyText(OKTA_KEY),
  };
  const objects = await followGuide(handOf(tenant), inputs);
  const before = tenant.snapshot();

  await adoptKilledAt(session, [
    "Looking for the guide's objects",
    "✔ Looking for the guide's objects",
    "Writing the configuration",
    "✔ Writing the configuration",
    "Previewing",
  ]);
  const adopted = await cli(session, "adopt", ["--yes"]);
  expect(adopted.exitCode, adopted.stdout).toBe(0);
  expect(tenant.snapshot()).toEqual(before);
  succeeded(await session.up());
  expect(await ownIds(session)).toEqual(objects);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
});

it("rotate, killed after each write it makes, comes to the same end; the client always has a key that Okta can use", async () => {
  world = await openWorld({ config: CONFIG_WITH_ADMINS });
  const { session, tenant } = world;
  succeeded(await session.up());
  const { client } = await ownIds(session);
  const kidsOf = async () =>
    (await handOf(tenant)<readonly { readonly kid: string }[]>("GET", `/clients/${client}/credentials`)).map(
      ({ kid }) => kid,
    );
  const [old] = await kidsOf();

  const rotate = (...args: string[]) =>
    killedAfterEachWrite(world, () => startCli(session, "rotate", ["--yes", ...args]), {
      look: async (at) => expect(await canSignIn(tenant, client), at).toBe(true),
    });
  const added = await rotate("--new-key", NEXT_OKTA_KEY);
  expect(await kidsOf()).toHaveLength(2);
  const removed = await rotate("--finish");

  expect(added.length + removed.length, [...added, ...removed].join("\n")).toBeGreaterThanOrEqual(3);
  const kids = await kidsOf();
  expect(kids).toHaveLength(1);
  expect(kids).not.toContain(old);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  expect((await cli(session, "audit")).exitCode).toBe(0);
});
