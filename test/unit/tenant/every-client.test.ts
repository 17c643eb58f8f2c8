/** Every application of a tenant: by page as far as Auth0 goes, then by checkpoint. */
import { ManagementClient } from "auth0";
import { afterEach, expect, it } from "vitest";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { trust } from "../../../packages/local-tenant/test/fixtures/trust.ts";
import { clientPages, everyClient } from "../../../tenant/every-client.ts";

let tenant: Tenant | undefined;
afterEach(() => tenant?.stop());

/** A tenant of so many applications, its own among them. */
async function tenantOf(count: number): Promise<{ readonly tenant: Tenant; readonly api: ManagementClient }> {
  const started = (tenant = await startTenant());
  const { length: own } = (await started.api<readonly unknown[]>("GET", "/api/v2/clients")).body;
  for (let number = own; number < count; number += 1)
    await started.api("POST", "/api/v2/clients", { name: `App ${number}` });
  trust(started);
  started.journal.clear();
  return { tenant: started, api: new ManagementClient({ domain: started.domain, token: started.managementToken }) };
}

it.each([
  [99, 1],
  [150, 2],
  // A page that is full may be the last: one more call tells, and beyond the thousandth that call is a checkpoint's.
  [1_000, 20],
  [1_101, 22],
])("%i applications are read once each, in %i calls", async (count, calls) => {
  const { tenant: read, api } = await tenantOf(count);
  const ids: string[] = [];
  for await (const { client_id: id = "" } of everyClient(api, "client_id")) ids.push(id);
  expect(ids.length).toBe(count);
  expect(new Set(ids).size).toBe(count);
  expect(read.journal.entries.map(({ status }) => status)).toEqual(Array.from({ length: calls }, () => 200));
});

it("says of each page whether there may be more, and asks for no more than is taken", async () => {
  const { tenant: read, api } = await tenantOf(250);
  for await (const { clients, more } of clientPages(api)) {
    expect([clients.length, more]).toEqual([100, true]);
    break;
  }
  expect(read.journal.entries.length).toBe(1);
});
