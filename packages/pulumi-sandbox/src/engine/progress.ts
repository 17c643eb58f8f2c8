// Progress of work that takes longer than a person likes to wait without output.

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

/** In a log the same thing comes again after this time, then after twice as long each time, ... */
const FIRST_DISTANCE_MS = 4_000;
/** ... up to this one: the next tick after it comes within 30 seconds. */
const LAST_DISTANCE_MS = 27_000;

/**
 * Progress for a terminal, which rewrites one line; or for a log, which gets every new thing at once but the same thing
 * with other numbers at growing distance, at least every 30 seconds. Call `end()` before anything else is written.
 */
export function progressTo(stream: ProgressStream): Progress & { end(): void } {
  return stream.isTTY ? onTerminal(stream) : inLog(stream);
}

function onTerminal(stream: ProgressStream): Progress & { end(): void } {
  let lastSubject = "";
  /** What the line under way begins with: nothing where there is none, "\r" where it can be written over, else "\n". */
  let before = "";

  const progress = (line: string): void => {
    const width = (stream.columns ?? 80) - 1;
    const again = subjectOf(line) === lastSubject;
    lastSubject = subjectOf(line);
    // What is said once is there whole; only what is said again has to fit in one line, as no more can be written over.
    const text = again ? line.slice(0, width) : line;
    stream.write(`${again && before === "\r" ? "\r\u001b[K" : before && "\n"}${text}`);
    before = text.length <= width ? "\r" : "\n";
  };
  const end = (): void => {
    if (before) stream.write("\n");
    before = "";
    lastSubject = "";
  };
  return Object.assign(progress, { end });
}

function inLog(stream: ProgressStream): Progress & { end(): void } {
  let lastSubject = "";
  let lastLogged = 0;
  let distance = 0;

  const progress = (line: string): void => {
    const again = subjectOf(line) === lastSubject;
    if (again && performance.now() - lastLogged < distance) return;
    distance = again ? Math.min(2 * distance, LAST_DISTANCE_MS) : FIRST_DISTANCE_MS;
    lastSubject = subjectOf(line);
    lastLogged = performance.now();
    stream.write(`${line}\n`);
  };
  return Object.assign(progress, { end: () => undefined });
}

/** What a line is about: without its numbers and the time gone by. */
function subjectOf(line: string): string {
  return line.replace(/\d+/g, "#").replace(/ \(.*\)$/, "");
}
