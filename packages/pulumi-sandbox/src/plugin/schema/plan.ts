// What a resource will be once a program's inputs are applied: Terraform's "proposed new state" with the corrections
// that the provider's SDK makes to it. An update is due exactly where this differs from the state before.
import { fieldsOf, isComputed, isInput } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { equivalent, equivalentFields } from "./equality.ts";
import { withoutIgnored } from "./ignored.ts";
import { inOrder } from "./sets.ts";
import { UNKNOWN, isList, isScalar, isValues, isZero, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** What encloses a value: it decides whether what only the tenant says is kept, absent or yet unknown. */
type Place =
  | "new resource"
  | "kept"
  /** A block that an update adds: the SDK leaves its computed scalars absent rather than unknown. */
  | "new block"
  /** An element new to a set: everything computed is unknown, and an absent text is an empty one. */
  | "new element"
  /** An element that stays while the set around it changes: planned anew, it has no zero values but null. */
  | "kept element";

/**
 * The planned state.
 * @param prior the state before, null where the resource is to be made
 * @param inputs what the program gives
 * @param ignored paths of properties whose differences do not count (the resource option `ignoreChanges`)
 */
export function plan(fields: Fields, prior: Values | null, inputs: Values, ignored: readonly string[] = []): Values {
  if (!prior) return { ...planFields(fields, {}, inputs, "new resource"), id: UNKNOWN };
  const planned = withoutIgnored(fields, prior, planFields(fields, prior, inputs, "kept"), ignored);
  return equivalentFields(fields, prior, planned) ? prior : { ...planned, id: prior["id"] ?? UNKNOWN };
}

function planFields(fields: Fields, prior: Values, inputs: Values, place: Place): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => [
      property,
      attribute.writeOnly
        ? null
        : planValue(attribute, prior[property] ?? null, inputs[property] ?? attribute.default ?? null, place),
    ]),
  );
}

function planValue(attribute: Attribute, prior: Value, given: Value, place: Place): Value {
  if (given === UNKNOWN || hasUnknownPart(attribute, given)) return UNKNOWN;
  // Of a new resource's property that the tenant may fill in, an empty text is none.
  if (given === "" && place === "new resource" && isComputed(attribute)) return UNKNOWN;
  if (isAbsent(attribute, given) || !isInput(attribute)) return planAbsent(attribute, prior, place);
  if (equivalent(attribute, prior, given) && (prior !== null || place !== "new resource")) return prior ?? given;
  switch (attribute.kind) {
    case "block":
      return planFields(
        attribute.fields,
        valuesOf(prior),
        valuesOf(given),
        isValues(prior) ? place : placeOfNew(place),
      );
    case "blocks":
      return listOf(given).map((element, index) => {
        const before = listOf(prior)[index];
        return planFields(
          attribute.fields,
          valuesOf(before),
          valuesOf(element),
          isValues(before) ? place : placeOfNew(place),
        );
      });
    case "blockSet":
      return inOrder(attribute, planElements(attribute, attribute.fields, listOf(prior), listOf(given)));
    case "set":
      return inOrder(attribute, listOf(given));
    case "text":
      return typeof prior === "string" && typeof given === "string" && attribute.sameAs?.(prior, given) === true
        ? prior
        : given;
    case "map":
      return Object.fromEntries(
        Object.entries(valuesOf(given)).map(([key, entry]) => [key, isScalar(entry) ? String(entry) : entry]),
      );
    case "list":
    case "flag":
    case "integer":
    case "decimal":
      return given;
  }
}

/** Of a collection with an element that is not known yet, nothing is. */
function hasUnknownPart(attribute: Attribute, given: Value): boolean {
  return isList(given)
    ? given.includes(UNKNOWN)
    : attribute.kind === "map" && Object.values(valuesOf(given)).includes(UNKNOWN);
}

/** Blocks have no difference between absent and empty; other collections do. */
function isAbsent(attribute: Attribute, given: Value): boolean {
  if (given === null) return true;
  return (attribute.kind === "blocks" || attribute.kind === "blockSet") && isList(given) && given.length === 0;
}

function planAbsent(attribute: Attribute, prior: Value, place: Place): Value {
  if (isComputed(attribute)) {
    if (prior !== null && place !== "new resource") return prior;
    const scalar = fieldsOf(attribute) === undefined && !("of" in attribute);
    return place === "kept" || place === "kept element" || (place === "new block" && scalar)
      ? emptyOf(attribute, prior)
      : UNKNOWN;
  }
  if (place === "new element" && attribute.kind === "text") return "";
  const isBlock = attribute.kind === "block" && prior !== null;
  if (isZero(prior) && !isBlock) return emptyOf(attribute, place === "kept element" ? null : prior);
  if (typeof prior === "string" && attribute.sameAs?.(prior, "") === true) return prior;
  return attribute.kind === "list" || attribute.kind === "set"
    ? []
    : attribute.kind === "map"
      ? {}
      : emptyOf(attribute, null);
}

/** Repeated blocks are never null. */
function emptyOf(attribute: Attribute, prior: Value): Value {
  return prior ?? (attribute.kind === "blocks" || attribute.kind === "blockSet" ? [] : null);
}

function placeOfNew(place: Place): Place {
  return place === "kept" || place === "kept element" ? "new block" : place;
}

/** An element that the program still gives keeps what the tenant said of it; any other is a new one. */
function planElements(attribute: Attribute, fields: Fields, prior: readonly Value[], given: readonly Value[]): Value[] {
  const free = [...prior];
  const matched = given.map((element) => {
    const index = free.findIndex((candidate) =>
      isSameElement(attribute, fields, valuesOf(candidate), valuesOf(element)),
    );
    return index < 0 ? undefined : free.splice(index, 1)[0];
  });
  if (free.length === 0 && matched.every((element) => element !== undefined)) return [...prior];
  return given.map((element, index) => {
    const before = matched[index];
    if (before !== undefined) return planFields(fields, valuesOf(before), valuesOf(element), "kept element");
    return planFields(fields, {}, valuesOf(element), "new element");
  });
}

/** Same by all that a program can say; what it leaves to the tenant does not count, but where the set says what identifies an element. */
function isSameElement(attribute: Attribute, fields: Fields, prior: Values, given: Values): boolean {
  return Object.entries(fields).every(([property, field]) => {
    const value = given[property] ?? field.default ?? null;
    const counts = attribute.identity?.includes(property) ?? true;
    const isLeft = value === null && isComputed(field) && attribute.identity === undefined;
    return !counts || isLeft || equivalent(field, prior[property], value);
  });
}
