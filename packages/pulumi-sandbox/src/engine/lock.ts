// A lock between processes, so that two runs at once do not do the same long work twice. What the work makes must be
// put in place atomically all the same: a lock that was taken for abandoned is only a probability.
import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { atProcessEnd } from "../process-end.ts";
import { withProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";

const HEARTBEAT_MS = 2_000;
const POLL_MS = 500;

/** A holder that has missed this many milliseconds of heartbeats has crashed (or its machine slept). */
const ABANDONED_MS = 10_000;

/** Does the work while holding the lock file; waits, with progress, as long as another process holds it. */
export async function withLock<T>(file: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  if (!(await tryLock(file))) {
    const holder = await readFile(file, "utf8").catch(() => "");
    const who = holder === "" ? "Another process" : `Process ${holder}`;
    await withProgress(
      progress,
      () => `${who} is at it already; waiting for it`,
      async () => {
        while (!(await tryLock(file))) await delay(POLL_MS);
      },
    );
  }
  const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), HEARTBEAT_MS);
  const release = () => rmSync(file, { force: true });
  const dropGuard = atProcessEnd(release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    dropGuard();
    release();
  }
}

/** Takes the lock where it is free or abandoned. */
async function tryLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const held = await stat(file).catch(() => undefined);
  if (held && Date.now() - held.mtimeMs > ABANDONED_MS) await rm(file, { force: true });
  return false;
}
