// Shows what a program prints through the engine's own log. A language host that the engine started prints on its own
// standard output, which the engine reads; one that the engine attached itself to has no other way than this.
import { credentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import type { Output } from "./output.ts";

/** The engine shows messages of one stream together; the numbers only have to differ from each other. */
const STREAMS = { stdout: 1, stderr: 2 } as const;

export interface EngineLog {
  output: Output;
  /** Resolves when the engine has all that was printed, an unfinished last line included. */
  end(): Promise<void>;
}

/** Opens the log of the engine at a gRPC address. */
export function engineLog(address: string): EngineLog {
  const engine = new engineGrpc.EngineClient(address, credentials.createInsecure());
  const unfinished = { stdout: "", stderr: "" };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const deliveries: Promise<void>[] = [];

  const log = (stream: keyof typeof STREAMS, line: string): void => {
    if (line.trim() === "") return;
    const request = new engineMessages.LogRequest()
      .setSeverity(engineMessages.LogSeverity.INFO)
      .setMessage(`${line}\n`)
      .setStreamid(STREAMS[stream]);
    // An engine that is gone needs no more messages.
    deliveries.push(new Promise((resolve) => engine.log(request, () => resolve())));
  };
  return {
    output(stream, chunk) {
      const lines = (unfinished[stream] + decoders[stream].decode(chunk, { stream: true })).split("\n");
      unfinished[stream] = lines.pop() ?? "";
      for (const line of lines) log(stream, line);
    },
    async end() {
      log("stdout", unfinished.stdout);
      log("stderr", unfinished.stderr);
      await Promise.all(deliveries);
      engine.close();
    },
  };
}
