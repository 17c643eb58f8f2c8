// The plugin's gRPC face: Pulumi's ResourceProvider service for one type of resource.
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { AppBlock, AppBlockState } from "./app-block.ts";

/** Serves the plugin on a free port of the loopback interface. */
export async function serve(resource: AppBlock): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = new Server();
  server.addService(providerGrpc.ResourceProviderService, { ...handlers(resource), ...unimplemented });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())) };
}

/**
 * The inputs are the whole state, so nothing is to be checked or worked out: the engine compares them itself where the
 * plugin leaves the difference open, and asks for no preview of a write.
 */
function handlers(resource: AppBlock) {
  return {
    getPluginInfo: answering(async () => new pluginPb.PluginInfo()),
    attach: answering(async () => new emptyPb.Empty()),
    cancel: answering(async () => new emptyPb.Empty()),
    getSchema: answering(async () => {
      const response = new providerPb.GetSchemaResponse();
      response.setSchema("{}");
      return response;
    }),
    checkConfig: answering(async (request: pb.CheckRequest) => unchanged(request)),
    diffConfig: answering(async () => new providerPb.DiffResponse()),
    configure: answering(async (request: pb.ConfigureRequest) => {
      resource.configure(inTheClear(plain(request.getArgs())), stackIn(request.getUrn() ?? ""));
      return new providerPb.ConfigureResponse();
    }),
    check: answering(async (request: pb.CheckRequest) => unchanged(request)),
    diff: answering(async () => new providerPb.DiffResponse()),
    create: answering(async (request: pb.CreateRequest) => {
      const state = await resource.create(stateIn(request.getProperties()));
      const response = new providerPb.CreateResponse();
      response.setId(state.clientId);
      response.setProperties(message(state));
      return response;
    }),
    read: answering(async (request: pb.ReadRequest) => {
      const state = await resource.read(request.getId());
      const response = new providerPb.ReadResponse();
      if (state === undefined) return response;
      response.setId(state.clientId);
      response.setProperties(message(state));
      response.setInputs(message(state));
      return response;
    }),
    update: answering(async (request: pb.UpdateRequest) => {
      const response = new providerPb.UpdateResponse();
      response.setProperties(message(await resource.write(stateIn(request.getNews()))));
      return response;
    }),
    delete: answering(async (request: pb.DeleteRequest) => {
      await resource.remove(request.getId());
      return new emptyPb.Empty();
    }),
  };
}

/** `dev` of `urn:pulumi:dev::okta-express::pulumi:providers:auth0-app-block::default`. */
const stackIn = (urn: string): string => /^urn:pulumi:(.+?)::/.exec(urn)?.[1] ?? "";

const unimplemented = Object.fromEntries(
  ["handshake", "parameterize", "invoke", "call", "list", "construct", "getMapping", "getMappings"].map((method) => [
    method,
    (_call: unknown, callback: sendUnaryData<never>) =>
      callback({ code: status.UNIMPLEMENTED, details: "not part of this plugin" }),
  ]),
);

function answering<Request, Response>(answer: (request: Request) => Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) =>
        callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
    );
  };
}

function unchanged(request: pb.CheckRequest): pb.CheckResponse {
  const response = new providerPb.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function plain(struct: Struct | undefined): Record<string, unknown> {
  return struct?.toJavaScript() ?? {};
}

/** The engine's mark of a secret argument, whose value stands beside it. */
const MARK = { key: "4dabf18193072939515e22adb298388d", secret: "1b47061264138c4ac30d75fd1eb44270" } as const;

/** Credentials in the stack's configuration come as secrets; they go nowhere but to the tenant. */
function inTheClear(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const clear = (value: unknown): unknown => {
    const marked = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
    return marked[MARK.key] === MARK.secret ? marked["value"] : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, clear(value)]));
}

/** The engine hands back only what this plugin or the typed resource class gave it. */
function stateIn(struct: Struct | undefined): AppBlockState {
  return plain(struct) as unknown as AppBlockState;
}

function message(state: AppBlockState): Struct {
  return structPb.Struct.fromJavaScript(JSON.parse(JSON.stringify(state)) as Record<string, string>);
}
