import type { ManagementClient } from "auth0";
import { pathOf } from "../../config/settings.ts";
import { attachCredentials } from "../adopt/attach.ts";
import { inSentence, type OwnOinClient } from "../audit/yardstick.ts";
import { previewFailure, runFailure } from "../failures.ts";
import { type Finding, ok, problem } from "../findings.ts";
import type { GivenOptions } from "../again.ts";
import type { Stack } from "../stack.ts";
import { otherChanges } from "./only-keys.ts";
import type { KeysNow, Step } from "./steps.ts";

/** A change of keys on its way. */
export interface Walk {
  readonly stack: Stack;
  readonly api: ManagementClient;
  /** One, or two while the tenant moves. */
  readonly oinClients: readonly OwnOinClient[];
  /** The key to begin with, where there is one. */
  readonly newKey: NewKey | undefined;
  /** What the person says that Okta has said; used once. */
  word: "finish" | "withdraw" | undefined;
  /** Whether a person is told what is done. */
  readonly tells: boolean;
  /** Puts a question to the person; absent where nobody is there to be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Whether the person has agreed to everything beforehand. */
  readonly agrees: boolean;
  /** The command that was given, with further options, as one that asks nothing. */
  readonly withoutAsking: (further?: GivenOptions) => string;
  /** What is sent to Okta once both keys are in force. */
  readonly tellOkta: (old: string, next: string) => string;
}

export interface NewKey {
  /** As the configuration has it: relative to the project's folder. */
  readonly file: string;
  readonly keyId: string;
}

/** Takes one step. `on`: look again where it stands now; a finding: the walk ends here, for now or for good. */
export async function take(step: Step, keys: KeysNow, walk: Walk): Promise<"on" | Finding> {
  switch (step.kind) {
    case "attach": {
      const attached = keys.clients.find(({ clientId }) => clientId === step.clientId)?.attached ?? [];
      return write(
        walk,
        `attach the key ${step.key.keyId} to ${nameOf(step.clientId, walk)}, on which an interrupted up left it`,
        () =>
          attachCredentials(walk.api, {
            clientId: step.clientId,
            credentials: [...attached, step.key].map(({ id }) => id),
            native: isNative(step.clientId, walk),
          }),
      );
    }
    case "delete":
      return write(
        walk,
        `delete the key ${step.key.keyId} from ${nameOf(step.clientId, walk)}, which does not sign in with it`,
        async () => {
          await walk.api.clients.credentials.delete(step.clientId, step.key.id);
        },
      );
    case "up":
      return bringUp(step, walk);
    case "wait":
      return awaitWord(step, keys, walk);
    case "rest":
      return begin(keys, walk);
    case "stray":
      return problem(
        "oin-client.keys",
        `${titleOf(step.clientId, walk)} signs in with ${step.attached.length === 0 ? "no key" : step.attached.join(" and ")}, with none of the configured keys: this is not a change of keys.`,
        `npm run audit -- --stack ${walk.stack.name} tells more; pulumi up --stack ${walk.stack.name} puts the configured keys in place.`,
        { clientId: step.clientId, attached: step.attached },
      );
  }
}

async function bringUp({ adds, removes }: Extract<Step, { kind: "up" }>, walk: Walk): Promise<"on" | Finding> {
  const { stack } = walk;
  tell(walk, "Previewing …");
  const preview = await stack.preview();
  const failure = previewFailure(preview, stack.name);
  if (failure !== undefined) return failure;
  const others = otherChanges(preview);
  if (others.length > 0) {
    return problem(
      "preview",
      `up would change more than the keys: ${others.map(({ op, name }) => `${op} ${name}`).join(", ")}.`,
      [
        `Look at it first: pulumi preview --diff --stack ${stack.name}`,
        `then pulumi up --stack ${stack.name}, then npm run rotate again.`,
      ],
      { others },
    );
  }
  const clients = walk.oinClients.length === 1 ? "the OIN client" : "both OIN clients";
  const changes = [
    ...adds.map((keyId) => `put the key ${keyId} on ${clients}`),
    ...removes.map((keyId) => `take the key ${keyId} off ${clients}`),
  ];
  const what = changes.length > 0 ? changes.join(" and ") : "let the stack's state know which keys the OIN client has";
  // Who has said that Okta uses the new key cannot have meant one that was not there yet.
  if (adds.length > 0) walk.word = undefined;
  return write(walk, what, async () =>
    runFailure("up", await stack.up(walk.tells ? process.stderr : undefined), stack.name, "rotate"),
  );
}

/** Both keys are in force. Only Okta knows when it signs with the new one. */
async function awaitWord(
  { old, next }: Extract<Step, { kind: "wait" }>,
  { configured }: KeysNow,
  walk: Walk,
): Promise<"on" | Finding> {
  const { stack, newKey } = walk;
  if (newKey !== undefined && newKey.keyId !== next && newKey.keyId !== old) {
    return problem(
      "new-key",
      "A change of keys is under way already, and a client has two keys at most.",
      `End it first: npm run rotate -- --stack ${stack.name} --finish (or --withdraw)`,
    );
  }
  let word = walk.word;
  // What a person has answered is an option of the next run; beside it there is no new key to begin with.
  let answered: GivenOptions = {};
  if (word === undefined && walk.ask !== undefined) {
    tell(walk, `\n${walk.tellOkta(old, next)}`);
    if (await walk.ask("Has Okta said that it signs with the new key?"))
      [word, answered] = ["finish", { newKey: undefined, finish: true }];
  }
  if (word === undefined) {
    return ok(
      "rotate",
      `Both keys are in force. Waiting for Okta's word that it signs with ${next}; then: npm run rotate -- --stack ${stack.name} --finish`,
      { waiting: true, old, next, text: walk.tellOkta(old, next) },
    );
  }
  walk.word = undefined;
  const leaves = word === "finish" ? old : next;
  return write(
    walk,
    `take the file of the key ${leaves} out of the configuration of stack ${stack.name}`,
    () => stack.removeConfiguration(pathOf("oktaPublicKeys", configured.indexOf(leaves))),
    answered,
  );
}

async function begin({ configured }: KeysNow, walk: Walk): Promise<"on" | Finding> {
  const { stack, newKey } = walk;
  if (newKey === undefined || configured.includes(newKey.keyId)) {
    return ok(
      "rotate",
      `One key is in force, ${configured.join(", ")}; no change is under way. To begin one: npm run rotate -- --stack ${stack.name} --new-key <file>`,
      { waiting: false },
    );
  }
  return write(walk, `add ${newKey.file} (key ID ${newKey.keyId}) to the configuration of stack ${stack.name}`, () =>
    stack.setConfiguration({ [pathOf("oktaPublicKeys", configured.length)]: newKey.file }),
  );
}

/** Says what it will write, writes it where that is agreed to. */
async function write(
  walk: Walk,
  what: string,
  work: () => Promise<Finding | void>,
  answered: GivenOptions = {},
): Promise<"on" | Finding> {
  tell(walk, `To ${walk.agrees ? "be done" : "do"}: ${what}.`);
  if (!walk.agrees && (await walk.ask?.("Do this?")) !== true) {
    return problem(
      "rotate",
      `It was not agreed to. The next thing to do: ${what}.`,
      `To do it without being asked: ${walk.withoutAsking(answered)}`,
    );
  }
  return (await work()) ?? "on";
}

function titleOf(wanted: string, { oinClients }: Walk): string {
  return oinClients.find(({ clientId }) => clientId === wanted)?.title ?? `The client ${wanted}`;
}

function nameOf(clientId: string, walk: Walk): string {
  return inSentence(titleOf(clientId, walk));
}

function isNative(wanted: string, { oinClients }: Walk): boolean {
  return oinClients.some(({ clientId, flavour }) => clientId === wanted && flavour === "native");
}

function tell({ tells }: Walk, text: string): void {
  if (tells) process.stderr.write(`${text}\n`);
}
