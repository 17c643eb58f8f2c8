// Generated identifiers: a renaming that is one-to-one, never of what the scenario itself chose.
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { Identifiers, sameShape } from "../../../fidelity/identifiers.ts";

const RECORDED = "org_FpRGb5Cc3gTElQxx";
const LOCAL = "org_AAAAAAAAAAAAAAAA";

describe("renaming", () => {
  test("goes into paths, queries and bodies, also inside of longer texts", () => {
    const identifiers = new Identifiers();
    identifiers.learn({ id: RECORDED }, { id: LOCAL });
    expect(identifiers.localizePath(`/api/v2/organizations/${RECORDED}/members`)).toBe(
      `/api/v2/organizations/${LOCAL}/members`,
    );
    expect(identifiers.localizeQuery(`organization=${RECORDED}&page=0`)).toBe(`organization=${LOCAL}&page=0`);
    expect(identifiers.localize({ host: `_ss-verification.${RECORDED}.example.com`, list: [RECORDED] })).toEqual({
      host: `_ss-verification.${LOCAL}.example.com`,
      list: [LOCAL],
    });
  });

  test("an encoded segment is decoded for it and encoded again", () => {
    const identifiers = new Identifiers();
    identifiers.learn(
      { user_id: "auth0|69e9cca1b07f831922312599", identities: [{ user_id: "69e9cca1b07f831922312599" }] },
      { user_id: "auth0|aaaaaaaaaaaaaaaaaaaaaaaa", identities: [{ user_id: "aaaaaaaaaaaaaaaaaaaaaaaa" }] },
    );
    expect(identifiers.localizePath("/api/v2/users/auth0%7C69e9cca1b07f831922312599/roles")).toBe(
      "/api/v2/users/auth0%7Caaaaaaaaaaaaaaaaaaaaaaaa/roles",
    );
    expect(identifiers.localizePath("/api/v2/resource-servers/https:%2F%2Fapi.example%2F")).toBe(
      "/api/v2/resource-servers/https:%2F%2Fapi.example%2F",
    );
  });

  test("is one-to-one: neither side is paired a second time", () => {
    const identifiers = new Identifiers();
    identifiers.learn({ id: RECORDED }, { id: LOCAL });
    identifiers.learn({ id: RECORDED }, { id: "org_BBBBBBBBBBBBBBBB" });
    identifiers.learn({ id: "org_otherotherother1" }, { id: LOCAL });
    expect(identifiers.localize(RECORDED)).toBe(LOCAL);
    expect(identifiers.localize("org_otherotherother1")).toBe("org_otherotherother1");
  });

  test("what the scenario sent has to come back as it is", () => {
    const identifiers = new Identifiers();
    identifiers.sent({ user_id: "testaccuser0001" });
    identifiers.learn({ user_id: "testaccuser0001" }, { user_id: "madeupuser00001" });
    expect(identifiers.localize("testaccuser0001")).toBe("testaccuser0001");
  });

  test("of another form it is no counterpart", () => {
    const identifiers = new Identifiers();
    identifiers.learn({ id: RECORDED }, { id: "con_AAAAAAAAAAAAAAAA" });
    expect(identifiers.knows(RECORDED)).toBe(false);
  });

  test("a cursor may be a new one each time", () => {
    const identifiers = new Identifiers();
    identifiers.learn({ next: "recorded-cursor-1" }, { next: "local-1" });
    identifiers.learn({ next: "recorded-cursor-1" }, { next: "local-2" });
    expect(identifiers.localizeQuery("from=recorded-cursor-1")).toBe("from=local-2");
  });

  test("texts without an identifier stay as they are", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const identifiers = new Identifiers();
        identifiers.learn({ id: RECORDED }, { id: LOCAL });
        fc.pre(!text.includes(RECORDED));
        expect(identifiers.localizeText(text)).toBe(text);
      }),
    );
  });
});

test.each([
  ["org_FpRGb5Cc3gTElQxx", "org_AAAAAAAAAAAAAAAA", true],
  ["cred_aJicrB6gED5iDP3cZVbtJH", "cred_aJicrB6gED5iDP3cZVbtJ", true],
  ["66e0a201e5d56cfb7a9a50a1", "aaaaaaaaaaaaaaaaaaaaaaaa", true],
  ["66e0a201e5d56cfb7a9a50a1", "ZZZZZZZZZZZZZZZZZZZZZZZZ", false],
  ["org_FpRGb5Cc3gTElQxx", "rol_AAAAAAAAAAAAAAAA", false],
  ["org_FpRGb5Cc3gTElQxx", "org_A", false],
  ["auth0|69e9cca1b07f831922312599", "email|aaaaaaaaaaaaaaaaaaaaaaaa", false],
])("%s and %s are of the same form: %s", (a, b, same) => {
  expect(sameShape(a, b)).toBe(same);
});
