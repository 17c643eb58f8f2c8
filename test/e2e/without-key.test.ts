/**
 * From zero in the order that Okta asks for, in both flavours: no key, up, hand-over, key, up. The OIN client keeps its
 * client ID, and nobody can sign in with it before it has Okta's key.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { abouts, cli, handOf, json } from "./cli.ts";
import { canSignIn } from "./interruption.ts";
import { NATIVE_CONFIG, nativeIds } from "./native-world.ts";
import { changes, CONFIG, OKTA_KEY, openWorld, ownIds, refused, succeeded, type World } from "./world.ts";

interface Client {
  readonly client_authentication_methods?: unknown;
  readonly client_secret?: string;
}

const FLAVOURS = [
  {
    flavour: "guide",
    config: { ...CONFIG, oktaPublicKeys: [] },
    ids: ownIds,
    asks: "Please send us the public key (PEM) for it.",
    added: ["create express-oin-credentials", "create express-oin-grant"],
  },
  {
    flavour: "native",
    config: { ...NATIVE_CONFIG, oktaPublicKeys: [] },
    ids: nativeIds,
    asks: 'The wizard then offers "Download PEM key".',
    added: ["create express-native-oin-credentials"],
  },
] as const;

describe.each(FLAVOURS)("$flavour, without a key", ({ flavour, config, ids, asks, added }) => {
  let world: World;
  let client: string;

  beforeAll(async () => {
    world = await openWorld({ config });
    succeeded(await world.session.up());
    ({ client } = await ids(world.session));
  });
  afterAll(() => world.close());

  const grants = () => handOf(world.tenant)<readonly unknown[]>("GET", `/client-grants?client_id=${client}`);
  const credentials = () => handOf(world.tenant)<readonly unknown[]>("GET", `/clients/${client}/credentials`);

  it("makes an OIN client that has no key and no right", async () => {
    expect(client).not.toBe("");
    expect(await canSignIn(world.tenant, client)).toBe(false);
    expect(await credentials()).toEqual([]);
    expect(await grants()).toEqual([]);
    const found = await handOf(world.tenant)<Client>("GET", `/clients/${client}`);
    if (flavour === "native") {
      expect(found.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [] } });
      expect(found).not.toHaveProperty("client_secret");
    }
  });

  it("has nothing left to do, and hands over what Okta gives the key out for", async () => {
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    const audit = await cli(world.session, "audit", ["--json"]);
    expect(audit.exitCode, audit.stdout).toBe(0);
    expect(abouts(json(audit))).toContain("notice oin-client.no-key");
    const handover = await cli(world.session, "handover");
    expect(handover.exitCode, handover.stderr).toBe(0);
    expect(handover.stdout).toContain(asks);
    expect(handover.stdout).toContain(client);
    const rotate = await cli(world.session, "rotate", ["--json"]);
    expect(rotate.exitCode, rotate.stdout).toBe(1);
    expect(abouts(json(rotate))).toEqual(["problem key"]);
  });

  it("takes the key in place, and keeps its client ID", async () => {
    const key = await cli(world.session, "key", ["--file", OKTA_KEY, "--json"]);
    expect(key.exitCode, key.stdout).toBe(0);
    expect(json<{ readonly written: boolean }>(key).written).toBe(true);
    const up = succeeded(await world.session.up());
    expect(changes(up).filter((change) => !change.startsWith("update express-"))).toEqual(added);
    expect((await ids(world.session)).client).toBe(client);
    expect(await canSignIn(world.tenant, client)).toBe(true);
    expect(await grants()).toHaveLength(flavour === "guide" ? 1 : 0);
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    expect((await cli(world.session, "handover")).exitCode).toBe(0);
  });

  it("is refused without the key from then on, and nothing is changed", async () => {
    world.tenant.journal.clear();
    await world.session.setConfig("oktaPublicKeys", []);
    expect(refused(await world.session.up())).toContain("without it Okta could no longer sign in");
    expect(world.tenant.journal.writes()).toEqual([]);
  });
});
