/** Holds what was said and played against a line of the table. */
import { expect } from "vitest";
import type { DemoFlavour } from "../../../demo/by-hand.ts";
import type { Told } from "./world.ts";
import { ALWAYS, type WrongTenant } from "./table.ts";

/** Every cause that is expected is said, nothing else is a problem of `ready`'s, and the try fails where it should. */
export function expectTold({ ready, audit = [], fails }: WrongTenant, flavour: DemoFlavour, told: Told): void {
  for (const cause of ready) expect(told.ready).toContainEqual(expect.stringMatching(cause));
  const expected = [...ready, ...ALWAYS];
  expect(told.ready.filter((line) => !expected.some((cause) => cause.test(line)))).toEqual([]);
  for (const cause of audit) expect(told.audit).toContainEqual(expect.stringMatching(cause));
  const failure = fails === undefined || fails instanceof RegExp ? fails : fails[flavour];
  if (failure === undefined) expect(told.failed).toBeUndefined();
  else expect(told.failed ?? "every step passed").toMatch(failure);
}
