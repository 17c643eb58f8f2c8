/** One request to the tenant's Management API with the stack's credentials: what the other commands print as a remedy. */
import { Argument, Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./api/main.ts";

const METHODS = ["get", "post", "patch", "put", "delete"] as const;

export const command = commandLine(
  "api",
  "Sends one request to the tenant's Management API with the stack's credentials, and prints the answer. The other commands print such lines to fix what `up` does not. Secrets in an answer are not shown.",
)
  .addArgument(new Argument("<method>", "what to do").choices(METHODS))
  .addArgument(
    new Argument("<path>", "the path after /api/v2/, with its query: clients/abc, actions/actions/1?force=true"),
  )
  .addOption(new Option("-d, --data <json>", "the body, a JSON object"));

if (import.meta.main) await run<Options>(command, () => import("./api/main.ts"));
