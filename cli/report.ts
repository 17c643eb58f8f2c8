/** What a preview means, for the reviewer of a pull request: Markdown or HTML from the engine's own events. */
import { readFileSync, writeFileSync } from "node:fs";
import { Option } from "commander";
import { report as answer } from "./answer.ts";
import { commandLine, type CommonOptions, run, wrongUsage } from "./command.ts";
import { ok, problem } from "./findings.ts";
import { withProgress } from "./progress.ts";
import { exitCodeOf, stackReport } from "./report/changes.ts";
import { readEvents } from "./report/events.ts";
import { reportMarkdown } from "./report/markdown.ts";
import { reportPage } from "./report/page.ts";
import { withoutSecrets } from "./report/secrets.ts";
import { Stack } from "./stack.ts";
import { print } from "./terminal.ts";
import { userPath } from "./user-path.ts";

interface Options extends CommonOptions {
  readonly events?: string;
  readonly format: "markdown" | "html";
  readonly output?: string;
}

const command = commandLine(
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

await run<Options>(command, async ({ stack: name, json = false, events: file, format, output }) => {
  const { stack, log } = file === undefined ? await previewed(name, json) : { stack: name ?? "", log: logOf(file) };
  const found = stackReport(stack, readEvents(withoutSecrets(log, process.env)));
  const written = format === "html" ? await reportPage(found) : reportMarkdown(found);
  if (output !== undefined) writeFileSync(userPath(output), written);
  const exitCode = exitCodeOf(found);
  if (json) {
    const { errors, stack: _stack, ...values } = found;
    const finding =
      errors.length > 0 ? problem("preview", errors.join("\n")) : ok("preview", "The preview came to its end.");
    answer({ command: "report", stack, findings: [finding], values: { ...values, text: written } }, true);
  } else if (output === undefined) process.stdout.write(written);
  else print(process.stderr, `Written to ${output}.\n`);
  return exitCode;
});

async function previewed(name: string | undefined, json: boolean): Promise<{ stack: string; log: string }> {
  const stack = await Stack.open(name);
  let log = "";
  await withProgress(json, [
    { title: `Previewing stack ${stack.name}`, run: async () => void (log = await stack.previewEvents()) },
  ]);
  return { stack: stack.name, log };
}

function logOf(file: string): string {
  try {
    return readFileSync(userPath(file), "utf8");
  } catch {
    throw wrongUsage(command, `--events ${file}: there is no such file`);
  }
}
