// Property values as the plugin works with them: plain JSON under Pulumi's property names, and a mark for what a
// preview cannot know yet. Blocks of which there can be only one are an object or null, never a list.

class Unknown {
  /** Keeps the type apart from that of any other object. */
  readonly #mark = true;

  get isUnknown(): true {
    return this.#mark;
  }
}

/** A value that a preview cannot know before the resource it comes from exists. */
export const UNKNOWN = new Unknown();

export type Scalar = boolean | number | string;
export type Value = null | Scalar | Unknown | readonly Value[] | Values;

/** The properties of a resource, or of a block within one. An absent property and null mean the same. */
export interface Values {
  readonly [property: string]: Value;
}

export function isValues(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && value !== UNKNOWN && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The properties of a block, none where it is absent. */
export function valuesOf(value: Value | undefined): Values {
  return isValues(value) ? value : {};
}

/** The elements of a list or set, none where it is absent. */
export function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** The text of a property, empty where it is absent or not known yet. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

export function isScalar(value: Value | undefined): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

export function isUnknown(value: Value | undefined): value is Unknown {
  return value === UNKNOWN;
}

export function isKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (isList(value)) return value.every(isKnown);
  return isValues(value) ? Object.values(value).every(isKnown) : true;
}

/** Equal to the last detail: null, an empty list and an empty text are three different things. Unknown equals nothing. */
export function identical(left: Value | undefined, right: Value | undefined): boolean {
  if (left === UNKNOWN || right === UNKNOWN) return false;
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((element, index) => identical(element, right[index]));
  if (isValues(left) && isValues(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => identical(left[key], right[key]));
  }
  return (left ?? null) === (right ?? null);
}

/** Whether a value is what an absent property reads as: "", 0, false, an empty list or map. */
export function isZero(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  return isList(value) ? value.length === 0 : isValues(value) && Object.keys(value).length === 0;
}
