// The engine's side of the plugin protocol: recorded requests as gRPC calls, answers in the form of the recordings.
import { ChannelCredentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Json, JsonObject } from "./transcript.ts";

export type Answer =
  | { readonly response: JsonObject }
  /** A failing call; `kept` where the resource stays in the state although the call failed. */
  | { readonly error: string; readonly kept?: JsonObject };

export interface EngineClient {
  call(method: string, request: JsonObject): Promise<Answer>;
  close(): void;
}

const KIND = ["ADD", "ADD_REPLACE", "DELETE", "DELETE_REPLACE", "UPDATE", "UPDATE_REPLACE"];
const CHANGES = ["", "DIFF_NONE", "DIFF_SOME"];

const text = (value: Json | undefined) => (typeof value === "string" ? value : "");
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const struct = (value: Json | undefined): Struct =>
  structPb.Struct.fromJavaScript((value ?? {}) as Parameters<typeof structPb.Struct.fromJavaScript>[0]);
const json = (message: Struct | undefined): JsonObject | undefined => message?.toJavaScript();
const texts = (value: Json | undefined) => (Array.isArray(value) ? value.map(text) : []);

/** Drops what protobuf's JSON form leaves out: empty texts, empty lists, false. */
function shown(fields: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, Json] =>
        entry[1] !== undefined &&
        entry[1] !== "" &&
        entry[1] !== false &&
        !(Array.isArray(entry[1]) && entry[1].length === 0),
    ),
  );
}

/** Connects as the engine does to a plugin that is already running. */
export function engineClient(port: number): EngineClient {
  const client = new providerGrpc.ResourceProviderClient(
    `127.0.0.1:${String(port)}`,
    ChannelCredentials.createInsecure(),
  );
  const unary = <Response>(
    start: (done: (error: ServiceError | null, response: Response) => void) => unknown,
  ): Promise<Response> =>
    new Promise((resolve, reject) => void start((error, response) => (error ? reject(error) : resolve(response))));

  const calls: Record<string, (request: JsonObject) => Promise<JsonObject>> = {
    CheckConfig: async (request) =>
      checked(await unary<pb.CheckResponse>((done) => client.checkConfig(checkRequest(request), done))),
    DiffConfig: async (request) =>
      diffed(await unary<pb.DiffResponse>((done) => client.diffConfig(diffRequest(request), done))),
    Configure: async (request) => {
      const message = new providerPb.ConfigureRequest();
      message.setUrn(text(request["urn"]));
      message.setArgs(struct(request["args"]));
      message.setAcceptsecrets(true);
      const response = await unary<pb.ConfigureResponse>((done) => client.configure(message, done));
      return shown({
        supportsPreview: response.getSupportspreview(),
        supportsAutonamingConfiguration: response.getSupportsAutonamingConfiguration(),
        acceptSecrets: response.getAcceptsecrets(),
      });
    },
    Check: async (request) =>
      checked(await unary<pb.CheckResponse>((done) => client.check(checkRequest(request), done))),
    Diff: async (request) => diffed(await unary<pb.DiffResponse>((done) => client.diff(diffRequest(request), done))),
    Create: async (request) => {
      const message = new providerPb.CreateRequest();
      message.setUrn(text(request["urn"]));
      message.setProperties(struct(request["properties"]));
      message.setPreview(request["preview"] === true);
      const response = await unary<pb.CreateResponse>((done) => client.create(message, done));
      return shown({ id: response.getId(), properties: json(response.getProperties()) });
    },
    Read: async (request) => {
      const message = new providerPb.ReadRequest();
      message.setId(text(request["id"]));
      message.setUrn(text(request["urn"]));
      if (request["properties"]) message.setProperties(struct(request["properties"]));
      if (request["inputs"]) message.setInputs(struct(request["inputs"]));
      const response = await unary<pb.ReadResponse>((done) => client.read(message, done));
      return shown({
        id: response.getId(),
        properties: json(response.getProperties()),
        inputs: json(response.getInputs()),
      });
    },
    Update: async (request) => {
      const message = new providerPb.UpdateRequest();
      message.setId(text(request["id"]));
      message.setUrn(text(request["urn"]));
      message.setOlds(struct(request["olds"]));
      message.setNews(struct(request["news"]));
      message.setIgnorechangesList(texts(request["ignoreChanges"]));
      message.setPreview(request["preview"] === true);
      const response = await unary<pb.UpdateResponse>((done) => client.update(message, done));
      return shown({ properties: json(response.getProperties()) });
    },
    Delete: async (request) => {
      const message = new providerPb.DeleteRequest();
      message.setId(text(request["id"]));
      message.setUrn(text(request["urn"]));
      message.setProperties(struct(request["properties"]));
      await unary<unknown>((done) => client.delete(message, done));
      return {};
    },
    Invoke: async (request) => {
      const message = new providerPb.InvokeRequest();
      message.setTok(text(request["tok"]));
      message.setArgs(struct(request["args"]));
      const response = await unary<pb.InvokeResponse>((done) => client.invoke(message, done));
      return shown({ return: json(response.getReturn()), failures: response.getFailuresList().map(failure) });
    },
  };

  return {
    call: async (method, request) => {
      const call = calls[method];
      if (!call) throw new Error(`No such call: ${method}`);
      try {
        return { response: await call(request) };
      } catch (error) {
        if (!isServiceError(error)) throw error;
        const kept = initFailure(error);
        return { error: error.details, ...(kept ? { kept } : {}) };
      }
    },
    close: () => client.close(),
  };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "details" in error && "metadata" in error;
}

/** The resource as it is after a creation or update that failed half-way. */
function initFailure({ metadata }: ServiceError): JsonObject | undefined {
  const [details] = metadata.get("grpc-status-details-bin");
  const any = Buffer.isBuffer(details) ? statusPb.Status.deserializeBinary(details).getDetailsList()[0] : undefined;
  if (!any) return undefined;
  const failed = providerPb.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
  return shown({ id: failed.getId(), properties: json(failed.getProperties()), reasons: failed.getReasonsList() });
}

function checkRequest(request: JsonObject): pb.CheckRequest {
  const message = new providerPb.CheckRequest();
  message.setUrn(text(request["urn"]));
  message.setOlds(struct(request["olds"]));
  message.setNews(struct(request["news"]));
  const autonaming = request["autonaming"];
  if (isObject(autonaming)) {
    const options = new providerPb.CheckRequest.AutonamingOptions();
    options.setProposedName(text(autonaming["proposedName"]));
    options.setMode(
      providerPb.CheckRequest.AutonamingOptions.Mode[
        text(autonaming["mode"]) as keyof typeof providerPb.CheckRequest.AutonamingOptions.Mode
      ],
    );
    message.setAutonaming(options);
  }
  return message;
}

function diffRequest(request: JsonObject): pb.DiffRequest {
  const message = new providerPb.DiffRequest();
  message.setId(text(request["id"]));
  message.setUrn(text(request["urn"]));
  message.setOlds(struct(request["olds"]));
  message.setNews(struct(request["news"]));
  message.setOldInputs(struct(request["oldInputs"]));
  message.setIgnorechangesList(texts(request["ignoreChanges"]));
  return message;
}

function failure(failed: pb.CheckFailure): Json {
  return shown({ property: failed.getProperty(), reason: failed.getReason() });
}

function checked(response: pb.CheckResponse): JsonObject {
  return shown({ inputs: json(response.getInputs()), failures: response.getFailuresList().map(failure) });
}

function diffed(response: pb.DiffResponse): JsonObject {
  const detailed: [string, Json][] = [];
  response
    .getDetaileddiffMap()
    .forEach((diff, path) =>
      detailed.push([
        path,
        diff.getKind() === providerPb.PropertyDiff.Kind.ADD ? {} : { kind: KIND[diff.getKind()] ?? "" },
      ]),
    );
  return shown({
    replaces: response.getReplacesList(),
    stables: response.getStablesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    changes: CHANGES[response.getChanges()] ?? "",
    diffs: response.getDiffsList(),
    detailedDiff: detailed.length === 0 ? undefined : Object.fromEntries(detailed),
    hasDetailedDiff: response.getHasdetaileddiff(),
  });
}
