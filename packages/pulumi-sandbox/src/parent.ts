// A plugin serves whoever started it, and goes with that process.

const CHECK_MS = 1_000;

/**
 * Ends this process, with exit code 1, within a second or so of the one that started it. A parent that was killed tells
 * nobody; its orphan sees that it has another one.
 */
export function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, CHECK_MS).unref();
}
