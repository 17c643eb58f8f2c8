// Bindings: which actions run in a trigger's flow, in which order: /actions/triggers/{trigger}/bindings.
import { endpoint, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, notFound } from "../core/errors.ts";
import { pageOf } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { nanoTimestamp } from "../core/time.ts";
import { bindingsBody, TRIGGERS, type BindingsBody } from "./action-schema.ts";
import { boundActionView } from "./action-views.ts";
import { actionById, pageMembers } from "./actions.ts";
import type { ActionRow, Binding } from "../rows/actions.ts";

export const bindings: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/actions/triggers/:trigger_id/bindings",
    scopes: ["read:actions"],
    handle: ({ state, param, query }) => {
      const trigger = triggerId(param("trigger_id"));
      const page = pageOf(query, state.bindings.get(trigger)?.bindings ?? [], { defaultPerPage: 20 });
      // `total` counts what is on this page.
      return ok({
        bindings: page.rows.map((row) => view(state, trigger, row)),
        ...pageMembers(page, page.rows.length),
      });
    },
  }),
  endpoint({
    method: "PATCH",
    path: "/actions/triggers/:trigger_id/bindings",
    scopes: ["update:actions"],
    body: bindingsBody,
    handle: (call) => {
      const trigger = triggerId(call.param("trigger_id"));
      const rows = replaced(call, trigger);
      call.state.bindings.put({ trigger_id: trigger, bindings: rows });
      return ok({ bindings: rows.map((row) => view(call.state, trigger, row)) });
    },
  }),
];

function triggerId(id: string): string {
  if (!TRIGGERS.some((trigger) => trigger.id === id)) throw notFound("That trigger does not exist.");
  return id;
}

/** The flow as the request wants it: every binding is new, even of an action that was bound before. */
function replaced({ state, body, ids, now }: Call<BindingsBody>, trigger: string): Binding[] {
  const at = nanoTimestamp(now);
  const old = state.bindings.get(trigger)?.bindings ?? [];
  return body.bindings.map(({ ref, display_name }) => {
    const action = referred(state, old, ref);
    if (!action.supported_triggers.some(({ id }) => id === trigger)) {
      throw badRequest(`The action '${action.name}' does not support the trigger '${trigger}'.`, "invalid_binding");
    }
    if (action.deployed_version_id === undefined) {
      throw badRequest("Trying to create a binding for an action that has not been deployed yet", "invalid_binding");
    }
    return {
      id: ids.next("binding"),
      action_id: action.id,
      display_name: display_name ?? action.name,
      created_at: at,
      updated_at: at,
    };
  });
}

function referred(state: State, old: readonly Binding[], ref: BindingsBody["bindings"][number]["ref"]): ActionRow {
  switch (ref.type) {
    case "action_id":
      return actionById(state, ref.value);
    case "action_name": {
      const action = state.actions.find(({ name }) => name === ref.value);
      if (action === undefined) throw notFound("That action does not exist.");
      return action;
    }
    case "binding_id": {
      const binding = old.find(({ id }) => id === ref.value);
      if (binding === undefined) throw notFound("That binding does not exist.");
      return actionById(state, binding.action_id);
    }
  }
}

function view(state: State, trigger: string, { action_id, ...row }: Binding): object {
  return { ...row, trigger_id: trigger, action: boundActionView(state, actionById(state, action_id)) };
}
