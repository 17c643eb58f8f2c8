// One action's place in a flow. The others keep theirs: the list is read, changed at one place and written back.
import type { Api, JsonObject } from "../management/api.ts";
import { Gone, orGone } from "../management/errors.ts";
import { allOf, byNumber } from "../management/listing.ts";
import { text } from "../schema/attribute.ts";
import { oneOf } from "../schema/validators.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Values } from "../schema/value.ts";
import { compositeId } from "./composite-id.ts";
import type { Resource } from "./resource.ts";

/** The flows that actions can be bound to. */
export const TRIGGERS = [
  "post-login",
  "credentials-exchange",
  "pre-user-registration",
  "post-user-registration",
  "post-change-password",
  "send-phone-message",
  "password-reset-post-challenge",
  "custom-email-provider",
  "custom-phone-provider",
  "login-post-identifier",
  "signup-post-identifier",
];

interface Binding {
  readonly actionId: string;
  readonly displayName: string;
}

const ids = compositeId("trigger", "actionId");
const path = (state: Values) => ["actions", "triggers", textOf(state["trigger"]), "bindings"];

function bindingOf(said: Values): Binding {
  return { actionId: textOf(valuesOf(said["action"])["id"]), displayName: textOf(said["display_name"]) };
}

/** A write starts from the first page alone: flows are no longer than that. */
async function firstPage(api: Api, state: Values): Promise<Binding[]> {
  return listOf((await api.get(path(state), { per_page: 50 }))["bindings"]).map((said) => bindingOf(valuesOf(said)));
}

async function allPages(api: Api, state: Values): Promise<Binding[]> {
  return (await orGone(allOf(byNumber(api, path(state), "bindings")))).map(bindingOf);
}

function bind(api: Api, state: Values, bindings: readonly Binding[]): Promise<JsonObject> {
  return api.patch(path(state), {
    bindings: bindings.map(({ actionId, displayName }) => ({
      ref: { type: "action_id", value: actionId },
      display_name: displayName,
    })),
  });
}

export const triggerAction: Resource = {
  type: "auth0:index/triggerAction:TriggerAction",
  name: "auth0_trigger_action",
  fields: {
    trigger: text({ required: true, replaces: true, validate: oneOf(...TRIGGERS) }),
    actionId: text({ required: true, replaces: true }),
    displayName: text({ adopted: true }),
  },
  create: async ({ api, planned }) => {
    const current = await firstPage(api, planned);
    const actionId = textOf(planned["actionId"]);
    if (!current.some((binding) => binding.actionId === actionId)) {
      const displayName =
        textOf(planned["displayName"]) || textOf((await api.get(["actions", "actions", actionId]))["name"]);
      await bind(api, planned, [...current, { actionId, displayName }]);
    }
    return ids.join(planned);
  },
  read: async ({ api, state }) => {
    const ours = (await allPages(api, state)).find((binding) => binding.actionId === state["actionId"]);
    if (!ours) throw new Gone("The action is not bound to this trigger.");
    return { displayName: ours.displayName };
  },
  update: async ({ api, planned }) => {
    const current = await allPages(api, planned);
    if (!current.some((binding) => binding.actionId === planned["actionId"]))
      throw new Gone("The action is not bound to this trigger.");
    const changed = current.map((binding) =>
      binding.actionId === planned["actionId"] ? { ...binding, displayName: textOf(planned["displayName"]) } : binding,
    );
    await orGone(bind(api, planned, changed));
  },
  delete: async ({ api, state }) => {
    const current = await orGone(firstPage(api, state));
    await orGone(
      bind(
        api,
        state,
        current.filter((binding) => binding.actionId !== state["actionId"]),
      ),
    );
  },
  importState: ids.importState,
};
