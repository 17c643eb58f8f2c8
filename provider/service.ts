// The plugin's gRPC face: Pulumi's ResourceProvider service for the types of resources that the plugin has.
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { AppBlock } from "./app-block.ts";
import { ConnectionProfileSettings } from "./connection-profile-settings.ts";
import type { Resource } from "./resource.ts";
import { ConfiguredTenant } from "./tenant.ts";

/** Serves the plugin on a free port of the loopback interface. `environment` may hold the tenant's AUTH0_* variables. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const tenant = new ConfiguredTenant(environment);
  const resources: Readonly<Record<string, Resource>> = {
    "auth0-app-block:index:ExpressConfiguration": new AppBlock(tenant),
    "auth0-app-block:index:ConnectionProfileSettings": new ConnectionProfileSettings(tenant),
  };
  const server = new Server();
  server.addService(providerGrpc.ResourceProviderService, { ...handlers(tenant, resources), ...unimplemented });
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
function handlers(tenant: ConfiguredTenant, resources: Readonly<Record<string, Resource>>) {
  const resourceOf = (request: { getUrn(): string }): Resource => {
    const type = typeIn(request.getUrn());
    const resource = resources[type];
    if (resource === undefined) throw new Error(`The plugin has no resource of type ${type}.`);
    return resource;
  };
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
      tenant.configure(inTheClear(plain(request.getArgs())), stackIn(request.getUrn() ?? ""));
      return new providerPb.ConfigureResponse();
    }),
    check: answering(async (request: pb.CheckRequest) => unchanged(request)),
    diff: answering(async () => new providerPb.DiffResponse()),
    create: answering(async (request: pb.CreateRequest) => {
      const resource = resourceOf(request);
      const state = await resource.create(plain(request.getProperties()));
      const response = new providerPb.CreateResponse();
      response.setId(resource.idOf(state));
      response.setProperties(message(state));
      return response;
    }),
    read: answering(async (request: pb.ReadRequest) => {
      const declared = plain(request.getInputs());
      // An import has no inputs yet.
      const isDeclared = Object.keys(declared).length > 0;
      const state = await resourceOf(request).read(request.getId(), isDeclared ? declared : undefined);
      const response = new providerPb.ReadResponse();
      if (state === undefined) return response;
      response.setId(request.getId());
      response.setProperties(message(state));
      response.setInputs(message(state));
      return response;
    }),
    update: answering(async (request: pb.UpdateRequest) => {
      const response = new providerPb.UpdateResponse();
      response.setProperties(message(await resourceOf(request).write(plain(request.getNews()))));
      return response;
    }),
    delete: answering(async (request: pb.DeleteRequest) => {
      await resourceOf(request).remove(request.getId());
      return new emptyPb.Empty();
    }),
  };
}

/** `dev` of `urn:pulumi:dev::okta-express::pulumi:providers:auth0-app-block::default`. */
const stackIn = (urn: string): string => /^urn:pulumi:(.+?)::/.exec(urn)?.[1] ?? "";

/** `a:index:B` of `urn:pulumi:dev::okta-express::parent:index:P$a:index:B::name`. */
const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

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

/** Of a state or inputs: the engine hands back only what this plugin or the typed resource classes gave it. */
function message(state: unknown): Struct {
  return structPb.Struct.fromJavaScript(JSON.parse(JSON.stringify(state)) as Record<string, string>);
}
