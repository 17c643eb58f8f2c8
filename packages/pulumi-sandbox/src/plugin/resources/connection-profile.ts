// What connections made by self-service, Okta's express configuration among them, look like.
import type { JsonObject } from "../management/api.ts";
import { verbatim } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { block, list, text } from "../schema/attribute.ts";
import type { Attribute, Fields } from "../schema/attribute.ts";
import { isValues, isZero, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Values } from "../schema/value.ts";
import type { Resource } from "./resource.ts";

const connectionConfig = () => block({}, { adopted: true });
const override = () =>
  block({ enabledFeatures: list({ adopted: true }), connectionConfig: connectionConfig() }, { adopted: true });

const STRATEGIES = ["pingfederate", "ad", "adfs", "waad", "googleApps", "okta", "oidc", "samlp"];
const overrides: Fields = Object.fromEntries(
  STRATEGIES.map((strategy) => [
    strategy,
    { ...override(), ...(strategy === "googleApps" ? { wire: "google-apps" } : {}) },
  ]),
);

export const connectionProfileFields = {
  name: text({ required: true }),
  organization: block(
    { showAsButton: text({ adopted: true }), assignMembershipOnLogin: text({ adopted: true }) },
    { adopted: true },
  ),
  connectionNamePrefixTemplate: text({ default: "con-{org_id}-" }),
  enabledFeatures: list({ adopted: true }),
  connectionConfig: connectionConfig(),
  strategyOverrides: block(overrides, { adopted: true }),
} satisfies Record<string, Attribute>;

const fields = connectionProfileFields;
const PATH = ["connection-profiles"];

/** An empty block is sent as one; an empty text or list is not sent at all. */
function body(inputs: Values): JsonObject {
  const { organization, connectionConfig: config, strategyOverrides, ...plain } = inputs;
  return {
    ...toWire(fields, withoutEmpty(plain)),
    ...(isValues(organization)
      ? { organization: toWire(valuesOfBlock(fields.organization), withoutEmpty(organization)) }
      : {}),
    ...(isValues(config) ? { connection_config: {} } : {}),
    ...(isValues(strategyOverrides) ? { strategy_overrides: overridesToSend(strategyOverrides) } : {}),
  };
}

function overridesToSend(given: Values): JsonObject {
  const sent = Object.entries(overrides).flatMap(([strategy, attribute]): [string, JsonObject][] => {
    const value = given[strategy];
    if (!isValues(value)) return [];
    const features = listOf(value["enabledFeatures"])
      .map(textOf)
      .filter((feature) => feature !== "");
    return [
      [
        attribute.wire ?? strategy,
        {
          ...(features.length > 0 ? { enabled_features: features } : {}),
          ...(isValues(value["connectionConfig"]) ? { connection_config: {} } : {}),
        },
      ],
    ];
  });
  return Object.fromEntries(sent);
}

function withoutEmpty(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([property, value]) => property === "connectionNamePrefixTemplate" || !isZero(value)),
  );
}

function valuesOfBlock(attribute: Attribute): Fields {
  return "fields" in attribute ? attribute.fields : {};
}

/** The properties of a profile, as its answer says them. */
export function readConnectionProfile(answer: JsonObject, state: Values): Values {
  const said = fromWire(fields, answer);
  const overridden = Object.fromEntries(
    Object.entries(valuesOf(said["strategyOverrides"])).flatMap(([strategy, value]) => {
      const { enabledFeatures } = valuesOf(value);
      return listOf(enabledFeatures).length > 0
        ? [[strategy, { enabledFeatures: enabledFeatures ?? [] }] as const]
        : [];
    }),
  );
  return {
    name: said["name"] ?? "",
    organization: said["organization"] ?? { showAsButton: "", assignMembershipOnLogin: "" },
    connectionNamePrefixTemplate: said["connectionNamePrefixTemplate"] ?? "",
    enabledFeatures: said["enabledFeatures"] ?? [],
    ...(isValues(state["connectionConfig"]) ? { connectionConfig: state["connectionConfig"] } : {}),
    ...(Object.keys(overridden).length > 0 ? { strategyOverrides: overridden } : {}),
  };
}

/** Unlike every other resource, a profile that is gone makes the official plugin fail rather than drop it. */
export const connectionProfile: Resource = {
  type: "auth0:index/connectionProfile:ConnectionProfile",
  name: "auth0_connection_profile",
  fields,
  create: async ({ api, inputs }) => textOf((await verbatim(api.post(PATH, body(inputs))))["id"]),
  read: async ({ api, id, state }) => readConnectionProfile(await verbatim(api.get([...PATH, id])), state),
  update: async ({ api, id, inputs }) => void (await verbatim(api.patch([...PATH, id], body(inputs)))),
  delete: ({ api, id }) => verbatim(api.delete([...PATH, id])),
};
