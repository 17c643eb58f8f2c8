/** Takes over a tenant that was set up by hand: finds the objects, says what differs, has the next up import them. */
import { attachCredentials } from "./attach.ts";
import { ambiguityFindings } from "./blockers.ts";
import { type Ambiguity, type Chosen, type Kind, NAME_OF } from "./choice.ts";
import type { Examination } from "./examination.ts";
import { examine } from "./examine.ts";
import { configurationOf, isNothing, type Plan } from "./plan.ts";
import { Settings } from "./settings.ts";
import { foundText, planText, stepsText } from "./text.ts";
import { commandAgain, type GivenOptions } from "../again.ts";
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { previewFailure } from "../failures.ts";
import { type Finding, hasProblems, ok, problem } from "../findings.ts";
import type { Preview } from "../preview.ts";
import { withProgress } from "../progress.ts";
import { report } from "../answer.ts";
import { Stack } from "../stack.ts";
import { ask, confirm, isInteractive, paletteOf, print } from "../terminal.ts";
import { type SignedIn, signIn } from "../tenant.ts";
import { keyOf } from "../../config/settings.ts";

export interface Options extends CommonOptions {
  readonly client?: string;
  readonly nativeClient?: string;
  readonly role?: string;
  readonly action?: string;
  readonly dropKey?: readonly string[];
  readonly asConfigured?: boolean;
  readonly yes?: boolean;
}

const OBJECTS_OF = {
  guide: "the guide's objects",
  native: "the native objects",
  both: "the objects of both flavours",
} as const;

export async function main(options: Options): Promise<ExitCode> {
  const json = options.json === true;
  const stack = await Stack.open(options.stack);
  const { tenant, outcome, given } = await examineUntilClear(stack, options);
  if ("ambiguities" in outcome)
    return answer(stack, json, ambiguityFindings(outcome.ambiguities, commandAgain("adopt", stack.name, given)));

  const { parts, plan, findings } = outcome;
  const values = {
    found: parts.flatMap(({ objects }) => objects),
    differences: parts.flatMap(({ differences }) => differences),
    unmanaged: parts.flatMap(({ unmanaged }) => unmanaged),
    writes: {
      configuration: configurationOf(plan),
      attach: plan.attach.flatMap(({ credentials }) => credentials),
      deploy: plan.deploy,
    },
  };
  if (!json) print(process.stdout, `${foundText(outcome, paletteOf(process.stdout))}\n`);
  if (hasProblems(findings)) return answer(stack, json, findings, values);
  if (isNothing(plan)) return answer(stack, json, [...findings, await settle(stack, options)], values);

  if (!json) print(process.stdout, `${planText(plan, stack.name)}\n`);
  if (!(await agreed(options))) return answer(stack, json, [...findings, notAgreed(stack, given)], values);
  const preview = await write(stack, tenant, outcome, json);
  if (!json) print(process.stdout, `What up would do now:\n\n${stepsText(preview.steps)}\n`);
  return answer(stack, json, [...findings, outcomeOf(stack, preview)], { ...values, preview });
}

type Outcome = Awaited<ReturnType<typeof examine>>;

interface Examined {
  readonly tenant: SignedIn;
  readonly outcome: Outcome;
  /** The options that were given, with what a person has chosen since, and without a choice that is still open. */
  readonly given: GivenOptions;
}

/** Examines the tenant; where there are several candidates and somebody is there to be asked, asks and examines again. */
async function examineUntilClear(stack: Stack, options: Options): Promise<Examined> {
  const settings = await Settings.read(stack);
  const { domain, flavour } = await settings.asSet();
  const tenant = await signIn(domain, settings.credentials);
  const { client, role, action, nativeClient = flavour === "native" ? client : undefined } = options;
  const chosen: Chosen = Object.fromEntries(
    Object.entries({ client, nativeClient, role, action }).filter(([, id]) => id !== undefined),
  );
  let given: GivenOptions = { ...options };
  const choose = (choice: Partial<Record<Kind, string | undefined>>): void => {
    // In the native flavour --client is the native client's, too.
    given = { ...given, ...(flavour === "native" && "nativeClient" in choice ? { client: undefined } : {}), ...choice };
  };
  for (let choices = chosen; ;) {
    let outcome: Outcome | undefined;
    const again = (further: GivenOptions = {}): string => commandAgain("adopt", stack.name, { ...given, ...further });
    await withProgress(options.json === true, [
      {
        title: `Looking for ${OBJECTS_OF[flavour]} on ${tenant.domain}`,
        run: async () => {
          outcome = await examine(tenant, {
            settings,
            chosen: choices,
            dropKeys: options.dropKey ?? [],
            again,
            asConfigured: options.asConfigured === true,
          });
        },
      },
    ]);
    if (outcome === undefined) throw new Error("The examination ended without an outcome.");
    if (!("ambiguities" in outcome)) return { tenant, outcome, given };
    const { ambiguities } = outcome;
    choose(Object.fromEntries(ambiguities.map(({ kind }) => [kind, undefined])));
    if (options.json === true || !isInteractive()) return { tenant, outcome, given };
    const answers = await askWhich(ambiguities);
    choose(answers);
    choices = { ...choices, ...answers };
  }
}

async function askWhich(ambiguities: readonly Ambiguity[]): Promise<Chosen> {
  const chosen: Partial<Record<Kind, string>> = {};
  for (const { kind, candidates } of ambiguities) {
    print(
      process.stderr,
      `\nThere are several candidates for the ${NAME_OF[kind]}:\n${candidates.map(({ id, described }) => `  ${id}   ${described}\n`).join("")}`,
    );
    chosen[kind] = await ask("The ID of the one to take over: ");
  }
  return chosen;
}

/** Nothing to take over: what an earlier adoption left in the configuration has done its work. */
async function settle(stack: Stack, options: Options): Promise<Finding> {
  const { configuration } = await stack.configuration();
  if (configuration.adopt === undefined)
    return ok("adopt", "There is nothing to take over: what is there is the stack's, and up makes the rest.");
  if (
    options.yes === true ||
    (options.json !== true &&
      isInteractive() &&
      (await confirm(`The take-over is through. Remove ${keyOf("adopt")} from the configuration?`)))
  ) {
    await stack.removeConfiguration(keyOf("adopt"));
    return ok("adopt", `The take-over is through; ${keyOf("adopt")} was removed from the configuration.`);
  }
  return ok("adopt", `The take-over is through; ${keyOf("adopt")} in the configuration has no effect any more.`);
}

async function agreed(options: Options): Promise<boolean> {
  if (options.yes === true) return true;
  return options.json !== true && isInteractive() && confirm("Write this?");
}

function notAgreed(stack: Stack, given: GivenOptions): Finding {
  return problem("adopt", "Nothing was written.", [
    "To write it:",
    commandAgain("adopt", stack.name, { ...given, yes: true }),
  ]);
}

/** Writes the plan and previews. Stopped anywhere in between, running the command again does the rest. */
async function write(stack: Stack, { api }: SignedIn, { plan }: Examination, quiet: boolean): Promise<Preview> {
  let preview: Preview | undefined;
  await withProgress(quiet, [
    ...plan.attach.map((attachment) => ({
      title: `Attaching Okta's key to the OIN client ${attachment.clientId}`,
      run: () => attachCredentials(api, attachment),
    })),
    ...plan.deploy.map((action) => ({
      title: `Deploying the Action ${action}`,
      run: async () => void (await api.actions.deploy(action)),
    })),
    { title: `Writing the configuration of stack ${stack.name}`, run: () => writeConfiguration(stack, plan) },
    {
      title: "Previewing",
      run: async () => {
        preview = await stack.preview();
      },
    },
  ]);
  if (preview === undefined) throw new Error("The preview ended without an answer.");
  return preview;
}

async function writeConfiguration(stack: Stack, plan: Plan): Promise<void> {
  const values = configurationOf(plan);
  await stack.removeConfiguration(keyOf("adopt"));
  if (Object.keys(values).length > 0) await stack.setConfiguration(values);
}

function outcomeOf(stack: Stack, preview: Preview): Finding {
  return (
    previewFailure(preview, stack.name) ??
    ok("adopt", "Written. Review the preview, then bring the stack up:", undefined, [
      `pulumi preview --diff --stack ${stack.name}`,
      `pulumi up --stack ${stack.name}`,
    ])
  );
}

function answer(
  stack: Stack,
  json: boolean,
  findings: readonly Finding[],
  values: Readonly<Record<string, unknown>> = {},
): ExitCode {
  report({ command: "adopt", stack: stack.name, findings, values }, json);
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
