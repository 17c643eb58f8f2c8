/** What a preview means, for the reviewer of a pull request: Markdown or HTML from the engine's own events. */
import { Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./report/main.ts";

export const command = commandLine(
  "report",
  "Previews the stack and tells a reviewer in Markdown or HTML what this branch changes, what drifted on the tenant, and what is risky for Okta's customers. It only reads.",
)
  .option(
    "--events <file>",
    "report on this event log of `pulumi preview --event-log` instead; --stack names its stack",
  )
  .addOption(new Option("--format <format>", "how it is laid out").choices(["markdown", "html"]).default("markdown"))
  .option("-o, --output <file>", "write it to a file instead of standard output")
  .addHelpText(
    "after",
    "Of this command: 0 clean; 1 the preview failed; 3 this branch changes something; 4 the tenant drifted; 5 both.",
  );

if (import.meta.main) await run<Options>(command, () => import("./report/main.ts"));
