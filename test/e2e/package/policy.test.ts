/**
 * The policy pack, run by the engine: the project's own stack passes in both flavours and in every state it is brought into
 * on purpose; a program of plain resources that breaks the policies is refused before anything is written.
 */
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { policies } from "../../../policy/index.ts";
import type { SessionOptions } from "../../../packages/pulumi-sandbox/src/session.ts";
import { FULL_CONFIG } from "../support/native-world.ts";
import { CONFIG, OKTA_KEY, openWorld, ownIds, PROJECT, refused, succeeded, type World } from "../support/world.ts";

const args = ["--policy-pack", join(PROJECT, "policy")];
const PASSED = "✅ okta-express@";

async function world(options: Partial<SessionOptions>): Promise<World> {
  const opened = await openWorld(options);
  onTestFinished(() => opened.close());
  return opened;
}

describe("the project's own stack", () => {
  it("passes in flavour guide: without a key, with it, and once its client is released", async () => {
    const { session } = await world({ config: { ...CONFIG, scim: "true", oktaPublicKeys: [] } });
    expect(succeeded(await session.up({ args })).stdout).toContain(PASSED);
    await session.setConfig("oktaPublicKeys", [OKTA_KEY]);
    expect(succeeded(await session.up({ args })).stdout).toContain(PASSED);
    const again = await session.preview({ args: [...args, "--expect-no-changes"] });
    expect(succeeded(again).stdout).toContain(PASSED);

    const { client } = await ownIds(session);
    await session.setConfig("releaseOinClient", client);
    const released = succeeded(await session.preview({ args })).stdout;
    expect(released).toContain("express-oin-client-known-to-okta  [diff: ~protect]");
    expect(released).toContain(PASSED);
  });

  it("passes in flavour native with all that it can be told", async () => {
    const { session } = await world({ config: FULL_CONFIG });
    expect(succeeded(await session.up({ args })).stdout).toContain(PASSED);
    // As the workflows do, for whatever command previews.
    const env = { PULUMI_OPTION_POLICY_PACK: join(PROJECT, "policy") };
    expect(succeeded(await session.preview({ args: ["--expect-no-changes"], env })).stdout).toContain(PASSED);
    // The workflows' variable where nobody has set it.
    const none = { PULUMI_OPTION_POLICY_PACK: "" };
    expect(succeeded(await session.preview({ args: ["--expect-no-changes"], env: none })).output).not.toMatch(/polic/i);
  });
});

describe("a program of plain resources", () => {
  it("is told of all that it breaks at once, and nothing is written", async () => {
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
    const { session, tenant } = await world({
      program: join(PROJECT, "test/fixtures/policy-violations"),
      config: { weakKey: weak.export({ type: "spki", format: "pem" }).toString(), role: "rol_1" },
    });
    tenant.journal.clear();
    const said = refused(await session.preview({ args }));
    const broken = [...said.matchAll(/\[mandatory\] {2}(\S+) {2}\(auth0:index:\w+: (\S+)\)/g)].map(
      ([, policy, resource]) => `${policy} ${resource}`,
    );
    expect(broken.toSorted()).toEqual(
      [
        "express-configure-token api",
        "express-configure-token api",
        "no-connection-clients whole-connection",
        "no-foreign-api-scopes system-api-scopes",
        "no-foreign-role-permissions whole-role",
        "no-trigger-actions whole-flow",
        "oin-client-callbacks oin",
        "oin-client-grant grant",
        "oin-client-keys weak-key",
        "oin-client-no-secret secret",
        "oin-client-protected oin",
      ].toSorted(),
    );
    const names = new Set(broken.map((line) => line.split(" ")[0]));
    expect(policies.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
    expect(said).toContain("weak-key: the key has 1024 bits.");
    expect(said).not.toContain("BEGIN PUBLIC KEY");
    // A mandatory policy can never be left out for a value that only `up` knows.
    expect(said).not.toContain("can't run policy");
    expect(tenant.journal.writes()).toEqual([]);
  });
});
