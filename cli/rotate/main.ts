/**
 * Walks through a change of Okta's key: adds the new one, waits for Okta's word, takes the old one off. Where it stands
 * is read from the tenant and the configuration each time, so that it can be stopped and gone on with at any point.
 */
import { oinClientsMade } from "../audit/expected-state.ts";
import { commandAgain } from "../again.ts";
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems, problem } from "../findings.ts";
import { report } from "../answer.ts";
import { readKeys } from "./keys.ts";
import { readNewKey } from "./new-key.ts";
import { type KeysNow, nextStep } from "./steps.ts";
import { wordToOkta } from "./text.ts";
import { runStep, type RotationContext } from "./run-step.ts";
import { Stack } from "../stack.ts";
import type { StackState } from "../state.ts";
import { signIn } from "../tenant.ts";
import { confirm, isInteractive } from "../terminal.ts";

export interface Options extends CommonOptions {
  readonly newKey?: string;
  readonly finish?: boolean;
  readonly withdraw?: boolean;
  readonly yes?: boolean;
}

export async function main(options: Options): Promise<ExitCode> {
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
}

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
