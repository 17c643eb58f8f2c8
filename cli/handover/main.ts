/** The text and the values for Okta's team and the OIN Wizard; only while audit and preview are clean. */
import { writeFileSync } from "node:fs";
import { audit } from "../audit/index.ts";
import { oinClientsOf, type OwnOinClient } from "../audit/expected-state.ts";
import { commandAgain } from "../again.ts";
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { previewFailure } from "../failures.ts";
import { type Finding, findingsText, hasProblems, notice, ok, problem } from "../findings.ts";
import { withProgress } from "../progress.ts";
import { formMarkdown, formText } from "./format.ts";
import { readWizardValues } from "./reading.ts";
import { wizardForm, type WizardValues } from "./wizard.ts";
import { report } from "../answer.ts";
import { Stack } from "../stack.ts";
import { paletteOf, print } from "../terminal.ts";
import { signIn } from "../tenant.ts";
import { userPath } from "../user-path.ts";
import { setCommand } from "../../config/settings.ts";
import { visible } from "../../config/visible.ts";

export interface Options extends CommonOptions {
  readonly output?: string;
  readonly format: "text" | "markdown";
}

export async function main({ stack: name, json = false, output, format }: Options): Promise<ExitCode> {
  const stack = await Stack.open(name);
  const findings: Finding[] = [];
  const outputs: Record<string, unknown> = {};
  let oinClients: readonly OwnOinClient[] = [];
  let wizard: WizardValues | undefined;
  await withProgress(json, [
    {
      title: `Auditing the tenant of stack ${stack.name}`,
      run: async () => {
        const { configuration, credentials } = await stack.configuration();
        const tenant = await signIn(configuration.domain, credentials);
        findings.push(...(await audit(stack, configuration, tenant)));
        const state = await stack.state();
        wizard = await readWizardValues(tenant.api, configuration, state);
        Object.assign(outputs, state.outputs);
        oinClients = oinClientsOf(state);
      },
    },
    { title: "Previewing", run: async () => void findings.push(...(await previewFindings(stack))) },
  ]);
  const { handOver } = outputs;
  if (hasProblems(findings) || typeof handOver !== "string") {
    const refusal = problem("handover", "Nothing is handed over while the tenant is not as the stack declares it.", [
      "Mend the above, then:",
      commandAgain("handover", stack.name, { output }),
    ]);
    report({ command: "handover", stack: stack.name, findings: [...findings, refusal] }, json);
    return EXIT.findings;
  }

  const move = switchOf(oinClients);
  if (move !== undefined) findings.push(switchNotice(move, stack.name));
  const form = wizard === undefined ? undefined : wizardForm(wizard);
  const laidOut = format === "markdown" ? formMarkdown : formText;
  const written = form === undefined ? handOver : `${handOver}\n${laidOut(form)}`;
  if (output !== undefined) writeFileSync(userPath(output), written);
  if (json) {
    const values = {
      handOver: { ...handedOver(outputs), ...(move === undefined ? {} : { switch: move }) },
      ...(form === undefined ? {} : { wizard: form.sections }),
    };
    report(
      {
        command: "handover",
        stack: stack.name,
        findings: [...findings, ok("handover", "The tenant is as the stack declares it.")],
        values,
      },
      true,
    );
  } else if (output === undefined) process.stdout.write(visible(written));
  else process.stderr.write(`Written to ${output}.\n`);
  if (!json && findings.length > 0) print(process.stderr, `\n${findingsText(findings, paletteOf(process.stderr))}`);
  return EXIT.ok;
}

async function previewFindings(stack: Stack): Promise<Finding[]> {
  const preview = await stack.preview();
  const failure = previewFailure(preview, stack.name);
  if (failure !== undefined) return [failure];
  const { steps } = preview;
  if (steps.length === 0) return [];
  const changes = steps.map(
    ({ op, name, paths }) => `${op} ${name}${paths.length === 0 ? "" : ` [${paths.join(", ")}]`}`,
  );
  return [
    problem(
      "preview",
      `The tenant is not as declared; up would change: ${changes.join("; ")}.`,
      `pulumi up --stack ${stack.name}`,
      { steps },
    ),
  ];
}

/** Client IDs of the OIN client that Okta uses and of the one that it is to use instead. */
interface Switch {
  readonly from: string;
  readonly to: string;
}

/** What Okta is asked to switch while the tenant moves; nothing before, after, and once a person has released a client. */
function switchOf(oinClients: readonly OwnOinClient[]): Switch | undefined {
  if (oinClients.some(({ released }) => released)) return undefined;
  const from = oinClients.find(({ oktaKnows }) => oktaKnows)?.clientId;
  const to = oinClients.find(({ oktaKnows }) => !oktaKnows)?.clientId;
  return from === undefined || to === undefined ? undefined : { from, to };
}

function switchNotice({ from, to }: Switch, stack: string): Finding {
  return notice(
    "handover.switch",
    `Okta uses ${from} and is asked to switch to ${to}. Until it says that it has, both stay.`,
    [
      "Then (docs/moving-to-native.md, step 2):",
      setCommand(stack, "releaseOinClient", from),
      `pulumi up --stack ${stack}`,
    ],
    { from, to },
  );
}

/** The stack's outputs that concern Okta, by their names, the text among them. */
function handedOver(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { handOver, adopted: _adopted, ...values } = outputs;
  return { ...values, text: handOver };
}
