/** Completion of the commands' options in a shell, written from the commands themselves. */
import { Argument } from "commander";
import { run, stacklessCommandLine } from "./command.ts";
import type { Options } from "./completion/main.ts";
import { SHELLS } from "./completion/script.ts";

export const command = stacklessCommandLine(
  "completion",
  "Writes what makes a shell complete `npm run <command> -- …` in this folder: commands, options, their values, names of stacks. For one shell, or in its start file for all.",
).addArgument(new Argument("<shell>", "which shell").choices(SHELLS));

if (import.meta.main) await run<Options>(command, () => import("./completion/main.ts"));
