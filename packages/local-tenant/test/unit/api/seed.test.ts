// Seeds: the populated tenant, the documented format, the state file.
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Seed, type Tenant } from "../../../src/index.ts";
import { populatedSeed, SERVICE_APP_CLIENT_ID } from "../../../src/seed/index.ts";

async function within<T>(options: Parameters<typeof startTenant>[0], use: (tenant: Tenant) => Promise<T>): Promise<T> {
  const tenant = await startTenant(options);
  try {
    return await use(tenant);
  } finally {
    await tenant.stop();
  }
}

const get = async <T>(tenant: Tenant, path: string) => (await tenant.api<T>("GET", `/api/v2${path}`)).body;

describe("the populated tenant", () => {
  test("holds what issue 3 asks for", () =>
    within({ seed: populatedSeed() }, async (tenant) => {
      const clients = await get<{ total: number }>(tenant, "/clients?include_totals=true&per_page=1");
      expect(clients.total).toBe(25 + 2);
      expect(await get(tenant, `/clients/${SERVICE_APP_CLIENT_ID}`)).toMatchObject({
        name: "Acme SaaS",
        app_type: "regular_web",
      });
      const { bindings } = await get<{ bindings: { display_name: string }[] }>(
        tenant,
        "/actions/triggers/post-login/bindings",
      );
      expect(bindings.map(({ display_name }) => display_name)).toEqual([
        "Block unverified email",
        "Add plan to tokens",
        "Tell the CRM",
      ]);
      expect(await get(tenant, "/roles")).toHaveLength(3);
      expect(await get(tenant, "/tenants/settings")).toMatchObject({
        error_page: { url: "https://acme.example/login-error" },
        mtls: { enable_endpoint_aliases: true },
        default_token_quota: { clients: { client_credentials: { enforce: true } } },
        skip_non_verifiable_callback_uri_confirmation_prompt: true,
        flags: { enable_client_connections: false, revoke_refresh_token_grant: true },
      });
    }));

  test("has the same IDs in every run", async () => {
    const ids = () =>
      within({ seed: populatedSeed() }, async (tenant) =>
        (await get<{ client_id: string }[]>(tenant, "/clients?per_page=100"))
          .slice(2)
          .map(({ client_id }) => client_id),
      );
    expect(await ids()).toEqual(await ids());
  });
});

describe("the format", () => {
  test("${DOMAIN} is the tenant's", () =>
    within(
      {
        seed: {
          clients: [{ client_id: "a", name: "A" }],
          client_grants: [{ client_id: "a", audience: "https://${DOMAIN}/api/v2/", scope: ["read:users"] }],
        },
      },
      async (tenant) => {
        expect(await get(tenant, "/client-grants?client_id=a")).toMatchObject([
          { audience: `${tenant.url}/api/v2/`, scope: ["read:users"] },
        ]);
      },
    ));

  test("the example file", async () => {
    const text = await readFile(new URL("../../../examples/minimal.json", import.meta.url), "utf8");
    await within({ seed: JSON.parse(text) as Seed }, async (tenant) => {
      expect(await get(tenant, "/client-grants")).toMatchObject([
        {},
        { client_id: "aMachineForTheOrdersApi000000001", scope: ["read:orders"] },
      ]);
    });
  });

  test("a section that does not exist", async () => {
    await expect(startTenant({ seed: { clientz: [] } as Seed })).rejects.toThrow(
      'The seed does not fit its format:\n✖ Unrecognized key: "clientz"',
    );
  });

  test("a row that the tenant refuses is named with the reason", async () => {
    await expect(startTenant({ seed: { clients: [{ name: "A", app_type: "mainframe" }] } })).rejects.toThrow(
      /^The seed does not fit: POST \/clients \{"name":"A","app_type":"mainframe"\} is answered .*No enum match for: mainframe/,
    );
  });
});

describe("the state file", () => {
  let folder: string;
  let stateFile: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenant-state-"));
    stateFile = join(folder, "state.json");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("carries a tenant over to another port", async () => {
    const first = await within({ stateFile, seed: populatedSeed() }, async (tenant) => {
      await tenant.api("POST", "/api/v2/roles", { name: "Kept" });
      return { domain: tenant.domain, clientId: tenant.clientId };
    });
    await within({ stateFile, seed: { roles: [{ name: "Not used: there is a state" }] } }, async (tenant) => {
      expect(tenant.clientId).toBe(first.clientId);
      expect(await get(tenant, "/roles?name_filter=Kept")).toHaveLength(1);
      expect(await get(tenant, "/roles?name_filter=Not")).toHaveLength(0);
      expect(JSON.stringify(tenant.snapshot())).not.toContain(first.domain);
      expect(await get(tenant, `/resource-servers/${encodeURIComponent(`${tenant.url}/api/v2/`)}`)).toMatchObject({
        is_system: true,
      });
    });
    expect(await readdir(folder)).toEqual(["state.json"]);
  });

  test("leaves alone a port that only begins like the tenant's", async () => {
    const longer = await within({ stateFile }, async (tenant) => {
      await tenant.api("POST", "/api/v2/roles", {
        name: "Kept",
        description: `${tenant.domain}1 and ${tenant.domain}`,
      });
      return `${tenant.domain}1`;
    });
    await within({ stateFile }, async (tenant) => {
      expect(await get(tenant, "/roles")).toMatchObject([{ description: `${longer} and ${tenant.domain}` }]);
    });
  });

  test("that is something else is refused", async () => {
    await writeFile(stateFile, "{}");
    await expect(startTenant({ stateFile })).rejects.toThrow(`${stateFile} is not the state of a local tenant`);
  });

  test.each([
    ["is not there", "none"],
    ["is a file", "file"],
  ])("is refused before anything is started where its folder %s", async (_why, name) => {
    await writeFile(join(folder, "file"), "");
    const certificateDirectory = join(folder, "certificate");
    const parent = join(folder, name);
    await expect(startTenant({ stateFile: join(parent, "state.json"), certificateDirectory })).rejects.toThrow(
      `The state cannot be kept in ${join(parent, "state.json")}: ${parent} is no folder that can be written to`,
    );
    expect(existsSync(certificateDirectory)).toBe(false);
  });

  test("that cannot be written is told of at the end, and everything else is stopped and removed", async () => {
    const tenant = await startTenant({ stateFile });
    await rm(folder, { recursive: true });
    await expect(tenant.stop()).rejects.toThrow(`The state was not written to ${stateFile}: ENOENT`);
    expect(existsSync(dirname(tenant.certificateFile))).toBe(false);
    await expect(fetch(tenant.url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });
});
