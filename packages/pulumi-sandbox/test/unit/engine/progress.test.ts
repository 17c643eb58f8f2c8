import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { duration, progressTo, withProgress } from "../../../src/engine/progress.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("withProgress", () => {
  it("says at once what begins, then every two seconds how it stands", async () => {
    const lines: string[] = [];
    let packages = 0;
    const work = withProgress(
      (line) => lines.push(line),
      () => `${packages} packages`,
      () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 5_000)),
    );
    packages = 7;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await work).toBe("done");
    expect(lines).toEqual(["0 packages", "7 packages (2 s)", "7 packages (4 s)"]);
  });
});

describe("progressTo", () => {
  const to = (terminal: boolean) => {
    const written: string[] = [];
    return { written, progress: progressTo({ isTTY: terminal, columns: 20, write: (text) => written.push(text) }) };
  };

  it("rewrites one line on a terminal and cuts it to the width", () => {
    const { written, progress } = to(true);
    progress("Building: 1 package");
    progress("Building: 2 package (2 s)");
    progress("Waiting");
    progress.end();
    expect(written).toEqual(["Building: 1 package", "\r\u001b[KBuilding: 2 package", "\nWaiting", "\n"]);
  });

  it("says a long line whole on a terminal, and writes what follows of it below", () => {
    const { written, progress } = to(true);
    progress("Waiting for another process");
    progress("Waiting for another process (2 s)");
    progress("Waiting for another process (4 s)");
    progress("No such thing as this anywhere");
    progress("Built");
    progress.end();
    progress.end();
    expect(written).toEqual([
      "Waiting for another process",
      "\nWaiting for another",
      "\r\u001b[KWaiting for another",
      "\nNo such thing as this anywhere",
      "\nBuilt",
      "\n",
    ]);
  });

  it("gives a log each new subject, and the same one at growing distance, at least every 30 seconds", async () => {
    const { written, progress } = to(false);
    const status = () => `Building: ${written.length} packages`;
    const work = withProgress(progress, status, () => new Promise((resolve) => setTimeout(resolve, 121_000)));
    await vi.advanceTimersByTimeAsync(121_000);
    await work;
    progress("Built");
    progress("Built");
    progress.end();
    expect(written).toEqual([
      "Building: 0 packages\n",
      "Building: 1 packages (4 s)\n",
      "Building: 2 packages (12 s)\n",
      "Building: 3 packages (28 s)\n",
      "Building: 4 packages (56 s)\n",
      "Building: 5 packages (1 min 24 s)\n",
      "Building: 6 packages (1 min 52 s)\n",
      "Built\n",
    ]);
  });
});

describe("duration", () => {
  it.each([
    [400, "0 s"],
    [59_400, "59 s"],
    [60_000, "1 min 0 s"],
    [323_000, "5 min 23 s"],
  ])("%d ms is %s", (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});
