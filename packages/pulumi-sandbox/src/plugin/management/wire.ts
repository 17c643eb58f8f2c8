// Between a resource's properties and the JSON of the Management API, field by field under the names of the schema.
import { fieldsOf, wireName } from "../schema/attribute.ts";
import type { Attribute, Fields } from "../schema/attribute.ts";
import { inOrder } from "../schema/sets.ts";
import { isList, isUnknown, isValues, listOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { Json, JsonObject } from "./api.ts";

/** The body that sets what the inputs give. What they do not give is left out, and so is a block with nothing in it. */
export function toWire(fields: Fields, inputs: Values): JsonObject {
  const body: Record<string, Json> = {};
  for (const [property, attribute] of Object.entries(fields)) {
    const value = valueToWire(attribute, inputs[property] ?? null);
    if (value !== undefined) body[wireName(property, attribute)] = value;
  }
  return body;
}

function valueToWire(attribute: Attribute, value: Value): Json | undefined {
  if (value === null || isUnknown(value)) return undefined;
  const fields = fieldsOf(attribute);
  const ordered = attribute.kind === "set" || attribute.kind === "blockSet" ? inOrder(attribute, listOf(value)) : value;
  if (!fields) return plainJson(ordered);
  if (isList(ordered))
    return ordered.length === 0 ? undefined : ordered.map((element) => toWire(fields, valuesOf(element)));
  const body = toWire(fields, valuesOf(value));
  return Object.keys(body).length === 0 ? undefined : body;
}

/** The same value as JSON; what is not known is left out. */
export function plainJson(value: Value): Json {
  if (isUnknown(value)) return null;
  if (isList(value)) return value.map(plainJson);
  return isValues(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainJson(entry)]))
    : value;
}

/** The properties that an answer says. What it does not mention has its zero value; a block is absent then. */
export function fromWire(fields: Fields, answer: Values): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => [
      property,
      valueFromWire(attribute, answer[wireName(property, attribute)] ?? null),
    ]),
  );
}

function valueFromWire(attribute: Attribute, value: Value): Value {
  switch (attribute.kind) {
    case "text":
      return typeof value === "string" ? value : "";
    case "flag":
      return value === true;
    case "integer":
    case "decimal":
      return typeof value === "number" ? value : 0;
    case "list":
    case "set":
      return isList(value) ? value : [];
    case "map":
      return isValues(value) ? value : {};
    case "block":
      return isValues(value) ? fromWire(attribute.fields, value) : null;
    case "blocks":
    case "blockSet":
      return listOf(value).map((element) => fromWire(attribute.fields, valuesOf(element)));
  }
}
