// Runs a Pulumi program in a Node process of its own, by the entry point that @pulumi/pulumi brings for language hosts
// (`@pulumi/pulumi/cmd/run`): addresses and names go as flags, configuration as environment variables.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import languageMessages from "@pulumi/pulumi/proto/language_pb.js";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import { runtimeOptions } from "./options.ts";
import type { Output } from "./output.ts";

/** The program has told the user already what was wrong: the engine stops without a further message. */
const EXIT_AFTER_LOGGED_ERROR = 32;

/** How long an interrupted program may take to end before it is killed. */
const INTERRUPT_GRACE_MS = 5_000;

const OUT_OF_MEMORY =
  "Detected a possible out of memory error. Consider increasing the memory available to the nodejs process " +
  "by setting the `nodeargs` runtime option in Pulumi.yaml to `nodeargs: --max-old-space-size=<size>` where " +
  "`<size>` is the maximum memory in megabytes that can be allocated to nodejs.";

export interface RunContext {
  engineAddress: string;
  tracing: string;
  output: Output;
  env: NodeJS.ProcessEnv;
  /** Interrupts the program. */
  signal: AbortSignal;
}

/** Runs the program to its end. Never rejects for the program's own failure: that is part of the response. */
export async function runProgram(request: language.RunRequest, context: RunContext): Promise<language.RunResponse> {
  const response = new languageMessages.RunResponse();
  if (request.getAttachDebugger()) {
    return response.setError("This language host cannot attach a debugger: use the official Pulumi CLI for that.");
  }
  const options = runtimeOptions(request.getInfo());
  const child = spawn(process.execPath, [...options.nodeArguments, ...programArguments(request, context)], {
    // A file that nodeargs names is relative to the program, as under the official host, which the engine starts there.
    cwd: request.getInfo()?.getProgramDirectory() ?? request.getPwd(),
    env: { ...context.env, ...configuration(request), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const interrupt = () => {
    child.kill("SIGINT");
    void delay(INTERRUPT_GRACE_MS, undefined, { ref: false }).then(() => child.kill("SIGKILL"));
  };
  if (context.signal.aborted) interrupt();
  context.signal.addEventListener("abort", interrupt, { once: true });

  let outOfMemory = false;
  child.stdout.on("data", (chunk: Buffer) => context.output("stdout", chunk));
  child.stderr.on("data", (chunk: Buffer) => {
    outOfMemory ||= chunk.includes("<--- Last few GCs --->");
    context.output("stderr", chunk);
  });

  // "close" comes after the last of the output, "exit" may come before it.
  const end = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", (error) =>
      reject(new Error(`Problem executing program (could not run Node.js): ${error.message}`)),
    );
    child.once("close", (code, signal) => resolve({ code, signal }));
  }).finally(() => context.signal.removeEventListener("abort", interrupt));

  if (end.code === 0) return response;
  if (end.code === EXIT_AFTER_LOGGED_ERROR) return response.setBail(true);
  const problem =
    end.code === null
      ? `Program was ended by signal ${String(end.signal)}`
      : `Program exited with non-zero exit code: ${end.code}`;
  return response.setError(outOfMemory ? `${problem}. ${OUT_OF_MEMORY}` : problem);
}

/** The command line of `@pulumi/pulumi/cmd/run`; flags without a value are left out, as the official host does. */
function programArguments(request: language.RunRequest, context: RunContext): string[] {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getPwd();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: context.engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: directory,
    parallel: String(request.getParallel()),
    tracing: context.tracing,
  };
  return [
    sdkEntryPoint(directory, "@pulumi/pulumi/cmd/run"),
    ...Object.entries(flags).flatMap(([flag, value]) => (value === "" ? [] : [`--${flag}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() ?? request.getProgram(),
    ...request.getArgsList(),
  ];
}

/** An entry point of the SDK that the program itself depends on, which need not be ours. */
export function sdkEntryPoint(programDirectory: string, entryPoint: string): string {
  try {
    return createRequire(join(programDirectory, "package.json")).resolve(entryPoint);
  } catch {
    throw new Error(
      `@pulumi/pulumi is not installed for the program in ${programDirectory}. Has npm ci (or npm install) been run there?`,
    );
  }
}

/** Configuration in the form that every version of the SDK reads: `namespace:config:name`, values as text. */
function configuration(request: language.RunRequest): Record<string, string> {
  const values = Object.fromEntries(
    request
      .getConfigMap()
      .toArray()
      .map(([key, value]) => {
        const [namespace = "", ...name] = key.split(":");
        return [`${namespace}:config:${(name[0] === "config" ? name.slice(1) : name).join(":")}`, value];
      }),
  );
  return {
    PULUMI_CONFIG: JSON.stringify(values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}
