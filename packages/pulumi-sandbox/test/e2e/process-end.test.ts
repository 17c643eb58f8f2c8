// What a process leaves behind when it ends in the middle of its work: each case is a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../fixtures/scripts.ts";

const module = (name: string): string => JSON.stringify(new URL(`../../src/${name}`, import.meta.url).href);

/** Runs a module until it prints "ready", then sends it the signal; tells how it ended and what else it printed. */
async function interrupted(
  signal: NodeJS.Signals,
  source: string,
  temporary = temporaryFolder(),
): Promise<{ signal: string | null; code: number | null; printed: string[] }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    env: { PATH: process.env["PATH"], TMPDIR: temporary },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line === "ready") child.kill(signal);
    else printed.push(line);
  });
  const [code, by] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { signal: by, code, printed };
}

const GUARDED = `
  import { atProcessEnd } from ${module("process-end.ts")};
  import { writeSync } from "node:fs";
  atProcessEnd(() => writeSync(1, "first\\n"));
  const drop = atProcessEnd(() => writeSync(1, "dropped\\n"));
  atProcessEnd(() => writeSync(1, "last\\n"));
  drop();`;
const WAITING = `
  setInterval(() => undefined, 1000);
  console.log("ready");`;

describe("at the end of a process", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "by %s everything is undone, the latest first, and the signal has its effect",
    async (signal) => {
      expect(await interrupted(signal, GUARDED + WAITING)).toEqual({ signal, code: null, printed: ["last", "first"] });
    },
  );

  it("by itself everything is undone too", async () => {
    expect(await interrupted("SIGINT", `${GUARDED} process.exit(3);`)).toEqual({
      signal: null,
      code: 3,
      printed: ["last", "first"],
    });
  });

  it("neither the rest nor the signal is lost over one thing that cannot be undone", async () => {
    const failing = `atProcessEnd(() => { throw new Error("a directory that is not empty"); });
      process.stderr.write = (text) => writeSync(1, text);`;
    expect(await interrupted("SIGTERM", GUARDED + failing + WAITING)).toEqual({
      signal: "SIGTERM",
      code: null,
      printed: ["Not everything could be cleaned up: a directory that is not empty", "last", "first"],
    });
  });

  it("another listener ends it in its own way, whichever came first", async () => {
    const orderly = `process.once("SIGTERM", () => setTimeout(() => { writeSync(1, "in order\\n"); process.exit(0); }, 50));`;
    const expected = { signal: null, code: 0, printed: ["last", "first", "in order"] };
    expect(await interrupted("SIGTERM", GUARDED + orderly + WAITING)).toEqual(expected);
    expect(await interrupted("SIGTERM", orderly + GUARDED + WAITING)).toEqual(expected);
  });
});

describe("an interrupted process leaves nothing behind", () => {
  it("of a tenant in it", async () => {
    const temporary = temporaryFolder();
    const tenant = `
      import { startTenant } from ${module("../../local-tenant/src/index.ts")};
      import { readdirSync } from "node:fs";
      await startTenant();
      console.log(readdirSync(process.env.TMPDIR).length);`;
    expect(await interrupted("SIGHUP", tenant + WAITING, temporary)).toEqual({
      signal: "SIGHUP",
      code: null,
      printed: ["1"],
    });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("of a session, though its child makes files without a pause", async () => {
    const temporary = temporaryFolder();
    const writer = `for (let n = 0; ; n += 1) { fs.mkdirSync("state", { recursive: true }); fs.writeFileSync("state/" + n, ""); if (n === 100) console.log("started"); }`;
    const session = `
      import { SessionHome } from ${module("session/home.ts")};
      import { Processes } from ${module("session/processes.ts")};
      import { atProcessEnd } from ${module("process-end.ts")};
      const home = await SessionHome.create("project");
      const processes = new Processes();
      atProcessEnd(() => processes.kill());
      await processes.serve(process.execPath, ["-e", ${JSON.stringify(writer)}], { cwd: home.stackFolder, env: {} });`;
    expect(await interrupted("SIGTERM", session + WAITING, temporary)).toMatchObject({ signal: "SIGTERM" });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("of a build: neither its lock nor Go", async () => {
    const folder = temporaryFolder();
    const [lock, stopped] = [join(folder, "lock"), join(folder, "stopped")];
    const go = `process.once("SIGTERM", () => { fs.writeFileSync(${JSON.stringify(stopped)}, ""); process.exit(); });
      setInterval(() => undefined, 1000);
      console.error("building");`;
    const build = `
      import { withLock } from ${module("engine/lock.ts")};
      import { runGo } from ${module("engine/go.ts")};
      await withLock(${JSON.stringify(lock)}, () => undefined, () =>
        runGo(process.execPath, ["-e", ${JSON.stringify(go)}], { module: ${JSON.stringify(folder)}, environment: process.env }, () => console.log("ready")));`;
    expect(await interrupted("SIGTERM", build)).toMatchObject({ signal: "SIGTERM" });
    expect(existsSync(lock)).toBe(false);
    await expect.poll(() => existsSync(stopped), { timeout: 20_000 }).toBe(true);
  });
});
