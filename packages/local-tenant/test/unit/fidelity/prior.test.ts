// The state before a scenario, from what the scenario shows and never from its name.
import { describe, expect, test } from "vitest";
import type { Json } from "../../../fidelity/json.ts";
import { priorState } from "../../../fidelity/prior.ts";
import type { Scenario } from "../../../fidelity/recording.ts";

type Line = readonly [method: string, path: string, request: Json, status: number, response: Json];

const scenario = (...lines: readonly Line[]): Scenario => ({
  name: "T",
  exchanges: lines.map(([method, path, request, status, response], id) => ({
    test: "T",
    id,
    method,
    path: `/api/v2/${path}`,
    query: "",
    request,
    status,
    response,
  })),
});

describe("objects", () => {
  test("read without having been made were there, as first shown", () => {
    const role = { id: "rol_1", name: "Admin", description: "x" };
    const { rows } = priorState(
      scenario(["GET", "roles/rol_1", null, 200, role], ["GET", "roles/rol_1", null, 200, { ...role, name: "Later" }]),
    );
    expect(rows).toEqual([{ table: "roles", row: role }]);
  });

  test("made by the scenario were not", () => {
    const role = { id: "rol_1", name: "Admin" };
    expect(
      priorState(scenario(["POST", "roles", { name: "Admin" }, 200, role], ["GET", "roles/rol_1", null, 200, role]))
        .rows,
    ).toEqual([]);
  });

  test("a connection first shown without its name can stand in a list", () => {
    const { rows } = priorState(scenario(["GET", "connections/con_1", null, 200, { id: "con_1", strategy: "auth0" }]));
    expect(rows).toEqual([
      { table: "connections", row: { id: "con_1", strategy: "auth0", name: "", enabled_clients: [], options: {} } },
    ]);
  });

  test("not found were not", () => {
    expect(priorState(scenario(["GET", "roles/rol_1", null, 404, { statusCode: 404 }])).rows).toEqual([]);
  });

  test("changed before they are read were there without the change", () => {
    const answer = { id: "rol_1", name: "New", description: "kept" };
    expect(priorState(scenario(["PATCH", "roles/rol_1", { name: "New" }, 200, answer])).rows).toEqual([
      { table: "roles", row: { id: "rol_1", description: "kept" } },
    ]);
  });

  test("named in another object's answer were there too", () => {
    const client = {
      client_id: "abc",
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }] } },
    };
    const { rows } = priorState(
      scenario(
        ["GET", "clients/abc", null, 200, client],
        ["GET", "clients/abc/credentials/cred_1", null, 200, { id: "cred_1", kid: "k" }],
      ),
    );
    expect(rows.map(({ table }) => table)).toEqual(["clients", "credentials"]);
    expect(rows[1]?.row).toEqual({ id: "cred_1", kid: "k", client_id: "abc" });
  });

  test("read by another name are the same object", () => {
    const api = { id: "1", identifier: "https://api.example/" };
    const { rows } = priorState(
      scenario(
        ["GET", "resource-servers/1", null, 200, api],
        ["GET", "resource-servers/https:%2F%2Fapi.example%2F", null, 200, api],
      ),
    );
    expect(rows).toEqual([{ table: "resource_servers", row: api }]);
  });
});

test("a client that the list of global ones shows was the global one", () => {
  const client = { client_id: "abc", name: "All Applications" };
  const recorded = scenario(
    ["GET", "clients", null, 200, [{ client_id: "abc" }]],
    ["GET", "clients/abc", null, 200, client],
  );
  const asked = {
    ...recorded,
    exchanges: recorded.exchanges.map((exchange, index) =>
      index === 0 ? { ...exchange, query: "is_global=true" } : exchange,
    ),
  };
  expect(priorState(recorded).rows[0]?.row).not.toHaveProperty("global");
  expect(priorState(asked).rows[0]?.row).toMatchObject({ ...client, global: true });
});

test("the connection of a new user was there, of the strategy that the user's ID begins with", () => {
  const { rows } = priorState(
    scenario(["POST", "users", { connection: "sms", phone_number: "+1" }, 201, { user_id: "sms|1" }]),
  );
  expect(rows).toEqual([
    { table: "connections", row: expect.objectContaining({ name: "sms", strategy: "sms" }) as unknown },
  ]);
});

describe("actions", () => {
  const version = {
    id: "v1",
    code: "// live",
    dependencies: [],
    runtime: "node22",
    secrets: [{ name: "KEY", updated_at: "t" }],
    number: 1,
    created_at: "t",
    built_at: "t",
  };
  const foreign = {
    id: "b1",
    display_name: "Theirs",
    created_at: "t",
    updated_at: "t",
    action: {
      id: "a1",
      name: "Theirs",
      supported_triggers: [],
      created_at: "t",
      updated_at: "t",
      deployed_version: version,
    },
  };

  test("bound by others were there where the scenario keeps them in the flow", () => {
    const { rows } = priorState(
      scenario(
        [
          "GET",
          "actions/triggers/post-login/bindings",
          null,
          200,
          { bindings: [foreign, { ...foreign, id: "b2", action: { ...foreign.action, id: "a2", name: "Unnamed" } }] },
        ],
        [
          "PATCH",
          "actions/triggers/post-login/bindings",
          { bindings: [{ ref: { type: "binding_id", value: "b1" } }] },
          200,
          { bindings: [] },
        ],
      ),
    );
    expect(rows.map(({ table, row }) => [table, row["id"] ?? row["trigger_id"]])).toEqual([
      ["actions", "a1"],
      ["action_versions", "v1"],
      ["bindings", "post-login"],
    ]);
    expect(rows[0]?.row).toMatchObject({
      code: "// live",
      deployed_version_id: "v1",
      secrets: [{ name: "KEY", value: "" }],
    });
    expect(rows[2]?.row["bindings"]).toEqual([
      { id: "b1", display_name: "Theirs", created_at: "t", updated_at: "t", action_id: "a1" },
    ]);
  });

  test("bound by others are nothing to a scenario that only sees them", () => {
    expect(
      priorState(scenario(["GET", "actions/triggers/post-login/bindings", null, 200, { bindings: [foreign] }])).rows,
    ).toEqual([]);
  });

  test("read without having been made were there, with their draft", () => {
    const action = {
      ...foreign.action,
      code: "// draft",
      runtime: "node22",
      dependencies: [],
      secrets: [],
      all_changes_deployed: false,
    };
    const { rows } = priorState(scenario(["GET", "actions/actions/a1", null, 200, action]));
    expect(rows[0]?.row).toMatchObject({
      id: "a1",
      code: "// draft",
      deployed_version_id: "v1",
      all_changes_deployed: false,
    });
    expect(rows[1]?.row).toMatchObject({ id: "v1", action_id: "a1", code: "// live" });
  });
});

describe("settings", () => {
  test("were there as the first answer of each method shows them, without what the scenario wrote", () => {
    const patched = { friendly_name: "New", flags: { enable_sso: true, only_patch: true }, session_lifetime: 1 };
    const read = {
      friendly_name: "New",
      flags: { enable_sso: true },
      sandbox_versions_available: ["22"],
      session_lifetime: 1,
    };
    const { settings } = priorState(
      scenario(
        ["PATCH", "tenants/settings", { friendly_name: "New", flags: { enable_sso: true } }, 200, patched],
        ["GET", "tenants/settings", null, 200, read],
        ["GET", "tenants/settings", null, 200, { ...read, later: true }],
      ),
    );
    expect(settings).toEqual({ flags: { only_patch: true }, session_lifetime: 1, sandbox_versions_available: ["22"] });
  });

  test("are the tenant's own where the scenario never shows them", () => {
    expect(priorState(scenario(["GET", "roles/x", null, 404, null])).settings).toBeUndefined();
  });
});

describe("what accepted requests name", () => {
  test("a user's connection, which takes usernames if one was given", () => {
    const { rows } = priorState(
      scenario([
        "POST",
        "users",
        { connection: "Users", username: "jane", password: "x" },
        201,
        { user_id: "auth0|1" },
      ]),
    );
    expect(rows).toMatchObject([
      { table: "connections", row: { name: "Users", strategy: "auth0", options: { requires_username: true } } },
    ]);
  });

  test("but not one that the scenario made", () => {
    const { rows } = priorState(
      scenario(
        ["POST", "connections", { name: "Users", strategy: "auth0" }, 201, { id: "con_1", name: "Users" }],
        ["POST", "users", { connection: "Users" }, 201, { user_id: "auth0|1" }],
      ),
    );
    expect(rows).toEqual([]);
  });

  test("the APIs of permissions and client grants, the Management API aside", () => {
    const { rows } = priorState(
      scenario(
        [
          "POST",
          "roles/rol_1/permissions",
          { permissions: [{ resource_server_identifier: "https://a/", permission_name: "read:a" }] },
          201,
          {},
        ],
        ["POST", "client-grants", { client_id: "x", audience: "https://b/", scope: ["read:b"] }, 201, { id: "cgr_1" }],
        [
          "POST",
          "client-grants",
          { client_id: "x", audience: "https://t.us.auth0.com/api/v2/", scope: [] },
          201,
          { id: "cgr_2" },
        ],
      ),
    );
    expect(rows.map(({ row }) => [row["identifier"], row["scopes"]])).toEqual([
      ["https://a/", [{ value: "read:a" }]],
      ["https://b/", [{ value: "read:b" }]],
    ]);
  });
});
