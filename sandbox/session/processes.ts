// Child processes of a session: none outlives the process that started it, however that ends.
import { spawn } from "node:child_process";
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
        throw new Error(`${[command, ...args].join(" ")} ended at its start with exit code ${exitCode}: ${errors.trim()}`);
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

  /** Kills what still runs, at once: for the last moment of this process. */
  kill(): void {
    for (const child of this.#running) child.kill("SIGKILL");
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
