// A whole flow: the actions that are given are all that is in it, in that order. What else was bound is unbound.
import type { JsonObject } from "../management/api.ts";
import { orGone } from "../management/errors.ts";
import { allOf, byNumber } from "../management/listing.ts";
import { blocks, text } from "../schema/attribute.ts";
import { oneOf } from "../schema/validators.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Resource, Write } from "./resource.ts";
import { TRIGGERS } from "./trigger-action.ts";

const path = (trigger: string) => ["actions", "triggers", trigger, "bindings"];

async function bindAll({ api, planned }: Write): Promise<string> {
  const trigger = textOf(planned["trigger"]);
  const bindings = listOf(planned["actions"])
    .map(valuesOf)
    .map(({ id, displayName }): JsonObject => ({
      ref: { type: "action_id", value: textOf(id) },
      display_name: textOf(displayName),
    }));
  await orGone(api.patch(path(trigger), { bindings }));
  return trigger;
}

export const triggerActions: Resource = {
  type: "auth0:index/triggerActions:TriggerActions",
  name: "auth0_trigger_actions",
  fields: {
    trigger: text({ required: true, replaces: true, validate: oneOf(...TRIGGERS) }),
    actions: blocks({ id: text({ required: true }), displayName: text({ required: true }) }, { required: true }),
  },
  create: bindAll,
  read: async ({ api, id }) => {
    const found = await orGone(allOf(byNumber(api, path(id), "bindings")));
    return {
      trigger: id,
      actions: found.map((binding) => ({
        id: textOf(valuesOf(binding["action"])["id"]),
        displayName: textOf(binding["display_name"]),
      })),
    };
  },
  update: async (write) => void (await bindAll(write)),
  delete: async ({ api, id }) => void (await orGone(api.patch(path(id), { bindings: [] }))),
};
