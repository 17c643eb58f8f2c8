import * as pulumi from "@pulumi/pulumi";
import type { Management, ManagementClient } from "auth0";
import { apiCommand } from "../config/shell.ts";
import { POST_LOGIN_ACTION } from "../contract/guide.ts";
import { inWords } from "./management-api.ts";

const BINDING = "auth0:index/triggerAction:TriggerAction";

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
    api.actions.triggers.bindings.list(trigger, { per_page: 50 }),
    api.actions.list({ triggerId: trigger, deployed: true, per_page: 100 }),
  ]);
  return { bindings: bindings.data, actions: actions.data };
}

/**
 * A transformation: where an Action is bound, the flow is read right before and right after, and the run says what
 * somebody else's write at the same time has cost. The API replaces the flow whole and takes no precondition, and the plugin
 * writes back what it has read: a write between its read and its write is lost.
 */
export function watchPostLoginFlow(api: ManagementClient): pulumi.ResourceTransformation {
  return ({ type, name, props, opts }) => {
    if (type !== BINDING) return undefined;
    const stack = pulumi.getStack();
    let before: Flow | undefined;
    const look = new pulumi.ResourceHook(`${name}-flow-is-read`, async () => {
      // What is lost can then not be told, which is no reason not to bind.
      before = await inWords(readFlow(api)).catch(() => undefined);
    });
    const compare = new pulumi.ResourceHook(`${name}-flow-is-as-before`, async ({ newInputs }) => {
      const { actionId } = newInputs as { readonly actionId: string };
      if (before === undefined) return;
      const { others, own } = lost(before, await inWords(readFlow(api)), actionId, stack, new Date());
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
  const isBound = (flow: Flow, id: string): boolean => flow.bindings.some(({ action }) => action?.id === id);
  const gone = before.bindings.filter(({ action }) => !isBound(after, idOf(action)));
  const fresh = after.actions.filter(
    (action) =>
      idOf(action) !== actionId &&
      !isBound(before, idOf(action)) &&
      !isBound(after, idOf(action)) &&
      Date.parse(String(action.deployed_version?.built_at)) > now.getTime() - JUST_DEPLOYED,
  );
  // In the order of before; what came after it stays behind.
  const whole = [...before.bindings, ...after.bindings.filter(({ action }) => !isBound(before, idOf(action)))].map(
    ({ action, display_name }) => bindingOf(idOf(action), display_name),
  );
  const others = [
    ...(gone.length === 0
      ? []
      : [
          `${named(gone.map(({ action, display_name }) => display_name ?? action?.name ?? ""))} left the post-login flow while this stack's Action was bound: somebody took it out, or a write at the same time undid it. It does not run at logins any more.`,
          "If it shall run, this puts it back:",
          writeCommand(stack, whole),
        ]),
    ...(fresh.length === 0
      ? []
      : [
          `${named(fresh.map(({ name }) => name ?? ""))} was deployed within the last ten minutes and is not in the post-login flow. If somebody bound it while this stack's Action was bound, that is lost: the Management API replaces the flow whole.`,
          "If it shall run, this binds it, at the end:",
          writeCommand(stack, [...whole, ...fresh.map((action) => bindingOf(idOf(action), action.name))]),
        ]),
  ];
  return {
    ...(others.length === 0 ? {} : { others: others.join("\n") }),
    ...(isBound(after, actionId)
      ? {}
      : {
          own: `the stack's Action ${actionId} was bound and is not in the post-login flow: somebody else wrote the flow at the same time, from what it was before.\nThis binds it again:\npulumi up --stack ${stack}`,
        }),
  };
}

const idOf = (action: { readonly id?: string | undefined } | undefined): string => action?.id ?? "";

const named = (names: readonly string[]): string =>
  `${names.length === 1 ? "The Action" : "Each of the Actions"} ${names.map((name) => `"${name}"`).join(", ")}`;

function bindingOf(id: string, name: string | undefined): Record<string, unknown> {
  return { ref: { type: "action_id", value: id }, ...(name === undefined ? {} : { display_name: name }) };
}

function writeCommand(stack: string, bindings: readonly Record<string, unknown>[]): string {
  return apiCommand(stack, "patch", `actions/triggers/${POST_LOGIN_ACTION.trigger}/bindings`, { bindings });
}
