/** `npm run try` as a person uses it: plain `pulumi` and the project's commands work in it, and nothing of it is left. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROJECT } from "../support/world.ts";

let folder: string;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "try-"));
  port = await freePort();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve((socket.destroy(), true)));
    socket.once("error", () => resolve(false));
  });
}

function start(...args: string[]) {
  // What vitest has set would steer the engine; a person's shell has none of it.
  const child = spawn(process.execPath, ["demo/try.ts", "--port", String(port), ...args], {
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  return { ended, said: () => said, terminate: () => child.kill("SIGTERM") };
}

const CONFIGURATION = join(PROJECT, "Pulumi.dev.yaml");

it("plain pulumi and the commands work in it; what is kept goes on the next time; the project's files stay", async () => {
  const before = readFileSync(CONFIGURATION);
  const first = start(
    "--keep",
    folder,
    "sh",
    "-ec",
    "pulumi up --yes --skip-preview; npm run -s audit; pulumi config set scim true",
  );
  expect(await first.ended, first.said()).toBe(0);
  expect(first.said()).toContain("Nothing was found that the stack did not make so");
  const second = start(
    "--keep",
    folder,
    "sh",
    "-ec",
    "pulumi config get scim; pulumi config set scim false; pulumi preview --expect-no-changes",
  );
  expect(await second.ended, second.said()).toBe(0);
  expect(second.said()).toMatch(/^true$/m);
  expect(await answers()).toBe(false);
  expect(readFileSync(CONFIGURATION)).toEqual(before);
});

it("ends with the exit code of what ran in it, and tells a port that is taken", async () => {
  const server = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const refused = start("true");
  expect(await refused.ended).toBe(2);
  expect(refused.said()).toMatch(/^error: .*EADDRINUSE/m);
  await new Promise((resolve) => server.close(resolve));
  const failed = start("sh", "-c", "exit 7");
  expect(await failed.ended, failed.said()).toBe(7);
});

it("takes everything with it where it is ended from outside", async () => {
  const running = start("sh", "-c", "echo it runs; exec sleep 600");
  await expect.poll(() => running.said(), { timeout: 120_000 }).toContain("it runs");
  expect(await answers()).toBe(true);
  running.terminate();
  expect(await running.ended).toBe(143);
  expect(await answers()).toBe(false);
});
