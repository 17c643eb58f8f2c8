// Whole scenarios, made up here: what agrees with our own tenant and what is found to differ.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../../fidelity/json.ts";
import type { Scenario } from "../../../fidelity/recording.ts";
import { replay } from "../../../fidelity/replay.ts";
import { startTenant, type Tenant } from "../../../src/index.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
afterAll(() => tenant.stop());

type Line = readonly [method: string, path: string, request: Json, status: number, response: Json];

const scenario = (...lines: readonly Line[]): Scenario => ({
  name: "T",
  exchanges: lines.map(([method, target, request, status, response], id) => {
    const [path = "", query = ""] = target.split("?");
    return { test: "T", id, method, path: `/api/v2/${path}`, query, request, status, response };
  }),
});

const differences = async (...lines: readonly Line[]) =>
  (await replay(scenario(...lines), tenant)).results.flatMap(({ exchange, differences: found }) =>
    found.map(({ at }) => `${exchange.id} ${at}`),
  );

const role = (id: string, name: string) => ({ id, name, description: "", type: "tenant" });
const ADMIN = role("rol_AdminAdminAdmin1", "Admin");

describe("agrees", () => {
  test("a life: made, read by its recorded ID, changed, listed beside others' objects, deleted, gone", async () => {
    expect(
      await differences(
        ["POST", "roles", { name: "Admin" }, 200, { ...ADMIN, description: null }],
        ["GET", `roles/${ADMIN.id}`, null, 200, ADMIN],
        ["PATCH", `roles/${ADMIN.id}`, { description: "x" }, 200, { ...ADMIN, description: "x" }],
        [
          "GET",
          "roles?include_totals=true&per_page=50",
          null,
          200,
          {
            roles: [role("rol_OtherOtherOther1", "Other"), { ...ADMIN, description: "x" }],
            start: 0,
            limit: 50,
            total: 2,
          },
        ],
        ["DELETE", `roles/${ADMIN.id}`, {}, 200, {}],
        [
          "GET",
          `roles/${ADMIN.id}`,
          null,
          404,
          { statusCode: 404, error: "Not Found", message: "The role does not exist." },
        ],
      ),
    ).toEqual([]);
  });

  test("the recorders' domain stands for the local one", async () => {
    const audience = "https://recorders-own.eu.auth0.com/api/v2/";
    const client = { client_id: "aRecordedClientOfTheReplayTest01", name: "M2M" };
    const grant = {
      id: "cgr_grantgrantgrant1",
      client_id: client.client_id,
      audience,
      scope: ["read:users"],
      subject_type: "client",
    };
    expect(
      (
        await differences(
          ["GET", `clients/${client.client_id}`, null, 200, client],
          ["POST", "client-grants", { client_id: client.client_id, audience, scope: ["read:users"] }, 201, grant],
          ["GET", `client-grants?audience=${encodeURIComponent(audience)}`, null, 200, [grant]],
        )
      ).filter((place) => !place.startsWith("0 ")),
    ).toEqual([]);
  });

  test("a flow that others had bound an action to, and keep it", async () => {
    const version = {
      id: "11111111-1111-4111-8111-111111111111",
      code: "// live",
      dependencies: [],
      runtime: "node22",
      secrets: [],
      number: 1,
      status: "built",
      created_at: "2026-05-29T10:00:00.000000001Z",
      built_at: "2026-05-29T10:00:00.000000002Z",
      updated_at: "2026-05-29T10:00:00.000000002Z",
      deployed: true,
      supported_triggers: [{ id: "post-login", version: "v3" }],
    };
    const current = {
      id: version.id,
      code: version.code,
      runtime: "node22",
      status: "BUILT",
      number: 1,
      build_time: version.built_at,
      created_at: version.created_at,
      updated_at: version.built_at,
    };
    const action = {
      id: "22222222-2222-4222-8222-222222222222",
      name: "Theirs",
      supported_triggers: version.supported_triggers,
      created_at: version.created_at,
      updated_at: version.created_at,
      current_version: current,
      deployed_version: version,
      all_changes_deployed: false,
    };
    const binding = {
      id: "33333333-3333-4333-8333-333333333333",
      trigger_id: "post-login",
      display_name: "Theirs",
      created_at: version.created_at,
      updated_at: version.created_at,
      action,
    };
    const path = "actions/triggers/post-login/bindings";
    expect(
      await differences(
        ["GET", `${path}?page=0&per_page=50`, null, 200, { bindings: [binding], total: 1, per_page: 50 }],
        [
          "PATCH",
          path,
          { bindings: [{ ref: { type: "action_id", value: action.id }, display_name: "Theirs" }] },
          200,
          { bindings: [{ ...binding, id: "44444444-4444-4444-8444-444444444444" }] },
        ],
      ),
    ).toEqual([]);
  });
});

describe("differs", () => {
  test("in status", async () => {
    expect(await differences(["POST", "roles", { name: "Admin" }, 201, ADMIN])).toEqual(["0 status"]);
  });

  test("in a value, and in one too many or too few", async () => {
    expect(
      await differences([
        "POST",
        "roles",
        { name: "Admin" },
        200,
        { ...ADMIN, description: null, name: "Other", colour: "red" },
      ]),
    ).toEqual(["0 name", "0 colour"]);
  });

  test("where an ID stands for two objects", async () => {
    const twice: Line = ["POST", "roles", { name: "Second" }, 200, { ...role(ADMIN.id, "Second"), description: null }];
    expect(
      await differences(["POST", "roles", { name: "Admin" }, 200, { ...ADMIN, description: null }], twice),
    ).toEqual(["1 id"]);
  });

  test("where what the scenario made is missing in a list", async () => {
    expect(
      await differences(
        ["POST", "roles", { name: "Admin" }, 200, { ...ADMIN, description: null }],
        ["GET", "roles", null, 200, []],
      ),
    ).toEqual(["1 [0]"]);
  });
});

test("endpoints out of scope are counted by name and not sent", async () => {
  const { results, outOfScope } = await replay(scenario(["GET", "branding", null, 200, {}]), tenant);
  expect(results).toEqual([]);
  expect(outOfScope).toEqual(["GET /branding"]);
  expect(tenant.journal.entries).toEqual([]);
});
