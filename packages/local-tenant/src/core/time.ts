// Timestamps in the two precisions that Auth0 uses.

/** Milliseconds, as most resources carry them: `2026-05-08T16:00:56.685Z`. */
export const timestamp = (at: number = Date.now()): string => new Date(at).toISOString();

let last = 0n;

/** Nanoseconds, as the actions service writes them: `2026-05-29T10:46:12.322569209Z`. Never the same twice in a process. */
export function nanoTimestamp(at: number = Date.now()): string {
  const wanted = BigInt(at) * 1_000_000n;
  last = wanted > last ? wanted : last + 1n;
  const seconds = Number(last / 1_000_000_000n);
  const fraction = (last % 1_000_000_000n).toString().padStart(9, "0");
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}
