// auth0-deploy-cli, unchanged: exports the local tenant, finds nothing to change in a dry run, imports its own export back,
// and afterwards exports the same again. Only the resources that the tenant models are included.
//
// What it writes on every import, here as on a real tenant: each action and a new version of each deployed one, and the
// flow's bindings. Those get new IDs and times; nothing else may change.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../sandbox/tenant/index.ts";
import { livedInSeed } from "../../sandbox/tenant/seed/index.ts";

const CLI = fileURLToPath(import.meta.resolve("auth0-deploy-cli"));
const run = promisify(execFile);

const INCLUDED = [
  "tenant", "clients", "clientGrants", "resourceServers", "roles", "actions", "triggers", "connections", "databases",
  "organizations", "userAttributeProfiles", "connectionProfiles",
];

let tenant: Tenant;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenant-deploy-cli-"));
  tenant = await startTenant({ seed: livedInSeed() });
  const configuration = {
    AUTH0_DOMAIN: tenant.domain,
    AUTH0_CLIENT_ID: tenant.clientId,
    AUTH0_CLIENT_SECRET: tenant.clientSecret,
    AUTH0_INCLUDED_ONLY: INCLUDED,
    // An export masks secrets of connections; whoever imports it has to know them.
    AUTH0_KEYWORD_REPLACE_MAPPINGS: { CONNECTIONS_OKTA_SECRET: "only-for-a-local-tenant" },
    AUTH0_ALLOW_DELETE: true,
  };
  await writeFile(join(folder, "config.json"), JSON.stringify(configuration));
});
afterAll(async () => {
  await tenant.stop();
  await rm(folder, { recursive: true });
});

async function deployCli(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [CLI, ...args, "--config_file", join(folder, "config.json"), "--env=false"], {
    env: { PATH: process.env["PATH"], HOME: folder, NODE_EXTRA_CA_CERTS: tenant.certificateFile },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout + stderr;
}

async function exported(name: string): Promise<Record<string, string>> {
  const output = join(folder, name);
  await deployCli("export", "--format", "yaml", "--output_folder", output);
  const files = await readdir(output, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map(async (file): Promise<[string, string]> => {
      const path = join(file.parentPath, file.name);
      return [path.slice(output.length), await readFile(path, "utf8")];
    });
  return Object.fromEntries((await Promise.all(texts)).sort());
}

/** The state without what an import renews. */
function lasting(): unknown {
  const { action_versions: versions, actions, bindings, scim_configurations: scim, ...rest } = tenant.snapshot() as Record<string, object[]>;
  const without = (names: readonly string[]) => (row: object) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
  return {
    ...rest,
    actions: actions?.map(without(["built_from", "updated_at", "deployed_version_id"])),
    bindings: bindings?.map((row) => (row as { bindings: object[] }).bindings.map(without(["id", "created_at", "updated_at"]))),
    liveCode: [...new Set(versions?.map((row) => (row as { code: string }).code))].sort(),
    scim: scim?.map(without(["updated_on"])),
  };
}

test("export, dry run, import back: nothing changes", async () => {
  const first = await exported("first");
  expect(Object.keys(first)).toEqual([
    "/actions/Add plan to tokens/code.js",
    "/actions/Block unverified email/code.js",
    "/actions/Experiment- step-up/code.js",
    "/actions/Tell the CRM/code.js",
    "/tenant.yaml",
  ]);
  for (const name of ["Acme SaaS", "Orders API", "Tenant Admin", "northwind", "https://cdn.acme.example/logo.png"]) {
    expect(first["/tenant.yaml"]).toContain(name);
  }
  expect(tenant.journal.writes()).toEqual([]);

  const before = lasting();
  const output = await deployCli("import", "--input_file", join(folder, "first", "tenant.yaml"), "--dry_run", "--apply");
  expect(output).not.toMatch(/│\s*(CREATE|UPDATE|DELETE)\s*│/);
  const refused = tenant.journal.entries.filter(({ status, method }) => status >= 400 && method !== "GET");
  expect(refused).toEqual([]);
  expect(lasting()).toEqual(before);
  expect(await exported("second")).toEqual(first);
});
