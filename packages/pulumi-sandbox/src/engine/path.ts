// The Pulumi CLI on the user's PATH, and the PATH that any engine is run with.
import { access, constants, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine, EngineSource } from "./engine.ts";
import { MINIMUM_VERSION, MINIMUM_VERSION_REASON, cliVersion, isNewEnough } from "./version.ts";

/** Our language host, for a CLI that comes without the official one. */
export const LANGUAGE_HOST = fileURLToPath(new URL("language-host/pulumi-language-nodejs", import.meta.url));

/** `pulumi` on the PATH, where it is new enough. */
export const engineOnPath: EngineSource = async ({ environment }) => {
  const command = await findOnPath("pulumi", environment["PATH"]);
  if (command === undefined) return { missing: "No `pulumi` on the PATH." };
  const version = await cliVersion(command);
  if (version === undefined) return { missing: `${command} does not run: \`pulumi version\` fails.` };
  if (!isNewEnough(version)) {
    return {
      missing: `${command} is Pulumi ${version}; ${MINIMUM_VERSION} or later is needed: ${MINIMUM_VERSION_REASON}.`,
    };
  }
  return runnable(command, version, "path", environment);
};

/** An engine with all that its environment needs: this Node first on the PATH, and a language host where it brings none. */
export async function runnable(
  command: string,
  version: string,
  origin: Engine["origin"],
  environment: NodeJS.ProcessEnv,
): Promise<Engine> {
  const languageHost = (await bringsLanguageHost(command)) ? "official" : "sandbox";
  const folders = [
    dirname(process.execPath),
    dirname(command),
    ...(languageHost === "sandbox" ? [dirname(LANGUAGE_HOST)] : []),
  ];
  return {
    command,
    version,
    origin,
    languageHost,
    env: { PATH: [...folders, environment["PATH"] ?? ""].join(delimiter) },
  };
}

/** The official language host comes with the CLI, in the same folder, wherever links to the CLI may lie. */
async function bringsLanguageHost(command: string): Promise<boolean> {
  return (await findOnPath("pulumi-language-nodejs", dirname(await realpath(command)))) !== undefined;
}

/** Absolute path of an executable by the rules of the shell; undefined where there is none. */
export async function findOnPath(name: string, path: string | undefined): Promise<string | undefined> {
  const extensions = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const folder of (path ?? "").split(delimiter).filter((entry) => entry !== "")) {
    for (const extension of extensions) {
      const file = join(folder, name + extension);
      try {
        await access(file, constants.X_OK);
        return file;
      } catch {
        // Not here: the next one.
      }
    }
  }
  return undefined;
}
