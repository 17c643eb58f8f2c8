import type { JsonObject } from "../management/api.ts";
import { orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { flag, list, text } from "../schema/attribute.ts";
import { notEmpty, oneOf, oneOfAnyCase } from "../schema/validators.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { Resource, Write } from "./resource.ts";

const fields = {
  clientId: text({ replaces: true, conflictsWith: ["default_for"], atLeastOneOf: ["client_id", "default_for"] }),
  audience: text({ required: true, replaces: true }),
  scopes: list({ wire: "scope", validateEach: notEmpty }),
  organizationUsage: text({ validate: oneOfAnyCase("allow", "deny", "require") }),
  allowAnyOrganization: flag(),
  subjectType: text({ adopted: true, replaces: true, validate: oneOfAnyCase("client", "user") }),
  authorizationDetailsTypes: list({ validateEach: notEmpty }),
  isSystem: flag({ computed: true }),
  defaultFor: text({
    replaces: true,
    validate: oneOf("third_party_clients"),
    conflictsWith: ["client_id"],
    atLeastOneOf: ["client_id", "default_for"],
  }),
  allowAllScopes: flag(),
};

const AT_CREATION = ["clientId", "audience", "subjectType", "defaultFor"];
const CHANGEABLE = [
  "scopes",
  "allowAnyOrganization",
  "organizationUsage",
  "authorizationDetailsTypes",
  "allowAllScopes",
];

function body({ inputs, isNew, changed }: Write): JsonObject {
  const sent = isNew ? [...AT_CREATION, ...CHANGEABLE] : CHANGEABLE.filter(changed);
  return toWire(fields, Object.fromEntries(sent.map((property) => [property, inputs[property] ?? null])));
}

/** An absent subject type means the client itself. */
const subject = (value: Value | undefined) => textOf(value) || "client";

function refuse(inputs: Values, planned: Values): string | undefined {
  const scopes = inputs["scopes"] ?? null;
  if (planned["allowAllScopes"] === true)
    return listOf(scopes).length > 0
      ? "`scopes` cannot be provided when `allow_all_scopes` is set to `true`"
      : undefined;
  return scopes === null ? "either `scopes` must be provided or `allow_all_scopes` must be set to `true`" : undefined;
}

export const clientGrant: Resource = {
  type: "auth0:index/clientGrant:ClientGrant",
  name: "auth0_client_grant",
  fields,
  refuse,
  create: async (write) => {
    const { api, planned } = write;
    const clientId = textOf(planned["clientId"]);
    if (clientId !== "") {
      const query = { audience: textOf(planned["audience"]), client_id: clientId, per_page: 50, include_totals: true };
      const existing = listOf((await api.get(["client-grants"], query))["client_grants"]).map(valuesOf);
      // A grant that is there already is taken over as it is: its scopes stay until the next update.
      const ours = existing.find((grant) => subject(grant["subject_type"]) === subject(planned["subjectType"]));
      if (ours) return textOf(ours["id"]);
    }
    return textOf((await api.post(["client-grants"], body(write)))["id"]);
  },
  read: async ({ api, id }) => {
    const { scopes, ...grant } = fromWire(fields, await orGone(api.get(["client-grants", id])));
    return grant["allowAllScopes"] === true ? grant : { ...grant, scopes: scopes ?? [] };
  },
  update: async (write) => {
    const path = ["client-grants", write.id];
    if (write.changed("allowAllScopes") && write.planned["allowAllScopes"] !== true)
      await orGone(write.api.patch(path, { allow_all_scopes: false, scope: [] }));
    const changes = body(write);
    if (Object.keys(changes).length > 0) await orGone(write.api.patch(path, changes));
  },
  delete: ({ api, id }) => orGone(api.delete(["client-grants", id])),
};
