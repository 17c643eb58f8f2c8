import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Processes } from "../../../src/session/processes.ts";
import { script, temporaryFolder } from "../../fixtures/scripts.ts";

/** In the arguments of a child: tells it from others of this process. */
const MARK = `killed-in-the-last-moment-of-${process.pid}`;

const where = { cwd: process.cwd(), env: { PATH: process.env["PATH"] } };

/** The marked processes that have not died, with their state. */
function marked(): string[] {
  const lines = spawnSync("ps", ["-A", "-o", "stat=,args="], { encoding: "utf8" }).stdout.split("\n");
  return lines.filter((line) => line.endsWith(MARK) && !line.startsWith("Z"));
}

describe("a session's child processes", () => {
  it("give their output and exit code", async () => {
    const command = script(`${temporaryFolder()}/both`, "echo out", "echo err >&2", "exit 7");
    expect(await new Processes().run(command, [], where)).toMatchObject({
      exitCode: 7,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it("end with the session, by an interrupt where they heed it", async () => {
    const processes = new Processes();
    const running = processes.run(process.execPath, ["-e", "setInterval(() => {}, 1000)"], where);
    await processes.stop();
    expect((await running).exitCode).toBe(130);
  });

  it("end with all that they started, also where that has a process group of its own and heeds no interrupt", async () => {
    const grandchild = `process.on("SIGINT", () => {}); setInterval(() => {}, 1000); console.log("ready")`;
    const child = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}, ${JSON.stringify(MARK)}], { detached: true, stdio: "inherit" });
      setInterval(() => {}, 1000);`;
    for (const end of ["stop", "kill"] as const) {
      const processes = new Processes();
      expect(await processes.serve(process.execPath, ["-e", child, MARK], where)).toBe("ready");
      expect(marked()).toHaveLength(2);
      await processes[end]();
      expect(marked()).toEqual([]);
    }
  });

  it("end in the last moment of the process", async () => {
    const processes = new Processes();
    const running = processes.run(process.execPath, ["-e", "setInterval(() => {}, 1000)", MARK], where);
    expect(marked()).toHaveLength(1);
    processes.kill();
    expect(marked()).toEqual([]);
    // An interrupt was enough.
    expect((await running).exitCode).toBe(130);
  });

  it("that serve are ready at their first line", async () => {
    const processes = new Processes();
    const command = script(`${temporaryFolder()}/server`, "echo 4711", "exec sleep 60");
    expect(await processes.serve(command, [], where)).toBe("4711");
    await processes.stop();
  });

  it("that end instead of serving say why", async () => {
    const command = script(`${temporaryFolder()}/server`, "echo 'no such thing' >&2", "exit 3");
    await expect(new Processes().serve(command, [], where)).rejects.toThrow(
      `${command} ended at its start with exit code 3: no such thing`,
    );
  });
});
