// npm, where it started this process: a tenant that `npm run` or `npx` started ends with it, also where npm is killed.
import { readFileSync } from "node:fs";

const EVERY_MS = 500;

/** Calls `onGone` when the npm that started this process is there no more. Does not keep the process alive. */
export function whenNpmIsGone(onGone: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    onGone();
  }, EVERY_MS);
  timer.unref();
}

/** The parent and, where the system tells, the one above: some shells stay between npm and what it runs. */
function ancestors(): string {
  const parent = process.ppid;
  try {
    // "PID (name) state PPID …"; a name may hold brackets and spaces.
    const [, above] = readFileSync(`/proc/${parent}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return `${parent} ${above}`;
  } catch {
    return String(parent);
  }
}
