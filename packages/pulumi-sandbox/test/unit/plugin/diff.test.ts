// What the plugin shows of a change.
import { describe, expect, test } from "vitest";
import { createProvider } from "../../../src/plugin/provider.ts";
import { CHANGES } from "./changes.ts";

const provider = createProvider({ environment: {} });
const urn = (type: string) => `urn:pulumi:dev::okta-express::auth0:index/${type}::own`;

describe("a change is shown as the official plugin shows it", () => {
  for (const { what, type, olds, news, ignored = [], detailed, replaces = [] } of CHANGES) {
    test(`${type}: ${what}`, () => {
      const shown = provider.diff(urn(type), "id", olds, news, ignored);
      expect({ detailed: shown.detailed, replaces: shown.replaces, changes: shown.changes }).toEqual({
        detailed,
        replaces,
        changes: Object.keys(detailed).length > 0 ? "some" : "none",
      });
    });
  }
});

describe("replacement", () => {
  const api = (name: string, noted: readonly string[] | undefined) =>
    provider.diff(
      urn("resourceServer:ResourceServer"),
      "id",
      { identifier: "https://a", name },
      { identifier: "https://b", name, ...(noted ? { __defaults: noted } : {}) },
      [],
    );

  test("of what the program named deletes first, as no two may have one name", () => {
    expect(api("given", []).deleteBeforeReplace).toBe(true);
  });

  test("of what has a made-up name does not", () => {
    expect(api("own-0000000", ["name"]).deleteBeforeReplace).toBe(false);
  });

  test("tells which properties no update can change", () => {
    expect(
      provider.diff(
        urn("rolePermission:RolePermission"),
        "id",
        { roleId: "r", permission: "a", resourceServerIdentifier: "i" },
        { roleId: "r", permission: "b", resourceServerIdentifier: "i" },
        [],
      ).stables,
    ).toEqual(["resourceServerIdentifier", "roleId"]);
  });
});
