// The Pulumi CLI built from its Go module by the ordinary Go client, once, into the user's cache.
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import { ENGINE_GO_MODULE, runGo } from "./go.ts";
import type { EngineContext, EngineSource } from "./engine.ts";
import { withLock } from "./lock.ts";
import { findOnPath, runnable } from "./path.ts";
import { withProgress } from "./progress.ts";
import { ENGINE_VERSION, cliVersion } from "./version.ts";

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";
const PARTIAL = ".partial";

/** The CLI that an earlier run built. */
export const builtEngine: EngineSource = async ({ environment }) => {
  const { command } = place(environment);
  if ((await cliVersion(command)) !== ENGINE_VERSION) return undefined;
  return runnable(command, ENGINE_VERSION, "built", environment);
};

/** A new build, where there is Go. */
export const buildEngine: EngineSource = async (context) => {
  const go = await findOnPath("go", context.environment["PATH"]);
  if (go === undefined) return { missing: "Pulumi cannot be built from source: no `go` on the PATH." };
  const { bin, command } = place(context.environment);
  await mkdir(bin, { recursive: true });
  try {
    await withLock(join(bin, "build.lock"), context.progress, async () => {
      // Another run may have built it while this one waited for the lock.
      if ((await cliVersion(command)) !== ENGINE_VERSION) await build(go, context);
    });
  } catch (error) {
    return {
      missing: `Building Pulumi ${ENGINE_VERSION} from source failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  return builtEngine(context);
};

function place(environment: NodeJS.ProcessEnv): { bin: string; command: string } {
  const bin = join(cacheFolder(`engine-${ENGINE_VERSION}`, environment), "bin");
  return { bin, command: join(bin, EXECUTABLE) };
}

async function build(go: string, { progress, environment }: EngineContext): Promise<void> {
  const { bin, command } = place(environment);
  await removePartialBuilds(bin);
  const partial = `${command}.${process.pid}${PARTIAL}`;
  const modules = { downloaded: 0 };
  const packages = { compiled: 0, all: 0 };

  packages.all = await withProgress(
    progress,
    () => `Fetching the Go modules of Pulumi ${ENGINE_VERSION}: ${modules.downloaded} downloaded`,
    () =>
      runGo(go, ["list", "-deps", PACKAGE], { module: ENGINE_GO_MODULE, environment }, (line) => {
        if (line.startsWith("go: downloading ")) modules.downloaded += 1;
      }).then((listed) => listed.trim().split("\n").length),
  );
  const ldflags = `-s -w -X ${VERSION_SYMBOL}=v${ENGINE_VERSION}`;
  await withProgress(
    progress,
    () =>
      `Building Pulumi ${ENGINE_VERSION} from source, once: ${packages.compiled} of at most ${packages.all} packages compiled`,
    // With -v, Go names each package when it has been compiled, and none that its own cache had already.
    () =>
      runGo(
        go,
        ["build", "-v", "-trimpath", "-ldflags", ldflags, "-o", partial, PACKAGE],
        { module: ENGINE_GO_MODULE, environment },
        () => {
          packages.compiled += 1;
        },
      ),
  );
  const version = await cliVersion(partial);
  if (version !== ENGINE_VERSION)
    throw new Error(`the executable that was built reports version ${version ?? "nothing"}`);
  // Nobody ever sees half an executable: it appears under its name whole, or not at all.
  await rename(partial, command);
  progress(`Pulumi ${ENGINE_VERSION} is built: ${command}`);
}

/** What builds that were interrupted left behind; only called by the holder of the lock. */
async function removePartialBuilds(bin: string): Promise<void> {
  const left = (await readdir(bin)).filter((name) => name.endsWith(PARTIAL));
  await Promise.all(left.map((name) => rm(join(bin, name))));
}
