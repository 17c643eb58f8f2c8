// `npm run tenant` as a person runs it: exports to source, a clean stop on every signal, the state file, clear refusals.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const COMMAND = fileURLToPath(new URL("../../src/main.js", import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenant-command-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts the command and gives what it exports. */
async function start(
  ...args: string[]
): Promise<{ child: ChildProcess; exports: Record<string, string>; said: () => string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const exports: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name = "", value = ""] = /^export (\w+)='([^']*)'$/.exec(line) ?? [];
    exports[name] = value;
    if (name === "NODE_EXTRA_CA_CERTS") break;
  }
  return { child, exports, said: () => said };
}

async function stop(child: ChildProcess, ...signals: readonly NodeJS.Signals[]): Promise<number | null> {
  for (const signal of signals) child.kill(signal);
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

/** A client in a process of its own, with nothing but the exports. */
async function inClient(exports: Record<string, string>, script: string): Promise<string> {
  const program = `
    const ask = (method, path, body) => fetch("https://" + process.env.AUTH0_DOMAIN + "/api/v2" + path, {
      method, body: body && JSON.stringify(body),
      headers: { authorization: "Bearer " + process.env.AUTH0_API_TOKEN, "content-type": "application/json" },
    }).then((response) => response.json());
    ${script}`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    env: { PATH: process.env["PATH"], ...exports },
  });
  return stdout.trim();
}

describe("the command", () => {
  test("is used through its exports, keeps its state in a file, and stops cleanly on every signal", async () => {
    const state = join(folder, "state.json");
    const first = await start("--seed", "populated", "--state", state);
    expect(Object.keys(first.exports)).toEqual([
      "AUTH0_DOMAIN",
      "AUTH0_API_TOKEN",
      "AUTH0_CLIENT_ID",
      "AUTH0_CLIENT_SECRET",
      "SSL_CERT_FILE",
      "NODE_EXTRA_CA_CERTS",
    ]);
    expect(await inClient(first.exports, `console.log((await ask("POST", "/roles", { name: "Kept" })).name)`)).toBe(
      "Kept",
    );
    const certificate = first.exports["SSL_CERT_FILE"] ?? "";
    expect(existsSync(certificate)).toBe(true);
    expect(await stop(first.child, "SIGTERM")).toBe(0);
    expect(existsSync(certificate)).toBe(false);
    expect((await stat(state)).mode & 0o777).toBe(0o600);

    const second = await start("--state", state, "--quiet");
    expect(second.exports["AUTH0_CLIENT_ID"]).toBe(first.exports["AUTH0_CLIENT_ID"]);
    expect(
      await inClient(second.exports, `console.log((await ask("GET", "/roles")).map(({ name }) => name).join())`),
    ).toBe("Tenant Admin,Support,Viewer,Kept");
    expect(
      await inClient(second.exports, `console.log((await ask("POST", "/roles", { name: "Kept too" })).name)`),
    ).toBe("Kept too");
    // As npm and a terminal send it.
    expect(await stop(second.child, "SIGINT", "SIGINT")).toBe(0);
    expect(await readFile(state, "utf8")).toContain('"Kept too"');

    const third = await start("--state", state);
    expect(
      await inClient(third.exports, `console.log((await ask("POST", "/roles", { name: "Kept last" })).name)`),
    ).toBe("Kept last");
    expect(await stop(third.child, "SIGHUP")).toBe(0);
    expect(existsSync(third.exports["SSL_CERT_FILE"] ?? "")).toBe(false);
    expect(await readFile(state, "utf8")).toContain('"Kept last"');
  });

  test("says that it could not save its state, and leaves nothing else behind", async () => {
    const lost = await mkdtemp(join(folder, "lost-"));
    const { child, exports, said } = await start("--state", join(lost, "state.json"));
    await rm(lost, { recursive: true });
    expect(await stop(child, "SIGTERM")).toBe(1);
    expect(said()).toContain(
      `Stopping.\nThe tenant did not stop cleanly: The state was not written to ${join(lost, "state.json")}: ENOENT`,
    );
    expect(said()).not.toContain("did not start");
    expect(existsSync(exports["SSL_CERT_FILE"] ?? "")).toBe(false);
  });

  test("ends with the npm that started it, also where that is killed", async () => {
    const npm = spawn("npm", ["run", "--silent", "tenant"], { stdio: ["ignore", "pipe", "pipe"], detached: true });
    const ended = once(npm.stderr, "close");
    const line = (await once(createInterface({ input: npm.stdout }), "line")) as [string];
    expect(line[0]).toMatch(/^export AUTH0_DOMAIN=/);
    npm.kill("SIGKILL");
    // The tenant has inherited the pipe: it is closed when the last process is gone.
    await ended;
  });

  test("says what it is, and that it is no security product", async () => {
    const { stdout } = await run(process.execPath, [COMMAND, "--help"]);
    for (const word of [
      "no security product",
      "loopback only",
      "--seed",
      "--state",
      "--rate-limit",
      "SSL_CERT_FILE",
      "Examples:",
    ])
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(word);
  });

  test.each([
    [
      "a seed that is not there",
      ["--seed", "/no/such/file"],
      "The tenant did not start (--seed): ENOENT: no such file or directory, open '/no/such/file'\n",
    ],
    [
      "a seed of another format",
      ["--seed", "SEED"],
      'The tenant did not start (--seed): The seed does not fit its format:\n✖ Unrecognized key: "clientz"\n',
    ],
    [
      "a state file in no folder",
      ["--state", "/no/such/state.json"],
      "The tenant did not start (--state): The state cannot be kept in /no/such/state.json: /no/such is no folder that can be written to\n",
    ],
    [
      "a folder that cannot be made",
      ["--certificate-directory", "/proc/x/y"],
      "The tenant did not start (--certificate-directory): ENOENT: no such file or directory, mkdir '/proc/x'\n",
    ],
    [
      "a port that is none",
      ["--port", "http"],
      "error: option '-p, --port <port>' argument 'http' is invalid. Give a whole number.\n",
    ],
    [
      "a plan that is none",
      ["--rate-limit", "gold"],
      "error: option '--rate-limit <plan>' argument 'gold' is invalid. Allowed choices are off, free, enterprise, enterprise-non-production.\n",
    ],
  ])("refuses %s", async (_why, args, message) => {
    const seed = join(folder, "seed.json");
    await writeFile(seed, '{ "clientz": [] }');
    const attempt = run(process.execPath, [COMMAND, ...args.map((arg) => (arg === "SEED" ? seed : arg))]);
    await expect(attempt).rejects.toMatchObject({ code: 1, stdout: "", stderr: message });
  });
});
