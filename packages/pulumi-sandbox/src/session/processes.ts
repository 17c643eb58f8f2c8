// Child processes of a session. None outlives the process that started it, whether that ends by itself or by a signal.
// Only SIGKILL it cannot see: then the plugin finds itself an orphan and goes, and a command runs to its own end.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

export interface RunOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Show the child on this process's own terminal, colours and all, instead of capturing what it prints. */
  terminal?: boolean;
}

export interface RunResult {
  /** The child's exit code; 128 plus its number where a signal ended it, as shells have it. */
  exitCode: number;
  /** Empty, like the other two, where the child ran on the terminal. */
  stdout: string;
  stderr: string;
  /** Both streams in the order in which they came. */
  output: string;
}

/** How long a child may take to end tidily after an interrupt. */
const GRACE_MS = 10_000;

/** How long the last moment of this process may take: a killed child is gone in far less, unless its disk hangs. */
const DEATH_MS = 2_000;
const DEATH_POLL_MS = 5;

export class Processes {
  readonly #running = new Set<ChildProcess>();

  /** Runs a command to its end. Rejects only where it cannot be started. */
  async run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: options.terminal ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const result: RunResult = { exitCode: 0, stdout: "", stderr: "", output: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        result[stream] += text;
        result.output += text;
      });
    }
    result.exitCode = await this.#end(child);
    return result;
  }

  /** Starts a server that says on its first line that it is ready; resolves to that line. It runs until `stop()`. */
  async serve(command: string, args: readonly string[], options: Omit<RunOptions, "terminal">): Promise<string> {
    const child = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const end = this.#end(child);
    // A server that dies later shows in what its clients report; here only its start is awaited.
    end.catch(() => undefined);
    return Promise.race([
      new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
      end.then((exitCode) => {
        throw new Error(
          `${[command, ...args].join(" ")} ended at its start with exit code ${exitCode}: ${errors.trim()}`,
        );
      }),
    ]);
  }

  /** Interrupts what still runs and waits for its end; kills what does not end in time. */
  async stop(): Promise<void> {
    const ends = [...this.#running].map(async (child) => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGINT");
      await Promise.race([ended, delay(GRACE_MS, undefined, { ref: false })]);
      child.kill("SIGKILL");
      await ended;
    });
    await Promise.all(ends);
  }

  /**
   * Kills what still runs and waits for its death without giving up control: for the last moment of this process. After
   * it none of them writes a file any more.
   */
  kill(): void {
    for (const child of this.#running) child.kill("SIGKILL");
    const pids = [...this.#running].flatMap(({ pid }) => pid ?? []);
    const until = performance.now() + DEATH_MS;
    while (pids.length > 0 && someAlive(pids) && performance.now() < until) pause(DEATH_POLL_MS);
  }

  async #end(child: ChildProcess): Promise<number> {
    this.#running.add(child);
    try {
      return await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
      });
    } finally {
      this.#running.delete(child);
    }
  }
}

/**
 * Whether any of the processes still runs. A child that has died stays listed, as a zombie, until our event loop sees to
 * it, so that signal 0 would still reach it. Where there is no `ps`, as on Windows, nothing is known: false.
 */
function someAlive(pids: readonly number[]): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", pids.join()], { encoding: "utf8" });
  return (stdout ?? "").split("\n").some((state) => /^[^Z\s]/.test(state.trim()));
}

/** Sleeps without the event loop. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
