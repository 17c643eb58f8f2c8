// The session itself, with a program of one role: what the engine did is told exactly, nothing is left behind, and the
// sandbox's language host does as the official one.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findEngine } from "../../src/engine/index.ts";
import { LANGUAGE_HOST } from "../../src/engine/path.ts";
import { removeFolder } from "../../src/process-end.ts";
import { openSession } from "../../src/session.ts";
import type { Operation, Session } from "../../src/session.ts";
import { startTenant } from "../../../local-tenant/src/index.ts";
import type { Tenant } from "../../../local-tenant/src/index.ts";
import { changes, refused, succeeded } from "../operations.ts";

const PROGRAM = fileURLToPath(new URL("../fixtures/role-program/", import.meta.url));

let tenant: Tenant;
let session: Session;
let first: Operation;

let temporary: string;

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), "session-test-"));
  vi.stubEnv("TMPDIR", temporary);
  tenant = await startTenant();
  session = await openSession({ tenant, program: PROGRAM });
  first = succeeded(await session.up());
});
afterAll(async () => {
  await session.close();
  await tenant.stop();
  vi.unstubAllEnvs();
  removeFolder(temporary);
});

interface Role {
  id: string;
  name: string;
  description: string;
}
const roles = async (): Promise<Role[]> => (await tenant.api<Role[]>("GET", "/api/v2/roles")).body;
/** What this file's sessions have in the temporary folder; other test files run at the same time and have theirs elsewhere. */
const temporaryFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("okta-express-"));

describe("a run of the program", () => {
  it("is told step by step, in order", () => {
    expect(first.steps.map(({ op, type, failed }) => [op, type, failed])).toEqual([
      ["create", "pulumi:pulumi:Stack", false],
      ["create", "pulumi:providers:auth0", false],
      ["create", "auth0:index/role:Role", false],
    ]);
    expect(first.changes).toEqual({ create: 2 });
  });

  it("passes on what the program prints and logs, each once", () => {
    const messages = first.diagnostics.map(({ message }) => message);
    expect(messages.toSorted()).toEqual(["logged as a warning", "printed to stderr", "printed to stdout"]);
  });

  it("gives the program its names, and the outputs to the caller", async () => {
    const [role] = await roles();
    expect(await session.outputs()).toEqual({
      roleId: role?.id,
      secret: "kept apart",
      run: { dryRun: false, organization: "organization", project: "role-program", stack: "sandbox" },
    });
  });

  it("keeps secrets out of what is printed and out of every file it writes", async () => {
    const state = await session.pulumi(["stack", "export"]);
    expect(state.exitCode, state.output).toBe(0);
    const { PULUMI_CONFIG_PASSPHRASE: passphrase = "", AUTH0_API_TOKEN: token = "" } = session.environment;
    expect([passphrase, token]).not.toContain("");
    const files = readdirSync(temporary, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const written = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(files.map(({ name }) => name)).toContain("sandbox.json");
    for (const text of [first.output, state.output, ...written]) {
      for (const secret of [passphrase, token, "kept apart"]) expect(text.includes(secret)).toBe(false);
    }
  });
});

describe("a preview", () => {
  it("has nothing to do right after an update", async () => {
    expect(changes(succeeded(await session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  });

  it("names exactly what was changed by hand, and the update repairs it", async () => {
    const [role] = await roles();
    await tenant.api("PATCH", `/api/v2/roles/${role?.id}`, { description: "By hand" });
    const preview = await session.preview();
    expect(
      preview.steps.filter(({ paths }) => paths.length > 0).map(({ op, name, paths }) => [op, name, paths]),
    ).toEqual([
      ["refresh", "admin", ["description"]],
      ["update", "admin", ["description"]],
    ]);
    expect(changes(succeeded(await session.up()))).toEqual(["update admin [description]"]);
    expect(await roles()).toMatchObject([{ id: role?.id, description: "Administrators" }]);
  });

  it("tells what was deleted by hand, and the update makes it again", async () => {
    const [role] = await roles();
    await tenant.api("DELETE", `/api/v2/roles/${role?.id}`);
    const preview = await session.preview();
    expect(preview.steps.filter(({ gone }) => gone).map(({ name }) => name)).toEqual(["admin"]);
    expect(changes(preview)).toEqual(["create admin"]);
    expect(changes(succeeded(await session.up()))).toEqual(["create admin"]);
  });

  it("is refused with the program's own words, said once, where the program throws", async () => {
    await session.setConfig("failure", "the configuration is wrong");
    const preview = await session.preview();
    await session.removeConfig("failure");
    expect(refused(preview).match(/the configuration is wrong/g)).toHaveLength(1);
    const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => message.split("\n").slice(0, 2))).toEqual([
      [
        `Running program '${join(PROGRAM, "index.ts")}' failed with an unhandled exception:`,
        "Error: the configuration is wrong",
      ],
    ]);
  });

  it("is refused where a protected role would go", async () => {
    await session.setConfig("protect", true);
    succeeded(await session.up());
    const destroy = await session.destroy();
    await session.setConfig("protect", false);
    succeeded(await session.up());
    expect(refused(destroy)).toContain(
      'error: resource "urn:pulumi:sandbox::role-program::auth0:index/role:Role::admin" cannot be deleted\n    because it is protected.',
    );
    expect(destroy.steps.filter(({ failed }) => failed).map(({ op, name }) => [op, name])).toEqual([
      ["delete", "admin"],
    ]);
    expect(await roles()).toHaveLength(1);
  });
});

describe("a session", () => {
  it("leaves the tenant's other objects and the project's files alone, and no folder behind", async () => {
    const project = fileURLToPath(new URL("../../../../", import.meta.url));
    const files = (): string[] => readdirSync(project).concat(readdirSync(PROGRAM)).toSorted();
    const [before, devConfig] = [files(), readFileSync(join(project, "Pulumi.dev.yaml"), "utf8")];
    const folders = temporaryFolders();

    const dev = await openSession({ tenant, program: PROGRAM, stack: "dev", config: { name: "OTHER" } });
    succeeded(await dev.up());
    succeeded(await dev.destroy());
    await dev.close();

    expect(files()).toEqual(before);
    expect(readFileSync(join(project, "Pulumi.dev.yaml"), "utf8")).toBe(devConfig);
    expect(temporaryFolders().filter((name) => !folders.includes(name))).toEqual([]);
  });

  it("takes everything with it where its process is ended in the middle of an update", async () => {
    const folders = temporaryFolders();
    const script = `
      import { openSession } from ${JSON.stringify(new URL("../../src/session.ts", import.meta.url).href)};
      const session = await openSession(${JSON.stringify({ tenant: accessTo(tenant), program: PROGRAM, config: { name: "NEVER" } })});
      await session.up();`;
    // The tenant never answers when the update is to make the role: it is in the middle, however slow the machine.
    const inTheMiddle = new Promise<void>((resolve) => {
      tenant.journal.onAdd = ({ method, path }) => void (method === "POST" && path === "/api/v2/roles" && resolve());
    });
    tenant.faults.add({ method: "POST", path: "/api/v2/roles", kind: "hang", times: Infinity });
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    await inTheMiddle;
    const descendants = await descendantsOf(child.pid ?? 0);
    expect(descendants).not.toEqual([]);
    const ended = new Promise((resolve) => child.once("close", (_code, signal) => resolve(signal)));
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    tenant.faults.clear();
    tenant.journal.onAdd = undefined;
    await expect.poll(() => descendants.filter(isRunning), { timeout: 120_000 }).toEqual([]);
    expect(temporaryFolders().filter((name) => !folders.includes(name))).toEqual([]);
  });
});

describe("the sandbox's language host on the PATH", () => {
  it("is found by the engine and runs a program as it is", async () => {
    const engine = await findEngine(() => undefined);
    const home = await openSession({ tenant, program: PROGRAM, stack: "plain" });
    // Not attached: the engine starts the executable itself.
    const env = {
      PULUMI_DEBUG_LANGUAGES: "",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "false",
      PATH: `${join(LANGUAGE_HOST, "..")}:${engine.env["PATH"]}`,
    };
    const preview = await home.pulumi(["preview"], { env });
    await home.close();
    expect(preview.exitCode, preview.output).toBe(0);
    expect(preview.stdout).toContain("printed to stdout");
    expect(preview.stdout).toContain("+ 2 to create");
    expect(preview.output).toContain(`using pulumi-language-nodejs from $PATH at ${LANGUAGE_HOST}`);
  });
});

const accessTo = ({ domain, certificateFile, managementToken }: Tenant) => ({
  domain,
  certificateFile,
  managementToken,
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Process IDs below one process, at any depth. */
async function descendantsOf(root: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([pid = 0]) => [pid, ...below(pid)]);
  return below(root);
}
