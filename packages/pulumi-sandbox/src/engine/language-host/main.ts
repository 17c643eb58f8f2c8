// The language host as the engine starts it: `pulumi-language-nodejs [flags] ENGINE_ADDRESS`. It prints the port it
// listens on as its first line, serves until the engine goes away, and passes on what the program prints.
import { parseArgs } from "node:util";
import { serveLanguageHost } from "./server.ts";

const { values, positionals } = parseArgs({
  options: { tracing: { type: "string", default: "" }, runtime: { type: "string", default: "nodejs" } },
  allowPositionals: true,
});
if (values.runtime !== "nodejs") {
  console.error(`This language host runs nodejs programs only, not ${values.runtime}.`);
  process.exit(1);
}

const host = await serveLanguageHost({
  startedBy: {
    engineAddress: positionals[0] ?? "",
    tracing: values.tracing,
    output: (stream, chunk) => void process[stream].write(chunk),
  },
});

async function stop(): Promise<never> {
  await host.stop();
  process.exit(0);
}
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
// The engine holds the other end of our standard input: its end means that the engine is gone, however it went.
process.stdin
  .once("end", () => void stop())
  .once("error", () => void stop())
  .resume();

console.log(host.port);
