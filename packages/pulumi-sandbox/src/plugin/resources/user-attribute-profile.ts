// How user attributes of other identity providers map to Auth0's. The API keys attributes and overrides by name; the
// plugin lists them, sorted by it.
import type { Json, JsonObject } from "../management/api.ts";
import { orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { block, blocks, flag, list, text } from "../schema/attribute.ts";
import type { Attribute, Fields, Options } from "../schema/attribute.ts";
import { lengthBetween, oneOf } from "../schema/validators.ts";
import { isValues, isZero, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { Resource, Write } from "./resource.ts";

const upTo = (most: number) => lengthBetween(1, most);
const samlMappings = () => list({ adopted: true, name: "saml_mapping", max: 3, validateEach: upTo(128) });
const scimMapping = () => text({ adopted: true, validate: upTo(128) });
const oidcMapping = () =>
  block(
    { mapping: text({ required: true, validate: upTo(50) }), displayName: text({ validate: upTo(50) }) },
    { adopted: true },
  );

const idOverride: Fields = {
  strategy: text({ required: true }),
  oidcMapping: text({ adopted: true, validate: oneOf("email", "sub", "oid") }),
  samlMappings: samlMappings(),
  scimMapping: scimMapping(),
};

const attributeOverride: Fields = {
  strategy: text({
    required: true,
    validate: oneOf("ad", "adfs", "google-apps", "oidc", "okta", "pingfederate", "samlp", "waad"),
  }),
  oidcMapping: oidcMapping(),
  samlMappings: samlMappings(),
  scimMapping: scimMapping(),
};

const userId: Fields = {
  oidcMapping: text({ adopted: true, validate: oneOf("sub") }),
  samlMappings: samlMappings(),
  scimMapping: scimMapping(),
  strategyOverrides: blocks(idOverride),
};

const userAttribute: Fields = {
  name: text({ required: true, validate: upTo(50) }),
  description: text({ required: true, validate: upTo(128) }),
  label: text({ required: true, validate: upTo(128) }),
  profileRequired: flag({ required: true }),
  auth0Mapping: text({ required: true, validate: upTo(50) }),
  oidcMapping: oidcMapping(),
  samlMappings: samlMappings(),
  scimMapping: scimMapping(),
  strategyOverrides: blocks(attributeOverride, { adopted: true }),
};

const attributesOptions: Options = { required: true, min: 1, max: 64 };

export const userAttributeProfileFields = {
  name: text({ required: true }),
  userId: block(userId, { adopted: true }),
  userAttributes: blocks(userAttribute, attributesOptions),
} satisfies Record<string, Attribute>;

const PATH = ["user-attribute-profiles"];

/** Elements as an object keyed by one of their properties; an empty text or list says nothing. */
function keyed(fields: Fields, key: string, elements: Value | undefined): JsonObject {
  return Object.fromEntries(
    listOf(elements)
      .map(valuesOf)
      .filter((element) => textOf(element[key]) !== "")
      .map((element): [string, JsonObject] => [textOf(element[key]), saying(fields, { ...element, [key]: null })]),
  );
}

function saying(fields: Fields, { strategyOverrides, ...values }: Values): JsonObject {
  const said = Object.fromEntries(
    Object.entries(values).filter(
      ([property, value]) =>
        !(
          ["samlMappings", "scimMapping", "oidcMapping"].includes(property) &&
          (value === "" || (Array.isArray(value) && value.length === 0))
        ),
    ),
  );
  const nested = fields["strategyOverrides"];
  const overrides = nested && "fields" in nested ? keyed(nested.fields, "strategy", strategyOverrides) : {};
  return { ...toWire(fields, said), ...(Object.keys(overrides).length > 0 ? { strategy_overrides: overrides } : {}) };
}

function body({ inputs }: Write): JsonObject {
  const id = inputs["userId"];
  return {
    name: textOf(inputs["name"]),
    ...(isValues(id) ? { user_id: saying(userId, id) } : {}),
    user_attributes: keyed(userAttribute, "name", inputs["userAttributes"]),
  };
}

/**
 * An update must say what of the user ID is to go, and keeps what the program leaves to the tenant; where it leaves all
 * of it, the official plugin sends an empty object.
 */
function userIdToKeep(write: Write, sent: JsonObject, existing: JsonObject): Json | undefined {
  const planned = write.planned["userId"];
  if (!isValues(planned)) return existing["user_id"];
  const { scim_mapping: scim, ...rest } = valuesOf(sent["user_id"]) as JsonObject;
  return {
    ...rest,
    ...(listOf(planned["samlMappings"]).length === 0 ? { saml_mapping: [] } : {}),
    ...(scim !== undefined && textOf(planned["scimMapping"]) !== "" ? { scim_mapping: scim } : {}),
  };
}

function unkeyed(fields: Fields, key: string, objects: Value | undefined): Values[] {
  return Object.entries(valuesOf(objects))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, object]) => ({ ...fromWire(fields, valuesOf(object)), [key]: name, ...overridesOf(fields, object) }));
}

function overridesOf(fields: Fields, object: Value): Values {
  const nested = fields["strategyOverrides"];
  return nested && "fields" in nested
    ? { strategyOverrides: unkeyed(nested.fields, "strategy", valuesOf(object)["strategy_overrides"]) }
    : {};
}

/** The properties of a profile, as its answer says them. */
export function readUserAttributeProfile(answer: JsonObject): Values {
  const id = valuesOf(answer["user_id"]);
  const said = { ...fromWire(userId, id), ...overridesOf(userId, id) };
  return {
    name: textOf(answer["name"]),
    userId: Object.values(said).every(isZero) ? null : said,
    userAttributes: unkeyed(userAttribute, "name", answer["user_attributes"]),
  };
}

export const userAttributeProfile: Resource = {
  type: "auth0:index/userAttributeProfile:UserAttributeProfile",
  name: "auth0_user_attribute_profile",
  fields: userAttributeProfileFields,
  create: async (write) => textOf((await write.api.post(PATH, body(write)))["id"]),
  read: async ({ api, id }) => readUserAttributeProfile(await orGone(api.get([...PATH, id]))),
  update: async (write) => {
    const existing = await orGone(write.api.get([...PATH, write.id]));
    const sent = body(write);
    const kept = userIdToKeep(write, sent, existing);
    await orGone(write.api.patch([...PATH, write.id], { ...sent, ...(kept === undefined ? {} : { user_id: kept }) }));
  },
  delete: ({ api, id }) => orGone(api.delete([...PATH, id])),
};
