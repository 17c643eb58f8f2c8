// The plugin's gRPC face: Pulumi's ResourceProvider service, each message turned into a call of the provider.
import { Metadata, Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { ServerUnaryCall, ServiceError, sendUnaryData } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { PartialFailure } from "../engine.ts";
import type { Difference } from "../engine.ts";
import type { Provider } from "../provider.ts";
import type { Fields } from "../schema/attribute.ts";
import type { EngineNaming } from "../schema/autoname.ts";
import type { Kind } from "../schema/detailed-diff.ts";
import { decode, encode } from "./struct.ts";

const { DiffResponse, PropertyDiff } = providerPb;

const KINDS: Readonly<Record<Kind, pb.PropertyDiff.Kind>> = {
  add: PropertyDiff.Kind.ADD,
  "add-replace": PropertyDiff.Kind.ADD_REPLACE,
  delete: PropertyDiff.Kind.DELETE,
  "delete-replace": PropertyDiff.Kind.DELETE_REPLACE,
  update: PropertyDiff.Kind.UPDATE,
  "update-replace": PropertyDiff.Kind.UPDATE_REPLACE,
};

const { DIFF_NONE, DIFF_SOME, DIFF_UNKNOWN } = DiffResponse.DiffChanges;
const CHANGES = { none: DIFF_NONE, some: DIFF_SOME, unknown: DIFF_UNKNOWN };

/**
 * Serves providers on a free port of the loopback interface.
 *
 * @param providerOf the provider of a connection, which is named by its far end (`127.0.0.1:41234`)
 */
export async function serve(
  providerOf: (connection: string) => Provider,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(providerGrpc.ResourceProviderService, handlers(providerOf));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())) };
}

function handlers(providerOf: (connection: string) => Provider) {
  const answering =
    <Request, Response>(answer: (request: Request, provider: Provider) => Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      answer(call.request, providerOf(call.getPeer())).then(
        (response) => callback(null, response),
        (error: unknown) => callback(serviceError(error)),
      );
    };
  return {
    getPluginInfo: answering(async (_request: unknown, provider) => {
      const info = new pluginPb.PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    attach: answering(async () => new emptyPb.Empty()),
    cancel: answering(async () => new emptyPb.Empty()),
    getSchema: answering(async (_request: unknown, provider) => {
      const response = new providerPb.GetSchemaResponse();
      response.setSchema(provider.schema());
      return response;
    }),
    checkConfig: answering(async (request: pb.CheckRequest, provider) =>
      checked(provider.checkConfig(decode(request.getNews())), {}),
    ),
    diffConfig: answering(async (request: pb.DiffRequest, provider) =>
      diffed(
        provider.diffConfig(decode(request.getOldInputs()), decode(request.getNews()), request.getIgnorechangesList()),
      ),
    ),
    configure: answering(async (request: pb.ConfigureRequest, provider) => {
      await provider.configure(decode(request.getArgs()));
      const response = new providerPb.ConfigureResponse();
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    check: answering(async (request: pb.CheckRequest, provider) => {
      const { inputs, failures, fields } = provider.check(
        request.getUrn(),
        decode(request.getOlds()),
        decode(request.getNews()),
        request.getRandomseed_asU8(),
        naming(request.getAutonaming()),
      );
      return checked({ inputs, failures }, fields);
    }),
    diff: answering(async (request: pb.DiffRequest, provider) =>
      diffed(
        provider.diff(
          request.getUrn(),
          request.getId(),
          decode(request.getOlds()),
          decode(request.getNews()),
          request.getIgnorechangesList(),
        ),
      ),
    ),
    create: answering(async (request: pb.CreateRequest, provider) => {
      const { id, state, fields } = await provider.create(
        request.getUrn(),
        decode(request.getProperties()),
        request.getPreview(),
      );
      const response = new providerPb.CreateResponse();
      response.setId(id);
      response.setProperties(encode(state, fields));
      return response;
    }),
    read: answering(async (request: pb.ReadRequest, provider) => {
      const response = new providerPb.ReadResponse();
      const found = await provider.read(
        request.getUrn(),
        request.getId(),
        decode(request.getProperties()),
        decode(request.getInputs()),
      );
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(encode(found.state, found.fields));
      response.setInputs(encode(found.inputs, found.fields));
      return response;
    }),
    update: answering(async (request: pb.UpdateRequest, provider) => {
      const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
      const { state, fields } = await provider.update(
        request.getUrn(),
        request.getId(),
        olds,
        news,
        request.getIgnorechangesList(),
        request.getPreview(),
      );
      const response = new providerPb.UpdateResponse();
      response.setProperties(encode(state, fields));
      return response;
    }),
    delete: answering(async (request: pb.DeleteRequest, provider) => {
      await provider.delete(request.getUrn(), request.getId(), decode(request.getProperties()));
      return new emptyPb.Empty();
    }),
    invoke: answering(async (request: pb.InvokeRequest, provider) => {
      const { results, failures } = await provider.invoke(request.getTok(), decode(request.getArgs()));
      const response = new providerPb.InvokeResponse();
      if (results) response.setReturn(encode(results));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),
    ...unimplemented("handshake", "parameterize", "call", "list", "construct", "getMapping", "getMappings"),
  };
}

function unimplemented(...methods: readonly string[]) {
  const refuse = (_call: unknown, callback: sendUnaryData<never>) =>
    callback({ code: status.UNIMPLEMENTED, details: "not part of this plugin" });
  return Object.fromEntries(methods.map((method) => [method, refuse]));
}

/** A partial failure carries the resource as it is now, so that the engine keeps it. */
function serviceError(error: unknown): Partial<ServiceError> {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof PartialFailure)) return { code: status.UNKNOWN, details: message };
  const detail = new providerPb.ErrorResourceInitFailed();
  detail.setId(error.outcome.id);
  detail.setProperties(encode(error.outcome.state, error.fields));
  detail.setReasonsList([message]);
  const any = new anyPb.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const full = new statusPb.Status();
  full.setCode(status.UNKNOWN);
  full.setMessage(message);
  full.setDetailsList([any]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}

function naming(options: pb.CheckRequest.AutonamingOptions | undefined): EngineNaming | undefined {
  if (!options) return undefined;
  const { DISABLE, ENFORCE } = providerPb.CheckRequest.AutonamingOptions.Mode;
  if (options.getMode() === DISABLE) return { mode: "disable" };
  return { mode: options.getMode() === ENFORCE ? "enforce" : "propose", name: options.getProposedName() };
}

function checked(
  { inputs, failures }: { inputs: Parameters<typeof encode>[0] | undefined; failures: readonly string[] },
  fields: Fields,
): pb.CheckResponse {
  const response = new providerPb.CheckResponse();
  if (inputs) response.setInputs(encode(inputs, fields));
  response.setFailuresList(failures.map(checkFailure));
  return response;
}

/** The official plugin names the property in the reason alone. */
function checkFailure(reason: string): pb.CheckFailure {
  const failure = new providerPb.CheckFailure();
  failure.setReason(reason);
  return failure;
}

function diffed(difference: Difference): pb.DiffResponse {
  const response = new DiffResponse();
  response.setChanges(CHANGES[difference.changes]);
  response.setHasdetaileddiff(difference.changes !== "unknown");
  response.setDiffsList([...difference.properties]);
  response.setReplacesList([...difference.replaces]);
  response.setDeletebeforereplace(difference.deleteBeforeReplace);
  response.setStablesList([...difference.stables]);
  for (const [path, kind] of Object.entries(difference.detailed)) {
    const propertyDiff = new PropertyDiff();
    propertyDiff.setKind(KINDS[kind]);
    response.getDetaileddiffMap().set(path, propertyDiff);
  }
  return response;
}
