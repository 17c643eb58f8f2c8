// What finding an engine is about: an engine, and the places to get one from.
import type { Progress } from "./progress.ts";

/** A Pulumi CLI that is ready to run. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly command: string;
  /** Version of the CLI without a leading v, such as `3.253.0`. */
  readonly version: string;
  /** Where it came from: the user's PATH, the official installer, or a build from the Go module. */
  readonly origin: "path" | "installed" | "built";
  /** Whether the official language host for Node.js comes with it, or the sandbox's own is needed. */
  readonly languageHost: "official" | "sandbox";
  /** Environment variables to add when it is run: PATH, with a language host and this Node first. */
  readonly env: Record<string, string>;
}

export interface EngineContext {
  progress: Progress;
  /** Environment in which to look: PATH and the variables that say where the user's cache is. */
  environment: NodeJS.ProcessEnv;
}

/** One place to get an engine from: an engine; or in a sentence why there is none; or nothing worth a word. */
export type EngineSource = (context: EngineContext) => Promise<Engine | { missing: string } | undefined>;
