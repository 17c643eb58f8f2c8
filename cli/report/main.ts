/** What a preview means, for the reviewer of a pull request: Markdown or HTML from the engine's own events. */
import { readFileSync, writeFileSync } from "node:fs";
import { report as answer } from "../answer.ts";
import type { CommonOptions } from "../command.ts";
import type { ExitCode } from "../exit-codes.ts";
import { WrongUsage } from "../usage.ts";
import { ok, problem } from "../findings.ts";
import { withProgress } from "../progress.ts";
import { exitCodeOf, stackReport } from "./changes.ts";
import { readEvents } from "./events.ts";
import { reportMarkdown } from "./markdown.ts";
import { reportPage } from "./page.ts";
import { withoutSecrets } from "./secrets.ts";
import { Stack } from "../stack.ts";
import { print } from "../terminal.ts";
import { userPath } from "../user-path.ts";

export interface Options extends CommonOptions {
  readonly events?: string;
  readonly format: "markdown" | "html";
  readonly output?: string;
}

export async function main({ stack: name, json = false, events: file, format, output }: Options): Promise<ExitCode> {
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
}

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
    throw new WrongUsage(`--events ${file}: there is no such file`);
  }
}
