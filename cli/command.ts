import { ManagementError } from "auth0";
import { Command, CommanderError } from "commander";
import { ConfigurationError } from "../config/index.ts";
import { EngineError, EngineMissing } from "./engine.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { StackMissing } from "./stack.ts";
import { networkReason } from "../tenant/fetch.ts";
import { refusal, TenantUnusable } from "./tenant.ts";

/** Options that every command has. */
export interface CommonOptions {
  /** Name of the stack; the selected one where it is not given. */
  readonly stack?: string;
  /** Whether the answer is one JSON document on standard output, and nothing is asked. */
  readonly json?: boolean;
}

/** A command line of this project: `npm run <name> -- --stack <stack>`. */
export function commandLine(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .option("-s, --stack <name>", "the stack to work on (default: the selected one)")
    .option("--json", "answer with one JSON document, ask nothing")
    .helpOption("-h, --help", "show this help")
    .addHelpText(
      "after",
      "\nExit codes: 0 clean or done; 1 findings, or refused; 2 wrong usage, or something needed cannot be used or reached.",
    )
    .exitOverride();
}

/** An error in what was given, told and ended as commander does it: exit code 2. */
export function wrongUsage(command: Command, message: string): CommanderError {
  process.stderr.write(`error: ${message}\n(${command.name()} --help tells the options)\n`);
  return new CommanderError(2, "usage", message);
}

/** Parses the arguments, runs the command and ends the process with its exit code; an error is told in a sentence. */
export async function run<Options extends CommonOptions>(
  command: Command,
  work: (options: Options) => Promise<ExitCode>,
): Promise<void> {
  let exitCode: ExitCode;
  try {
    command.parse();
    exitCode = await work(command.opts<Options>());
  } catch (error) {
    exitCode = tell(error);
  }
  // The SDK leaves the timer of a request that the network refused running, for a minute: the process is ended here.
  process.stdout.write("", () => process.exit(exitCode));
}

function tell(error: unknown): ExitCode {
  // commander has said it already; asking for help is not wrong usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
  if (error instanceof ManagementError && error.statusCode === undefined) {
    process.stderr.write(`The tenant cannot be reached: ${networkReason(error)}.\n`);
  } else if (error instanceof ManagementError) {
    process.stderr.write(
      `The Management API did not do it (${refusal(error)}). This tells what is missing:\nnpm run doctor\n`,
    );
  } else if (isExpected(error)) {
    process.stderr.write(`${error.message.trimEnd()}\n`);
  } else {
    throw error;
  }
  return EXIT.unusable;
}

function isExpected(error: unknown): error is Error {
  return [ConfigurationError, EngineMissing, EngineError, StackMissing, TenantUnusable].some(
    (expected) => error instanceof expected,
  );
}
