// Snapshot, restore, reset; all or nothing; reads that lag behind writes.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { populatedSeed } from "../../../src/seed/populated.ts";
import { Table } from "../../../src/core/table.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({ seed: populatedSeed() });
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

const text = () => JSON.stringify(tenant.snapshot());

describe("snapshots", () => {
  test("a change that is taken back leaves the same text", async () => {
    const before = text();
    const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/roles", { name: "Passing through" });
    expect(text()).not.toBe(before);
    await tenant.api("DELETE", `/api/v2/roles/${body.id}`);
    expect(text()).toBe(before);
  });

  test("the order in which members are sent does not show", async () => {
    await tenant.api("PATCH", "/api/v2/tenants/settings", { support_url: "https://a.example", friendly_name: "A" });
    const before = text();
    await tenant.api("PATCH", "/api/v2/tenants/settings", { friendly_name: "A", support_url: "https://a.example" });
    expect(text()).toBe(before);
  });

  test("a permission that is taken from a role and given back leaves the same text", async () => {
    const { body: roles } = await tenant.api<{ id: string }[]>("GET", "/api/v2/roles?name_filter=Tenant");
    const path = `/api/v2/roles/${roles[0]?.id}/permissions`;
    const { body } = await tenant.api<{ permission_name: string; resource_server_identifier: string }[]>("GET", path);
    const permissions = body
      .slice(0, 1)
      .map(({ permission_name, resource_server_identifier }) => ({ permission_name, resource_server_identifier }));
    const before = text();
    await tenant.api("DELETE", path, { permissions });
    await tenant.api("POST", path, { permissions });
    expect(text()).toBe(before);
  });

  test("restore, also in another tenant", async () => {
    const before = tenant.snapshot();
    await tenant.api("DELETE", `/api/v2/clients/${tenant.clientId}`);
    tenant.restore(before);
    expect(tenant.snapshot()).toEqual(before);
    const other = await startTenant();
    other.restore(before);
    expect(JSON.stringify(other.snapshot())).toBe(JSON.stringify(before));
    await other.stop();
  });

  test("what a caller does with a snapshot changes nothing", () => {
    const before = text();
    (tenant.snapshot()["clients"] as object[]).length = 0;
    expect(text()).toBe(before);
  });

  test("a snapshot of something else is refused", () => {
    expect(() => tenant.restore({ cats: [] })).toThrow(
      "The snapshot has a collection that this tenant does not know: cats",
    );
  });

  test("reset goes back to the seed", async () => {
    const before = text();
    await tenant.api("PATCH", "/api/v2/tenants/settings", { friendly_name: "Somebody else" });
    await tenant.api("DELETE", `/api/v2/clients/${tenant.clientId}`);
    tenant.reset();
    expect(text()).toBe(before);
  });
});

test("a request that is refused half-way has written nothing", async () => {
  const before = text();
  const { body: api } = await tenant.api<{ id: string }[]>("GET", "/api/v2/roles?name_filter=Viewer");
  const reply = await tenant.api("POST", `/api/v2/roles/${api[0]?.id}/permissions`, {
    permissions: [
      { resource_server_identifier: "https://api.acme.example/orders", permission_name: "read:orders" },
      { resource_server_identifier: "https://api.acme.example/orders", permission_name: "no:such" },
    ],
  });
  expect(reply.status).toBe(404);
  expect(text()).toBe(before);
});

test("rows cannot be changed in place", () => {
  const table = new Table<{ id: string; list: string[] }>((row) => row.id);
  const row = table.put({ id: "a", list: ["x"] });
  expect(() => row.list.push("y")).toThrow(TypeError);
  const copy = table.fork();
  copy.put({ id: "a", list: [] });
  expect(table.get("a")).toEqual({ id: "a", list: ["x"] });
});

test("with eventual consistency a read lags, a write does not", async () => {
  const slow = await startTenant({ eventualConsistencyMs: 150 });
  const now = Date.now();
  vi.useFakeTimers({ now, toFake: ["Date"] });
  try {
    const { body } = await slow.api<{ id: string }>("POST", "/api/v2/roles", { name: "New" });
    const path = `/api/v2/roles/${body.id}`;
    expect((await slow.api("GET", path)).status).toBe(404);
    expect((await slow.api("PATCH", path, { description: "changed" })).status).toBe(200);
    vi.setSystemTime(now + 149);
    expect((await slow.api("GET", path)).status).toBe(404);
    vi.setSystemTime(now + 150);
    expect((await slow.api("GET", path)).body).toMatchObject({ name: "New", description: "changed" });
  } finally {
    vi.useRealTimers();
    await slow.stop();
  }
});
