// Which Pulumi CLI: the one to get, and the oldest that will do.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The version to install or build; the same as @pulumi/pulumi's in package.json. */
export const ENGINE_VERSION = "3.274.1";

export const MINIMUM_VERSION = "3.252.0";

/** pulumi/pulumi#23834: the tenant's settings are such a resource, imported under an ID of our choice. */
export const MINIMUM_VERSION_REASON =
  "earlier ones delete a resource imported under another ID than its own at a later update";

/** The version that a `pulumi` executable reports, without its leading v; undefined where it does not run. */
export async function cliVersion(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ["version"], {
      timeout: 30_000,
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return /^v?(\d+\.\d+\.\d+\S*)/.exec(stdout.trim())?.[1];
  } catch {
    return undefined;
  }
}

/** Whether a version is of major version 3 and not older than the minimum; pre-releases count as their release. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
  const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = MINIMUM_VERSION.split(".").map(Number);
  return major === wantedMajor && (minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch));
}
