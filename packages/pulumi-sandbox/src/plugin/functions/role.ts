import type { Api, JsonObject } from "../management/api.ts";
import { HUNDRED_BY_MARK, allOf, byMark, byNumber, firstOf } from "../management/listing.ts";
import { fromWire } from "../management/wire.ts";
import { readPermissions, rolePermissions } from "../resources/role-permissions.ts";
import { role } from "../resources/role.ts";
import { flag, set, text } from "../schema/attribute.ts";
import { textOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

const eitherOne = ["role_id", "name"];
const assigned = { permissions: rolePermissions.fields["permissions"] ?? set(), users: set() };

async function findByName(api: Api, name: string): Promise<JsonObject> {
  const found = await firstOf(
    byNumber(api, ["roles"], "roles", { include_totals: true, name_filter: name }),
    (candidate) => candidate["name"] === name,
  );
  if (!found) throw new Error(`No role found with "name" = ${JSON.stringify(name)}`);
  return found;
}

async function members(api: Api, id: string): Promise<string[]> {
  const users = await allOf(byMark(api, ["roles", id, "users"], "users", HUNDRED_BY_MARK));
  return users.map((user) => textOf(user["user_id"]));
}

export const getRole: Lookup = {
  token: "auth0:index/getRole:getRole",
  arguments: {
    roleId: text({ atLeastOneOf: eitherOne }),
    name: text({ atLeastOneOf: eitherOne }),
    skipPermissions: flag({ default: false }),
    skipUsers: flag({ default: false }),
  },
  read: async (api, args): Promise<Values> => {
    const given = textOf(args["roleId"]);
    const answer = given === "" ? await findByName(api, textOf(args["name"])) : await api.get(["roles", given]);
    const id = textOf(answer["id"]) || given;
    const permissions: Value[] = args["skipPermissions"] === true ? [] : await readPermissions(api, id);
    const users = args["skipUsers"] === true ? [] : await members(api, id);
    return { ...fromWire(role.fields, answer), id, ...resultsOf(assigned, { permissions, users }) };
  },
};
