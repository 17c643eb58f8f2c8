import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { duration, progressTo, withProgress } from "../../../sandbox/engine/progress.ts";

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

  it("gives a log each new subject, and the same subject every 15 seconds", () => {
    const { written, progress } = to(false);
    progress("Building: 1 package");
    vi.advanceTimersByTime(14_000);
    progress("Building: 2 package (14 s)");
    vi.advanceTimersByTime(1_000);
    progress("Building: 3 package (15 s)");
    progress("Built");
    progress.end();
    expect(written).toEqual(["Building: 1 package\n", "Building: 3 package (15 s)\n", "Built\n"]);
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
