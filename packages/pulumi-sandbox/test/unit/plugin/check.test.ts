// What the plugin makes of a program's inputs before anything is created.
import { describe, expect, test } from "vitest";
import { createProvider } from "../../../src/plugin/provider.ts";
import type { EngineNaming } from "../../../src/plugin/schema/autoname.ts";
import type { Values } from "../../../src/plugin/schema/value.ts";
import { UNKNOWN } from "../../../src/plugin/schema/value.ts";
import { BAD_INPUTS } from "./bad-inputs.ts";

const provider = createProvider({ environment: {} });
const seed = new Uint8Array([1, 2, 3]);
const urn = (type: string) => `urn:pulumi:dev::okta-express::auth0:index/${type}::own`;
const check = (type: string, news: Values, olds: Values = {}) => provider.check(urn(type), olds, news, seed);

describe("inputs are refused in the official plugin's words", () => {
  for (const [what, type, inputs, reasons] of BAD_INPUTS) {
    test(`${type}: ${what}`, () => {
      expect(check(type, inputs).failures.toSorted()).toEqual(reasons.toSorted());
    });
  }
});

describe("defaults", () => {
  test("are filled in and noted, block by block; zero values are neither", () => {
    expect(
      check("client:Client", { name: "Express", tokenQuota: { clientCredentials: { perDay: 5 } } }).inputs,
    ).toEqual({
      __defaults: ["description"],
      description: "Managed by Pulumi",
      name: "Express",
      tokenQuota: { __defaults: [], clientCredentials: { __defaults: ["enforce"], enforce: true, perDay: 5 } },
    });
  });

  test("of the last time stay", () => {
    const olds = { __defaults: ["description"], description: "Managed by an older plugin", name: "reader" };
    expect(check("role:Role", { name: "reader" }, olds).inputs).toEqual({
      __defaults: ["description"],
      description: "Managed by an older plugin",
      name: "reader",
    });
  });

  test("give way to what the program gave last time no more", () => {
    expect(
      check("role:Role", { name: "reader" }, { __defaults: [], description: "Given", name: "reader" }).inputs,
    ).toEqual({ __defaults: ["description"], description: "Managed by Pulumi", name: "reader" });
  });

  test("do not count as given where properties exclude each other", () => {
    expect(
      check("action:Action", { name: "own", code: "", supportedTriggers: { id: "post-login", version: "v3" } })
        .failures,
    ).toEqual([]);
  });
});

describe("a resource without a name", () => {
  const madeUp = (olds: Values = {}) => check("role:Role", {}, olds).inputs;

  test("is called after itself, with seven digits that the engine's seed decides", () => {
    expect(madeUp()).toEqual({
      __defaults: ["description", "name"],
      description: "Managed by Pulumi",
      name: madeUp()["name"],
    });
    expect(madeUp()["name"]).toMatch(/^own-[0-9a-f]{7}$/);
  });

  test("keeps the name that it has", () => {
    expect(madeUp({ __defaults: ["name"], name: "own-0000000" })["name"]).toBe("own-0000000");
    expect(madeUp({ __defaults: [], name: "given before" })["name"]).toBe("given before");
  });
});

describe("a name that the stack's configuration decides (pulumi:autonaming)", () => {
  const named = (naming: EngineNaming, news: Values = {}) =>
    provider.check(urn("role:Role"), {}, news, seed, naming).inputs["name"];

  test("is taken as it is", () => {
    expect(named({ mode: "propose", name: "acme-own" })).toBe("acme-own");
    expect(named({ mode: "enforce", name: "acme-own" })).toBe("acme-own");
  });

  test("must come from the program where none is to be made up", () => {
    expect(() => named({ mode: "disable" })).toThrow(
      new Error("automatic naming is disabled but no explicit name was provided"),
    );
    expect(named({ mode: "disable" }, { name: "given" })).toBe("given");
  });
});

describe("inputs that a preview cannot know yet", () => {
  test("pass every check but their absence", () => {
    const inputs = {
      clientId: UNKNOWN,
      privateKeyJwt: { credentials: [{ credentialType: "public_key", pem: UNKNOWN }] },
    };
    expect(check("clientCredentials:ClientCredentials", inputs).failures).toEqual([]);
  });
});

describe("a resource that the stand-in does not have", () => {
  test("is refused with the list of those that it has", () => {
    expect(() => check("organization:Organization", { name: "acme" })).toThrow(
      /^unrecognized resource type \(Check\): auth0:index\/organization:Organization\. The stand-in for the Auth0 plugin covers auth0:index\/action:Action, auth0:index\/client:Client, /,
    );
  });
});
