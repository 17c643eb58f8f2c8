/** Makes a stack for a tenant: asks, or takes options, checks each answer against the tenant, and writes Pulumi.<stack>.yaml. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { quoted } from "../../config/shell.ts";
import { report } from "../answer.ts";
import type { AfterInterruption, CommonOptions } from "../command.ts";
import { WrongUsage } from "../usage.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems, notice, ok, problem } from "../findings.ts";
import { listedStacks, stackFiles } from "../fleet/stacks.ts";
import { sameCommand } from "../interruption.ts";
import { type Answers, answersGiven, type Given, questions } from "./answers.ts";
import { checkAll, type CheckContext } from "./check.ts";
import { interview } from "./interview.ts";
import { type CredentialsIn, environmentCommands, fileOf, preview, write } from "./write.ts";
import { Stack } from "../stack.ts";
import { ask, askSecret, confirm, isInteractive, paletteOf, print } from "../terminal.ts";

export interface Options extends CommonOptions, Given {
  readonly environment?: string;
  readonly withoutCredentials?: boolean;
  readonly secretsProvider?: string;
  readonly yes?: boolean;
}

/** As Pulumi has it, with an organization before it or without. */
const NAME = /^(?:[\w.-]{1,100}\/)?[\w.-]{1,100}$/;

const PERSON = {
  ask: (question: string, isSecret: boolean) => (isSecret ? askSecret(question) : ask(question)),
  tell: (text: string) => print(process.stderr, text),
  palette: paletteOf(process.stderr),
};

/** The stack that is being written. */
let begun: string | undefined;

export async function main(options: Options, [stackName]: readonly unknown[]): Promise<ExitCode> {
  const isAsked = options.json !== true && isInteractive();
  const name = (stackName as string | undefined) ?? (isAsked ? await ask("Name of the new stack: ") : "");
  if (!NAME.test(name))
    throw new WrongUsage(
      `${name === "" ? "the stack's name is missing" : `${name} is no name of a stack`}: letters, digits, - _ and .`,
    );
  const place = placeOf(options);
  const stack = await Stack.open(name);
  const { json = false } = options;
  const end = (findings: readonly Finding[], values: Readonly<Record<string, unknown>> = {}): ExitCode => {
    report({ command: "new-stack", stack: name, findings, values }, json);
    return hasProblems(findings) ? EXIT.findings : EXIT.ok;
  };

  const taken = await isTaken(stack);
  if (taken !== undefined) return end([taken]);
  const others = stackFiles(stack.folder);
  const context: CheckContext = { stack: name, folder: stack.folder, env: process.env, others };
  const given = answersGiven(options, process.env, stack.folder);
  const answers = isAsked ? await interview(questions(), given, context, PERSON) : given;
  const problems = await checkAll(answers, context);
  if (problems.length > 0) return end(problems);

  // A token of the environment is good for a day, and for no file.
  const hasOwn = answers["auth0:clientId"] !== undefined;
  const credentialsIn = hasOwn ? place : "nowhere";
  const lines = preview(answers, credentialsIn);
  const file = fileOf(name);
  if (!json) print(process.stderr, `\n${file}:\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`);
  if (options.yes !== true && !(isAsked && (await confirm("Make this stack?")))) {
    return end([
      problem("new-stack", "Nothing was written. To make the stack:", [`${sameCommand("new-stack")} --yes`]),
    ]);
  }
  begun = name;
  await write(stack, answers, credentialsIn, options.secretsProvider);
  return end([made(name, file), ...afterwards(stack, answers, credentialsIn)], { file, configuration: lines });
}

export const afterInterruption: AfterInterruption<Options> = {
  done: () =>
    Promise.resolve(
      begun === undefined ? "Nothing was written." : `Stack ${begun} is half made: take it away, then make it again.`,
    ),
  goesOn: () => (begun === undefined ? sameCommand("new-stack") : `pulumi stack rm --yes --stack ${begun}`),
};

/** Nothing that is there already is written over. */
async function isTaken(stack: Stack): Promise<Finding | undefined> {
  const file = fileOf(stack.name);
  const isThere = existsSync(join(stack.folder, file));
  if (!isThere && !(await stack.isThere())) return undefined;
  return problem(
    "stack",
    isThere
      ? `There is a ${file} already.`
      : `There is a stack ${stack.name} already, without a ${file} in this folder.`,
    isThere
      ? ["Take another name, or see what that one lacks:", `npm run doctor -- --stack ${stack.name}`]
      : [
          "Take another name, or get its configuration as its last run had it:",
          `pulumi config refresh --stack ${stack.name}`,
        ],
  );
}

function placeOf({ environment, withoutCredentials = false }: Options): CredentialsIn {
  if (environment !== undefined && withoutCredentials)
    throw new WrongUsage("--environment and --without-credentials: the credentials are kept in one place, or in none");
  return environment === undefined ? (withoutCredentials ? "nowhere" : "file") : { environment };
}

function made(name: string, file: string): Finding {
  return ok(
    "new-stack",
    `Stack ${name} is made, and ${file} written. What it still lacks on the tenant, then the tenant itself:`,
    { file },
    [`npm run doctor -- --stack ${name}`, `pulumi up --stack ${name}`],
  );
}

/** What is left to a person. */
function afterwards(stack: Stack, answers: Answers, credentialsIn: CredentialsIn): Finding[] {
  const listed = listedStacks(stack.folder);
  return [
    ...(typeof credentialsIn === "string"
      ? []
      : [
          notice(
            "environment",
            "The credentials are in no file. These make the environment; the last one reads the client secret:",
            [...environmentCommands(credentialsIn.environment, answers)],
          ),
        ]),
    ...(credentialsIn === "nowhere"
      ? [
          notice(
            "credentials",
            "The credentials are in no file: every run needs AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET.",
          ),
        ]
      : []),
    ...(listed.length > 0 && !listed.includes(stack.name)
      ? [
          notice(
            "stacks",
            `.github/stacks.json does not name ${quoted(stack.name)}: the workflows do not go by it, and fleet does not.`,
          ),
        ]
      : []),
  ];
}
