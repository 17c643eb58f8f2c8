/** Runs the project's own commands as a person does: a process of its own, in the project's folder. */
import { spawn } from "node:child_process";
import { openSession, type Session, type SessionOptions } from "../../../packages/pulumi-sandbox/src/session.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { populatedSeed } from "../../../packages/local-tenant/src/seed/populated.ts";
import { expect } from "vitest";
import type { Call } from "../../fixtures/hand-made-tenants.ts";
import { shellWords } from "../../fixtures/shell-words.ts";
import { CONFIG, PROJECT, type World } from "./world.ts";

export type CliCommand =
  | "api"
  | "completion"
  | "customer"
  | "customer-guide"
  | "doctor"
  | "fleet"
  | "new-stack"
  | "adopt"
  | "audit"
  | "key"
  | "ready"
  | "report"
  | "rotate"
  | "handover"
  | "teardown";

export interface CliRun {
  readonly exitCode: number;
  /** The answer. */
  readonly stdout: string;
  /** Progress, and the engine's own output. */
  readonly stderr: string;
}

export interface RunningCli {
  readonly ended: Promise<CliRun>;
  /** What it has printed so far. */
  said(): string;
  /** Ends the process at once, and with it the engine that it may be running. */
  kill(): void;
  /** Interrupts it as Ctrl-C does, which the engine hears too, or as `kill -INT` does, which it does not. */
  interrupt(whom: "all" | "command"): void;
}

/** The credentials of a stack as people have them: a machine-to-machine client with a grant for the Management API. */
export interface Deployer {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Grants exactly these scopes. */
  grant(scopes: readonly string[]): Promise<void>;
}

/** Makes a deployer on a tenant by hand. */
export async function makeDeployer(tenant: Tenant): Promise<Deployer> {
  const call = handOf(tenant);
  const client = await call<{ readonly client_id: string; readonly client_secret: string }>("POST", "/clients", {
    name: "Deployer",
    app_type: "non_interactive",
    grant_types: ["client_credentials"],
  });
  const grant = await call<{ readonly id: string }>("POST", "/client-grants", {
    client_id: client.client_id,
    audience: `https://${tenant.domain}/api/v2/`,
    scope: [],
  });
  return {
    clientId: client.client_id,
    clientSecret: client.client_secret,
    grant: async (scope) => void (await call("PATCH", `/client-grants/${grant.id}`, { scope })),
  };
}

/** A populated tenant and an empty stack on it that has no credentials but a deployer's. */
export async function openDeployersWorld(
  config: SessionOptions["config"] = CONFIG,
): Promise<World & { readonly deployer: Deployer }> {
  const tenant = await startTenant({ seed: populatedSeed() });
  const deployer = await makeDeployer(tenant);
  const credentials = { "auth0:clientId": deployer.clientId, "auth0:clientSecret": deployer.clientSecret };
  const session = await openSession({
    tenant: { ...tenant, managementToken: "" },
    program: PROJECT,
    stack: "test",
    config: { ...config, ...credentials },
  });
  return {
    tenant,
    session,
    deployer,
    close: async () => {
      await session.close();
      await tenant.stop();
    },
  };
}

/** Starts a command on the session's stack, which is called `test`. */
export function startCli(
  session: Session,
  command: CliCommand,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): RunningCli {
  return start(session, process.execPath, [`cli/${command}.ts`, "--stack", "test", ...args], env);
}

/** Starts the Pulumi CLI itself on the session's stack, as a person does. */
export function startPulumi(session: Session, args: readonly string[]): RunningCli {
  return start(session, session.engine.command, [...args, "--stack", "test", "--non-interactive"]);
}

/** Runs commands in a shell, one a line, as a person pastes them; who is asked by `pulumi up` says yes. Ends at the first that fails. */
export async function shell(
  session: Session,
  commands: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly exitCode: number; readonly said: string }> {
  const running = start(session, "sh", ["-e", "-c", commands], { PULUMI_SKIP_CONFIRMATIONS: "true", ...env });
  const { exitCode } = await running.ended;
  return { exitCode, said: running.said() };
}

function start(session: Session, executable: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCli {
  return startIn(PROJECT, executable, args, { ...session.environment, ...env });
}

/** Starts a process in a folder, with exactly this environment. */
export function startIn(
  folder: string,
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): RunningCli {
  const child = spawn(executable, args, {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that a kill takes the engine along.
    detached: true,
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (printed[name] += text));
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? 137, ...printed }));
  });
  return {
    ended,
    said: () => `${printed.stdout}${printed.stderr}`,
    kill: () => void (child.exitCode ?? process.kill(-(child.pid ?? 0), "SIGKILL")),
    interrupt: (whom) => void process.kill((whom === "all" ? -1 : 1) * (child.pid ?? 0), "SIGINT"),
  };
}

/** Runs a command to its end. */
export function cli(
  session: Session,
  command: CliCommand,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CliRun> {
  return startCli(session, command, args, env).ended;
}

/** The JSON document that a command answers with `--json`. */
export function json<T = CliAnswer>(run: CliRun): T {
  try {
    return JSON.parse(run.stdout) as T;
  } catch {
    throw new Error(`No JSON (exit code ${run.exitCode}):\n${run.stdout}\n${run.stderr}`);
  }
}

export interface CliAnswer {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly severity: string;
    readonly about: string;
    readonly says: string;
    readonly mend?: readonly string[];
    readonly details?: Readonly<Record<string, unknown>>;
  }[];
}

/** What the findings are about, but for those that are fine: `problem scopes`; sorted. */
export function abouts({ findings }: Pick<CliAnswer, "findings">): string[] {
  return findings
    .filter(({ severity }) => severity !== "ok")
    .map(({ severity, about }) => `${severity} ${about}`)
    .sort();
}

/** A hand on the tenant's dashboard; fails where the tenant refuses. */
export function handOf(tenant: Tenant): Call {
  return async <T>(method: string, path: string, body?: unknown) => {
    const answer = await tenant.api<T>(method, `/api/v2${path}`, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
}

/** Runs those of a finding's commands that send a request to the tenant, as a person pastes them. */
export async function pasteRequests(
  session: Session,
  mend: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  for (const command of mend.filter((line) => line.startsWith("npm run api "))) {
    const [, , , , ...args] = shellWords(command);
    const run = await cli(session, "api", args, env);
    expect(run.exitCode, `${command}\n${run.stdout}${run.stderr}`).toBe(0);
  }
}

/** Whether a finding is mended by such requests alone. */
export const isMendedByRequests = (mend: readonly string[]): boolean =>
  mend.some((line) => line.startsWith("npm run api ")) && !mend.some((line) => line.startsWith("pulumi "));
