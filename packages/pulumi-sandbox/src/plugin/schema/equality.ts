// Equality as the provider sees it: its store keeps no difference between an absent property and its zero value, and
// sets have no order.
import { fieldsOf } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { UNKNOWN, isKnown, isZero, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** Whether two values of a property mean the same to the provider. Unknown equals nothing, itself included. */
export function equivalent(attribute: Attribute, left: Value | undefined, right: Value | undefined): boolean {
  if (left === UNKNOWN || right === UNKNOWN) return false;
  switch (attribute.kind) {
    case "block":
      if ((left ?? null) === null || (right ?? null) === null) return (left ?? null) === (right ?? null);
      return equivalentFields(attribute.fields, valuesOf(left), valuesOf(right));
    case "blocks":
    case "list":
      return pairwise(attribute, listOf(left), listOf(right));
    case "set":
    case "blockSet":
      return (
        listOf(left).length === listOf(right).length &&
        listOf(left).every((element) => listOf(right).some((other) => equivalentElement(attribute, element, other)))
      );
    case "map": {
      const [before, after] = [valuesOf(left), valuesOf(right)];
      const keys = Object.keys(before);
      return (
        keys.length === Object.keys(after).length &&
        keys.every((key) => isKnown(after[key] ?? null) && before[key] === after[key])
      );
    }
    case "text":
    case "flag":
    case "integer":
    case "decimal":
      return (isZero(left) && isZero(right)) || left === right;
  }
}

export function equivalentFields(fields: Fields, left: Values, right: Values): boolean {
  return Object.entries(fields).every(([property, attribute]) =>
    equivalent(attribute, left[property], right[property]),
  );
}

function equivalentElement(attribute: Attribute, left: Value, right: Value): boolean {
  const fields = fieldsOf(attribute);
  if (fields) return equivalentFields(fields, valuesOf(left), valuesOf(right));
  return left !== UNKNOWN && left === right;
}

function pairwise(attribute: Attribute, left: readonly Value[], right: readonly Value[]): boolean {
  return (
    left.length === right.length &&
    left.every((element, index) => equivalentElement(attribute, element, right[index] ?? null))
  );
}
