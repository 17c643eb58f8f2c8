/** Reads the tenant directly and reports what a preview cannot see. It only reads, in at most 10 calls; of both flavours, 15. */
import { commandLine, run } from "./command.ts";
import type { Options } from "./audit/main.ts";

export const command = commandLine(
  "audit",
  "Reads the tenant, in at most 10 calls (15 while a tenant moves), and reports what a preview cannot see: what runs, keys, grants, duplicates, who holds the role, what Auth0 filled in, whether anybody can sign in. For either flavour, and both.",
).option("--all-clients", "look at all applications of the tenant, one call a hundred, however many calls that takes");

if (import.meta.main) await run<Options>(command, () => import("./audit/main.ts"));
