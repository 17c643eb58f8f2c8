// The stand-in plugin as a process of its own, as an official plugin would be: it prints its port and serves until it
// is stopped.
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Processes } from "./processes.ts";

/** TypeScript beside TypeScript, built beside built. */
const MAIN = fileURLToPath(new URL(`../plugin/main${extname(import.meta.url)}`, import.meta.url));

/** Starts the stand-in; resolves to the port that the engine attaches to (PULUMI_DEBUG_PROVIDERS). */
export async function startStandIn(processes: Processes, env: NodeJS.ProcessEnv): Promise<number> {
  const line = await processes.serve(process.execPath, [MAIN], { cwd: process.cwd(), env });
  const port = Number(line);
  if (!Number.isInteger(port) || port <= 0) throw new Error(`The stand-in plugin did not print its port but: ${line}`);
  return port;
}
