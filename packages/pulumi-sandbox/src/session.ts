// One temporary Pulumi world over a running local tenant: the real engine, either Auth0 plugin, state and configuration
// in a temporary folder. Demo, tests and benchmarks all run the stack through it.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./engine/cache.ts";
import { findEngine } from "./engine/index.ts";
import type { Engine } from "./engine/index.ts";
import { serveLanguageHost } from "./engine/language-host/server.ts";
import type { LanguageHost } from "./engine/language-host/server.ts";
import type { Progress } from "./engine/progress.ts";
import { whyUnreachable } from "./engine/reachability.ts";
import { atProcessEnd } from "./process-end.ts";
import { readEventLog } from "./session/events.ts";
import type { EventLog } from "./session/events.ts";
import { SessionHome } from "./session/home.ts";
import { attachPlugin } from "./session/plugin.ts";
import type { PluginChoice, RunningPlugin } from "./session/plugin.ts";
import { Processes } from "./session/processes.ts";
import type { RunResult } from "./session/processes.ts";
import { StackConfig } from "./session/stack-config.ts";
import type { ConfigValue } from "./session/stack-config.ts";

export type { Diagnostic, EventLog, Step } from "./session/events.ts";
export type { RunResult } from "./session/processes.ts";

/** What a session needs to know of a tenant: the running local one, or anything that speaks the Management API. */
export interface TenantAccess {
  /** `host` or `host:port`; becomes `auth0:domain`. */
  readonly domain: string;
  /** PEM file of the certificate authority that vouches for the tenant. */
  readonly certificateFile: string;
  /** Management API token, handed to the plugin in AUTH0_API_TOKEN. */
  readonly managementToken: string;
}

export interface SessionOptions {
  tenant: TenantAccess;
  /** Which Auth0 plugin; default: AUTH0_PLUGIN, else `auto` (official where it can be had). */
  plugin?: PluginChoice;
  /** Name of the stack; default `sandbox`. */
  stack?: string;
  /** Folder with Pulumi.yaml. It is run in place and nothing is written to it. */
  program: string;
  /** Stack configuration; a key without a namespace is the project's own. `auth0:domain` is set already. */
  config?: Readonly<Record<string, ConfigValue>>;
  /**
   * Folder that keeps state, configuration and passphrase for the next session, which then goes on with them. Default: a
   * temporary one that goes with the session.
   */
  keep?: string;
  /** Receives what takes long, such as the engine's first build. */
  progress?: Progress;
}

export interface OperationOptions {
  /** Further arguments of the command, such as `--expect-no-changes`. */
  args?: readonly string[];
  /** Show the CLI on this process's own terminal instead of capturing its output. */
  terminal?: boolean;
  /** Environment variables besides the session's own. */
  env?: Readonly<Record<string, string>>;
}

/** What a preview, update or destroy did and printed. */
export type Operation = RunResult & EventLog;

export interface Session {
  readonly engine: Engine;
  readonly plugin: RunningPlugin;
  /** The session's temporary folder for what goes with it, such as key files. */
  readonly folder: string;
  /** The environment in which `pulumi`, run in the program's folder by anybody, works on this session's stack. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs any command of the CLI on the session's stack, such as `["stack", "export"]`. */
  pulumi(args: readonly string[], options?: Omit<OperationOptions, "args">): Promise<RunResult>;
  preview(options?: OperationOptions): Promise<Operation>;
  /** Updates without a preview first. */
  up(options?: OperationOptions): Promise<Operation>;
  destroy(options?: OperationOptions): Promise<Operation>;
  /** The stack's outputs, secret ones in the clear. */
  outputs(): Promise<Record<string, unknown>>;
  setConfig(key: string, value: ConfigValue): Promise<void>;
  removeConfig(key: string): Promise<void>;
  /** Ends what still runs and removes the temporary folder. The tenant is left as it is. */
  close(): Promise<void>;
}

/** Commands that run the program or read its configuration: they run in the program's folder, with our config file. */
const IN_PROGRAM = new Set(["preview", "up", "destroy", "refresh", "config", "import"]);

/**
 * Opens a session: finds the engine and the plugin, makes the temporary folder and an empty stack in it.
 *
 * @throws EngineNotFoundError where there is no engine; Error where the official plugin is asked for and absent
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const progress = options.progress ?? (() => undefined);
  const { program } = options;
  const stack = options.stack ?? "sandbox";
  const engine = await findEngine(progress);
  const home = await SessionHome.create(await projectName(program), options.keep);
  const processes = new Processes();
  let languageHost: LanguageHost | undefined;
  // The folder goes last, when nobody is left to write to it: its home takes care of that itself.
  const dropGuard = atProcessEnd(() => {
    void languageHost?.stop();
    processes.kill();
  });
  const close = async (): Promise<void> => {
    await processes.stop();
    await languageHost?.stop();
    dropGuard();
    home.remove();
  };

  try {
    const tenantEnvironment = {
      ...ownEnvironment(),
      AUTH0_API_TOKEN: options.tenant.managementToken,
      SSL_CERT_FILE: options.tenant.certificateFile,
      NODE_EXTRA_CA_CERTS: options.tenant.certificateFile,
      // Node keeps the SDK's compiled code there, which halves the time a program takes to load it.
      NODE_COMPILE_CACHE: cacheFolder("node-compile-cache", process.env),
    };
    const plugin = await attachPlugin(options.plugin, {
      engine,
      home,
      processes,
      progress,
      environment: process.env,
      tenantEnvironment,
      whyUnreachable,
    });
    const programEnvironment = { ...tenantEnvironment, ...engine.env, ...home.environment, ...plugin.environment };
    languageHost = engine.languageHost === "sandbox" ? await serveLanguageHost({ env: programEnvironment }) : undefined;
    const env = {
      ...programEnvironment,
      // Served here, it starts once a session: the engine would start it twice for every command.
      ...(languageHost ? { PULUMI_DEBUG_LANGUAGES: `nodejs:${languageHost.port}` } : {}),
    };

    const run = (
      args: readonly string[],
      { terminal = false, env: further = {} }: OperationOptions = {},
    ): Promise<RunResult> => {
      const inProgram = IN_PROGRAM.has(args[0] ?? "");
      const ours = [
        ...(inProgram ? ["--stack", stack, "--config-file", home.configFile(stack)] : []),
        // On a terminal the CLI draws its live tree of resources, as a person knows it.
        ...(terminal ? [] : ["--non-interactive"]),
      ];
      return processes.run(engine.command, [...args, ...ours], {
        cwd: inProgram ? program : home.stackFolder,
        env: { ...env, ...further },
        terminal,
      });
    };
    const operate = async (
      command: readonly string[],
      { args = [], ...how }: OperationOptions = {},
    ): Promise<Operation> => {
      const eventLog = home.newEventLog();
      const result = await run([...command, ...args, "--event-log", eventLog], how);
      return { ...result, ...(await readEventLog(eventLog)) };
    };

    const isKept = options.keep !== undefined && existsSync(home.configFile(stack));
    const made = await run(["stack", isKept ? "select" : "init", stack]);
    if (made.exitCode !== 0) throw new Error(`The session's stack could not be made:\n${made.output}`);
    const config = await StackConfig.open(home.configFile(stack), home.project);
    // What a person has configured since then stays.
    if (!isKept) await config.set({ "auth0:domain": options.tenant.domain, ...options.config });

    return {
      engine,
      plugin: { kind: plugin.kind, version: plugin.version },
      folder: home.stackFolder,
      // Any flag of the CLI can be given so: what runs `pulumi` itself, as the commands in cli/ do, needs no option for it.
      environment: { ...env, PULUMI_OPTION_CONFIG_FILE: home.configFile(stack) },
      pulumi: run,
      preview: (operation) => operate(["preview"], operation),
      up: (operation) => operate(["up", "--yes", "--skip-preview"], operation),
      destroy: (operation) => operate(["destroy", "--yes", "--skip-preview"], operation),
      async outputs() {
        const { exitCode, stdout, output } = await run(["stack", "output", "--json", "--show-secrets"]);
        if (exitCode !== 0) throw new Error(`The stack's outputs could not be read:\n${output}`);
        return JSON.parse(stdout) as Record<string, unknown>;
      },
      setConfig: (key, value) => config.set({ [key]: value }),
      removeConfig: (key) => config.remove(key),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The user's environment without what would steer the engine, the plugin or the program elsewhere. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PULUMI|AUTH0)_/.test(name)));
}

async function projectName(program: string): Promise<string> {
  const file = join(program, "Pulumi.yaml");
  const name = /^name:\s*["']?([\w.-]+)/m.exec(await readFile(file, "utf8"))?.[1];
  if (name === undefined) throw new Error(`${file} names no project.`);
  return name;
}
