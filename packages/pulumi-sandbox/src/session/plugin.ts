// Which Auth0 plugin a session runs with: the official one wherever it can be had, else the stand-in beside us.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../engine/cache.ts";
import type { Engine } from "../engine/index.ts";
import { findOnPath } from "../engine/path.ts";
import { withProgress } from "../engine/progress.ts";
import type { Progress } from "../engine/progress.ts";
import type { OfficialPlugin, SessionHome } from "./home.ts";
import type { Processes } from "./processes.ts";
import { startStandIn } from "./stand-in.ts";

/** The plugin of the same version as the @pulumi/auth0 package that the program imports. */
export const PLUGIN_VERSION = (createRequire(import.meta.url)("@pulumi/auth0/package.json") as { version: string })
  .version;

/** Where `pulumi plugin install` downloads from. */
const PLUGIN_HOST = "https://get.pulumi.com/";

export type PluginChoice = "official" | "stand-in" | "auto";

/** The plugin that a session runs with. */
export interface RunningPlugin {
  kind: "official" | "stand-in";
  /** Of the official plugin: as it reports itself. Of the stand-in: the official version whose behaviour it has. */
  version: string;
}

export interface PluginContext {
  engine: Engine;
  home: SessionHome;
  processes: Processes;
  progress: Progress;
  /** The user's own environment: AUTH0_PLUGIN, and where plugins may lie. */
  environment: NodeJS.ProcessEnv;
  /** The environment that tells a plugin of the tenant. */
  tenantEnvironment: NodeJS.ProcessEnv;
  /** In words, why a host cannot be reached; undefined where it can. */
  whyUnreachable: (url: string) => Promise<string | undefined>;
}

/**
 * Puts the chosen plugin in the engine's reach.
 *
 * @returns which one it is, and the environment variables by which the engine finds it
 * @throws Error where the official plugin is asked for and cannot be had: never the stand-in in its place
 */
export async function attachPlugin(
  option: PluginChoice | undefined,
  context: PluginContext,
): Promise<RunningPlugin & { environment: Record<string, string> }> {
  const choice = pluginChoice(option, context.environment);
  if (choice !== "stand-in") {
    const official = await findOfficialPlugin(context);
    if (!("missing" in official)) {
      await context.home.usePlugin(official);
      return { kind: "official", version: official.version, environment: {} };
    }
    if (choice === "official") throw new Error(`The official Auth0 plugin is asked for, but ${official.missing}.`);
    context.progress(`The stand-in plugin runs: ${official.missing}.`);
  }
  const port = await startStandIn(context.processes, context.tenantEnvironment);
  return {
    kind: "stand-in",
    version: PLUGIN_VERSION,
    environment: { PULUMI_DEBUG_PROVIDERS: `auth0:${port}`, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
  };
}

/** The choice by option, else by the variable AUTH0_PLUGIN, else `auto`. */
export function pluginChoice(option: PluginChoice | undefined, environment: NodeJS.ProcessEnv): PluginChoice {
  const choice = option ?? environment["AUTH0_PLUGIN"] ?? "auto";
  if (choice === "official" || choice === "stand-in" || choice === "auto") return choice;
  throw new Error(`AUTH0_PLUGIN is "${choice}"; it must be official, stand-in or auto.`);
}

/**
 * Finds the official plugin as the CLI would: on the PATH, in the user's Pulumi home, in the sandbox's cache; else
 * installs it into that cache where the vendor's host answers within seconds. Returns in words why there is none.
 */
async function findOfficialPlugin(context: PluginContext): Promise<OfficialPlugin | { missing: string }> {
  const { engine, environment, processes, progress } = context;
  const cacheHome = cacheFolder("pulumi-home", environment);
  const found = await lookUp(environment, cacheHome);
  if (found !== undefined) return versioned(found, context);

  const unreachable = await context.whyUnreachable(PLUGIN_HOST);
  if (unreachable !== undefined) return { missing: `${ABSENT}, and it cannot be downloaded: ${unreachable}` };
  const install = await withProgress(
    progress,
    () => `Installing the official Auth0 plugin ${PLUGIN_VERSION} into ${cacheHome}`,
    () =>
      processes.run(engine.command, ["plugin", "install", "resource", "auth0", PLUGIN_VERSION, "--non-interactive"], {
        cwd: dirname(engine.command),
        env: { ...environment, ...engine.env, PULUMI_HOME: cacheHome, PULUMI_SKIP_UPDATE_CHECK: "true" },
      }),
  );
  if (install.exitCode !== 0) return { missing: `${ABSENT}, and its download failed: ${install.output.trim()}` };
  const installed = await lookUp(environment, cacheHome);
  return installed === undefined ? { missing: `${ABSENT} even after its download` } : versioned(installed, context);
}

const ABSENT = `the Auth0 plugin ${PLUGIN_VERSION} is neither on the PATH nor among the plugins of the user's Pulumi home`;

async function lookUp(environment: NodeJS.ProcessEnv, cacheHome: string): Promise<string | undefined> {
  const userHome = environment["PULUMI_HOME"] ?? join(environment["HOME"] ?? homedir(), ".pulumi");
  const homes = [userHome, cacheHome]
    .map((home) => join(home, "plugins", `resource-auth0-v${PLUGIN_VERSION}`))
    // The CLI leaves a marker beside a folder that it has not finished yet.
    .filter((folder) => !existsSync(`${folder}.partial`));
  return findOnPath("pulumi-resource-auth0", [environment["PATH"] ?? "", ...homes].join(delimiter));
}

async function versioned(
  executable: string,
  { environment, processes }: PluginContext,
): Promise<OfficialPlugin | { missing: string }> {
  const { exitCode, stdout, output } = await processes.run(executable, ["--version"], {
    cwd: dirname(executable),
    env: environment,
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  if (exitCode !== 0 || version === undefined)
    return { missing: `${executable} does not tell its version: ${output.trim()}` };
  return { executable, version };
}
