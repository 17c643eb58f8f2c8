// From what a program gives to what the provider works with, and back: defaults, and inputs found by a read.
import { fieldsOf, isInput, providerName } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { UNKNOWN, identical, isList, isValues, isZero, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** Beside the properties of each block: which of them the plugin filled in. */
export const DEFAULTS = "__defaults";

/** Whether a key is one of those under which the bridge keeps notes of its own among the properties. */
function isNote(key: string): boolean {
  return key === DEFAULTS || key === "__meta" || key === "__pulumi_raw_state_delta";
}

/** The inputs in the types of the schema, without what the plugin noted for itself. Null is the same as absent. */
export function given(fields: Fields, inputs: Values): Values {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([property, value]) => !isNote(property) && value !== null)
      .map(([property, value]) => {
        const attribute = fields[property];
        return [property, attribute ? inType(attribute, value, providerName(property, attribute)) : value];
      }),
  );
}

function inType(attribute: Attribute, value: Value, name: string): Value {
  if (value === UNKNOWN) return UNKNOWN;
  switch (attribute.kind) {
    case "text":
      return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
    case "integer":
      return typeof value === "string"
        ? parseInteger(value, name)
        : typeof value === "number"
          ? Math.trunc(value)
          : value;
    case "flag":
      return typeof value === "string" ? (BOOLEANS[value] ?? value) : value;
    case "decimal":
      return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
    case "block": {
      const only = isList(value) ? (value[0] ?? null) : value;
      return isValues(only) ? given(attribute.fields, only) : only;
    }
    case "blocks":
    case "blockSet":
      return elements(value).map((element) => (isValues(element) ? given(attribute.fields, element) : element));
    case "list":
    case "set":
      return elements(value).map((element) => inType({ kind: attribute.of }, element, name));
    case "map":
      if (!isValues(value)) return value;
      return Object.fromEntries(
        Object.entries(value)
          .filter(([key]) => !isNote(key))
          .map(([key, entry]) => [key, attribute.untyped ? entry : inType({ kind: attribute.of }, entry, name)]),
      );
  }
}

/** The texts that the provider takes for a flag. */
const BOOLEANS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(["1", "t", "T", "true", "TRUE", "True"].map((text) => [text, true])),
  ...Object.fromEntries(["0", "f", "F", "false", "FALSE", "False"].map((text) => [text, false])),
};

/** A text that is no number is the one mistake that the official plugin answers with a failing call. */
function parseInteger(value: string, name: string): number {
  if (!/^[+-]?\d+$/.test(value))
    throw new Error(`${name}: strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  return Number(value);
}

/** A single value where a list is wanted is a list of one. */
function elements(value: Value): readonly Value[] {
  return isList(value) ? value : [value];
}

/**
 * The inputs completed with defaults, each block noting which of its properties were filled in.
 * @param before the inputs of the last time: a default of then stays
 * @param nameIt makes up a name for a resource whose `name` the program does not give
 */
export function withDefaults(fields: Fields, inputs: Values, before: Values, nameIt?: () => string): Values {
  const completed: Record<string, Value> = {};
  for (const [property, value] of Object.entries(inputs)) {
    const attribute = fields[property];
    completed[property] = attribute ? withDefaultsInside(attribute, value, before[property] ?? null) : value;
  }
  const filled: string[] = [];
  for (const [property, attribute] of Object.entries(fields)) {
    if (property in completed || attribute.deprecated !== undefined) continue;
    const isNamed = property === "name" && isInput(attribute) && nameIt !== undefined;
    const preset = isNamed ? (before[property] ?? nameIt()) : (attribute.pluginDefault ?? attribute.default);
    if (preset === undefined) continue;
    const earlier = earlierDefault(before, property);
    if (earlier === undefined && isZero(preset)) continue;
    completed[property] = earlier ?? preset;
    filled.push(property);
  }
  return { ...completed, [DEFAULTS]: filled.sort() };
}

function withDefaultsInside(attribute: Attribute, value: Value, before: Value): Value {
  const fields = fieldsOf(attribute);
  if (!fields) return value;
  if (isValues(value)) return withDefaults(fields, value, valuesOf(before));
  if (!isList(value)) return value;
  const matched = attribute.kind === "blockSet" ? matchElements(value, listOf(before)) : undefined;
  return value.map((element, index) => {
    const old = listOf(before)[matched ? (matched.get(index) ?? -1) : index];
    return isValues(element) ? withDefaults(fields, element, valuesOf(old)) : element;
  });
}

/** What was filled in before is kept; without a note of what was, anything may have been. */
function earlierDefault(before: Values, property: string): Value | undefined {
  const noted = before[DEFAULTS];
  if (noted !== undefined && !listOf(noted).includes(property)) return undefined;
  return before[property];
}

/** Elements of two sets that have most in common, greedily: index here to index there. */
function matchElements(here: readonly Value[], there: readonly Value[]): Map<number, number> {
  const candidates = here.flatMap((element, index) =>
    there.map((other, otherIndex) => {
      const common = Object.keys(valuesOf(element)).filter((key) => key in valuesOf(other));
      const equal = common.filter((key) => identical(valuesOf(element)[key], valuesOf(other)[key]));
      return { index, otherIndex, score: common.length + 2 * equal.length };
    }),
  );
  const matched = new Map<number, number>();
  for (const { index, otherIndex } of candidates.sort((left, right) => right.score - left.score)) {
    if (!matched.has(index) && ![...matched.values()].includes(otherIndex)) matched.set(index, otherIndex);
  }
  return matched;
}

/** After a refresh: the inputs that the program had given, with the values that the tenant has now. */
export function refreshedInputs(fields: Fields, before: Values, state: Values): Values {
  return withoutEmptyNotes(refreshFields(fields, before, state).inputs);
}

function refreshFields(fields: Fields, before: Values, state: Values): { inputs: Values; unchanged: boolean } {
  const inputs: Record<string, Value> = {};
  const noted = before[DEFAULTS];
  const kept = new Set(listOf(noted ?? null));
  let unchanged = true;
  for (const [property, old] of Object.entries(before)) {
    if (property === DEFAULTS) continue;
    const attribute = fields[property];
    const result = attribute && property in state ? refreshValue(attribute, old, state[property] ?? null) : undefined;
    if (result) inputs[property] = result.value;
    if (result?.unchanged !== true) {
      unchanged = false;
      kept.delete(property);
    }
  }
  if (noted !== undefined) inputs[DEFAULTS] = [...kept].sort();
  return { inputs, unchanged: unchanged || noted === undefined };
}

function refreshValue(attribute: Attribute, old: Value, state: Value): { value: Value; unchanged: boolean } {
  const fields = fieldsOf(attribute);
  if (isList(old) && isList(state)) return refreshElements(attribute, fields, old, state);
  if (isValues(old) && isValues(state)) {
    if (fields) {
      const { inputs, unchanged } = refreshFields(fields, old, state);
      return { value: inputs, unchanged };
    }
    const keys = Object.keys(old).filter((key) => key in state);
    const entries = keys.map((key) => [key, state[key] ?? null] as const);
    return {
      value: Object.fromEntries(entries),
      unchanged: keys.length === Object.keys(old).length && entries.every(([key, value]) => identical(old[key], value)),
    };
  }
  return { value: state, unchanged: identical(old, state) };
}

function refreshElements(
  attribute: Attribute,
  fields: Fields | undefined,
  old: readonly Value[],
  state: readonly Value[],
): { value: Value; unchanged: boolean } {
  const matched = attribute.kind === "blockSet" ? matchElements(old, state) : undefined;
  const element: Attribute = fields ? { kind: "block", fields } : { kind: "text" };
  const results = old.flatMap((before, index) => {
    const place = matched ? matched.get(index) : index < state.length ? index : undefined;
    return place === undefined ? [] : [refreshValue(element, before, state[place] ?? null)];
  });
  return {
    value: results.map(({ value }) => value),
    unchanged: results.length === old.length && results.every(({ unchanged }) => unchanged),
  };
}

function withoutEmptyNotes(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([property, value]) => property !== DEFAULTS || listOf(value).length > 0)
      .map(([property, value]) => [
        property,
        isValues(value)
          ? withoutEmptyNotes(value)
          : isList(value)
            ? value.map((element) => (isValues(element) ? withoutEmptyNotes(element) : element))
            : value,
      ]),
  );
}

/** After an import: every input that says more than leaving it out would. */
export function importedInputs(fields: Fields, state: Values): Values {
  const inputs: Record<string, Value> = {};
  for (const [property, value] of Object.entries(state)) {
    const attribute = fields[property];
    if (!attribute || !isInput(attribute)) continue;
    const imported = importedValue(attribute, value);
    if (attribute.required === true || !isDefault(attribute, imported)) inputs[property] = imported;
  }
  return { ...inputs, [DEFAULTS]: [] };
}

function importedValue(attribute: Attribute, value: Value): Value {
  const fields = fieldsOf(attribute);
  if (isList(value))
    return value.map((element) => (fields && isValues(element) ? importedInputs(fields, element) : element));
  if (!isValues(value)) return value;
  return fields ? importedInputs(fields, value) : { ...value, [DEFAULTS]: [] };
}

function isDefault(attribute: Attribute, value: Value): boolean {
  if (attribute.default !== undefined) return value === attribute.default;
  return isZero(value) || (isValues(value) && Object.keys(value).every((key) => key === DEFAULTS));
}
