/**
 * A sample of `npm run matrix:kills`: up, rotate and teardown, killed after a write and run again, come to the same end, with
 * nothing made twice; so does adopt, killed at each of its steps. A kill takes the engine along; no request reaches the tenant
 * after it.
 */
import { expect, it, onTestFinished } from "vitest";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import { followGuide } from "../../fixtures/hand-made-tenants.ts";
import { KILLINGS } from "../../matrix/kills.ts";
import { cli, handOf } from "../support/cli.ts";
import { adoptKilledAt } from "../support/interruption.ts";
import { CONFIG, keyText, OKTA_KEY, openWorld, ownIds, succeeded } from "../support/world.ts";

it.each(KILLINGS.filter(({ sample }) => sample.length > 0))(
  "$title, killed after some of the writes it makes, comes to the same end",
  async ({ run, sample }) => {
    const kills = await run(sample);
    for (const [method, path] of sample)
      expect(
        kills.some((write) => new RegExp(`^${method} /api/v2${path}`).test(write)),
        `${method} ${path}: ${kills.join()}`,
      ).toBe(true);
  },
);

it("adopt, killed at each of its steps, takes over the same tenant when it is run again", async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
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
