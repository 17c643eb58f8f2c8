// Progress of work that takes longer than a person likes to wait without a word.

/** Receives one line of plain words at a time. */
export type Progress = (line: string) => void;

const TICK_MS = 2_000;

/** Does the work; says `status()` with the time gone by at the start and then every two seconds until it is done. */
export async function withProgress<T>(progress: Progress, status: () => string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const say = () => progress(`${status()} (${duration(performance.now() - start)})`);
  progress(status());
  const ticker = setInterval(say, TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}

/** A time for people: `42 s`, `5 min 7 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The part of a terminal that progress needs; `process.stderr` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const LOG_INTERVAL_MS = 15_000;

/**
 * Progress for a terminal, which rewrites one line; or for a log, which gets every new thing at once but the same thing
 * with other numbers only every 15 seconds. Call `end()` before anything else is written.
 */
export function progressTo(stream: ProgressStream): Progress & { end(): void } {
  let open = false;
  let lastSubject = "";
  let lastLogged = 0;

  const progress = (line: string): void => {
    const subject = line.replace(/\d+/g, "#").replace(/ \(.*\)$/, "");
    const sameSubject = subject === lastSubject;
    lastSubject = subject;
    if (stream.isTTY) {
      const fitting = line.slice(0, (stream.columns ?? 80) - 1);
      stream.write(`${sameSubject ? "\r\u001b[K" : open ? "\n" : ""}${fitting}`);
      open = true;
    } else if (!sameSubject || performance.now() - lastLogged >= LOG_INTERVAL_MS) {
      stream.write(`${line}\n`);
      lastLogged = performance.now();
    }
  };
  const end = (): void => {
    if (open) stream.write("\n");
    open = false;
    lastSubject = "";
  };
  return Object.assign(progress, { end });
}
