// What is wrong with a program's inputs, in the official plugin's words.
import { fieldsOf, isInput, providerName } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { appendIndex, appendKey } from "./path.ts";
import { UNKNOWN, isKnown, isList, isScalar, isUnknown, isValues, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** A place within the inputs, in Pulumi's names and in the provider's. */
interface Place {
  readonly path: string;
  readonly providerPath: string;
}

/** Something wrong at a place. */
export interface Problem extends Place {
  readonly summary: string;
  readonly detail?: string;
}

interface Validation {
  readonly fields: Fields;
  readonly inputs: Values;
  report(place: Place, summary: string, detail?: string): void;
}

/** Everything that is wrong with the inputs, which are in the types of the schema and without defaults. */
export function validate(fields: Fields, inputs: Values): Problem[] {
  const problems: Problem[] = [];
  const report = (place: Place, summary: string, detail?: string) =>
    problems.push({ ...place, summary, ...(detail === undefined ? {} : { detail }) });
  validateFields({ fields, inputs, report }, fields, inputs, { path: "", providerPath: "" });
  return problems;
}

function validateFields(validation: Validation, fields: Fields, values: Values, within: Place): void {
  for (const [property, attribute] of Object.entries(fields)) {
    const place = placeIn(within, property, attribute);
    const value = values[property] ?? null;
    if (value === null) validateAbsent(validation, attribute, place);
    else if (!isInput(attribute))
      validation.report(place, "Value for unconfigurable attribute", decidedByTenant(place));
    else validateGiven(validation, attribute, value, place);
  }
  for (const property of Object.keys(values))
    if (!(property in fields)) validation.report(placeIn(within, property), "Invalid or unknown key");
}

function placeIn(within: Place, property: string, attribute?: Attribute): Place {
  const own = attribute ? providerName(property, attribute) : property;
  return {
    path: appendKey(within.path, property),
    providerPath: within.providerPath === "" ? own : `${within.providerPath}.${own}`,
  };
}

function decidedByTenant({ providerPath }: Place): string {
  return `Can't configure a value for "${providerPath}": its value will be decided automatically based on the result of applying this configuration.`;
}

function validateAbsent(validation: Validation, attribute: Attribute, place: Place): void {
  if (attribute.required === true)
    validation.report(
      place,
      "Missing required argument",
      `The argument "${place.providerPath}" is required, but no definition was found.`,
    );
  validateAlternatives(validation, attribute, place);
}

function validateGiven(validation: Validation, attribute: Attribute, value: Value, place: Place): void {
  if (attribute.kind === "block" && isScalar(value)) return validation.report(place, ...notAnObject(value));
  const wrongType = typeProblem(attribute, value);
  if (wrongType !== undefined) return validation.report(place, wrongType);
  if (isUnknown(value)) return;
  const conflict = attribute.conflictsWith?.find((path) => isGiven(validation, path, isKnown));
  if (conflict !== undefined)
    return validation.report(
      place,
      "Conflicting configuration arguments",
      `"${place.providerPath}": conflicts with ${conflict}`,
    );
  const companions = [place.providerPath, ...(attribute.requiredWith ?? [])].sort();
  if (companions.some((path) => path !== place.providerPath && !isGiven(validation, path))) {
    return validation.report(
      place,
      "Missing required argument",
      `"${place.providerPath}": all of \`${companions.join(",")}\` must be specified`,
    );
  }
  validateAlternatives(validation, attribute, place);
  const problem = isScalar(value) ? attribute.validate?.(value, place.providerPath) : undefined;
  if (problem !== undefined) validation.report(place, problem);
  validateElements(validation, attribute, value, place);
}

function validateAlternatives(validation: Validation, attribute: Attribute, place: Place): void {
  if (!attribute.atLeastOneOf) return;
  const alternatives = [...new Set([place.providerPath, ...attribute.atLeastOneOf])].sort();
  if (alternatives.some((path) => isGiven(validation, path))) return;
  validation.report(
    place,
    "Missing required argument",
    `"${place.providerPath}": one of \`${alternatives.join(",")}\` must be specified`,
  );
}

function validateElements(validation: Validation, attribute: Attribute, value: Value, place: Place): void {
  const fields = fieldsOf(attribute);
  if (fields && isValues(value))
    validateFields(validation, fields, value, { ...place, providerPath: `${place.providerPath}.0` });
  if (!isList(value)) return;
  const count = countProblem(attribute, value, place);
  if (count !== undefined) return validation.report(place, ...count);
  const elementwise =
    attribute.kind === "set" || attribute.kind === "blockSet" ? withinSet(validation, place) : validation;
  for (const [index, element] of value.entries()) {
    const at = { path: appendIndex(place.path, index), providerPath: `${place.providerPath}.${String(index)}` };
    if (fields && isValues(element)) validateFields(elementwise, fields, element, at);
    else if (fields && element !== UNKNOWN) elementwise.report(at, ...notAnObject(element));
    else if ("of" in attribute) validateElement(elementwise, attribute, element, at);
  }
}

/** Elements of a set have no place of their own: what is wrong in one is reported at the set. */
function withinSet(validation: Validation, set: Place): Validation {
  return { ...validation, report: (_place, summary, detail) => validation.report(set, summary, detail) };
}

function validateElement(
  validation: Validation,
  attribute: Attribute & { readonly kind: "list" | "set" | "map" },
  element: Value,
  at: Place,
): void {
  const problem =
    typeProblem({ kind: attribute.of }, element) ??
    (isScalar(element) ? attribute.validateEach?.(element, at.providerPath) : undefined);
  if (problem !== undefined) validation.report(at, problem);
}

function countProblem(
  { min, max }: Attribute,
  { length }: readonly Value[],
  { providerPath }: Place,
): [string, string] | undefined {
  if (max !== undefined && length > max)
    return [
      "Too many list items",
      `Attribute ${providerPath} supports ${String(max)} item maximum, but config has ${String(length)} declared.`,
    ];
  if (min !== undefined && length < min)
    return [
      "Not enough list items",
      `Attribute ${providerPath} requires ${String(min)} item minimum, but config has only ${String(length)} declared.`,
    ];
  return undefined;
}

function typeProblem(attribute: Attribute, value: Value): string | undefined {
  if (isUnknown(value) || value === null) return undefined;
  switch (attribute.kind) {
    case "text":
    case "flag":
    case "integer":
    case "decimal":
      if (isList(value)) return "Attribute must be a single value, not a list";
      if (isValues(value)) return "Attribute must be a single value, not a map";
      return scalarProblem(attribute.kind, value);
    case "map":
      return isValues(value) ? undefined : "Attribute must be a map";
    case "list":
    case "set":
    case "block":
    case "blocks":
    case "blockSet":
      return undefined;
  }
}

function scalarProblem(kind: Attribute["kind"], value: string | number | boolean): string | undefined {
  if (kind === "integer" && typeof value !== "number") return `Attribute must be a whole number, got ${String(value)}`;
  if (kind === "flag" && typeof value === "string")
    return `cannot parse '' as bool: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  if (kind === "decimal" && typeof value === "string")
    return `cannot parse '' as float: strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`;
  return undefined;
}

function notAnObject(value: Value): [string, string] {
  return ["Expected Object Type", `Expected object, got ${typeName(value)}`];
}

function typeName(value: Value): string {
  if (isList(value)) return "list";
  if (isValues(value)) return "map";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** Whether something stands at a path in the provider's names, such as `mobile.0.ios`. */
function isGiven(
  { fields, inputs }: Validation,
  path: string,
  counts: (value: Value) => boolean = () => true,
): boolean {
  const value = reach(fields, inputs, path.split("."));
  return value !== null && counts(value);
}

function reach(fields: Fields, values: Values, [name, index, ...rest]: readonly string[]): Value {
  const found = Object.entries(fields).find(([property, attribute]) => providerName(property, attribute) === name);
  if (!found) return null;
  const [property, attribute] = found;
  const value = values[property] ?? null;
  const nested = fieldsOf(attribute);
  if (index === undefined || !nested) return value;
  const element = isValues(value) ? value : valuesOf(listOf(value)[Number(index)]);
  return rest.length === 0 ? element : reach(nested, element, rest);
}
