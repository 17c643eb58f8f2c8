// Finds a Pulumi CLI that can run the stack: one that is installed, else the official one freshly installed where the
// vendor's host answers, else one built from its Go module. The last two are kept in the user's cache.
import { buildEngine, builtEngine } from "./build.ts";
import { installEngine, installedEngine } from "./installer.ts";
import { engineOnPath } from "./path.ts";
import type { Engine, EngineSource } from "./engine.ts";
import type { Progress } from "./progress.ts";
import { MINIMUM_VERSION } from "./version.ts";

export type { Engine } from "./engine.ts";

export interface EngineSources {
  /** Places where an engine may lie ready, each looked at in no time. */
  ready: readonly EngineSource[];
  /** Ways to get one, which take time and the network. */
  obtainable: readonly EngineSource[];
}

const SOURCES: EngineSources = {
  ready: [engineOnPath, installedEngine, builtEngine],
  obtainable: [installEngine, buildEngine],
};

/** No engine could be had; the message names every way tried, why it failed, and three ways to mend it. */
export class EngineNotFoundError extends Error {
  override readonly name = "EngineNotFoundError";

  constructor(reasons: readonly string[]) {
    super(
      [
        "There is no Pulumi CLI to run the stack with:",
        ...reasons.map((reason) => `  - ${reason}`),
        "Any one of these mends it:",
        `  1. install Pulumi ${MINIMUM_VERSION} or later (https://www.pulumi.com/docs/iac/download-install/) so that \`pulumi\` is on the PATH;`,
        "  2. let this machine reach https://get.pulumi.com, and it is installed into the user's cache by itself;",
        "  3. install Go 1.21 or later (https://go.dev/dl/) with a Go module proxy in reach, and it is built once, in a few minutes.",
      ].join("\n"),
    );
  }
}

/**
 * Finds the engine, trying one source after the other. The first run on a machine without Pulumi may take minutes and
 * says through `progress` what is going on; later runs take a fraction of a second.
 *
 * @param progress receives one line of plain words at a time, at most about one every two seconds
 * @param environment where to look; default: this process's own
 * @param sources the places to look at, in order; default: PATH and the user's cache, then the official installer and
 *   the Go module
 * @throws EngineNotFoundError where no source has one
 */
export async function findEngine(
  progress: Progress,
  environment: NodeJS.ProcessEnv = process.env,
  sources: EngineSources = SOURCES,
): Promise<Engine> {
  const context = { progress, environment };
  const reasons: string[] = [];
  for (const source of sources.ready) {
    const found = await source(context);
    if (found && !("missing" in found)) return found;
    if (found) reasons.push(found.missing);
  }
  // Only now are these reasons worth a word: something slow is about to begin.
  reasons.forEach(progress);
  for (const source of sources.obtainable) {
    const found = await source(context);
    if (found && !("missing" in found)) return found;
    if (found) {
      progress(found.missing);
      reasons.push(found.missing);
    }
  }
  throw new EngineNotFoundError(reasons);
}
