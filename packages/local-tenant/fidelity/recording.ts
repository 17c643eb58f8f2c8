// The recordings' format: one file a scenario, one exchange a line, in the order in which they happened.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import type { Json } from "./json.ts";

/** One request to the real Management API and its answer. */
export interface Exchange {
  readonly test: string;
  readonly id: number;
  readonly method: string;
  /** Still percent-encoded, as sent. */
  readonly path: string;
  /** Without the question mark; empty where there was none. */
  readonly query: string;
  /** `null` where no body was sent. */
  readonly request: Json;
  readonly status: number;
  /** `null` where the answer had no body. */
  readonly response: Json;
}

export interface Scenario {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
}

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

const exchange = z.object({
  test: z.string(),
  id: z.number().int(),
  method: z.string(),
  path: z.string().startsWith("/"),
  query: z.string(),
  request: json,
  status: z.number().int(),
  response: json,
});

/**
 * Reads a folder of recordings, scenarios in name order.
 *
 * @returns `undefined` where there is no such folder or it holds no `.jsonl` file.
 * @throws Error naming file and line where a line is not an exchange.
 */
export function readRecordings(folder: string): readonly Scenario[] | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl"))
    .sort();
  if (files.length === 0) return undefined;
  return files.map((file) => readScenario(join(folder, file)));
}

function readScenario(file: string): Scenario {
  const lines = readFileSync(file, "utf8").split("\n");
  const exchanges: Exchange[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    try {
      exchanges.push(exchange.parse(JSON.parse(line)));
    } catch (cause) {
      throw new Error(`${basename(file)}:${index + 1} is not a recorded exchange`, { cause });
    }
  });
  return { name: basename(file, ".jsonl"), exchanges };
}
