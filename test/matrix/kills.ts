/**
 * `up`, `rotate` and `teardown` killed after their writes, and run again until they come to their end: the same tenant, nothing
 * made twice, and Okta is never locked out. `npm run matrix:kills` kills each after every write that it makes; the end-to-end
 * tests have a sample of the writes.
 */
import { expect } from "vitest";
import type { SessionOptions } from "../../packages/pulumi-sandbox/src/session.ts";
import { alike } from "../e2e/support/by-hand.ts";
import { cli, handOf, startCli, startPulumi } from "../e2e/support/cli.ts";
import { canSignIn, killedAfterEachWrite, type Writes } from "../e2e/support/interruption.ts";
import { FULL_CONFIG, NATIVE_CONFIG, visitDashboard } from "../e2e/support/native-world.ts";
import {
  CONFIG,
  CONFIG_WITH_ADMINS,
  idsInState,
  NEXT_OKTA_KEY,
  openWorld,
  succeeded,
  type World,
} from "../e2e/support/world.ts";

type Config = Required<SessionOptions>["config"];

export interface Killing {
  readonly title: string;
  /** How many writes it makes at least, where it is killed after every one. */
  readonly atLeast: number;
  /** The writes of the end-to-end tests' sample; none where another one's sample has them. */
  readonly sample: Writes;
  /** Runs it; gives the writes that it was killed after. */
  readonly run: (writes?: Writes) => Promise<readonly string[]>;
}

const GUIDE_CLIENT = "express-oin-client-known-to-okta";
const NATIVE_CLIENT = "express-native-oin-client-known-to-okta";

async function withWorld<T>(config: Config, work: (world: World) => Promise<T>): Promise<T> {
  const world = await openWorld({ config });
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

/** What no up can know of, as its answer was lost, adopt takes up. */
async function upKilled(config: Config, writes?: Writes): Promise<readonly string[]> {
  const converged = await withWorld(config, async ({ session, tenant }) => {
    succeeded(await session.up());
    return alike(tenant.snapshot());
  });
  return withWorld(config, async (world) => {
    const { session, tenant } = world;
    const kills = await killedAfterEachWrite(world, () => startPulumi(session, ["up", "--yes", "--skip-preview"]), {
      writes,
      mend: async (said) => {
        const adopted = await cli(session, "adopt", ["--yes"]);
        expect(adopted.exitCode, `${said}\n${adopted.stdout}${adopted.stderr}`).toBe(0);
      },
    });
    expect(alike(tenant.snapshot())).toBe(converged);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
    return kills;
  });
}

/** A whole change of keys; no client is ever without a key that Okta can use. */
async function rotateKilled(
  config: Config,
  oinClients: readonly string[],
  writes?: Writes,
): Promise<readonly string[]> {
  return withWorld(config, async (world) => {
    const { session, tenant } = world;
    succeeded(await session.up());
    const clients = oinClients.map(await idsInState(session));
    const keyIdsOf = async (client: string): Promise<readonly string[]> =>
      (await handOf(tenant)<readonly { readonly kid: string }[]>("GET", `/clients/${client}/credentials`)).map(
        ({ kid }) => kid,
      );
    const rotate = (...args: string[]) =>
      killedAfterEachWrite(world, () => startCli(session, "rotate", ["--yes", ...args]), {
        writes,
        look: async (at) => {
          for (const client of clients) expect(await canSignIn(tenant, client), `${client} after ${at}`).toBe(true);
        },
      });
    const [old] = await keyIdsOf(clients[0] ?? "");
    const added = await rotate("--new-key", NEXT_OKTA_KEY);
    for (const client of clients) expect(await keyIdsOf(client)).toHaveLength(2);
    const removed = await rotate("--finish");

    const keyIds = (await Promise.all(clients.map(keyIdsOf))).flat();
    expect(keyIds).toHaveLength(clients.length);
    expect(new Set(keyIds).size).toBe(1);
    expect(keyIds).not.toContain(old);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
    expect((await cli(session, "audit")).exitCode).toBe(0);
    return [...added, ...removed];
  });
}

/** On a tenant on which a teardown leaves no trace: what nobody can take off again, a flag's word and Auth0's system API, is there already. */
async function teardownKilled(config: Config, oinClient: string, writes?: Writes): Promise<readonly string[]> {
  return withWorld(config, async (world) => {
    const { session, tenant } = world;
    await visitDashboard(tenant);
    await handOf(tenant)("PATCH", "/tenants/settings", { flags: { use_scope_descriptions_for_consent: false } });
    const before = alike(tenant.snapshot());
    succeeded(await session.up());
    const client = (await idsInState(session))(oinClient);
    const kills = await killedAfterEachWrite(world, () => startCli(session, "teardown", ["--confirm", client]), {
      writes,
      takesOffLock: false,
    });
    expect(alike(tenant.snapshot())).toBe(before);
    return kills;
  });
}

export const KILLINGS: readonly Killing[] = [
  {
    title: "up of the flavour guide",
    atLeast: 10,
    sample: [
      ["POST", "/clients$"],
      ["PATCH", "/actions/triggers/post-login/bindings"],
    ],
    run: (writes) => upKilled(CONFIG, writes),
  },
  {
    title: "up of the flavour native",
    atLeast: 10,
    sample: [["POST", "/clients/\\w+/credentials"]],
    run: (writes) => upKilled(FULL_CONFIG, writes),
  },
  {
    title: "rotate of the flavour guide",
    atLeast: 3,
    sample: [],
    run: (writes) => rotateKilled(CONFIG_WITH_ADMINS, [GUIDE_CLIENT], writes),
  },
  {
    title: "rotate of the flavour native",
    atLeast: 3,
    sample: [
      ["POST", "/clients/\\w+/credentials"],
      ["DELETE", "/clients/\\w+/credentials/"],
    ],
    run: (writes) => rotateKilled(NATIVE_CONFIG, [NATIVE_CLIENT], writes),
  },
  {
    title: "rotate of both side by side",
    atLeast: 6,
    sample: [],
    run: (writes) =>
      rotateKilled({ ...CONFIG_WITH_ADMINS, ...NATIVE_CONFIG, flavour: "both" }, [GUIDE_CLIENT, NATIVE_CLIENT], writes),
  },
  {
    title: "teardown of the flavour guide",
    atLeast: 5,
    sample: [["DELETE", "/clients/\\w+$"]],
    run: (writes) => teardownKilled(CONFIG, GUIDE_CLIENT, writes),
  },
  {
    title: "teardown of the flavour native",
    atLeast: 5,
    sample: [["PATCH", "/clients/"]],
    run: (writes) => teardownKilled(FULL_CONFIG, NATIVE_CLIENT, writes),
  },
];
