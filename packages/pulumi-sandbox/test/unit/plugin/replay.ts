// Replays a transcript against the stand-in: the engine's calls go in over real gRPC, a server double answers the HTTP
// requests as recorded, and each answer and each request is compared with what the official plugin did.
import { isDeepStrictEqual } from "node:util";
import { startPlugin } from "../../../src/plugin/index.ts";
import { engineClient } from "./engine-client.ts";
import type { Answer } from "./engine-client.ts";
import type { Playback, Surprise } from "./playback.ts";
import type { Json, JsonObject, ProviderCall, Transcript } from "./transcript.ts";

export interface Disagreement {
  /** `Diff auth0:index/role:Role::existing` */
  readonly call: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface Replay {
  readonly name: string;
  readonly calls: number;
  readonly disagreements: readonly Disagreement[];
}

/** The domain of the recordings. */
const RECORDED_DOMAIN = "localhost:8443";

export async function replay(transcript: Transcript, server: Playback): Promise<Replay> {
  server.load(transcript.exchanges);
  const plugin = await startPlugin({
    caFile: server.caFile,
    environment: { AUTH0_DOMAIN: server.domain, AUTH0_API_TOKEN: "token" },
  });
  const client = engineClient(plugin.port);
  const disagreements: Disagreement[] = [];
  try {
    for (const recorded of transcript.calls) {
      const answer = comparable(await client.call(recorded.call, recorded.request), server.domain);
      const expected = comparable(
        recorded.errors
          ? { error: (recorded.errors[0] ?? "").replace(/^rpc error: code = \w+ desc = /, "") }
          : { response: recorded.response ?? {} },
        server.domain,
      );
      const surprises = server.surprises();
      const call = nameOf(recorded);
      if (!isDeepStrictEqual(answer, expected)) disagreements.push({ call, ...onlyDifferent(expected, answer) });
      else if (surprises.length > 0) disagreements.push({ call, ...requests(surprises) });
    }
    for (const { method, url } of server.unused())
      disagreements.push({ call: `${method} ${url}`, expected: "this request", actual: "none" });
  } finally {
    client.close();
    await plugin.stop();
  }
  return { name: transcript.name, calls: transcript.calls.length, disagreements };
}

function nameOf({ call, request }: ProviderCall): string {
  const urn = request["urn"];
  const subject = typeof urn === "string" ? urn.split("::").slice(2).join("::") : request["tok"];
  return `${call} ${typeof subject === "string" ? subject : ""}`;
}

function requests(surprises: readonly Surprise[]): { expected: unknown; actual: unknown } {
  return {
    expected: surprises.map(({ request, expected }) => ({ request, expected })),
    actual: surprises.map(({ request, actual }) => ({ request, actual })),
  };
}

/** An answer without what differs from run to run: the domain's port, and IDs made up by the plugin. */
function comparable(answer: Answer, domain: string): Json {
  const normal = (value: Json): Json => {
    if (typeof value === "string")
      return value.replaceAll(domain, RECORDED_DOMAIN).replace(/terraform-\d+[0-9a-f]{8}/, "terraform-ID");
    if (Array.isArray(value)) return value.map(normal);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, normal(entry)]));
  };
  return normal(answer);
}

/** The parts of two answers in which they differ. */
function onlyDifferent(expected: Json, actual: Json, path = ""): { expected: JsonObject; actual: JsonObject } {
  const found = { expected: {} as JsonObject, actual: {} as JsonObject };
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const inner = onlyDifferent(expected[key] ?? "(absent)", actual[key] ?? "(absent)", `${path}.${key}`);
      const present = key in expected === key in actual;
      Object.assign(found.expected, present ? inner.expected : { [`${path}.${key}`]: expected[key] ?? "(absent)" });
      Object.assign(found.actual, present ? inner.actual : { [`${path}.${key}`]: actual[key] ?? "(absent)" });
    }
    return found;
  }
  return isDeepStrictEqual(expected, actual) ? found : { expected: { [path]: expected }, actual: { [path]: actual } };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
