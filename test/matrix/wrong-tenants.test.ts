/**
 * `npm run matrix:wrong-tenants`: each way in which a tenant can be wrong, in both flavours as far as it applies. CASE (a
 * part of a case's name) and FLAVOUR make it smaller.
 */
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { ReadyWorld } from "./wrong-tenants/world.ts";
import { expectTold } from "./wrong-tenants/expect-told.ts";
import { WRONG_TENANTS } from "./wrong-tenants/table.ts";

const wanted = process.env["CASE"] ?? "";

describe.each((["guide", "native"] as const).filter((flavour) => flavour.includes(process.env["FLAVOUR"] ?? "")))(
  "%s",
  (flavour) => {
    let world: ReadyWorld;
    beforeAll(async () => {
      world = await ReadyWorld.open(flavour);
    });
    beforeEach(() => world.restore());
    afterAll(() => world.close());

    it.each(
      WRONG_TENANTS.filter((one) => one.name.includes(wanted) && (one.flavour ?? flavour) === flavour).map(
        (one) => [one.name, one] as const,
      ),
    )("%s", { timeout: 120_000 }, async (_name, wrong) => {
      await wrong.make?.(world.place);
      expectTold(wrong, flavour, await world.ask(wrong.okta?.()));
    });
  },
);
