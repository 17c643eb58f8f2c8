// What must be undone where this process ends before it could be done in order: at its exit, or when a signal ends it.
import { rmSync } from "node:fs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How often, and with how many milliseconds more each time, a removal is tried again. */
const RETRIES = { maxRetries: 10, retryDelay: 20 };

const cleanUps = new Set<() => void>();

/**
 * Has `cleanUp` called in the last moment of this process, the latest first: at its exit, or when SIGINT, SIGTERM or
 * SIGHUP comes, which then ends the process as if nothing had listened, unless somebody else listens and ends it in
 * another way. It must do all at once: nothing is awaited any more. Not seen, as nobody sees it: SIGKILL.
 *
 * @returns takes it back, for when it is no longer needed
 */
export function atProcessEnd(cleanUp: () => void): () => void {
  if (cleanUps.size === 0) listen();
  cleanUps.add(cleanUp);
  return () => {
    if (cleanUps.delete(cleanUp) && cleanUps.size === 0) listenNoMore();
  };
}

/** Removes a folder at once, also one in which somebody who is just ending still makes files. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, ...RETRIES });
}

function listen(): void {
  process.on("exit", cleanUpAll);
  // First in turn: of those who listen once, the ones before it could no longer be counted.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

function listenNoMore(): void {
  process.removeListener("exit", cleanUpAll);
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  listenNoMore();
  cleanUpAll();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function cleanUpAll(): void {
  const latestFirst = [...cleanUps].reverse();
  cleanUps.clear();
  for (const cleanUp of latestFirst) {
    try {
      cleanUp();
    } catch (error) {
      // The others have their turn all the same, and the signal its effect.
      process.stderr.write(
        `Not everything could be cleaned up: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    }
  }
}
