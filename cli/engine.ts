import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { isInterrupted, watchEngine } from "./interruption.ts";
import { hasColour } from "./terminal.ts";

/** What the Pulumi CLI answered. */
export interface EngineRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The Pulumi CLI cannot be started at all. */
export class EngineMissing extends Error {
  constructor(cause: unknown) {
    super("The Pulumi CLI is not on the PATH.", { cause });
  }
}

/** The Pulumi CLI refused or failed; the message is what it said of it, without the values it was given. */
export class EngineError extends Error {
  readonly exitCode: number;

  constructor(args: readonly string[], run: EngineRun) {
    super(`pulumi ${args[0] ?? ""}: ${complaint(run)}`);
    this.exitCode = run.exitCode;
  }
}

/**
 * Runs `pulumi` in the project's folder to its end. `show` also gets what it prints, as it comes; `input` is what it reads, such
 * as a secret, which no argument may be. Throws EngineMissing. Where the command is interrupted it does not resolve: nothing
 * further is to be done.
 */
export async function runEngine(
  args: readonly string[],
  folder: string,
  show?: Writable,
  input?: string,
): Promise<EngineRun> {
  if (isInterrupted()) return NEVER;
  const run = await startEngine(args, folder, show, input);
  return isInterrupted() ? NEVER : run;
}

const NEVER = new Promise<never>(() => undefined);

/** The same for what is asked after an interruption. */
export async function startEngine(
  args: readonly string[],
  folder: string,
  show?: Writable,
  input?: string,
): Promise<EngineRun> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: folder,
    env: engineEnvironment(show),
    stdio: ["pipe", "pipe", "pipe"],
  });
  // An engine that ends without reading it is told by its exit code.
  child.stdin.on("error", () => undefined).end(input);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      show?.write(text);
    });
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", (error) => reject(new EngineMissing(error)));
    child.once("close", (code) => resolve(code ?? 255));
  });
  watchEngine({ child, said: () => printed.stdout + printed.stderr, ended: ended.catch(() => undefined) });
  return { exitCode: await ended, ...printed };
}

/** The same for a command whose failure ends ours. Throws EngineError. */
export async function runEngineOrThrow(args: readonly string[], folder: string): Promise<string> {
  const run = await runEngine(args, folder);
  if (run.exitCode !== 0) throw new EngineError(args, run);
  return run.stdout;
}

function engineEnvironment(show: Writable | undefined): NodeJS.ProcessEnv {
  return {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Makes --event-log known to the CLI, as the Automation API does.
    PULUMI_DEBUG_COMMANDS: "true",
    ...process.env,
    ...(show !== undefined && hasColour(show) ? {} : { NO_COLOR: "1" }),
  };
}

/** The CLI's own `error:` lines, else the last thing it said. */
function complaint({ stdout, stderr }: EngineRun): string {
  const lines = `${stderr}\n${stdout}`.split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith("error:")).map((line) => line.slice("error:".length).trim());
  return errors.join(" ") || lines.findLast((line) => line !== "") || "it failed without output";
}
