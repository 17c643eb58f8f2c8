/**
 * Walks through a change of Okta's key: adds the new one, waits for Okta's word, takes the old one off. Where it stands
 * is read from the tenant and the configuration each time, so that it can be stopped and gone on with at any point.
 */
import { Option } from "commander";
import { oinClientsMade } from "./audit/expected-state.ts";
import { commandAgain } from "./again.ts";
import { commandLine, type CommonOptions, run } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, hasProblems, problem } from "./findings.ts";
import { report } from "./answer.ts";
import { readKeys } from "./rotate/keys.ts";
import { readNewKey } from "./rotate/new-key.ts";
import { type KeysNow, nextStep } from "./rotate/steps.ts";
import { wordToOkta } from "./rotate/text.ts";
import { runStep, type RotationContext } from "./rotate/run-step.ts";
import { Stack } from "./stack.ts";
import type { StackState } from "./state.ts";
import { signIn } from "./tenant.ts";
import { confirm, isInteractive } from "./terminal.ts";

interface Options extends CommonOptions {
  readonly newKey?: string;
  readonly finish?: boolean;
  readonly withdraw?: boolean;
  readonly yes?: boolean;
}

const command = commandLine(
  "rotate",
  "Walks through a change of Okta's key: adds the new key, waits for Okta's word, takes the old key off. Stopped at any point, the same command goes on; the client always has a key that Okta can sign in with. While the tenant moves to the other flavour, both OIN clients take the same keys.",
)
  .addOption(
    new Option("--new-key <file>", "begin: PEM file with the key that Okta sent").conflicts(["finish", "withdraw"]),
  )
  .addOption(
    new Option("--finish", "Okta has said that it signs with the new key: take the old one off").conflicts("withdraw"),
  )
  .option("--withdraw", "take the new key off again: Okta stays with the old one")
  .option("-y, --yes", "write without asking");

await run<Options>(command, async (options) => {
  const json = options.json === true;
  const stack = await Stack.open(options.stack);
  const oinClients = oinClientsMade(await stack.state());
  if (oinClients.length === 0) {
    return end(stack, json, [
      problem(
        "stack",
        `Stack ${stack.name} has no OIN client yet: there is no key to change.`,
        `pulumi up --stack ${stack.name}`,
      ),
    ]);
  }
  const newKey = options.newKey === undefined ? undefined : await readNewKey("new-key", options.newKey, stack.folder);
  if (newKey !== undefined && "refusal" in newKey) return end(stack, json, [newKey.refusal]);

  const first = await stack.configuration();
  if (first.configuration.oktaPublicKeys.length === 0) return end(stack, json, [noKeyYet(stack.name)]);
  const tenant = await signIn(first.configuration.domain, first.credentials);
  const context: RotationContext = {
    stack,
    api: tenant.api,
    oinClients,
    newKey,
    decision: options.finish === true ? "finish" : options.withdraw === true ? "withdraw" : undefined,
    tells: !json,
    ask: !json && isInteractive() ? confirm : undefined,
    agrees: options.yes === true,
    withoutAsking: (further) => commandAgain("rotate", stack.name, { ...options, ...further, yes: true }),
    tellOkta: (old, next) =>
      wordToOkta(
        tenant.domain,
        oinClients.map(({ clientId }) => clientId),
        old,
        next,
      ),
  };
  for (;;) {
    const { oktaPublicKeys } = (await stack.configuration()).configuration;
    const configured = oktaPublicKeys.map(({ keyId }) => keyId);
    const found = await Promise.all(oinClients.map(({ clientId }) => readKeys(tenant.api, clientId)));
    const clients = found.filter((client) => client !== undefined);
    const lost = oinClients[found.indexOf(undefined)];
    if (lost !== undefined) {
      return end(stack, json, [
        problem("oin-client", `${lost.title} ${lost.clientId} is gone: there is no key to change.`, [
          "A preview tells the way out:",
          `pulumi preview --stack ${stack.name}`,
        ]),
      ]);
    }
    const keys: KeysNow = { configured, clients, recorded: recordedKeyIds(await stack.state()) };
    const outcome = await runStep(nextStep(keys), keys, context);
    if (outcome !== "on") {
      return end(stack, json, [outcome], { keyIds: inForce(keys), configured });
    }
  }
});

function noKeyYet(stack: string): Finding {
  return problem(
    "key",
    `Stack ${stack} has none of Okta's keys yet: there is no key to change. The first one is added by:`,
    `npm run key -- --file okta-public-key.pem --stack ${stack}`,
  );
}

/** Key IDs that every client signs in with. */
function inForce({ clients: [first, ...others] }: KeysNow): readonly string[] {
  const keyIds = (first?.attached ?? []).map(({ keyId }) => keyId);
  return keyIds.filter((keyId) => others.every(({ attached }) => attached.some((key) => key.keyId === keyId)));
}

function recordedKeyIds({ outputs: { keyIds } }: StackState): readonly string[] {
  return Array.isArray(keyIds) ? keyIds.map(String) : [];
}

function end(
  stack: Stack,
  json: boolean,
  findings: readonly Finding[],
  values: Readonly<Record<string, unknown>> = {},
): ExitCode {
  report({ command: "rotate", stack: stack.name, findings, values }, json);
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
