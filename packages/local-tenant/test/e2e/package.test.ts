// The package as others get it: packed, installed in an empty folder, its command serving a tenant that the SDK reads.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenant-package-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the packed file installs in an empty folder, and its command serves a seeded tenant that the SDK reads", async () => {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: PACKAGE });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [{ filename: string; files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["README.md", "LICENSE", "dist/main.js", "dist/index.d.ts"]));
  expect(paths.filter((path) => /(^|\/)(test|bench|fidelity|src)\//.test(path))).toEqual([]);

  const sdk = createRequire(import.meta.url)("auth0/package.json") as { version: string };
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await run("npm", ["install", "--prefer-offline", "--no-audit", `./${packed.filename}`, `auth0@${sdk.version}`], {
    cwd: folder,
  });

  const command = join(folder, "node_modules", ".bin", "auth0-local-tenant");
  const child = spawn(command, ["--seed", "populated", "--quiet"], { stdio: ["ignore", "pipe", "ignore"] });
  const exports: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name = "", value = ""] = /^export (\w+)='([^']*)'$/.exec(line) ?? [];
    exports[name] = value;
    if (name === "NODE_EXTRA_CA_CERTS") break;
  }
  const program = `
    import { ManagementClient } from "auth0";
    const { AUTH0_DOMAIN: domain, AUTH0_CLIENT_ID: clientId, AUTH0_CLIENT_SECRET: clientSecret } = process.env;
    const names = [];
    for await (const role of await new ManagementClient({ domain, clientId, clientSecret }).roles.list()) names.push(role.name);
    console.log(names.join());`;
  await writeFile(join(folder, "client.js"), program);
  const client = await run(process.execPath, ["client.js"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...exports },
  });
  expect(client.stdout).toBe("Tenant Admin,Support,Viewer\n");

  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([0, null]);
});
