// Which scopes are granted: asked for, of the API, permitted to the person where they are.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACME, API, claimsOf, CLIENTS, GLOBEX, openLoginWorld, type LoginWorld } from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const patchApi = (change: object) => world.api("PATCH", `resource-servers/${encodeURIComponent(API)}`, change);

async function granted(
  parameters: Record<string, string | undefined>,
  username: string,
): Promise<{ scope: string[]; permissions: unknown }> {
  const { scope, access_token } = await world.tokens(
    { scope: "openid read:messages write:messages admin other:scope offline_access", ...parameters },
    { username: `${username}@people.example` },
  );
  expect(claimsOf(access_token)["scope"]).toBe(scope);
  return { scope: String(scope).split(" "), permissions: claimsOf(access_token)["permissions"] };
}

describe("an API that enforces its policies", () => {
  test.each([
    [
      "a writer in the organization",
      { client_id: CLIENTS.both, organization: ACME },
      "ada",
      ["read:messages", "write:messages"],
    ],
    ["a reader in the organization", { client_id: CLIENTS.both, organization: ACME }, "bob", ["read:messages"]],
    ["the same person in another organization", { client_id: CLIENTS.both, organization: GLOBEX }, "bob", []],
    ["the writer of an organization outside it", {}, "ada", []],
    ["a writer in the tenant, who has a permission beside", {}, "carol", ["admin", "read:messages", "write:messages"]],
  ])("%s", async (_who, parameters, username, permissions) => {
    const all = ["read:messages", "write:messages", "admin"];
    expect(await granted(parameters, username)).toEqual({
      scope: ["openid", ...all.filter((scope) => permissions.includes(scope))],
      permissions,
    });
  });

  test("roles and permissions of the tenant do not count in an organization", async () => {
    await world.api("POST", `organizations/${ACME}/members`, { members: ["auth0|carol"] });
    expect(await granted({ client_id: CLIENTS.both, organization: ACME }, "carol")).toEqual({
      scope: ["openid"],
      permissions: [],
    });
  });

  test("no more than is asked for, though all the permissions are told", async () => {
    expect(await granted({ scope: "openid write:messages" }, "carol")).toEqual({
      scope: ["openid", "write:messages"],
      permissions: ["admin", "read:messages", "write:messages"],
    });
  });

  test("the permissions are told only in the dialect that has them", async () => {
    await patchApi({ token_dialect: "access_token" });
    expect(await granted({}, "carol")).toEqual({
      scope: ["openid", "read:messages", "write:messages", "admin"],
      permissions: undefined,
    });
  });

  test("a role that is taken away counts no longer", async () => {
    await world.api("DELETE", `organizations/${ACME}/members/auth0%7Cada/roles`, { roles: ["rol_writer0000000001"] });
    expect((await granted({ client_id: CLIENTS.both, organization: ACME }, "ada")).scope).toEqual(["openid"]);
  });
});

describe("an API that does not", () => {
  test("gives what is asked for, of what it has", async () => {
    await patchApi({ enforce_policies: false });
    expect(await granted({}, "ada")).toEqual({
      scope: ["openid", "read:messages", "write:messages", "admin"],
      permissions: undefined,
    });
  });
});

describe("an API that wants a grant for users", () => {
  const grant = (more: object) =>
    world.api("POST", "client-grants", { client_id: CLIENTS.web, audience: API, subject_type: "user", ...more });
  beforeEach(() => patchApi({ subject_type_authorization: { user: { policy: "require_client_grant" } } }));

  test("gives no more than the grant has", async () => {
    await grant({ scope: ["read:messages"] });
    expect((await granted({}, "carol")).scope).toEqual(["openid", "read:messages"]);
  });

  test("or all, where the grant has all", async () => {
    await grant({ allow_all_scopes: true });
    expect((await granted({}, "carol")).scope).toEqual(["openid", "read:messages", "write:messages", "admin"]);
  });

  test("and takes no client's own grant for one", async () => {
    await grant({ subject_type: "client", scope: ["read:messages"] });
    expect(await world.refusal({})).toMatchObject({ error: "access_denied" });
  });
});
