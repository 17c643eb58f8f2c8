// The state that a read leaves behind: what the tenant said, completed and smoothed as the provider's SDK does it.
import { inOrder } from "./sets.ts";
import { fieldsOf } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { UNKNOWN, isKnown, isList, isUnknown, isValues, isZero, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/**
 * @param read what a resource's read found; a property that it does not mention stays as it was
 * @param base the planned state after a write, the state before in a refresh, empty in an import
 * @param applied the state that the write left behind, if one came before: then what was planned decides between null and empty
 */
export function stateAfterRead(fields: Fields, read: Values, base: Values, applied?: Values): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => {
      if (attribute.writeOnly === true) return [property, null];
      const before = base[property] ?? null;
      if (!(property in read))
        return [property, applied ? (applied[property] ?? null) : absentToEmpty(attribute, before)];
      return [property, smooth(attribute, completed(attribute, read[property] ?? null), before, applied !== undefined)];
    }),
  );
}

/** The state that a write leaves behind before anything is read back: what the resource was to be, as far as that is known. */
export function stateAfterWrite(fields: Fields, prior: Values, planned: Values): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => {
      const value = knownPart(planned[property] ?? null);
      if (isScalarKind(attribute))
        return [property, value ?? ((prior[property] ?? null) === null ? null : zeroOf(attribute))];
      if (attribute.kind === "set" && isUnknown(planned[property])) return [property, []];
      return [property, value === null ? absentToEmpty(attribute, null) : completed(attribute, value)];
    }),
  );
}

function knownPart(value: Value): Value {
  if (value === UNKNOWN) return null;
  if (isList(value)) return value.map(knownPart);
  return isValues(value)
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, knownPart(part)]))
    : value;
}

function isScalarKind(attribute: Attribute): boolean {
  return fieldsOf(attribute) === undefined && !("of" in attribute);
}

function absentToEmpty(attribute: Attribute, value: Value): Value {
  return value === null && (attribute.kind === "blocks" || attribute.kind === "blockSet") ? [] : value;
}

/** Within a block the SDK knows no absent property: everything not said has its zero value. */
function completed(attribute: Attribute, value: Value): Value {
  switch (attribute.kind) {
    case "block":
      return isValues(value) ? completedFields(attribute.fields, value) : null;
    case "blocks":
      return listOf(value).map((element) => completedFields(attribute.fields, valuesOf(element)));
    case "blockSet":
      return inOrder(
        attribute,
        listOf(value).map((element) => completedFields(attribute.fields, valuesOf(element))),
      );
    case "set":
      return inOrder(attribute, listOf(value));
    case "list":
      return value ?? [];
    case "map":
      return value ?? {};
    case "text":
    case "flag":
    case "integer":
    case "decimal":
      return value;
  }
}

function completedFields(fields: Fields, values: Values): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => [
      property,
      attribute.writeOnly ? null : (completed(attribute, values[property] ?? null) ?? zeroOf(attribute)),
    ]),
  );
}

function zeroOf(attribute: Attribute): Value {
  const zeros: Partial<Record<Attribute["kind"], Value>> = { text: "", flag: false, integer: 0, decimal: 0 };
  return zeros[attribute.kind] ?? null;
}

/** Keeps null or empty as it was before, where the two mean the same. */
function smooth(attribute: Attribute, found: Value, before: Value, applied: boolean): Value {
  if (before === UNKNOWN) return found;
  const collection = attribute.kind === "list" || attribute.kind === "set" || attribute.kind === "map";
  if (collection && applied && isZero(found) && isZero(before)) return before;
  if (before === null || !isKnown(before)) return smoothParts(attribute, found, before, applied);
  if ((attribute.kind === "set" || attribute.kind === "blockSet") && applied) return before;
  if (attribute.kind === "text" && found === null && before === "") return before;
  return smoothParts(attribute, found, before, applied);
}

function smoothParts(attribute: Attribute, found: Value, before: Value, applied: boolean): Value {
  if (attribute.kind === "block" && isValues(found) && isValues(before))
    return smoothFields(attribute.fields, found, before, applied);
  if (attribute.kind === "blocks" && isList(found) && isList(before) && found.length === before.length) {
    return found.map((element, index) =>
      isValues(before[index])
        ? smoothFields(attribute.fields, valuesOf(element), valuesOf(before[index]), applied)
        : element,
    );
  }
  return found;
}

function smoothFields(fields: Fields, found: Values, before: Values, applied: boolean): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => [
      property,
      smooth(attribute, found[property] ?? null, before[property] ?? null, applied),
    ]),
  );
}
