// Child processes of a session, with all that they start. None outlives the process that started it, whether that ends
// by itself or by a signal. Only SIGKILL it cannot see: then the plugin finds itself an orphan and goes, and a command
// runs to its own end.
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

/** The same in the last moment of this process, which must not take long. */
const LAST_GRACE_MS = 1_000;

/** How long a killed process may take to be gone: far less is usual, unless its disk hangs. */
const DEATH_MS = 2_000;
const POLL_MS = 10;

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

  /** Interrupts what still runs and waits for its end; kills what does not end in time, with all that it started. */
  async stop(): Promise<void> {
    const children = [...this.#running];
    if (children.length === 0) return;
    const closes = Promise.all(children.map((child) => new Promise((resolve) => child.once("close", resolve))));
    // What a child leaves behind may hold its output open: then it ends without being closed.
    const exits = Promise.all(
      children.filter(runs).map((child) => new Promise((resolve) => child.once("exit", resolve))),
    );
    const before = withDescendants(this.#pids());
    for (const child of children) child.kill("SIGINT");
    await Promise.race([exits, delay(GRACE_MS, undefined, { ref: false })]);
    killAll(before, this.#pids());
    await closes;
  }

  /**
   * The same without giving up control, for the last moment of this process: a short grace, then the end. After it none
   * of them writes a file any more.
   */
  kill(): void {
    if (this.#running.size === 0) return;
    const before = withDescendants(this.#pids());
    for (const child of this.#running) child.kill("SIGINT");
    waitForDeath(before, LAST_GRACE_MS);
    waitForDeath(killAll(before, this.#pids()), DEATH_MS);
  }

  #pids(): number[] {
    return [...this.#running].flatMap(({ pid }) => pid ?? []);
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

function runs(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** A process as `ps` tells it. */
interface Row {
  readonly pid: number;
  readonly parent: number;
  /** Dead, but not yet seen to by its parent. */
  readonly zombie: boolean;
}

/** All processes. Where there is no `ps`, as on Windows, nothing is known. */
function processes(): Row[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return state === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), zombie: state.startsWith("Z") }];
  });
}

/**
 * These processes and all below them. The engine gives each plugin and language host a process group of its own, so that
 * a signal to a group does not reach them; and where it is killed, they are left without a parent that would tell.
 */
function withDescendants(pids: readonly number[]): number[] {
  const rows = processes();
  const below = (pid: number): number[] => [
    pid,
    ...rows.filter(({ parent }) => parent === pid).flatMap((row) => below(row.pid)),
  ];
  return [...new Set(pids.flatMap(below))];
}

/** Kills what still runs of a tree of processes that was seen before, and what its children have started since. */
function killAll(before: readonly number[], children: readonly number[]): number[] {
  const pids = [...new Set([...alive(before), ...withDescendants(children)])];
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
  return pids;
}

function alive(pids: readonly number[]): number[] {
  return processes().flatMap(({ pid, zombie }) => (!zombie && pids.includes(pid) ? [pid] : []));
}

/** Waits without the event loop. A child that has died is a zombie until the loop sees to it: that is dead enough. */
function waitForDeath(pids: readonly number[], milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (alive(pids).length > 0 && performance.now() < until) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}
