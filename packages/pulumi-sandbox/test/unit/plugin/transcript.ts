// The recordings of the official engine and plugin: what a file of them says.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One call of the engine and the plugin's answer, as the engine logs them. */
export interface ProviderCall {
  readonly kind: "provider";
  readonly at: string;
  readonly call: string;
  readonly request: JsonObject;
  readonly response?: JsonObject;
  readonly errors?: readonly string[];
}

/** One exchange with the tenant, as the server saw it. Status 0: the connection was dropped. */
export interface HttpExchange {
  readonly kind: "http";
  readonly at: string;
  readonly method: string;
  readonly url: string;
  readonly request?: Json;
  readonly status: number;
  readonly response?: Json;
}

export interface Transcript {
  readonly name: string;
  readonly calls: readonly ProviderCall[];
  readonly exchanges: readonly HttpExchange[];
}

const folder = fileURLToPath(new URL("../../../../../../shared/official-plugin-recordings/", import.meta.url));

/** The recordings beside the project, none where they are not there. */
export function recordedTranscripts(): Transcript[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl"))
    .sort()
    .map((file) => readTranscript(file.replace(".jsonl", ""), readFileSync(folder + file, "utf8")));
}

/** Lines of a recording, one JSON object each. */
function readTranscript(name: string, text: string): Transcript {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as ProviderCall | HttpExchange);
  return {
    name,
    calls: lines.filter((line) => line.kind === "provider"),
    exchanges: lines.filter((line) => line.kind === "http"),
  };
}
