// The life of an action: built, deployed, bound; what each step refuses.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";

interface Action {
  readonly id: string;
  readonly status: string;
  readonly all_changes_deployed: boolean;
  readonly secrets: readonly { readonly name: string; readonly updated_at: string }[];
  readonly deployed_version?: {
    readonly id: string;
    readonly number: number;
    readonly code: string;
    readonly secrets: readonly object[];
  };
}

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

const TRIGGER = [{ id: "post-login", version: "v3" }];
const CODE = "exports.onExecutePostLogin = async () => {};";

const create = async (name: string, more: object = {}) => {
  const reply = await tenant.api<Action>("POST", "/api/v2/actions/actions", {
    name,
    supported_triggers: TRIGGER,
    code: CODE,
    ...more,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const read = async (id: string) => (await tenant.api<Action>("GET", `/api/v2/actions/actions/${id}`)).body;
const deploy = (id: string) =>
  tenant.api<{ id: string; number: number }>("POST", `/api/v2/actions/actions/${id}/deploy`);
const bind = (...refs: readonly { type: string; value: string }[]) =>
  tenant.api<{ bindings: { id: string; display_name: string }[] }>(
    "PATCH",
    "/api/v2/actions/triggers/post-login/bindings",
    {
      bindings: refs.map((ref) => ({ ref })),
    },
  );
const byId = (value: string) => ({ type: "action_id", value });

describe("a new action", () => {
  test("is pending in the answer and built at the next read", async () => {
    const made = await create("A");
    expect(made).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/) as unknown,
      status: "pending",
      runtime: "node22",
      dependencies: [],
      secrets: [],
      all_changes_deployed: false,
    });
    expect(await read(made.id)).toMatchObject({ status: "built" });
  });

  test("cannot be deployed before it is built", async () => {
    const slow = await startTenant({ actionBuildMs: 100 });
    const now = Date.now();
    vi.useFakeTimers({ now, toFake: ["Date"] });
    try {
      const { body } = await slow.api<Action>("POST", "/api/v2/actions/actions", {
        name: "A",
        supported_triggers: TRIGGER,
        code: CODE,
      });
      const path = `/api/v2/actions/actions/${body.id}`;
      vi.setSystemTime(now + 99);
      expect((await slow.api<Action>("GET", path)).body.status).toBe("building");
      expect((await slow.api("POST", `${path}/deploy`)).body).toEqual(
        refusal(409, "Conflict", "A draft must be in the 'built' state before it can be deployed."),
      );
      vi.setSystemTime(now + 100);
      expect((await slow.api<Action>("GET", path)).body.status).toBe("built");
      expect((await slow.api("POST", `${path}/deploy`)).status).toBe(200);
    } finally {
      vi.useRealTimers();
      await slow.stop();
    }
  });

  test.each<[object, object]>([
    [{ supported_triggers: [] }, invalidBody("'Array is too short (0), minimum 1' on property supported_triggers.")],
    [
      { supported_triggers: [{ id: "pre-lunch" }] },
      invalidBody("'No enum match for: pre-lunch' on property supported_triggers[0].id."),
    ],
    [{ code: "x".repeat(100_001) }, invalidBody("'String is too long, maximum 100000 bytes' on property code.")],
    [
      { runtime: "deno" },
      invalidBody("'String does not match pattern ^node\\d{2}(-actions)?$: deno' on property runtime."),
    ],
    [
      { secrets: Array.from({ length: 31 }, (_, i) => ({ name: `S${i}`, value: "v" })) },
      invalidBody("'Array is too long (31), maximum 30' on property secrets."),
    ],
    [
      { secrets: [{ name: "n".repeat(129), value: "v" }] },
      invalidBody("'String is too long (129 chars), maximum 128' on property secrets[0].name."),
    ],
    [
      { secrets: [{ name: "n", value: "v".repeat(4097) }] },
      invalidBody("'String is too long (4097 chars), maximum 4096' on property secrets[0].value."),
    ],
    [{ secrets: [{ name: "n" }] }, invalidBody("'Missing required property: value' on property secrets (n).")],
  ])("refused: %.80j", async (body, expected) => {
    const reply = await tenant.api("POST", "/api/v2/actions/actions", {
      name: "A",
      supported_triggers: TRIGGER,
      ...body,
    });
    expect(reply.body).toEqual(expected);
  });

  test("has a name of its own", async () => {
    await create("A");
    expect(
      (await tenant.api("POST", "/api/v2/actions/actions", { name: "A", supported_triggers: TRIGGER })).body,
    ).toEqual(refusal(409, "Conflict", "An action with the name 'A' already exists."));
  });

  test("is the hundredth at most", async () => {
    for (let i = 0; i < 100; i += 1) await create(`A${i}`);
    expect(
      (await tenant.api("POST", "/api/v2/actions/actions", { name: "B", supported_triggers: TRIGGER })).body,
    ).toEqual(refusal(400, "Bad Request", "A tenant can have at most 100 actions", "action_limit_exceeded"));
  });

  test("unknown: 404 without errorCode", async () => {
    expect((await tenant.api("GET", "/api/v2/actions/actions/none")).body).toEqual(
      refusal(404, "Not Found", "That action does not exist."),
    );
  });
});

describe("deploying", () => {
  test("freezes a version; later changes stay a draft", async () => {
    const { id } = await create("A", { secrets: [{ name: "KEY", value: "one" }] });
    expect((await deploy(id)).body).toMatchObject({ number: 1, deployed: false, status: "built", action: { id } });
    const live = await read(id);
    expect(live).toMatchObject({
      all_changes_deployed: true,
      deployed_version: { number: 1, deployed: true, code: CODE },
    });
    await tenant.api("PATCH", `/api/v2/actions/actions/${id}`, {
      code: "// draft",
      secrets: [{ name: "KEY", value: "two" }],
    });
    expect(await read(id)).toMatchObject({
      code: "// draft",
      all_changes_deployed: false,
      deployed_version: live.deployed_version,
    });
    expect((await deploy(id)).body.number).toBe(2);
    const { body } = await tenant.api<{ versions: { number: number; deployed: boolean; code: string }[] }>(
      "GET",
      `/api/v2/actions/actions/${id}/versions`,
    );
    expect(body.versions.map(({ number, deployed, code }) => [number, deployed, code])).toEqual([
      [2, true, "// draft"],
      [1, false, CODE],
    ]);
  });

  test("an older version can be made live again, as a new one", async () => {
    const { id } = await create("A");
    const { body: first } = await deploy(id);
    await tenant.api("PATCH", `/api/v2/actions/actions/${id}`, { code: "// second" });
    await deploy(id);
    const reply = await tenant.api("POST", `/api/v2/actions/actions/${id}/versions/${first.id}/deploy`, {});
    expect(reply).toMatchObject({ status: 202, body: { number: 3, code: CODE } });
    expect(await read(id)).toMatchObject({
      code: "// second",
      all_changes_deployed: false,
      deployed_version: { number: 3, code: CODE },
    });
  });
});

describe("secrets", () => {
  test("values are never given back; names keep their place; each value sent moves updated_at", async () => {
    const { id, secrets } = await create("A", {
      secrets: [
        { name: "FOO", value: "1" },
        { name: "BAR", value: "1" },
      ],
    });
    expect(secrets).toEqual([
      { name: "FOO", updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/) as unknown },
      { name: "BAR", updated_at: expect.any(String) as unknown },
    ]);
    const { body } = await tenant.api<Action>("PATCH", `/api/v2/actions/actions/${id}`, {
      secrets: [{ name: "NEW", value: "3" }, { name: "BAR" }, { name: "FOO", value: "2" }],
    });
    expect(body.secrets.map(({ name }) => name)).toEqual(["FOO", "BAR", "NEW"]);
    expect(body.secrets[0]?.updated_at).not.toBe(secrets[0]?.updated_at);
    expect(body.secrets[1]?.updated_at).toBe(secrets[1]?.updated_at);
    expect(JSON.stringify(tenant.snapshot()["actions"])).toContain('"value":"1"');
    expect(JSON.stringify(await read(id))).not.toContain('"value"');
  });
});

describe("bindings", () => {
  const bound = async (query = "") =>
    (await tenant.api("GET", `/api/v2/actions/triggers/post-login/bindings${query}`)).body;

  test("replace the flow, in order, by ID, name or old binding", async () => {
    const [a, b] = [await create("A"), await create("B")];
    await deploy(a.id);
    await deploy(b.id);
    const first = await bind(byId(b.id), { type: "action_name", value: "A" });
    expect(first.body.bindings.map(({ display_name }) => display_name)).toEqual(["B", "A"]);
    const second = await bind({ type: "binding_id", value: first.body.bindings[1]?.id ?? "" });
    expect(second.body.bindings.map(({ display_name }) => display_name)).toEqual(["A"]);
    expect(second.body.bindings[0]?.id).not.toBe(first.body.bindings[1]?.id);
    expect(await bound()).toMatchObject({
      bindings: [{ trigger_id: "post-login", display_name: "A", action: { id: a.id, name: "A" } }],
    });
  });

  test("total counts what is on the page, and a page past the end has none", async () => {
    const { id } = await create("A");
    await deploy(id);
    expect(await bound("?per_page=50")).toEqual({ bindings: [], per_page: 50 });
    await bind(byId(id));
    expect(await bound("?page=0&per_page=100")).toMatchObject({ bindings: [{}], total: 1, per_page: 100 });
    expect(await bound("?page=1&per_page=100")).toEqual({ bindings: [], page: 1, per_page: 100 });
  });

  test("refuse an action that is not deployed, of another trigger, unknown, and the 21st", async () => {
    const { id } = await create("Draft");
    const { id: other } = await create("Other", { supported_triggers: [{ id: "credentials-exchange" }] });
    await deploy(other);
    expect((await bind(byId(id))).body).toEqual(
      refusal(
        400,
        "Bad Request",
        "Trying to create a binding for an action that has not been deployed yet",
        "invalid_binding",
      ),
    );
    expect((await bind(byId(other))).body).toEqual(
      refusal(400, "Bad Request", "The action 'Other' does not support the trigger 'post-login'.", "invalid_binding"),
    );
    expect((await bind(byId("none"))).body).toEqual(refusal(404, "Not Found", "That action does not exist."));
    await deploy(id);
    expect((await bind(...Array.from({ length: 21 }, () => byId(id)))).body).toEqual(
      invalidBody("'Array is too long (21), maximum 20' on property bindings."),
    );
    expect(await bound()).toMatchObject({ bindings: [] });
  });

  test("a bound action is deleted by force only", async () => {
    const { id } = await create("A");
    await deploy(id);
    await bind(byId(id));
    const path = `/api/v2/actions/actions/${id}`;
    expect((await tenant.api("DELETE", path)).body).toEqual(
      refusal(409, "Conflict", "Unable to delete an action bound to a trigger."),
    );
    expect((await tenant.api("DELETE", `${path}?force=true`)).status).toBe(204);
    expect(await bound()).toMatchObject({ bindings: [] });
  });

  test("an unknown trigger", async () => {
    expect((await tenant.api("GET", "/api/v2/actions/triggers/pre-lunch/bindings")).body).toEqual(
      refusal(404, "Not Found", "That trigger does not exist."),
    );
  });
});
