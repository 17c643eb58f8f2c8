import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it.each(["provider/main.ts", "packages/pulumi-sandbox/src/plugin/main.ts"])(
  "%s goes with its parent, even where that was killed",
  async (plugin) => {
    const main = fileURLToPath(new URL(`../../../${plugin}`, import.meta.url));
    // Standard input stays open: as the engine's own, it would tell the plugin nothing.
    const parent = spawn(
      process.execPath,
      ["-e", `child_process.spawn(process.execPath, [${JSON.stringify(main)}], { stdio: "inherit" })`],
      {
        stdio: ["pipe", "pipe", "inherit"],
      },
    );
    const lines = createInterface({ input: parent.stdout });
    const [port] = (await once(lines, "line")) as [string];
    expect(Number(port)).toBeGreaterThan(0);
    parent.kill("SIGKILL");
    // Both have the other end of the pipe: it closes when the last of them is gone.
    await once(lines, "close");
    parent.stdin.destroy();
  },
);
