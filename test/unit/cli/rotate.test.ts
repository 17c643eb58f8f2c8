/** rotate on plain data: what comes next, from wherever it was stopped. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { otherChanges } from "../../../cli/rotate/only-keys.ts";
import { type ClientKey, type ClientKeys, type KeysNow, nextStep } from "../../../cli/rotate/steps.ts";
import { wordToOkta } from "../../../cli/rotate/text.ts";

const key = (keyId: string, day = 1): ClientKey => ({
  id: `cred_${keyId}`,
  keyId,
  createdAt: `2026-11-0${day}T00:00:00Z`,
});
const [OLD, NEW, ALIEN] = [key("old", 1), key("new", 2), key("alien", 3)];

const client = (clientId: string, attached: ClientKey[], unattached: ClientKey[] = []): ClientKeys => ({
  clientId,
  attached,
  unattached,
});

/** A situation of one client; the state knows the active keys unless another record is given. */
const now = (
  configured: string[],
  attached: ClientKey[],
  unattached: ClientKey[],
  recorded = attached.map(({ keyId }) => keyId),
): KeysNow => ({ configured, clients: [client("oin", attached, unattached)], recorded });

/** One of two clients. */
const both = (configured: string[], guide: ClientKeys, native: ClientKeys, recorded = configured): KeysNow => ({
  configured,
  clients: [guide, native],
  recorded,
});

describe("where a change of keys stands", () => {
  it.each<[string, KeysNow, ReturnType<typeof nextStep>]>([
    ["at rest", now(["old"], [OLD], []), { kind: "rest" }],
    ["the new key configured", now(["old", "new"], [OLD], []), { kind: "up", adds: ["new"], removes: [] }],
    [
      "stopped between making and attaching it",
      now(["old", "new"], [OLD], [NEW]),
      { kind: "attach", clientId: "oin", key: NEW },
    ],
    [
      "a key made twice, one of the two attached",
      now(["old", "new"], [OLD, NEW], [{ ...NEW, id: "cred_duplicate" }]),
      { kind: "delete", clientId: "oin", key: { ...NEW, id: "cred_duplicate" } },
    ],
    ["attached, the state behind", now(["old", "new"], [OLD, NEW], [], ["old"]), { kind: "up", adds: [], removes: [] }],
    ["both active", now(["new", "old"], [NEW, OLD], []), { kind: "wait", old: "old", next: "new" }],
    ["the old key out of the configuration", now(["new"], [OLD, NEW], []), { kind: "up", adds: [], removes: ["old"] }],
    [
      "stopped between detaching and deleting it",
      now(["new"], [NEW], [OLD], ["old", "new"]),
      { kind: "delete", clientId: "oin", key: OLD },
    ],
    ["deleted, the state behind", now(["new"], [NEW], [], ["old", "new"]), { kind: "up", adds: [], removes: [] }],
    ["done", now(["new"], [NEW], []), { kind: "rest" }],
    ["signs in with none of ours", now(["old"], [ALIEN], []), { kind: "stray", clientId: "oin", attached: ["alien"] }],
    ["signs in by secret", now(["old"], [], []), { kind: "stray", clientId: "oin", attached: [] }],
  ])("%s", (_, keys, step) => {
    expect(nextStep(keys)).toEqual(step);
  });
});

describe("where it stands with both flavours side by side", () => {
  const [guide, native] = [
    (...keys: ClientKey[]) => client("guide", keys),
    (...keys: ClientKey[]) => client("native", keys),
  ];

  it.each<[string, KeysNow, ReturnType<typeof nextStep>]>([
    ["at rest", both(["old"], guide(OLD), native(OLD)), { kind: "rest" }],
    [
      "the new key configured",
      both(["old", "new"], guide(OLD), native(OLD), ["old"]),
      { kind: "up", adds: ["new"], removes: [] },
    ],
    [
      "one of the clients has it already",
      both(["old", "new"], guide(OLD, NEW), native(OLD), ["old"]),
      { kind: "up", adds: ["new"], removes: [] },
    ],
    [
      "on the other it is made and not attached",
      both(["old", "new"], guide(OLD, NEW), client("native", [OLD], [NEW]), ["old"]),
      { kind: "attach", clientId: "native", key: NEW },
    ],
    [
      "active on both",
      both(["old", "new"], guide(OLD, NEW), native(OLD, NEW)),
      { kind: "wait", old: "old", next: "new" },
    ],
    [
      "the native client was made during the change, with both keys in no order",
      both(["old", "new"], guide(OLD, NEW), native(key("new", 3), key("old", 4))),
      { kind: "wait", old: "old", next: "new" },
    ],
    [
      "the old key off one of them",
      both(["new"], guide(NEW), native(OLD, NEW), ["old", "new"]),
      { kind: "up", adds: [], removes: ["old"] },
    ],
    [
      "off one, detached from the other",
      both(["new"], guide(NEW), client("native", [NEW], [OLD]), ["old", "new"]),
      { kind: "delete", clientId: "native", key: OLD },
    ],
    [
      "one of them signs in with none of ours",
      both(["old"], guide(OLD), native(ALIEN)),
      { kind: "stray", clientId: "native", attached: ["alien"] },
    ],
  ])("%s", (_, keys, step) => {
    expect(nextStep(keys)).toEqual(step);
  });
});

/** What a step makes of the keys, if nobody interferes; a wait ends with the old key's file taken out. */
function after(keys: KeysNow): KeysNow | undefined {
  const step = nextStep(keys);
  const known = [OLD, NEW, ALIEN];
  const change = (clientId: string, to: (client: ClientKeys) => ClientKeys): KeysNow => ({
    ...keys,
    clients: keys.clients.map((one) => (one.clientId === clientId ? to(one) : one)),
  });
  switch (step.kind) {
    case "attach":
      return change(step.clientId, (one) => ({
        ...one,
        attached: [...one.attached, step.key],
        unattached: one.unattached.filter(({ id }) => id !== step.key.id),
      }));
    case "delete":
      return change(step.clientId, (one) => ({
        ...one,
        unattached: one.unattached.filter(({ id }) => id !== step.key.id),
      }));
    case "up":
      return {
        ...keys,
        clients: keys.clients.map((one) => ({
          ...one,
          attached: known.filter(({ keyId }) => keys.configured.includes(keyId)),
        })),
        recorded: keys.configured,
      };
    case "wait":
      return { ...keys, configured: keys.configured.filter((keyId) => keyId !== step.old) };
    case "rest":
    case "stray":
      return undefined;
  }
}

describe("whatever is found (properties)", () => {
  const subset = fc.subarray([OLD, NEW, ALIEN], { maxLength: 2 });
  const keysOf = (clientId: string) =>
    fc.record({ attached: subset, unattached: subset }).map(({ attached, unattached }): ClientKeys => ({
      clientId,
      attached,
      unattached: unattached.filter((one) => !attached.includes(one)),
    }));
  const situation = fc.record({
    configured: fc.subarray(["old", "new"], { minLength: 1 }),
    clients: fc.oneof(fc.tuple(keysOf("guide")), fc.tuple(keysOf("guide"), keysOf("native"))),
    recorded: fc.subarray(["old", "new"]),
  });

  it("the walk ends at rest or with a refusal, and never leaves a client without a key that it had", () => {
    fc.assert(
      fc.property(situation, (start) => {
        let keys: KeysNow | undefined = start;
        for (let steps = 0; keys !== undefined; steps += 1) {
          expect(steps).toBeLessThan(15);
          const next: KeysNow | undefined = after(keys);
          if (next === undefined) expect(["rest", "stray"]).toContain(nextStep(keys).kind);
          else {
            for (const [index, one] of keys.clients.entries()) {
              if (signsIn(one, keys)) expect(signsIn(next.clients[index], next)).toBe(true);
            }
          }
          keys = next;
        }
      }),
    );
  });

  function signsIn(one: ClientKeys | undefined, { configured }: KeysNow): boolean {
    return (one?.attached ?? []).some(({ keyId }) => configured.includes(keyId));
  }
});

describe("what Okta is told", () => {
  it("names the client, the keys and the tenant", () => {
    expect(wordToOkta("acme.us.auth0.com", ["oin"], "old", "new")).toBe(`To Okta's Express Configuration team

The new key of our Auth0 tenant's OIN client is active, beside the old one.

  Auth0 tenant    acme.us.auth0.com
  OIN client ID   oin
  New key ID      new
  Old key ID      old

Please sign with the new key from now on and tell us when you do: then we take the old one off.
`);
  });

  it("names both clients while the tenant moves", () => {
    expect(wordToOkta("acme.us.auth0.com", ["oin", "noin"], "old", "new"))
      .toContain(`The new key of our Auth0 tenant's OIN clients is active, beside the old one, on each of them.

  Auth0 tenant    acme.us.auth0.com
  OIN client ID   oin
                  noin
  New key ID      new
`);
  });
});

it("an up that changes anything but the keys is not for rotate", () => {
  const keys = {
    op: "update",
    type: "auth0:index/clientCredentials:ClientCredentials",
    name: "express-oin-credentials",
    paths: [],
  };
  const role = { op: "update", type: "auth0:index/role:Role", name: "express-admin-role", paths: ["description"] };
  expect(otherChanges({ steps: [keys, role], errors: [] })).toEqual([role]);
  expect(otherChanges({ steps: [{ ...keys, op: "replace" }], errors: [] })).toEqual([{ ...keys, op: "replace" }]);
});
