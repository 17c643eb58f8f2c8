import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as engine from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, it, onTestFinished } from "vitest";
import { engineLog } from "../../../src/engine/language-host/engine-log.ts";

/** An engine that keeps what is logged. */
async function listeningEngine(): Promise<{ address: string; logged: engine.LogRequest.AsObject[] }> {
  const logged: engine.LogRequest.AsObject[] = [];
  const server = new Server();
  server.addService(engineGrpc.EngineService, {
    log(call: ServerUnaryCall<engine.LogRequest, unknown>, done: sendUnaryData<unknown>) {
      logged.push(call.request.toObject());
      done(null, new empty.Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, logged };
}

it("hands whole lines to the engine, characters in two chunks and an unfinished last line included", async () => {
  const { address, logged } = await listeningEngine();
  const log = engineLog(address);
  const umlaut = Buffer.from("ü");
  log.output("stdout", Buffer.concat([Buffer.from("Gr"), umlaut.subarray(0, 1)]));
  log.output("stderr", Buffer.from("careful\n"));
  log.output("stdout", Buffer.concat([umlaut.subarray(1), Buffer.from("ße\n\n  \nlast")]));
  await log.end();
  const info = { severity: 1, urn: "", ephemeral: false };
  expect(logged).toEqual([
    { ...info, message: "careful\n", streamid: 2 },
    { ...info, message: "Grüße\n", streamid: 1 },
    { ...info, message: "last\n", streamid: 1 },
  ]);
});

it("ends all the same where the engine is gone", async () => {
  const log = engineLog("127.0.0.1:1");
  log.output("stdout", Buffer.from("to nobody\n"));
  await log.end();
});
