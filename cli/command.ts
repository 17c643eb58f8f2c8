import { enableCompileCache } from "node:module";
import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, findingsText, problem } from "./findings.ts";
import { report } from "./answer.ts";
import { paletteOf, print } from "./terminal.ts";
import { onInterruption, sameCommand } from "./interruption.ts";
import { WrongUsage } from "./usage.ts";

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

/** What a command that was interrupted says; of its options and its arguments. */
export interface AfterInterruption<Options> {
  /** What has been done, in sentences; default: that it stays. */
  readonly done?: (options: Options) => Promise<string>;
  /** The command line that goes on; default: the same again. */
  readonly goesOn?: (options: Options, args: readonly unknown[]) => string;
  /** Further values for the JSON document; default: none. */
  readonly values?: (args: readonly unknown[]) => Readonly<Record<string, unknown>>;
}

/** The work of a command, in a module of its own: it is loaded once the command line has been understood. */
export interface CommandModule<Options> {
  /** Resolves to the exit code. `args` are the arguments beside the options, in order. */
  readonly main: (options: Options, args: readonly unknown[]) => Promise<ExitCode>;
  readonly afterInterruption?: AfterInterruption<Options>;
}

/** Parses the arguments, runs the command and ends the process with its exit code; an error is told in a sentence. */
export async function run<Options extends CommonOptions>(
  command: Command,
  load: () => Promise<CommandModule<Options>>,
): Promise<void> {
  let exitCode: ExitCode;
  try {
    command.parse();
    const options = command.opts<Options>();
    const args = command.processedArgs as readonly unknown[];
    enableCompileCache();
    const { main, afterInterruption = {} } = await load();
    onInterruption(async () => {
      const { done, goesOn, values } = afterInterruption;
      const says = `Interrupted. ${(await done?.(options)) ?? "What was done until then stays."} This goes on:`;
      const again = goesOn?.(options, args) ?? sameCommand(nameOf(command));
      const finding = problem("interrupted", says, [again]);
      if (options.json === true) {
        report({ command: nameOf(command), findings: [finding], ...(values ? { values: values(args) } : {}) }, true);
      }
      print(process.stderr, `\n${findingsText([finding], paletteOf(process.stderr))}`);
    });
    exitCode = await main(options, args);
  } catch (error) {
    exitCode = await tell(error, command);
  }
  // The SDK leaves the timer of a request that the network refused running, for a minute: the process is ended here.
  process.stdout.write("", () => process.exit(exitCode));
}

/** Tells an error on standard error and, where JSON was asked for, as the one document on standard output too. */
async function tell(error: unknown, command: Command): Promise<ExitCode> {
  // Asking for help is not wrong usage.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  const told = await toldError(error, command);
  // Arguments that could not be parsed are no options yet.
  if (process.argv.includes("--json")) {
    const { stack } = command.opts<CommonOptions>();
    report({ command: nameOf(command), ...(stack === undefined ? {} : { stack }), findings: told.findings }, true);
  }
  if (told.text !== "") print(process.stderr, `${told.text.trimEnd()}\n`);
  return EXIT.unusable;
}

/** An error for scripts and for people; no text where commander has said it already. */
async function toldError(error: unknown, command: Command): Promise<{ findings: readonly Finding[]; text: string }> {
  if (error instanceof CommanderError) {
    return { findings: [problem("usage", error.message.replace(/^error: /, ""))], text: "" };
  }
  if (error instanceof WrongUsage) {
    const text = `error: ${error.message}\n(${command.name()} --help tells the options)`;
    return { findings: [problem("usage", error.message)], text };
  }
  const { errorFindings, errorText } = await import("./error-findings.ts");
  const findings = errorFindings(error);
  return { findings, text: errorText(error, findings) };
}

function nameOf(command: Command): string {
  return command.name().replace(/^npm run | --$/g, "");
}
