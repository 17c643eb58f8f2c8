// The whole set of scopes (permissions) of a resource server.
import type { JsonObject } from "../management/api.ts";
import { orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { blockSet, text } from "../schema/attribute.ts";
import { inOrder } from "../schema/sets.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { Resource } from "./resource.ts";

const scope = { name: text({ required: true, wire: "value" }), description: text() };
const scopes = blockSet(scope, { required: true });

const path = (identifier: Value | undefined) => ["resource-servers", textOf(identifier)];

function body(inputs: Values): JsonObject {
  return { scopes: inOrder(scopes, listOf(inputs["scopes"])).map((element) => toWire(scope, valuesOf(element))) };
}

function scopesOf(answer: JsonObject): Values[] {
  return listOf(answer["scopes"]).map((element) => fromWire(scope, valuesOf(element)));
}

export const resourceServerScopes: Resource = {
  type: "auth0:index/resourceServerScopes:ResourceServerScopes",
  name: "auth0_resource_server_scopes",
  fields: { resourceServerIdentifier: text({ required: true, replaces: true }), scopes },
  create: async ({ api, inputs, planned }) => {
    const existing = await api.get(path(planned["resourceServerIdentifier"]));
    refuseToErase(existing, body(inputs));
    await api.patch(path(planned["resourceServerIdentifier"]), body(inputs));
    return textOf(planned["resourceServerIdentifier"]);
  },
  read: async ({ api, id }) => {
    const answer = await orGone(api.get(path(id)));
    return { resourceServerIdentifier: textOf(answer["identifier"]), scopes: scopesOf(answer) };
  },
  update: async ({ api, inputs, planned }) =>
    void (await orGone(api.patch(path(planned["resourceServerIdentifier"]), body(inputs)))),
  delete: async ({ api, id }) => void (await orGone(api.patch(path(id), { scopes: [] }))),
};

/** Scopes that others gave the resource server would be lost. */
function refuseToErase(existing: JsonObject, wanted: JsonObject): void {
  const present = listOf(existing["scopes"]);
  if (present.length === 0 || JSON.stringify(present) === JSON.stringify(wanted["scopes"])) return;
  throw new Error(
    "Resource Server with non empty scopes: \nThe resource server already has scopes attached to it. Import the resource instead in order to proceed with the changes. " +
      `Run: 'terraform import auth0_resource_server_scopes.<given-name> ${textOf(existing["identifier"])}'.`,
  );
}
