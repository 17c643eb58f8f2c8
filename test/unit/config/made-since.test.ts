/** What a run has made so far, while the engine goes on writing the state. */
import { expect, it } from "vitest";
import { madeSince } from "../../../config/engine-state.ts";
import { previousOutputs, type RememberingResource } from "../../../config/previous.ts";

const ROLE: RememberingResource = {
  urn: "urn:pulumi:dev::okta-express::auth0:index/role:Role::express-admin-role",
  type: "auth0:index/role:Role",
};

/** A state that cannot be read so many times, with the engine's own words, and then has a role in it. */
function state(failures: number, message: string) {
  let reads = 0;
  const read = async (): Promise<readonly RememberingResource[]> => {
    reads += 1;
    if (reads <= failures) throw new Error(message);
    return [ROLE];
  };
  return { read, reads: () => reads };
}

it("is read again where the state was being written", async () => {
  const { read, reads } = state(2, "readStackResourceOutputs returned an error: failed to load checkpoint: EOF");
  expect(await madeSince(previousOutputs([]), read)).toEqual(["express-admin-role"]);
  expect(reads()).toBe(3);
});

it("leaves out what was there at the beginning of the run", async () => {
  expect(await madeSince(previousOutputs([ROLE]), state(0, "").read)).toEqual([]);
});

it("is not read again after any other refusal", async () => {
  const { read, reads } = state(9, "unauthorized");
  await expect(madeSince(previousOutputs([]), read)).rejects.toThrow("unauthorized");
  expect(reads()).toBe(1);
});
