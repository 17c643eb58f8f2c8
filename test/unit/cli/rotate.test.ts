/** rotate on plain data: what comes next, from wherever it was stopped. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { otherChanges } from "../../../cli/rotate/only-keys.ts";
import { type ClientKey, type KeysNow, nextStep } from "../../../cli/rotate/steps.ts";

const key = (keyId: string, day = 1): ClientKey => ({ id: `cred_${keyId}`, keyId, createdAt: `2026-11-0${day}T00:00:00Z` });
const [OLD, NEW, ALIEN] = [key("old", 1), key("new", 2), key("alien", 3)];

/** A situation; the state knows the keys in force unless another record is given. */
const now = (configured: string[], attached: ClientKey[], loose: ClientKey[], recorded = attached.map(({ keyId }) => keyId)): KeysNow => ({ configured, attached, loose, recorded });

describe("where a change of keys stands", () => {
  it.each<[string, KeysNow, ReturnType<typeof nextStep>]>([
    ["at rest", now(["old"], [OLD], []), { kind: "rest" }],
    ["the new key configured", now(["old", "new"], [OLD], []), { kind: "up", adds: ["new"], removes: [] }],
    ["stopped between making and attaching it", now(["old", "new"], [OLD], [NEW]), { kind: "attach", key: NEW }],
    ["attached, the state behind", now(["old", "new"], [OLD, NEW], [], ["old"]), { kind: "up", adds: [], removes: [] }],
    ["both in force", now(["new", "old"], [NEW, OLD], []), { kind: "wait", old: "old", next: "new" }],
    ["the old key out of the configuration", now(["new"], [OLD, NEW], []), { kind: "up", adds: [], removes: ["old"] }],
    ["stopped between detaching and deleting it", now(["new"], [NEW], [OLD], ["old", "new"]), { kind: "delete", key: OLD }],
    ["deleted, the state behind", now(["new"], [NEW], [], ["old", "new"]), { kind: "up", adds: [], removes: [] }],
    ["done", now(["new"], [NEW], []), { kind: "rest" }],
    ["signs in with none of ours", now(["old"], [ALIEN], []), { kind: "stray", attached: ["alien"] }],
    ["signs in by secret", now(["old"], [], []), { kind: "stray", attached: [] }],
  ])("%s", (_, keys, step) => {
    expect(nextStep(keys)).toEqual(step);
  });
});

/** What a step makes of the keys, if nobody interferes; a wait ends with the old key's file taken out. */
function after(keys: KeysNow): KeysNow | undefined {
  const step = nextStep(keys);
  const known = [OLD, NEW, ALIEN];
  switch (step.kind) {
    case "attach":
      return { ...keys, attached: [...keys.attached, step.key], loose: keys.loose.filter(({ id }) => id !== step.key.id) };
    case "delete":
      return { ...keys, loose: keys.loose.filter(({ id }) => id !== step.key.id) };
    case "up":
      return { ...keys, attached: known.filter(({ keyId }) => keys.configured.includes(keyId)), recorded: keys.configured };
    case "wait":
      return { ...keys, configured: keys.configured.filter((keyId) => keyId !== step.old) };
    case "rest":
    case "stray":
      return undefined;
  }
}

describe("whatever is found (properties)", () => {
  const subset = fc.subarray([OLD, NEW, ALIEN], { maxLength: 2 });
  const situation = fc
    .record({ configured: fc.subarray(["old", "new"], { minLength: 1 }), attached: subset, loose: subset, recorded: fc.subarray(["old", "new"]) })
    .map(({ loose, ...keys }): KeysNow => ({ ...keys, loose: loose.filter((one) => !keys.attached.includes(one)) }));

  it("the walk ends at rest or with a refusal, and never leaves the client without a key that it had", () => {
    fc.assert(
      fc.property(situation, (start) => {
        let keys: KeysNow | undefined = start;
        for (let steps = 0; keys !== undefined; steps += 1) {
          expect(steps).toBeLessThan(10);
          const next: KeysNow | undefined = after(keys);
          if (next === undefined) expect(["rest", "stray"]).toContain(nextStep(keys).kind);
          else if (keys.attached.some(({ keyId }) => keys?.configured.includes(keyId))) {
            expect(next.attached.some(({ keyId }) => next.configured.includes(keyId))).toBe(true);
          }
          keys = next;
        }
      }),
    );
  });
});

it("an up that changes anything but the keys is not for rotate", () => {
  const keys = { op: "update", type: "auth0:index/clientCredentials:ClientCredentials", name: "express-oin-credentials", paths: [] };
  const role = { op: "update", type: "auth0:index/role:Role", name: "express-admin-role", paths: ["description"] };
  expect(otherChanges({ steps: [keys, role], errors: [] })).toEqual([role]);
  expect(otherChanges({ steps: [{ ...keys, op: "replace" }], errors: [] })).toEqual([{ ...keys, op: "replace" }]);
});
