/**
 * What happens where a person ends a command (Ctrl-C), or a machine does (SIGTERM, SIGHUP): the engine that runs is let come
 * to its end, for it gives its lock back and writes what it has done into the state; then the command says how to go on.
 */
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { quoted } from "../config/shell.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

/** What the engine prints once it has been interrupted: a second signal would end it without its state. */
const ENGINE_STOPS = "^C received";
/** How long it may take to print that, in milliseconds. */
const NOTICES_WITHIN = 1_000;
const SHOW_CURSOR = "\u001b[?25h";

interface RunningEngine {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<unknown>;
}

const engines = new Set<RunningEngine>();
let interruptedBy: Signal | undefined;

/** Whether the command was ended: then it begins nothing new. */
export function isInterrupted(): boolean {
  return interruptedBy !== undefined;
}

/** Has an engine waited for, while it runs, where the command is ended. */
export function watchEngine(engine: RunningEngine): void {
  engines.add(engine);
  void engine.ended.finally(() => engines.delete(engine));
}

/** Calls `tell` where a signal ends the command, and ends the process afterwards. A second signal ends it at once. */
export function onInterruption(tell: () => void | Promise<void>): void {
  if (process.stderr.isTTY) process.on("exit", () => void process.stderr.write(SHOW_CURSOR));
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const exitCode = 128 + constants.signals[signal];
      if (isInterrupted()) {
        for (const { child } of engines) child.kill("SIGKILL");
        process.exit(exitCode);
      }
      interruptedBy = signal;
      void Promise.all([...engines].map(stop))
        .then(tell)
        .catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
        .finally(() => process.exit(exitCode));
    });
  }
}

/** A terminal's Ctrl-C reaches the engine too, and `kill` does not: whether it has heard is seen by what it prints. */
async function stop({ child, said, ended }: RunningEngine): Promise<void> {
  const over = ended.then(() => true);
  for (let waited = 0; waited < NOTICES_WITHIN && !said().includes(ENGINE_STOPS); waited += 50) {
    if (await Promise.race([over, delay(50, false)])) return;
  }
  if (!said().includes(ENGINE_STOPS)) child.kill("SIGINT");
  await over;
}

/** The command line that was given, to be pasted. */
export function sameCommand(name: string): string {
  const words = process.argv.slice(2).filter((word) => word !== "--json");
  return [`npm run ${name}`, ...(words.length === 0 ? [] : ["--", ...words.map(quoted)])].join(" ");
}
