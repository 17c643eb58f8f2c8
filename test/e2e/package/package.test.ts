/**
 * The product as people get it from a registry: packed, installed in an empty TypeScript project, type-checked there with
 * all declarations, and run. And as a template for `pulumi new`.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { managementApiScopes, OIN_CLIENT } from "../../../contract/guide.ts";
import { NATIVE_OIN_CLIENT } from "../../../contract/native.ts";
import { openSession } from "../../../packages/pulumi-sandbox/src/session.ts";
import manifest from "../../../package.json" with { type: "json" };
import { SERVICE_APP_CLIENT_ID } from "../support/native-world.ts";
import { CONFIG, keyText, OKTA_KEY, openWorld, PROJECT, succeeded, type World } from "../support/world.ts";

const run = promisify(execFile);
const CONSUMER = fileURLToPath(new URL("../../fixtures/using-the-package", import.meta.url));
/** What a Pulumi user's project has already. */
const USERS_OWN = ["@pulumi/auth0", "@pulumi/policy", "@pulumi/pulumi", "@types/node", "typescript"] as const;

let folder: string;
let packed: { filename: string; files: { path: string; mode: number }[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "using-the-package-"));
  await cp(CONSUMER, folder, { recursive: true });
  await run("npm", ["run", "build"], { cwd: PROJECT });
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  packed = (JSON.parse((await run("npm", pack, { cwd: PROJECT })).stdout) as [typeof packed])[0];
  const theirs = USERS_OWN.map((name) => `${name}@${manifest.devDependencies[name]}`);
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${packed.filename}`, ...theirs], {
    cwd: folder,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the packed product", () => {
  it("has the components, the Actions, the plugin and the policy pack, built; no test and nothing that only helps to run without Auth0", () => {
    const paths = packed.files.map(({ path }) => path);
    const outside = paths.filter((path) => !path.startsWith("dist/"));
    expect(outside.toSorted()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    const rooms = new Set(paths.filter((path) => path.startsWith("dist/")).map((path) => path.split("/")[1]));
    expect([...rooms].toSorted()).toEqual([
      "actions",
      "components",
      "config",
      "contract",
      "policy",
      "provider",
      "tenant",
    ]);
    expect(paths.filter((path) => path.endsWith(".cjs"))).toHaveLength(4);
    expect(paths.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))).toEqual([]);
    const plugin = packed.files.find(({ path }) => path === "dist/provider/pulumi-resource-auth0-app-block");
    expect((plugin?.mode ?? 0) & 0o111).not.toBe(0);
  });

  it("type-checks in a strict project, all declarations included", async () => {
    for (const project of [".", "policy"]) {
      const checked = await run("npx", ["tsc", "--project", project], { cwd: folder }).catch(
        (error: { stdout: string }) => error,
      );
      expect(checked.stdout).toBe("");
    }
  });

  it("is imported by every Node of the PATH that Pulumi's SDK takes", async () => {
    const { stdout } = await run("which", ["-a", "node"]);
    const script =
      'import("okta-express").then((m) => console.log(process.versions.node, typeof m.ExpressConfiguration))';
    for (const node of [process.execPath, ...new Set(stdout.trim().split("\n"))]) {
      const version = (await run(node, ["--version"])).stdout;
      if (Number(/^v(\d+)/.exec(version)?.[1]) < 22) continue;
      expect((await run(node, ["-e", script], { cwd: folder })).stdout).toBe(`${version.trim().slice(1)} function\n`);
    }
  });

  describe.each<[string, string, [output: string, name: string][]]>([
    [
      "ExpressConfiguration in both flavours",
      "express",
      [
        ["guideClientId", OIN_CLIENT.name],
        ["nativeClientId", NATIVE_OIN_CLIENT.name],
      ],
    ],
    ["OinClient alone", "oin-client", [["clientId", OIN_CLIENT.name]]],
  ])("%s", (_what, program, clients) => {
    let world: World;
    beforeAll(async () => {
      const config = { serviceApp: SERVICE_APP_CLIENT_ID, oktaKey: keyText(OKTA_KEY) };
      world = await openWorld({ program: join(folder, program), config });
    });
    afterAll(() => world.close());

    it("is made on a tenant, and nothing is left to do, by the package's policy pack as well", async () => {
      const { session, tenant } = world;
      succeeded(await session.up());
      const pack = join(folder, "node_modules/okta-express/dist/policy");
      const preview = await session.preview({ args: ["--expect-no-changes", "--policy-pack", pack] });
      expect(succeeded(preview).stdout).toContain(`✅ okta-express@v${manifest.version}`);
      const outputs = await session.outputs();
      const ids = clients.map(([output]) => outputs[output]);
      const rows = tenant.snapshot()["clients"] as unknown as { client_id: string; name: string }[];
      expect(ids.map((id) => rows.find(({ client_id }) => client_id === id)?.name)).toEqual(
        clients.map(([, name]) => name),
      );
      const grants = tenant.snapshot()["client_grants"] as unknown as { client_id: string; scope: string[] }[];
      const scope = grants.find(({ client_id }) => client_id === ids[0])?.scope;
      expect(scope?.toSorted()).toEqual([...managementApiScopes(false)].toSorted());
    });
  });
});

describe("the repository as a template", () => {
  let world: World;
  let template: string;
  let project: string;
  beforeAll(async () => {
    world = await openWorld();
    template = await mkdtemp(join(tmpdir(), "template-"));
    const { stdout } = await run("git", ["ls-files", "--cached", "-z"], { cwd: PROJECT, maxBuffer: 1e7 });
    for (const file of stdout.split("\0").filter((name) => name !== "")) {
      await cp(join(PROJECT, file), join(template, file), { recursive: true });
    }
    project = join(template, "..", `${basename(template)}-new`);
  });
  afterAll(async () => {
    await world.close();
    for (const made of [template, project]) await rm(made, { recursive: true, force: true });
  });

  it("becomes a project of any name, whose settings are its own", async () => {
    const asked = ["--name", "acme-tenant", "--generate-only", "--yes", "--dir", project];
    const made = await world.session.pulumi(["new", template, ...asked]);
    expect(made.exitCode, made.output).toBe(0);
    const yaml = await readFile(join(project, "Pulumi.yaml"), "utf8");
    expect(yaml).toMatch(/^name: acme-tenant$/m);
    expect(yaml).not.toMatch(/^template:/m);

    await symlink(join(PROJECT, "node_modules"), join(project, "node_modules"));
    const session = await openSession({ tenant: world.tenant, program: project, stack: "test", config: CONFIG });
    const preview = await session.preview();
    await session.close();
    expect(succeeded(preview).changes.create).toBeGreaterThan(10);
  });
});
