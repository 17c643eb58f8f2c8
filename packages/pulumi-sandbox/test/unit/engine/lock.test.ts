import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { withLock } from "../../../src/engine/lock.ts";
import { temporaryFolder } from "../../fixtures/scripts.ts";

describe("the lock", () => {
  afterEach(() => vi.useRealTimers());

  it("lets one in at a time, and says for whom the other waits", async () => {
    // No heartbeat, and no line about how long it takes, however long it takes.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const file = join(temporaryFolder(), "lock");
    const order: string[] = [];
    const lines: string[] = [];
    const entered = Promise.withResolvers<void>();
    const awaited = Promise.withResolvers<void>();
    const first = withLock(
      file,
      () => undefined,
      async () => {
        order.push("first in");
        entered.resolve();
        await awaited.promise;
        order.push("first out");
      },
    );
    await entered.promise;
    const waits = (line: string) => {
      lines.push(line);
      awaited.resolve();
    };
    await Promise.all([first, withLock(file, waits, async () => void order.push("second in"))]);
    expect(order).toEqual(["first in", "first out", "second in"]);
    expect(lines).toEqual([`Process ${process.pid} is at it already; waiting for it`]);
    expect(existsSync(file)).toBe(false);
  });

  it("is free again after work that failed", async () => {
    const file = join(temporaryFolder(), "lock");
    await expect(
      withLock(
        file,
        () => undefined,
        () => Promise.reject(new Error("no")),
      ),
    ).rejects.toThrow("no");
    expect(existsSync(file)).toBe(false);
  });

  it("is taken from a holder that crashed", async () => {
    const file = join(temporaryFolder(), "lock");
    writeFileSync(file, "4711");
    const longAgo = Date.now() / 1_000 - 60;
    utimesSync(file, longAgo, longAgo);
    expect(
      await withLock(
        file,
        () => undefined,
        async () => "done",
      ),
    ).toBe("done");
  });
});
