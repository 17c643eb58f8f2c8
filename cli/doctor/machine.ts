import { createRequire } from "node:module";
import { delimiter } from "node:path";
import { ConfigurationError } from "../../config/index.ts";
import { errorFindings } from "../error-findings.ts";
import { EngineError, EngineMissing, runEngine } from "../engine.ts";
import { type Finding, notice, ok, problem } from "../findings.ts";
import { checkPlainCredentials, checkState } from "./state.ts";
import { existsSync } from "node:fs";
import { type Stack, type StackConfiguration, StackMissing } from "../stack.ts";

/** The engine that everything here was tried with; it honours `options.refresh: always`. */
const TRIED_ENGINE = "3.274.1";
/** The plugin that goes with the SDK in package.json. */
const PLUGIN = versionOf("@pulumi/auth0");

function versionOf(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}

/** The engine and the plugin; without an engine nothing can be said of the plugin. */
export async function checkMachine(folder: string): Promise<Finding[]> {
  const engine = await checkEngine(folder);
  return engine.severity === "problem" ? [engine] : [engine, await checkPlugin(folder)];
}

/** Whether there is a Pulumi CLI, and not one older than the one this was tried with. */
async function checkEngine(folder: string): Promise<Finding> {
  try {
    const { stdout } = await runEngine(["version"], folder);
    const version = stdout.trim().replace(/^v/, "");
    if (isOlder(version, TRIED_ENGINE)) {
      return notice(
        "engine",
        `Pulumi ${version} is older than ${TRIED_ENGINE}, which this was tried with: an old one may ignore refresh: always.`,
        "Update it: https://www.pulumi.com/docs/install/",
        { version },
      );
    }
    return ok("engine", `Pulumi ${version}`, { version });
  } catch (error) {
    if (!(error instanceof EngineMissing)) throw error;
    return problem("engine", "The Pulumi CLI is not on the PATH.", "Install it: https://www.pulumi.com/docs/install/");
  }
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

/** Which Auth0 plugin the engine would run. A missing one is fetched by the engine itself at the first preview. */
async function checkPlugin(folder: string): Promise<Finding> {
  const attached = /(?:^|,)auth0:(\d+)/.exec(process.env["PULUMI_DEBUG_PROVIDERS"] ?? "")?.[1];
  if (attached !== undefined) {
    return notice(
      "plugin",
      `An Auth0 plugin is attached on port ${attached} (PULUMI_DEBUG_PROVIDERS): it runs in place of the official one.`,
      undefined,
      { attached: Number(attached) },
    );
  }
  const { stdout, exitCode } = await runEngine(["plugin", "ls", "--json"], folder);
  const installed =
    exitCode === 0 ? (JSON.parse(stdout) as readonly { name: string; kind: string; version?: string }[]) : [];
  const found =
    installed.some(({ name, kind, version }) => kind === "resource" && name === "auth0" && version === PLUGIN) ||
    isOnPath("pulumi-resource-auth0");
  if (found) return ok("plugin", `Auth0 plugin ${PLUGIN}`, { version: PLUGIN });
  return notice(
    "plugin",
    `The Auth0 plugin ${PLUGIN} is not installed yet; the first preview downloads it.`,
    ["To have it now:", `pulumi plugin install resource auth0 ${PLUGIN}`],
    { version: PLUGIN },
  );
}

function isOnPath(executable: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(`${folder}/${executable}`));
}

/** What of the stack could be used, and what was found wrong with it. */
export interface StackCheck {
  readonly findings: readonly Finding[];
  readonly configuration?: StackConfiguration;
}

/** Whether the stack and its state can be reached, and whether its configuration can be used, keys included. */
export async function checkStack(stack: Stack): Promise<StackCheck> {
  try {
    const usable = await stack.configuration();
    const state = await stack.state();
    return {
      findings: [
        ...checkState(stack.name, stack.project, state),
        ...checkPlainCredentials(stack.name, await stack.plainCredentials()),
        ok("stack", `Stack ${stack.name}: its state and its configuration can be read.`),
        ...checkKeys(usable),
      ],
      configuration: usable,
    };
  } catch (error) {
    // That there is no engine has been said.
    if (error instanceof EngineMissing) return { findings: [] };
    if (error instanceof ConfigurationError || error instanceof EngineError || error instanceof StackMissing)
      return { findings: errorFindings(error) };
    throw error;
  }
}

function checkKeys({ configuration: { oktaPublicKeys } }: StackConfiguration): Finding[] {
  if (oktaPublicKeys.length === 0) {
    return [
      notice(
        "key",
        "No key of Okta's is configured yet. The stack makes the OIN client without one, and Okta gives the key out for that client.",
      ),
    ];
  }
  return oktaPublicKeys.map(({ file, keyId }) =>
    ok("keys", `${file} holds a key that Auth0 takes, key ID ${keyId}.`, { file, keyId }),
  );
}
