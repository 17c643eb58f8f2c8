// From a resource's properties to a function's results: Pulumi names a block that can occur once in a resource in the
// plural there, as a list.
import { fieldsOf } from "../schema/attribute.ts";
import { inHashOrder, textsInHashOrder } from "../schema/sets.ts";
import type { Attribute, Fields } from "../schema/attribute.ts";
import { stateAfterRead } from "../schema/state.ts";
import { isValues, listOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";

/** Results with every property that the read mentions, zero values where nothing was found. */
export function resultsOf(fields: Fields, read: Values): Values {
  const mentioned = Object.fromEntries(
    Object.entries(fields).filter(([property, attribute]) => property in read || attribute.kind === "blockSet"),
  );
  return asResults(mentioned, stateAfterRead(mentioned, read, {}));
}

function asResults(fields: Fields, state: Values): Values {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(
        ([property, attribute]) => attribute.writeOnly !== true && !isNeverSaid(attribute, state[property] ?? null),
      )
      .map(([property, attribute]) => [resultName(property, attribute), asResult(attribute, state[property] ?? null)]),
  );
}

function isNeverSaid(attribute: Attribute, value: Value): boolean {
  return value === null && attribute.kind !== "block";
}

/** The property's name among a function's results. */
export function resultName(property: string, attribute: Attribute): string {
  if (attribute.kind !== "block" || property.endsWith("s")) return property;
  if (property.endsWith("x")) return `${property}es`;
  return /[^aeiou]y$/.test(property) ? `${property.slice(0, -1)}ies` : `${property}s`;
}

/** Every attribute of a function's result is computed, so that all of them count for an element's place in a set. */
function computedOnly(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([property, { required: _required, adopted: _adopted, ...attribute }]) => [
      property,
      { ...attribute, computed: true },
    ]),
  );
}

function asResult(attribute: Attribute, value: Value): Value {
  const fields = fieldsOf(attribute);
  if (!fields) return attribute.kind === "set" ? textsInHashOrder(listOf(value)) : value;
  if (attribute.kind === "block") return isValues(value) ? [asResults(fields, value)] : [];
  const elements = attribute.kind === "blockSet" ? inHashOrder(computedOnly(fields), listOf(value)) : listOf(value);
  return elements.map((element) => asResults(fields, valuesOf(element)));
}
