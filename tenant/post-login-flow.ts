import * as pulumi from "@pulumi/pulumi";
import type { Management, ManagementClient } from "auth0";
import { apiCommand } from "../config/shell.ts";
import { POST_LOGIN_ACTION } from "../contract/guide.ts";
import { NATIVE_ACTIONS } from "../contract/native.ts";
import { readBindings } from "./bindings.ts";
import { inWords } from "./management-api.ts";

const BINDING = "auth0:index/triggerAction:TriggerAction";

/** How a binding's name ends in the stack. */
const BOUND_SUFFIX = "-binding";

/** How often the end of the program is looked at: twice before the engine deletes, once after. */
const LOOKS = 3;

/** What fails where the plugin does not find what it has just written. */
const NOT_THERE = /nil state/;

/** The post-login flow, and the Actions that could be in it, at one time. */
export interface Flow {
  readonly bindings: readonly Management.ActionBinding[];
  readonly actions: readonly Management.Action[];
}

/** Reads it (`read:actions`): 20 Actions at most are bound, and 100 are there. */
export async function readFlow(api: ManagementClient): Promise<Flow> {
  const { trigger } = POST_LOGIN_ACTION;
  const [bindings, actions] = await Promise.all([
    readBindings(api),
    api.actions.list({ triggerId: trigger, deployed: true, per_page: 100 }),
  ]);
  return { bindings, actions: actions.data };
}

/** The names of the stack's own Actions. */
const OWN: ReadonlySet<string> = new Set([POST_LOGIN_ACTION.name, ...Object.values(NATIVE_ACTIONS)]);

/** How many bindings of the stack's own Actions the flow has. */
const ownBindings = ({ bindings }: Flow): number => bindings.filter(isOwn).length;

const isOwn = ({ action }: Management.ActionBinding): boolean => OWN.has(action?.name ?? "");

/**
 * A transformation: where an Action is bound or taken out, the flow is read before and right after, and the run says what
 * somebody else's write at the same time has cost. The API replaces the flow whole and takes no precondition, and the plugin
 * writes back what it has read: a write between its read and its write is lost.
 * `inState` are the names of the stack's resources before the run.
 */
export function watchPostLoginFlow(api: ManagementClient, inState: ReadonlySet<string>): pulumi.ResourceTransformation {
  const toBeTakenOut = new Set([...inState].filter((name) => name.endsWith(BOUND_SUFFIX)));
  const atFirst =
    pulumi.runtime.isDryRun() || toBeTakenOut.size === 0 ? undefined : readFlow(api).catch(() => undefined);
  if (atFirst !== undefined) watchUnbinding(api, atFirst, () => toBeTakenOut.size > 0);
  return ({ type, name, props, opts }) => {
    if (type !== BINDING) return undefined;
    toBeTakenOut.delete(name);
    const stack = pulumi.getStack();
    let before: Flow | undefined;
    const look = new pulumi.ResourceHook(`${name}-flow-is-read`, async () => {
      // What is lost can then not be told, which is no reason not to bind.
      before = await inWords(readFlow(api)).catch(() => undefined);
    });
    const compare = new pulumi.ResourceHook(`${name}-flow-is-as-before`, async ({ newInputs }) => {
      const { actionId } = newInputs as { readonly actionId: string };
      // One that is made anew was taken out first: what that cost is gone from what was read since.
      const start = (inState.has(name) ? await atFirst : undefined) ?? before;
      if (start === undefined) return;
      const { others, own } = lost(start, await inWords(readFlow(api)), actionId, stack, new Date());
      if (others !== undefined) await pulumi.log.warn(others);
      if (own !== undefined) throw new pulumi.RunError(own);
    });
    const tellAll = new pulumi.ErrorHook(`${name}-flow-after-failure`, async ({ newInputs = {}, errors }) => {
      const { actionId } = newInputs as { readonly actionId?: string };
      if (before === undefined || actionId === undefined) return false;
      const after = await inWords(readFlow(api)).catch(() => before);
      const { others, own } = lost(before, after ?? before, actionId, stack, new Date());
      // The plugin reads again too, in its own words; any other failure has bound nothing.
      const says = [others, errors.some((error) => NOT_THERE.test(error)) ? own : undefined];
      for (const text of says) if (text !== undefined) await pulumi.log.error(text);
      return false;
    });
    const {
      beforeCreate = [],
      afterCreate = [],
      beforeUpdate = [],
      afterUpdate = [],
      onError = [],
      ...hooks
    } = opts.hooks ?? {};
    return {
      props,
      opts: {
        ...opts,
        hooks: {
          ...hooks,
          beforeCreate: [...beforeCreate, look],
          afterCreate: [...afterCreate, compare],
          beforeUpdate: [...beforeUpdate, look],
          afterUpdate: [...afterUpdate, compare],
          onError: [...onError, tellAll],
        },
      },
    };
  };
}

/**
 * Tells, at the end of the run, what it cost to take Actions out of the flow. The engine deletes once the program has come to
 * its end, and a hook at the deletion would be written into the state, where a `pulumi destroy`, which runs no program, fails
 * for it. The SDK keeps the program until the engine is done; Node tells when there is nothing left to do, before that and
 * after it.
 */
function watchUnbinding(api: ManagementClient, atFirst: Promise<Flow | undefined>, isNeeded: () => boolean): void {
  const stack = pulumi.getStack();
  let looks = 0;
  const look = async (): Promise<void> => {
    const before = await atFirst;
    const after = await readFlow(api).catch(() => undefined);
    if (before === undefined || after === undefined || ownBindings(after) >= ownBindings(before)) return;
    looks = LOOKS;
    const said = lostByUnbinding(before, after, stack, new Date());
    if (said !== undefined) await pulumi.log.warn(said);
  };
  process.on("beforeExit", () => {
    if (isNeeded() && looks++ < LOOKS) void look();
  });
}

/** Who deploys an Action binds it next: this long before ours was bound, in milliseconds. */
const JUST_DEPLOYED = 10 * 60_000;

/**
 * What of the flow is not as it was, for a person: `others`, where other Actions are gone from it, or were deployed just now
 * and are not in it; `own`, where the stack's Action is not in it.
 */
export function lost(
  before: Flow,
  after: Flow,
  actionId: string,
  stack: string,
  now: Date,
): { readonly others?: string; readonly own?: string } {
  const others = othersLost(before, after, "was bound", stack, now, actionId);
  return {
    ...(others === undefined ? {} : { others }),
    ...(isBound(after, actionId)
      ? {}
      : {
          own: `the stack's Action ${actionId} was bound and is not in the post-login flow: somebody else wrote the flow at the same time, from what it was before.\nThis binds it again:\npulumi up --stack ${stack}`,
        }),
  };
}

/** The same where the stack's own Actions were taken out of the flow: what became of the others, or undefined for nothing. */
export function lostByUnbinding(before: Flow, after: Flow, stack: string, now: Date): string | undefined {
  return othersLost(before, after, "was taken out", stack, now);
}

/** The stack's own Actions are no loss: one that is bound is told elsewhere, and one that was taken out was meant to be. */
function othersLost(
  before: Flow,
  after: Flow,
  done: "was bound" | "was taken out",
  stack: string,
  now: Date,
  actionId?: string,
): string | undefined {
  const kept = before.bindings.filter(
    (binding) => done === "was bound" || !isOwn(binding) || isBound(after, idOf(binding.action)),
  );
  const gone = kept.filter(({ action }) => !isBound(after, idOf(action)));
  const fresh = after.actions.filter(
    (action) =>
      idOf(action) !== actionId &&
      !isBound(before, idOf(action)) &&
      !isBound(after, idOf(action)) &&
      Date.parse(String(action.deployed_version?.built_at)) > now.getTime() - JUST_DEPLOYED,
  );
  // In the order of before; what came after it stays behind.
  const whole = [...kept, ...after.bindings.filter(({ action }) => !isBound(before, idOf(action)))].map(
    ({ action, display_name }) => bindingOf(idOf(action), display_name),
  );
  const others = [
    ...(gone.length === 0
      ? []
      : [
          `${named(gone.map(({ action, display_name }) => display_name ?? action?.name ?? ""))} left the post-login flow while this stack's Action ${done}: somebody took it out, or a write at the same time undid it. It does not run at logins any more.`,
          "If it shall run, this puts it back:",
          writeCommand(stack, whole),
        ]),
    ...(fresh.length === 0
      ? []
      : [
          `${named(fresh.map(({ name }) => name ?? ""))} was deployed within the last ten minutes and is not in the post-login flow. If somebody bound it while this stack's Action ${done}, that is lost: the Management API replaces the flow whole.`,
          "If it shall run, this binds it, at the end:",
          writeCommand(stack, [...whole, ...fresh.map((action) => bindingOf(idOf(action), action.name))]),
        ]),
  ];
  return others.length === 0 ? undefined : others.join("\n");
}

const isBound = (flow: Flow, id: string): boolean => flow.bindings.some(({ action }) => idOf(action) === id);

const idOf = (action: { readonly id?: string | undefined } | undefined): string => action?.id ?? "";

const named = (names: readonly string[]): string =>
  `${names.length === 1 ? "The Action" : "Each of the Actions"} ${names.map((name) => `"${name}"`).join(", ")}`;

function bindingOf(id: string, name: string | undefined): Record<string, unknown> {
  return { ref: { type: "action_id", value: id }, ...(name === undefined ? {} : { display_name: name }) };
}

function writeCommand(stack: string, bindings: readonly Record<string, unknown>[]): string {
  return apiCommand(stack, "patch", `actions/triggers/${POST_LOGIN_ACTION.trigger}/bindings`, { bindings });
}
