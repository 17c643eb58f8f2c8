// The order in which the official plugin lists the elements of a set. Sets have none, but what is sent and shown has,
// and it is the one of Terraform's value library: texts by their characters, blocks by their attributes in turn.
import { crc32 } from "node:zlib";
import { fieldsOf, isInput, providerName } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { UNKNOWN, isList, isScalar, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** The elements in the order in which the official plugin has them, each once. */
export function inOrder(attribute: Attribute, elements: readonly Value[]): Value[] {
  const fields = fieldsOf(attribute);
  const keyed = elements.map((element) => ({
    element,
    key: element === UNKNOWN ? "\uffff" : fields ? blockKey(fields, valuesOf(element)) : scalarText(element),
  }));
  const distinct = keyed.filter(
    ({ key, element }, index) => element === UNKNOWN || keyed.findIndex((other) => other.key === key) === index,
  );
  return distinct.sort((left, right) => compareBytes(left.key, right.key)).map(({ element }) => element);
}

/** A set of texts in the order of their hash codes; see inHashOrder. */
export function textsInHashOrder(elements: readonly Value[]): Value[] {
  return sortedByCode(elements, (element) => `${scalarText(element)};`);
}

/**
 * The elements in the order of their hash codes, as the provider iterates over a set that it took apart itself
 * (added and removed elements) rather than read from the inputs.
 */
export function inHashOrder(fields: Fields, elements: readonly Value[]): Value[] {
  return sortedByCode(elements, (element) => hashText(fields, valuesOf(element)));
}

function sortedByCode(elements: readonly Value[], hashed: (element: Value) => string): Value[] {
  return elements
    .map((element) => ({ element, code: String(crc32(hashed(element))) }))
    .sort((left, right) => compareBytes(left.code, right.code))
    .map(({ element }) => element);
}

function scalarText(value: Value): string {
  return isScalar(value) ? String(value) : "";
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

type Named = readonly [providerName: string, property: string, attribute: Attribute];

const named = new WeakMap<Fields, readonly Named[]>();

function byProviderName(fields: Fields): readonly Named[] {
  const known = named.get(fields);
  if (known) return known;
  const sorted = Object.entries(fields)
    .map(([property, attribute]): Named => [providerName(property, attribute), property, attribute])
    .sort(([left], [right]) => compareBytes(left, right));
  named.set(fields, sorted);
  return sorted;
}

function blockKey(fields: Fields, values: Values): string {
  return `<${byProviderName(fields)
    .map(([, property, attribute]) => `${valueKey(attribute, values[property] ?? null)};`)
    .join("")}>`;
}

function valueKey(attribute: Attribute, value: Value): string {
  const fields = fieldsOf(attribute);
  if (value === UNKNOWN) return "?";
  if (attribute.kind === "block" && fields) return value === null ? "[]" : `[${blockKey(fields, valuesOf(value))};]`;
  if (value === null) return "~";
  if (isList(value))
    return `[${value.map((element) => `${fields ? blockKey(fields, valuesOf(element)) : JSON.stringify(element)};`).join("")}]`;
  if (typeof value === "boolean") return value ? "T" : "F";
  return JSON.stringify(value);
}

function hashText(fields: Fields, values: Values): string {
  const attributes = byProviderName(fields);
  const inputs = attributes.filter(([, , attribute]) => isInput(attribute));
  return (inputs.length > 0 ? inputs : attributes)
    .map(([name, property, attribute]) => `${name}:${hashValue(attribute, values[property] ?? null)}`)
    .join("");
}

function hashValue(attribute: Attribute, value: Value): string {
  const fields = fieldsOf(attribute);
  const elements = (open: string, close: string) =>
    `${open}${listOf(value)
      .map((element) => (fields ? `<${hashText(fields, valuesOf(element))}>;` : `${scalarText(element)};`))
      .join("")}${close};`;
  switch (attribute.kind) {
    case "flag":
      return value === true ? "1;" : "0;";
    case "integer":
    case "decimal":
      return `${scalarText(value ?? 0)};`;
    case "text":
      return `${typeof value === "string" ? value : ""};`;
    case "map":
      return `[${Object.keys(valuesOf(value))
        .sort()
        .map((key) => `${key}:${scalarText(valuesOf(value)[key] ?? null)};`)
        .join("")}];`;
    case "block":
      return value === null ? "();" : `(<${hashText(attribute.fields, valuesOf(value))}>;);`;
    case "list":
    case "blocks":
      return elements("(", ")");
    case "set":
    case "blockSet":
      return elements("{", "}");
  }
}
