/** The post-login Actions, each with its place in the flow: the guide's one, and the optional ones of the native flavour. */
import type { Management } from "auth0";
import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../../actions/code.ts";
import { POST_LOGIN_ACTION } from "../../../contract/guide.ts";
import { ofType, type StackState } from "../../state.ts";
import { differing } from "../difference.ts";
import { type Found, type NativeFound, ownBindings } from "../found.ts";
import { object } from "../found-object.ts";
import { declaredAction, isDeclared, NATIVE_ACTION_KINDS, type NativeAction } from "../native-actions.ts";
import { type AdoptObject, type ObjectPlan, optional } from "../object.ts";
import { insideNative, lacks, outsideNative } from "../own.ts";

export const guideAction: AdoptObject<Found> = {
  describe(found) {
    const [bound] = ownBindings(found);
    return [object("Action", found.action?.id, found.action?.name), object("binding", bound?.id, bound?.display_name)];
  },
  differences(found) {
    const { action } = found;
    if (action === undefined) return [];
    const [bound] = ownBindings(found);
    return [
      ...differing("Action", [
        ["name", action.name, POST_LOGIN_ACTION.name],
        ["runtime", action.runtime, POST_LOGIN_ACTION.runtime],
        ["code", digest(action.code ?? ""), digest(EXPRESS_CONFIGURE_POST_LOGIN)],
        ["dependencies", dependenciesOf(action), []],
      ]),
      ...(bound === undefined
        ? []
        : differing("binding", [["display_name", bound.display_name, POST_LOGIN_ACTION.name]])),
    ];
  },
  plan: (found, { state }) =>
    planOf({ ...found, code: EXPRESS_CONFIGURE_POST_LOGIN }, outsideNative(state), ["action", "binding"]),
};

const NAME = { admins: "admins Action", domainAliases: "domain aliases Action" } as const;

export function nativeAction(kind: NativeAction): AdoptObject<NativeFound> {
  const { name, code, component } = NATIVE_ACTION_KINDS[kind];
  return {
    describe(found, { configuration }) {
      if (!isDeclared(kind, configuration)) return [];
      const action = declaredAction(kind, found, configuration);
      const [bound] = ownBindings({ ...found, action });
      return [
        {
          ...object(NAME[kind], action?.id, action?.name),
          ...(action === undefined ? {} : { used: bound === undefined ? "not bound; up binds it" : "bound" }),
        },
      ];
    },
    differences(found, { configuration }) {
      const action = declaredAction(kind, found, configuration);
      if (action === undefined) return [];
      const [bound] = ownBindings({ ...found, action });
      return differing(NAME[kind], [
        ["name", action.name, name],
        ["runtime", action.runtime, POST_LOGIN_ACTION.runtime],
        ["code", action.code === code ? "this project's" : "other code", "this project's"],
        ["dependencies", dependenciesOf(action), []],
        ["binding", bound === undefined ? "none" : bound.display_name, name],
      ]);
    },
    plan: (found, { configuration, state }) =>
      planOf(
        { action: declaredAction(kind, found, configuration), flow: found.flow, code },
        insideNative(state, component),
        [`${kind}Action`, `${kind}Binding`],
      ),
  };
}

/** Code as a difference can show it: how long it is, and whether it is this project's. */
function digest(code: string): string {
  return code === EXPRESS_CONFIGURE_POST_LOGIN ? "this project's" : `other code, ${code.split("\n").length} lines`;
}

const dependenciesOf = ({ dependencies }: Management.Action): (string | undefined)[] =>
  (dependencies ?? []).map(({ name }) => name);

/** Takes over an Action and its binding, and deploys one that an `up` was stopped before it deployed. */
function planOf(
  found: Pick<Found, "flow"> & { readonly action?: Management.Action | undefined; readonly code: string },
  own: StackState,
  [actionId, bindingId]: readonly ["action" | `${NativeAction}Action`, "binding" | `${NativeAction}Binding`],
): ObjectPlan {
  const { action, code } = found;
  return {
    adopt: {
      ...(lacks(own, "Action", "TriggerAction") ? optional(actionId, action?.id) : {}),
      ...(lacks(own, "TriggerAction") && ownBindings(found).length > 0
        ? { [bindingId]: POST_LOGIN_ACTION.trigger }
        : {}),
    },
    deploy: leftUndeployed(action, code, own),
  };
}

/** The plugin deploys when it writes the Action; where that was cut short, state and draft agree, and nothing is written again. */
function leftUndeployed(action: Management.Action | undefined, code: string, own: StackState): string[] {
  if (action?.id === undefined || action.code !== code || action.deployed_version?.code === code) return [];
  return ofType(own, "Action").some(({ id }) => id === action.id) ? [action.id] : [];
}
