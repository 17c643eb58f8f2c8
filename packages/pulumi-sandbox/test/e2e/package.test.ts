// The package as others get it: packed, installed in an empty folder, its session running a program on a local tenant.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTenant } from "../../../local-tenant/src/index.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-package-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function version(name: string): Promise<string> {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
}

test("the packed file installs in an empty folder, and its session runs a program there", async () => {
  await run("npm", ["run", "build"], { cwd: PACKAGE });
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: PACKAGE,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["README.md", "LICENSE", "dist/session.d.ts", "dist/engine/go/go.sum"]));
  expect(paths.filter((path) => /^(test|src)\//.test(path))).toEqual([]);

  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  const peers = await Promise.all(
    ["@pulumi/auth0", "@pulumi/pulumi"].map(async (name) => `${name}@${await version(name)}`),
  );
  await run("npm", ["install", "--prefer-offline", "--no-audit", `./${packed.filename}`, ...peers], { cwd: folder });
  await cp(join(PACKAGE, "test", "fixtures", "role-program"), join(folder, "program"), { recursive: true });

  const tenant = await startTenant();
  const { domain, certificateFile, managementToken } = tenant;
  const program = `
    import { openSession } from "auth0-pulumi-sandbox";
    const tenant = ${JSON.stringify({ domain, certificateFile, managementToken })};
    const session = await openSession({ tenant, program: "program", plugin: "stand-in" });
    const { exitCode, changes } = await session.up();
    console.log(JSON.stringify({ exitCode, changes }));
    await session.close();`;
  await writeFile(join(folder, "run.js"), program);
  const ran = await run(process.execPath, ["run.js"], { cwd: folder });
  await tenant.stop();
  expect(JSON.parse(ran.stdout)).toEqual({ exitCode: 0, changes: { create: 2 } });
});
