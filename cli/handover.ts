/** The text and the values for Okta's team and the OIN Wizard; only while audit and preview are clean. */
import { Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./handover/main.ts";

export const command = commandLine(
  "handover",
  "Writes the text and the values for Okta's Express Configuration team and for the OIN Wizard to standard output, fit for the clipboard. Refuses while audit or preview is not clean.",
)
  .option("-o, --output <file>", "write it to a file instead")
  .addOption(
    new Option("--format <format>", "how the OIN Wizard's fields are laid out; --json has them as data")
      .choices(["text", "markdown"])
      .default("text"),
  );

if (import.meta.main) await run<Options>(command, () => import("./handover/main.ts"));
