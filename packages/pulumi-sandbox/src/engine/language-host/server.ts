// The gRPC service `pulumirpc.LanguageRuntime` for Node.js programs, as far as the engine uses it to run a program, a
// policy pack or a plugin, and to give it a package's SDK: see language.proto of Pulumi 3.253. What it leaves out (programs made from
// other languages, `pulumi new` prompts)
// answers UNIMPLEMENTED, as gRPC does for any method without a handler.
import type { EventEmitter } from "node:events";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation } from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languageMessages from "@pulumi/pulumi/proto/language_pb.js";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import { version } from "@pulumi/pulumi/version.js";
import { engineLog } from "./engine-log.ts";
import type { Output } from "./output.ts";
import { about, installDependencies } from "./npm.ts";
import { packageScan, programDependencies, requiredPackages } from "./packages.ts";
import { runProgram } from "./run.ts";
import { runPlugin } from "./run-plugin.ts";
import { generateSdk, linkSdks } from "./sdk.ts";

/** How the engine started this host; absent where it attaches itself (PULUMI_DEBUG_LANGUAGES) and says all in its handshake. */
export interface StartedByEngine {
  /** gRPC address of the engine. */
  engineAddress: string;
  /** Zipkin-compatible endpoint that the program's SDK traces to; empty for none. */
  tracing: string;
  output: Output;
}

export interface LanguageHostOptions {
  startedBy?: StartedByEngine;
  /** Environment of the programs; default: this process's own. */
  env?: NodeJS.ProcessEnv;
}

export interface LanguageHost {
  readonly port: number;
  /** Interrupts the programs that still run and closes the server. */
  stop(): Promise<void>;
}

/** What is known of an engine that is attached. */
interface AttachedEngine {
  /** gRPC address. */
  address: string;
  /** Ends the programs that run for it. */
  programs: AbortController;
}

/** gRPC messages carry whole resource states; the engine's own limit is 400 MiB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Serves the language host on a free loopback port. */
export async function serveLanguageHost({ startedBy, env = process.env }: LanguageHostOptions): Promise<LanguageHost> {
  // Several engines may be attached at a time, each by a connection of its own.
  const engines = new Map<string, AttachedEngine>();
  const engineOf = (connection: string): AttachedEngine => {
    const known = engines.get(connection) ?? {
      address: startedBy?.engineAddress ?? "",
      programs: new AbortController(),
    };
    engines.set(connection, known);
    return known;
  };
  const packages = packageScan();
  const stopped = new AbortController();

  const run = async (
    request: language.RunRequest,
    cancelled: AbortSignal,
    { address: engineAddress, programs }: AttachedEngine,
  ): Promise<language.RunResponse> => {
    const log = startedBy ? { output: startedBy.output, end: async () => undefined } : engineLog(engineAddress);
    try {
      const signal = AbortSignal.any([cancelled, programs.signal]);
      return await runProgram(request, {
        engineAddress,
        tracing: startedBy?.tracing ?? "",
        output: log.output,
        env,
        signal,
      });
    } finally {
      await log.end();
    }
  };

  /** Answers one call with a promise's value, and its rejection as a gRPC error with the same message. */
  const unary =
    <Request, Response>(
      answer: (request: Request, cancelled: AbortSignal, engine: AttachedEngine) => Promise<Response>,
    ) =>
    (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
      answer(call.request, cancellation(call), engineOf(call.getPeer())).then(
        (response) => done(null, response),
        (error: unknown) => done(grpcError(error)),
      );
    };

  const service: UntypedServiceImplementation = {
    handshake: unary(async (request: language.LanguageHandshakeRequest, _cancelled, engine) => {
      engine.address = request.getEngineAddress();
      return new languageMessages.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(async () => new pluginMessages.PluginInfo().setVersion(version)),
    getRequiredPackages: unary(async (request: language.GetRequiredPackagesRequest) =>
      new languageMessages.GetRequiredPackagesResponse().setPackagesList(
        requiredPackages(await packages(programDirectory(request))),
      ),
    ),
    getProgramDependencies: unary(async (request: language.GetProgramDependenciesRequest) =>
      new languageMessages.GetProgramDependenciesResponse().setDependenciesList(
        programDependencies(await packages(programDirectory(request)), request.getTransitivedependencies()),
      ),
    ),
    about: unary(async () => about()),
    run: unary(run),
    runPlugin: streaming(
      (request: language.RunPluginRequest, send: (response: language.RunPluginResponse) => void, cancelled) =>
        runPlugin(request, { env, send, signal: AbortSignal.any([cancelled, stopped.signal]) }),
    ),
    installDependencies: streaming(
      (request: language.InstallDependenciesRequest, send: (response: language.InstallDependenciesResponse) => void) =>
        installDependencies(programDirectory(request), (stream, chunk) => {
          const response = new languageMessages.InstallDependenciesResponse();
          send(stream === "stdout" ? response.setStdout(chunk) : response.setStderr(chunk));
        }),
    ),
    generatePackage: unary(async (request: language.GeneratePackageRequest) => {
      await generateSdk(request, env);
      return new languageMessages.GeneratePackageResponse();
    }),
    link: unary(async (request: language.LinkRequest) =>
      new languageMessages.LinkResponse().setImportInstructions(await linkSdks(request, programDirectory(request))),
    ),
    cancel: unary(async (_request: unknown, _cancelled, engine) => {
      engine.programs.abort();
      // An attached host serves further runs of the engine.
      engine.programs = new AbortController();
      return empty();
    }),
  };

  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(languageGrpc.LanguageRuntimeService, service);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    async stop() {
      for (const { programs } of engines.values()) programs.abort();
      stopped.abort();
      server.forceShutdown();
    },
  };
}

/** Aborts once the engine ends the call. */
function cancellation(call: Pick<EventEmitter, "once">): AbortSignal {
  const cancelled = new AbortController();
  call.once("cancelled", () => cancelled.abort());
  return cancelled.signal;
}

/** Answers one call with a stream. A failure is told by its event `error`: destroying it would leave the engine waiting. */
const streaming =
  <Request, Response>(
    answer: (request: Request, send: (response: Response) => void, cancelled: AbortSignal) => Promise<void>,
  ) =>
  (call: ServerWritableStream<Request, Response>): void => {
    answer(call.request, (response) => void call.write(response), cancellation(call)).then(
      () => call.end(),
      (error: unknown) => void call.emit("error", grpcError(error)),
    );
  };

/** A failure as gRPC sends it. */
function grpcError(error: unknown): { code: status; details: string } {
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

/** `google.protobuf.Empty`, by way of the service's definition: its package is a dependency of the SDK, not of ours. */
const empty = () => languageGrpc.LanguageRuntimeService.cancel.responseDeserialize(Buffer.alloc(0));

/** The folder of the program, which every request about a program names. */
function programDirectory(request: { getInfo(): language.ProgramInfo | undefined }): string {
  const directory = request.getInfo()?.getProgramDirectory();
  if (!directory) throw new Error("the engine named no program directory");
  return directory;
}
