import { ManagementError } from "auth0";
import { Command, CommanderError } from "commander";
import { ConfigurationError } from "../config/index.ts";
import { EngineError, EngineMissing } from "./engine.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, findingsText, problem } from "./findings.ts";
import { report } from "./answer.ts";
import { paletteOf, print } from "./terminal.ts";
import { StackMissing } from "./stack.ts";
import { networkReason } from "../tenant/fetch.ts";
import { onInterruption, sameCommand } from "./interruption.ts";
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
  return stacklessCommandLine(name, description).option(
    "-s, --stack <name>",
    "the stack to work on (default: the selected one)",
  );
}

/** The same for a command that does not work on one stack. */
export function stacklessCommandLine(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .option("--json", "answer with one JSON document, ask nothing")
    .helpOption("-h, --help", "show this help")
    .addHelpText(
      "after",
      "\nExit codes: 0 clean or done; 1 findings, or refused; 2 wrong usage, or something needed cannot be used or reached; 130 interrupted.",
    )
    .exitOverride();
}

/** An error in what was given, told and ended as commander does it: exit code 2. */
export function wrongUsage(command: Command, message: string): CommanderError {
  process.stderr.write(`error: ${message}\n(${command.name()} --help tells the options)\n`);
  return new CommanderError(2, "usage", message);
}

/** What a command that was interrupted says. */
export interface AfterInterruption<Options> {
  /** What has been done, in sentences; default: that it stays. */
  readonly done?: (options: Options) => Promise<string>;
  /** The command line that goes on; default: the same again. */
  readonly goesOn?: (options: Options) => string;
  /** Further values for the JSON document; default: none. */
  readonly values?: () => Readonly<Record<string, unknown>>;
}

/** Parses the arguments, runs the command and ends the process with its exit code; an error is told in a sentence. */
export async function run<Options extends CommonOptions>(
  command: Command,
  work: (options: Options) => Promise<ExitCode>,
  { done, goesOn, values }: AfterInterruption<Options> = {},
): Promise<void> {
  let exitCode: ExitCode;
  try {
    command.parse();
    onInterruption(async () => {
      const options = command.opts<Options>();
      const says = `Interrupted. ${(await done?.(options)) ?? "What was done until then stays."} This goes on:`;
      const finding = problem("interrupted", says, [goesOn?.(options) ?? sameCommand(nameOf(command))]);
      if (options.json === true) {
        report({ command: nameOf(command), findings: [finding], ...(values ? { values: values() } : {}) }, true);
      }
      print(process.stderr, `\n${findingsText([finding], paletteOf(process.stderr))}`);
    });
    exitCode = await work(command.opts<Options>());
  } catch (error) {
    exitCode = tell(error, command);
  }
  // The SDK leaves the timer of a request that the network refused running, for a minute: the process is ended here.
  process.stdout.write("", () => process.exit(exitCode));
}

/** Tells an error on standard error and, where JSON was asked for, as the one document on standard output too. */
function tell(error: unknown, command: Command): ExitCode {
  // commander has said it already; asking for help is not wrong usage.
  const isUsage = error instanceof CommanderError;
  if (isUsage && error.exitCode === 0) return EXIT.ok;
  const findings = isUsage ? [problem("usage", error.message.replace(/^error: /, ""))] : findingsOf(error);
  // Arguments that could not be parsed are no options yet.
  if (process.argv.includes("--json")) {
    const { stack } = command.opts<CommonOptions>();
    report({ command: nameOf(command), ...(stack === undefined ? {} : { stack }), findings }, true);
  }
  if (!isUsage) print(process.stderr, `${textOf(error, findings).trimEnd()}\n`);
  return EXIT.unusable;
}

function nameOf(command: Command): string {
  return command.name().replace(/^npm run | --$/g, "");
}

/** An error that ended a command, as findings; the same words as in the text. */
export function findingsOf(error: unknown): Finding[] {
  if (error instanceof ConfigurationError) {
    return error.problems.map(({ key, found, expected, mend }) =>
      problem("configuration", `${key} ${found}. ${expected}`, mend.split("\n"), { key }),
    );
  }
  if (error instanceof TenantUnusable) return [problem(`tenant.${error.reason}`, error.message, CHECK[error.reason])];
  if (error instanceof ManagementError && error.statusCode === undefined) {
    return [problem("tenant.unreachable", `The tenant cannot be reached: ${networkReason(error)}.`, CHECK.unreachable)];
  }
  if (error instanceof ManagementError) {
    return [
      problem("management-api", `The Management API did not do it (${refusal(error)}).`, [
        "This tells what is missing:",
        "npm run doctor",
      ]),
    ];
  }
  if (error instanceof EngineMissing) {
    return [problem("engine", error.message, "Install it: https://www.pulumi.com/docs/install/")];
  }
  if (error instanceof EngineError) return [problem("engine", error.message)];
  if (error instanceof StackMissing) {
    const [says = "", ...mend] = error.message.split("\n");
    return [problem("stack", says, mend.length === 0 ? undefined : mend)];
  }
  return [problem("unexpected", error instanceof Error ? error.message : String(error))];
}

/** What can be looked at where a tenant cannot be used. */
const CHECK = {
  unreachable: "Check auth0:domain, the network and a proxy's certificates.",
  refused: "Check auth0:clientId and auth0:clientSecret, or the AUTH0_* variables.",
} as const;

/** An error that nobody foresaw is told with its stack, for a report of it. */
function textOf(error: unknown, findings: readonly Finding[]): string {
  if (error instanceof ConfigurationError) return error.message;
  if (findings.some(({ about }) => about === "unexpected"))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return findings.flatMap(({ says, mend = [] }) => [says, ...mend]).join("\n");
}
