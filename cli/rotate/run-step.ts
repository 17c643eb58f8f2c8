import type { ManagementClient } from "auth0";
import { pathOf } from "../../config/settings.ts";
import { keysBehindChosenId } from "../../tenant/chosen-key-id.ts";
import { attachCredentials } from "../adopt/attach.ts";
import { inSentence, type OwnOinClient } from "../audit/expected-state.ts";
import { previewFailure, runFailure } from "../failures.ts";
import { type Finding, ok, problem } from "../findings.ts";
import { commandAgain, type GivenOptions } from "../again.ts";
import type { Stack } from "../stack.ts";
import { otherChanges } from "./only-keys.ts";
import { print } from "../terminal.ts";
import type { KeysNow, Step } from "./steps.ts";

/** A change of keys on its way. */
export interface RotationContext {
  readonly stack: Stack;
  readonly api: ManagementClient;
  /** One, or two while the tenant moves. */
  readonly oinClients: readonly OwnOinClient[];
  /** The key to begin with, where there is one. */
  readonly newKey: NewKey | undefined;
  /** What the person says that Okta has said; used once. */
  decision: "finish" | "withdraw" | undefined;
  /** Whether a person is told what is done. */
  readonly tells: boolean;
  /** Puts a question to the person; absent where nobody is there to be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Whether the person has agreed to everything beforehand. */
  readonly agrees: boolean;
  /** The command that was given, with further options, as one that asks nothing. */
  readonly withoutAsking: (further?: GivenOptions) => string;
  /** What is sent to Okta once both keys are active. */
  readonly tellOkta: (old: string, next: string) => string;
}

export interface NewKey {
  /** As the configuration has it: relative to the project's folder. */
  readonly file: string;
  readonly keyId: string;
}

/** Takes one step. `on`: look again where it stands now; a finding: the walk ends here, for now or for good. */
export async function runStep(step: Step, keys: KeysNow, context: RotationContext): Promise<"on" | Finding> {
  switch (step.kind) {
    case "attach": {
      const attached = keys.clients.find(({ clientId }) => clientId === step.clientId)?.attached ?? [];
      return write(
        context,
        `attach the key ${step.key.keyId} to ${nameOf(step.clientId, context)}, on which an interrupted up left it`,
        () =>
          attachCredentials(context.api, {
            clientId: step.clientId,
            credentials: [...attached, step.key].map(({ id }) => id),
            native: isNative(step.clientId, context),
          }),
      );
    }
    case "delete":
      return write(
        context,
        `delete the key ${step.key.keyId} from ${nameOf(step.clientId, context)}, which does not sign in with it`,
        async () => {
          await context.api.clients.credentials.delete(step.clientId, step.key.id);
        },
      );
    case "up":
      return bringUp(step, context);
    case "wait":
      return awaitDecision(step, keys, context);
    case "rest":
      return begin(keys, context);
    case "stray": {
      const attached = step.attached.map((kid) => ({ kid }));
      const mayBeOurs = attached.some((key) => keysBehindChosenId(key, attached, keys.configured).length > 0);
      return problem(
        "oin-client.keys",
        `${titleOf(step.clientId, context)} signs in with ${step.attached.length === 0 ? "no key" : step.attached.join(" and ")}, with none of the configured keys${mayBeOurs ? " by its own ID, although whoever added it may have chosen another ID for Okta's key" : ""}: this is not a change of keys.`,
        [
          "This tells more:",
          `npm run audit -- --stack ${context.stack.name}`,
          "This puts the configured keys in place:",
          `pulumi up --stack ${context.stack.name}`,
        ],
        { clientId: step.clientId, attached: step.attached },
      );
    }
  }
}

async function bringUp(
  { adds, removes }: Extract<Step, { kind: "up" }>,
  context: RotationContext,
): Promise<"on" | Finding> {
  const { stack } = context;
  tell(context, "Previewing …");
  const preview = await stack.preview();
  const failure = previewFailure(preview, stack.name);
  if (failure !== undefined) return failure;
  const others = otherChanges(preview);
  if (others.length > 0) {
    return problem(
      "preview",
      `up would change more than the keys: ${others.map(({ op, name }) => `${op} ${name}`).join(", ")}.`,
      [
        "Look at it first:",
        `pulumi preview --diff --stack ${stack.name}`,
        "Then bring it up, and rotate again:",
        `pulumi up --stack ${stack.name}`,
        `npm run rotate -- --stack ${stack.name}`,
      ],
      { others },
    );
  }
  const clients = context.oinClients.length === 1 ? "the OIN client" : "both OIN clients";
  const changes = [
    ...adds.map((keyId) => `put the key ${keyId} on ${clients}`),
    ...removes.map((keyId) => `take the key ${keyId} off ${clients}`),
  ];
  const what = changes.length > 0 ? changes.join(" and ") : "let the stack's state know which keys the OIN client has";
  // Who has said that Okta uses the new key cannot have meant one that was not there yet.
  if (adds.length > 0) context.decision = undefined;
  return write(context, what, async () =>
    runFailure(
      "up",
      await stack.up(context.tells ? process.stderr : undefined),
      stack.name,
      commandAgain("rotate", stack.name, {}),
    ),
  );
}

/** Both keys are active. Only Okta knows when it signs with the new one. */
async function awaitDecision(
  { old, next }: Extract<Step, { kind: "wait" }>,
  { configured }: KeysNow,
  context: RotationContext,
): Promise<"on" | Finding> {
  const { stack, newKey } = context;
  if (newKey !== undefined && newKey.keyId !== next && newKey.keyId !== old) {
    return problem("new-key", "A change of keys is under way already, and a client has two keys at most.", [
      "End it first, by taking the old key off once Okta signs with the new one, or by going back:",
      `npm run rotate -- --stack ${stack.name} --finish`,
      `npm run rotate -- --stack ${stack.name} --withdraw`,
    ]);
  }
  let decision = context.decision;
  // What a person has answered is an option of the next run; beside it there is no new key to begin with.
  let answered: GivenOptions = {};
  if (decision === undefined && context.ask !== undefined) {
    tell(context, `\n${context.tellOkta(old, next)}`);
    if (await context.ask("Has Okta said that it signs with the new key?"))
      [decision, answered] = ["finish", { newKey: undefined, finish: true }];
  }
  if (decision === undefined) {
    return ok(
      "rotate",
      `Both keys are active. Waiting for Okta to say that it signs with ${next}. Then:`,
      { waiting: true, old, next, text: context.tellOkta(old, next) },
      [`npm run rotate -- --stack ${stack.name} --finish`],
    );
  }
  context.decision = undefined;
  const leaves = decision === "finish" ? old : next;
  return write(
    context,
    `take the file of the key ${leaves} out of the configuration of stack ${stack.name}`,
    () => stack.removeConfiguration(pathOf("oktaPublicKeys", configured.indexOf(leaves))),
    answered,
  );
}

async function begin({ configured }: KeysNow, context: RotationContext): Promise<"on" | Finding> {
  const { stack, newKey } = context;
  if (newKey === undefined || configured.includes(newKey.keyId)) {
    return ok(
      "rotate",
      `One key is active, ${configured.join(", ")}; no change is under way. To begin one:`,
      { waiting: false },
      [`npm run rotate -- --stack ${stack.name} --new-key <file>`],
    );
  }
  return write(context, `add ${newKey.file} (key ID ${newKey.keyId}) to the configuration of stack ${stack.name}`, () =>
    stack.setConfiguration({ [pathOf("oktaPublicKeys", configured.length)]: newKey.file }),
  );
}

/** Says what it will write, writes it where that is agreed to. */
async function write(
  context: RotationContext,
  what: string,
  work: () => Promise<Finding | void>,
  answered: GivenOptions = {},
): Promise<"on" | Finding> {
  tell(context, `To ${context.agrees ? "be done" : "do"}: ${what}.`);
  if (!context.agrees && (await context.ask?.("Do this?")) !== true) {
    return problem("rotate", `It was not agreed to. The next thing to do: ${what}.`, [
      "To do it without being asked:",
      context.withoutAsking(answered),
    ]);
  }
  return (await work()) ?? "on";
}

function titleOf(wanted: string, { oinClients }: RotationContext): string {
  return oinClients.find(({ clientId }) => clientId === wanted)?.title ?? `The client ${wanted}`;
}

function nameOf(clientId: string, context: RotationContext): string {
  return inSentence(titleOf(clientId, context));
}

function isNative(wanted: string, { oinClients }: RotationContext): boolean {
  return oinClients.some(({ clientId, flavour }) => clientId === wanted && flavour === "native");
}

function tell({ tells }: RotationContext, text: string): void {
  if (tells) print(process.stderr, `${text}\n`);
}
