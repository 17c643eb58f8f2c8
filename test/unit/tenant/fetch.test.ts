/** The fetch of all our reads: what the network loses is sent again, what cannot be reached is told by host and cause. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { resilientFetch, TenantUnreachable } from "../../../tenant/fetch.ts";
import { inWords, managementApi } from "../../../tenant/management-api.ts";

let tenant: Tenant;
/** Nobody listens there any more. */
let dead: string;

beforeAll(async () => {
  tenant = await startTenant();
  const closed = await startTenant();
  dead = closed.domain;
  await closed.stop();
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
});
afterAll(() => tenant.stop());
beforeEach(() => {
  tenant.faults.clear();
  tenant.journal.clear();
});

const api = () => managementApi(tenant.domain, { apiToken: tenant.managementToken });
const requests = (): string[] => tenant.journal.entries.map(({ method, path }) => `${method} ${path}`);

describe("a request that the network loses", () => {
  it("is sent again where it only reads: three times", async () => {
    tenant.faults.add({ kind: "drop-after", times: 3 });
    expect((await api().roles.list()).data).toEqual([]);
    expect(requests()).toEqual(Array<string>(4).fill("GET /api/v2/roles"));
  });

  it("is given up after that, by host and cause", async () => {
    tenant.faults.add({ kind: "drop-before", times: Infinity });
    await expect(inWords(api().roles.get("rol_1"))).rejects.toThrow(
      `the tenant could not be looked at, so this was not done: ${tenant.domain} cannot be reached: other side closed.`,
    );
    expect(requests()).toHaveLength(4);
  });

  it("is not sent again where it writes", async () => {
    tenant.faults.add({ kind: "drop-after" });
    await expect(api().roles.create({ name: "Once" })).rejects.toThrow("cannot be reached");
    expect(requests()).toEqual(["POST /api/v2/roles"]);
    expect((await api().roles.list()).data.map(({ name }) => name)).toEqual(["Once"]);
  });

  it("is sent again where it asks for a token", async () => {
    tenant.faults.add({ path: "/oauth/token", kind: "drop-before" });
    const { clientId, clientSecret } = tenant;
    expect((await managementApi(tenant.domain, { clientId, clientSecret }).roles.list()).data).toHaveLength(1);
  });
});

it("sends again what the rate limit refuses, a write too, as often as others are before it", async () => {
  const free = await startTenant({ rateLimit: "free" });
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(free.certificateFile, "utf8")]);
  try {
    const write = (name: string) =>
      resilientFetch(`${free.url}/api/v2/roles`, {
        method: "POST",
        headers: { authorization: `Bearer ${free.managementToken}`, "content-type": "application/json" },
        body: JSON.stringify({ name }),
      });
    const answers = await Promise.all(["a", "b", "c", "d", "e"].map(write));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const { body } = await free.api<readonly { readonly name: string }[]>("GET", "/api/v2/roles");
    expect(body.map(({ name }) => name).sort()).toEqual(["a", "b", "c", "d", "e"]);
  } finally {
    await free.stop();
  }
});

it("gives an answer without a body, and one with an error, as they are", async () => {
  const { body } = await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", { name: "Gone soon" });
  const headers = { authorization: `Bearer ${tenant.managementToken}` };
  const gone = await resilientFetch(`${tenant.url}/api/v2/clients/${body.client_id}`, { method: "DELETE", headers });
  expect([gone.status, await gone.text()]).toEqual([204, ""]);
  const missing = await resilientFetch(`${tenant.url}/api/v2/clients/${body.client_id}`, { headers });
  expect([missing.status, ((await missing.json()) as { error: string }).error]).toEqual([404, "Not Found"]);
});

it("tells a host that does not answer", async () => {
  const asked = resilientFetch(`https://${dead}/`);
  await expect(asked).rejects.toThrow(TenantUnreachable);
  await expect(asked).rejects.toThrow(`${dead} cannot be reached: connect ECONNREFUSED`);
});

it("lets the program end at once after an error, where the SDK's own timer would keep it for a minute", async () => {
  const module = new URL("../../../tenant/management-api.ts", import.meta.url).href;
  const program = `
    import { managementApi } from ${JSON.stringify(module)};
    await managementApi(${JSON.stringify(dead)}, { apiToken: "t" }).roles.list().catch((error) => console.log(error.message));
    process.on("exit", () => console.log(process.getActiveResourcesInfo().filter((name) => name === "Timeout")));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    timeout: 30_000,
  });
  expect(stdout).toMatch(new RegExp(`^${dead} cannot be reached: connect ECONNREFUSED .*\\n\\[\\]\\n$`));
});
