import * as auth0 from "@pulumi/auth0";
import type * as pulumi from "@pulumi/pulumi";
import { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { NO_IDENTITY } from "./no-identity.ts";

export interface BoundActionArgs {
  /** Name of the Action, which its binding shows too. */
  actionName: string;
  /** The Action's code: the text of a file in actions/, to the letter. */
  code: string;
  /** Values that the code reads from `event.secrets`, by their names. */
  secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** ID of an Action made by hand that is taken over. Default: none, the Action is made. */
  importId?: string | undefined;
  /** Whether that Action's binding is there already. Default: `false`, the binding is made. */
  importBinding?: boolean | undefined;
  /**
   * A binding of ours that must be written before this one. The plugin binds by reading the whole flow and writing it
   * back, so that two at the same time lose one. Default: none.
   */
  after?: BoundAction | undefined;
}

/** A post-login Action and its binding, as they were declared. */
export interface BoundAction {
  readonly action: auth0.Action;
  readonly binding: auth0.TriggerAction;
}

/**
 * A post-login Action, deployed, and one binding of it at the end of the post-login flow, as children of `parent`.
 * The other actions of the flow and their order stay.
 */
export function boundAction(parent: pulumi.ComponentResource, name: string, args: BoundActionArgs): BoundAction {
  const { trigger } = POST_LOGIN_ACTION;
  const action = new auth0.Action(
    `${name}-action`,
    {
      name: args.actionName,
      supportedTriggers: { id: trigger, version: POST_LOGIN_ACTION.triggerVersion },
      runtime: POST_LOGIN_ACTION.runtime,
      code: args.code,
      deploy: true,
      secrets: Object.entries(args.secrets).map(([secret, value]) => ({ name: secret, value })),
    },
    { parent, ...(args.importId === undefined ? {} : { import: args.importId }) },
  );

  // TriggerAction appends one binding; TriggerActions would own the whole flow and unbind everybody else's.
  const binding = new auth0.TriggerAction(
    `${name}-binding`,
    { trigger, actionId: action.id, displayName: args.actionName },
    {
      parent,
      ...NO_IDENTITY,
      ...(args.after === undefined ? {} : { dependsOn: [args.after.binding] }),
      ...(args.importId !== undefined && args.importBinding === true ? { import: `${trigger}::${args.importId}` } : {}),
    },
  );
  return { action, binding };
}
