/**
 * Whether an Okta admin of a customer can complete Express Configuration now, and if not, why. It only reads: up to 13
 * calls for the tenant, 2 for an organization.
 */
import { Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./ready/main.ts";

export const command = commandLine(
  "ready",
  "Says whether an Okta admin can complete Express Configuration now, and if not, why: for one customer, or in a table for all. It only reads.",
)
  .option("-o, --organization <name>", "the customer: name or ID of the organization (default: a table of all)")
  .option("-u, --user <person>", "e-mail address or user ID of the admin; goes with --organization")
  .addOption(new Option("--most <number>", "how many organizations the table looks at, 2 calls each").default("50"));

if (import.meta.main) await run<Options>(command, () => import("./ready/main.ts"));
