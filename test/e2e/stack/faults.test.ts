/**
 * A sample of `npm run matrix:faults`: a first `up` of which one request goes wrong ends, by what its output says, in the same
 * tenant as one that was never disturbed.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Rehearsal, SCENARIOS } from "../../matrix/faults.ts";

const scenario = SCENARIOS.find(({ title }) => title === "guide: first up");

let rehearsal: Rehearsal;
beforeAll(async () => {
  if (scenario === undefined) throw new Error("the matrix has no first up of the guide's flavour");
  rehearsal = await Rehearsal.open(scenario);
});
afterAll(() => rehearsal.close());

it.each([
  ["drop-after", "POST /api/v2/clients"],
  ["drop-before", "POST /api/v2/client-grants"],
] as const)("%s: %s", async (kind, title) => {
  const target = rehearsal.targets.find((one) => one.title.startsWith(`${title}`));
  if (target === undefined)
    throw new Error(`no request ${title} in ${rehearsal.targets.map((one) => one.title).join()}`);
  const { verdict, said } = await rehearsal.strike(target, kind);
  expect(["converged", "by a named step"], said).toContain(verdict);
});
