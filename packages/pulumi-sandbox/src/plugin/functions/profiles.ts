// The two profiles of self-service: how its connections look, and how users' attributes map.
import type { Api, JsonObject } from "../management/api.ts";
import { orGone, verbatim } from "../management/errors.ts";
import { connectionProfileFields, readConnectionProfile } from "../resources/connection-profile.ts";
import { readUserAttributeProfile, userAttributeProfileFields } from "../resources/user-attribute-profile.ts";
import { text } from "../schema/attribute.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Values } from "../schema/value.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

const eitherOne = ["user_attribute_profile_id", "name"];

async function findUserAttributeProfile(api: Api, args: Values): Promise<JsonObject> {
  const id = textOf(args["userAttributeProfileId"]);
  if (id !== "") return orGone(api.get(["user-attribute-profiles", id]));
  const name = textOf(args["name"]);
  const answer = await api.get(["user-attribute-profiles"]);
  const found = listOf(answer["user_attribute_profiles"])
    .map(valuesOf)
    .find((profile) => profile["name"] === name);
  if (!found) throw new Error(`No User Attribute Profile found with name ${JSON.stringify(name)}`);
  return found as JsonObject;
}

export const getUserAttributeProfile: Lookup = {
  token: "auth0:index/getUserAttributeProfile:getUserAttributeProfile",
  arguments: { userAttributeProfileId: text({ atLeastOneOf: eitherOne }), name: text({ atLeastOneOf: eitherOne }) },
  read: async (api, args) => {
    const profile = await findUserAttributeProfile(api, args);
    return {
      ...resultsOf(userAttributeProfileFields, readUserAttributeProfile(profile)),
      id: textOf(profile["id"]) || textOf(args["userAttributeProfileId"]),
    };
  },
};

export const getConnectionProfile: Lookup = {
  token: "auth0:index/getConnectionProfile:getConnectionProfile",
  arguments: { id: text({ required: true }) },
  read: async (api, args) => {
    const profile = await verbatim(api.get(["connection-profiles", textOf(args["id"])]));
    return { ...resultsOf(connectionProfileFields, readConnectionProfile(profile, {})), id: textOf(profile["id"]) };
  },
};
