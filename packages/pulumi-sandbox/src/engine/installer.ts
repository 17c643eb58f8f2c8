// The official Pulumi CLI, by its vendor's installer through the Automation API, into the user's cache.
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import type { EngineSource } from "./engine.ts";
import { findOnPath, runnable } from "./path.ts";
import { withProgress } from "./progress.ts";
import { ENGINE_VERSION, cliVersion } from "./version.ts";
import { whyUnreachable } from "./reachability.ts";

/** Where the installer script comes from (PulumiCommand.install fetches it there). */
const INSTALLER_URL = "https://get.pulumi.com/install.sh";

/** The official CLI that an earlier run installed. */
export const installedEngine: EngineSource = async ({ environment }) => {
  const root = installation(environment);
  const command = await findOnPath("pulumi", join(root, "bin"));
  if (command === undefined || (await cliVersion(command)) !== ENGINE_VERSION) return undefined;
  return runnable(command, ENGINE_VERSION, "installed", environment);
};

/** A new installation, where the vendor's host answers within seconds. */
export const installEngine: EngineSource = async (context) => {
  const unreachable = await whyUnreachable(INSTALLER_URL);
  if (unreachable !== undefined) return { missing: `The official installer is out of reach: ${unreachable}.` };
  const root = installation(context.environment);
  try {
    await withProgress(
      context.progress,
      () => `Installing Pulumi ${ENGINE_VERSION} into ${root} with the official installer`,
      () => PulumiCommand.install({ root }),
    );
  } catch (error) {
    return { missing: `The official installer failed: ${error instanceof Error ? error.message : String(error)}` };
  }
  return (
    (await installedEngine(context)) ?? {
      missing: `The official installer left no Pulumi ${ENGINE_VERSION} in ${root}.`,
    }
  );
};

const installation = (environment: NodeJS.ProcessEnv): string =>
  cacheFolder(`installed-${ENGINE_VERSION}`, environment);
