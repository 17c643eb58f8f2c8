// auth0-deploy-cli, unchanged: exports the local tenant, finds nothing to change in a dry run, imports its own export back,
// and afterwards exports the same again. Only the resources that the tenant models are included.
//
// An import writes every object anew, whether it differs or not. Each deployed action so gets a new version, and the flow's
// bindings new IDs and times; nothing else may change.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../src/index.ts";
import { populatedSeed } from "../../src/seed/index.ts";

const CLI = fileURLToPath(import.meta.resolve("auth0-deploy-cli"));
const run = promisify(execFile);

const INCLUDED = [
  "tenant",
  "clients",
  "clientGrants",
  "resourceServers",
  "roles",
  "actions",
  "triggers",
  "connections",
  "databases",
  "organizations",
  "userAttributeProfiles",
  "connectionProfiles",
];

/** The CLI's configuration: with what is not in the file left alone, or deleted. */
const KEEPING = "config.json";
const DELETING = "config-deleting.json";

let tenant: Tenant;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenant-deploy-cli-"));
  // Its dry run still compares the enabled_clients that connections had.
  tenant = await startTenant({ seed: populatedSeed(), enabledClients: "kept" });
  const configuration = (allowDelete: boolean) => ({
    AUTH0_DOMAIN: tenant.domain,
    AUTH0_CLIENT_ID: tenant.clientId,
    AUTH0_CLIENT_SECRET: tenant.clientSecret,
    AUTH0_INCLUDED_ONLY: INCLUDED,
    // An export masks secrets of connections; whoever imports it has to know them.
    AUTH0_KEYWORD_REPLACE_MAPPINGS: { CONNECTIONS_OKTA_SECRET: "only-for-a-local-tenant" },
    AUTH0_ALLOW_DELETE: allowDelete,
  });
  await writeFile(join(folder, KEEPING), JSON.stringify(configuration(false)));
  await writeFile(join(folder, DELETING), JSON.stringify(configuration(true)));
});
afterAll(async () => {
  await tenant.stop();
  await rm(folder, { recursive: true });
});

async function deployCli(configuration: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(
    process.execPath,
    [CLI, ...args, "--config_file", join(folder, configuration), "--env=false"],
    {
      env: { PATH: process.env["PATH"], HOME: folder, NODE_EXTRA_CA_CERTS: tenant.certificateFile },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return stdout + stderr;
}

async function exported(name: string): Promise<Record<string, string>> {
  const output = join(folder, name);
  await deployCli(KEEPING, "export", "--format", "yaml", "--output_folder", output);
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
  const {
    action_versions: versions,
    actions,
    bindings,
    scim_configurations: scim,
    ...rest
  } = tenant.snapshot() as Record<string, object[]>;
  const without = (names: readonly string[]) => (row: object) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
  return {
    ...rest,
    actions: actions?.map(without(["built_from", "updated_at", "deployed_version_id"])),
    bindings: bindings?.map((row) =>
      (row as { bindings: object[] }).bindings.map(without(["id", "created_at", "updated_at"])),
    ),
    liveCode: [...new Set(versions?.map((row) => (row as { code: string }).code))].sort(),
    scim: scim?.map(without(["updated_on"])),
  };
}

/** How often each kind of write came: `PATCH clients/ID`. */
function writes(): Record<string, number> {
  const kinds = tenant.journal
    .writes()
    .map(({ method, path }) => `${method} ${path.replace("/api/v2/", "").replace(/[^/]{20,}/, "ID")}`);
  return Object.fromEntries(
    [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((other) => other === kind).length]),
  );
}

/** An export's lines without their order: settings that are written come back in the order in which they were sent. */
const unordered = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.split("\n").sort()]));

test("an export, a dry run and a real import of it change nothing that lasts", async () => {
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

  const before = lasting();
  const file = join(folder, "first", "tenant.yaml");
  expect(await deployCli(DELETING, "import", "--input_file", file, "--dry_run")).toContain("No changes detected.");
  expect(tenant.journal.writes()).toEqual([]);

  // Without --dry_run: an import that has planned nothing would write nothing.
  expect(await deployCli(KEEPING, "import", "--input_file", file)).toContain("Import Successful");
  expect(writes()).toEqual({
    "DELETE roles/ID/permissions": 2,
    "PATCH actions/actions/ID": 4,
    "PATCH actions/triggers/post-login/bindings": 1,
    "PATCH client-grants/ID": 3,
    "PATCH clients/ID": 25,
    "PATCH connections/ID": 2,
    "PATCH connections/ID/scim-configuration": 1,
    "PATCH resource-servers/ID": 2,
    "PATCH roles/ID": 3,
    "PATCH tenants/settings": 1,
    "POST actions/actions/ID/deploy": 3,
    "POST roles/ID/permissions": 2,
  });
  expect(tenant.journal.writes().filter(({ status }) => status >= 400)).toEqual([]);
  expect(lasting()).toEqual(before);
  expect(unordered(await exported("second"))).toEqual(unordered(first));
});
