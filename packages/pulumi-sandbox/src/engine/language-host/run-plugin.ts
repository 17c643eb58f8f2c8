// Runs what the engine needs a Node process for besides the program: a policy pack (kind `analyzer`) or a plugin that is
// written in TypeScript. The entry points come with the SDK that the pack or plugin itself depends on.
import { spawn } from "node:child_process";
import languageMessages from "@pulumi/pulumi/proto/language_pb.js";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import { runtimeOptions } from "./options.ts";
import { sdkEntryPoint } from "./run.ts";

const ENTRY_POINTS = {
  analyzer: "@pulumi/pulumi/cmd/run-policy-pack",
  other: "@pulumi/pulumi/cmd/run-plugin",
} as const;

export interface PluginContext {
  /** Environment of the process, under what the engine sends for it. */
  env: NodeJS.ProcessEnv;
  /** Gets what it prints, and at last its exit code. */
  send: (response: language.RunPluginResponse) => void;
  /** Ends it. */
  signal: AbortSignal;
}

/** Runs it to its end and passes on what it prints; its first line is the port that it listens on. */
export async function runPlugin(
  request: language.RunPluginRequest,
  { env, send, signal }: PluginContext,
): Promise<void> {
  if (request.getAttachDebugger()) {
    throw new Error("This language host cannot attach a debugger: use the official Pulumi CLI for that.");
  }
  const isPolicyPack = request.getKind() === "analyzer";
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getProgram();
  const entryPoint = sdkEntryPoint(directory, isPolicyPack ? ENTRY_POINTS.analyzer : ENTRY_POINTS.other);
  const { nodeArguments, environment } = runtimeOptions(info);
  const args = request.getArgsList();
  const child = spawn(
    process.execPath,
    // Policy packs had a launcher of their own before they were plugins: they still take their folder last.
    [...nodeArguments, entryPoint, ...(isPolicyPack ? [...args, directory] : [directory, ...args])],
    {
      cwd: isPolicyPack ? directory : request.getPwd(),
      env: { ...env, ...Object.fromEntries(request.getEnvList().map(variable)), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  // The engine ends a plugin by ending the call.
  const end = () => child.kill("SIGTERM");
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });

  child.stdout.on("data", (chunk: Buffer) => send(new languageMessages.RunPluginResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => send(new languageMessages.RunPluginResponse().setStderr(chunk)));
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve(exitCode ?? 1));
  }).finally(() => signal.removeEventListener("abort", end));
  send(new languageMessages.RunPluginResponse().setExitcode(code));
}

/** `NAME=value`, of which the value may hold further equals signs. */
function variable(text: string): [name: string, value: string] {
  const [name = "", ...value] = text.split("=");
  return [name, value.join("=")];
}
