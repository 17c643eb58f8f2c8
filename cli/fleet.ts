/** One operation over several stacks of this folder, each of which has a tenant of its own. */
import { Argument, Option } from "commander";
import { run, stacklessCommandLine } from "./command.ts";
import { atLeastOne, named, PARALLEL } from "./fleet/given.ts";
import type { Options } from "./fleet/main.ts";
import { OPERATIONS } from "./fleet/result.ts";

export const command = stacklessCommandLine(
  "fleet",
  "Runs one operation over several stacks of this folder, several at a time, goes on past one that fails, and ends with a table and the exit code of the worst. Only up writes; it previews first and asks.",
)
  .addArgument(new Argument("<operation>", "what is done on each stack").choices(OPERATIONS))
  .option(
    "--stacks <names>",
    "which, separated by commas, * for any characters (default: those of .github/stacks.json, else each with a Pulumi.<stack>.yaml)",
    named,
  )
  .option("--parallel <number>", "how many stacks at a time", atLeastOne, PARALLEL)
  .option("-y, --yes", "of up: bring them up without a preview, and without being asked")
  .option(
    "--resume",
    "go on with the last run of this operation: with the stacks that it did not come to, or that failed",
  )
  .addOption(new Option("--format <format>", "how it is laid out").choices(["text", "markdown"]).default("text"))
  .addHelpText(
    "after",
    "Of this command: that of the worst stack; of preview and report also 3 changes, 4 drift, 5 both.",
  );

if (import.meta.main) await run<Options>(command, () => import("./fleet/main.ts"));
