import type { Api, JsonObject } from "../management/api.ts";
import { actionFields, readAction } from "../resources/action.ts";
import { text } from "../schema/attribute.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Values } from "../schema/value.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

const eitherOne = ["id", "name"];

/** By name where no ID is given: the API finds exact names alone. */
async function findAction(api: Api, args: Values): Promise<JsonObject> {
  const id = textOf(args["id"]);
  if (id !== "") return api.get(["actions", "actions", id]);
  const name = textOf(args["name"]);
  const found = listOf((await api.get(["actions", "actions"], { actionName: name, per_page: 50 }))["actions"]);
  if (found.length !== 1) throw new Error(`No action found with "name" = ${JSON.stringify(name)}`);
  return valuesOf(found[0]) as JsonObject;
}

export const getAction: Lookup = {
  token: "auth0:index/getAction:getAction",
  arguments: { id: text({ atLeastOneOf: eitherOne }), name: text({ atLeastOneOf: eitherOne }) },
  read: async (api, args) => {
    const action = await findAction(api, args);
    return { ...resultsOf(actionFields, readAction(action, {})), id: textOf(action["id"]) };
  },
};
