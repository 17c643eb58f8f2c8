import { hostname } from "node:os";
import type { EngineRun } from "./engine.ts";

/** A lock in the CLI's refusal: `file:///…/locks/….json: created by ada@laptop (pid 4711) at …`. */
const LOCK = /^\s*(\S+): created by .*@(\S+) \(pid (\d+)\)/gm;

/**
 * Whether a run was refused because of locks that nobody holds any more: those of processes of this machine that have ended,
 * in a folder of it. Of a lock in a bucket or of another machine it cannot be told from here.
 */
export function isLockedByTheDead({ exitCode, stdout, stderr }: EngineRun): boolean {
  const said = `${stderr}\n${stdout}`;
  if (exitCode === 0 || !said.includes("the stack is currently locked by")) return false;
  const locks = [...said.matchAll(LOCK)];
  return (
    locks.length > 0 &&
    locks.every(([, url = "", host, pid]) => url.startsWith("file://") && host === hostname() && !isAlive(Number(pid)))
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
