// The differences that `pulumi preview` shows, property by property: the state before against the planned one.
import { fieldsOf, isComputed, isInput } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { equivalent } from "./equality.ts";
import { appendIndex, appendKey } from "./path.ts";
import { UNKNOWN, identical, isList, isValues, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

export type Kind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export type DetailedDiff = Record<string, Kind>;

/** The key that stands for a replacement which no single property accounts for. */
const META = "__meta";

/**
 * @param inputs what the program gives: new elements of a set are shown at their place there
 */
export function detailedDiff(fields: Fields, prior: Values, planned: Values, inputs: Values): DetailedDiff {
  const diff: DetailedDiff = {};
  for (const [property, attribute] of Object.entries(fields)) {
    Object.assign(
      diff,
      diffValue(attribute, property, prior[property] ?? null, planned[property] ?? null, inputs[property] ?? null),
    );
  }
  if (!replaces(fields, prior, planned)) return mapKinds(diff, withoutReplace);
  return Object.values(diff).some((kind) => kind.endsWith("-replace")) ? diff : { ...diff, [META]: "update-replace" };
}

/** The properties at the top that a difference lies in, as the engine wants them beside the paths. */
export function topLevelProperties(diff: DetailedDiff, kinds: (kind: Kind) => boolean = () => true): string[] {
  const paths = Object.keys(diff).filter((path) => kinds(diff[path] ?? "update"));
  return [...new Set(paths.map((path) => path.replace(/[.[].*$/s, "")))].sort();
}

/** Whether the change asks for a new resource in place of this one. */
function replaces(fields: Fields, prior: Values, planned: Values): boolean {
  return Object.entries(fields).some(([property, attribute]) => {
    const [before, after] = [prior[property] ?? null, planned[property] ?? null];
    if (attribute.replaces === true) return !equivalent(attribute, before, after);
    const nested = fieldsOf(attribute);
    if (!nested || attribute.kind === "blockSet") return false;
    const [olds, news] = attribute.kind === "block" ? [[before], [after]] : [listOf(before), listOf(after)];
    return Array.from({ length: Math.max(olds.length, news.length) }).some((_, index) =>
      replaces(nested, valuesOf(olds[index]), valuesOf(news[index])),
    );
  });
}

function diffValue(attribute: Attribute, path: string, prior: Value, planned: Value, inputs: Value): DetailedDiff {
  const before = presence(prior);
  const after = presence(planned);
  if (before === null || after === null || after === UNKNOWN) {
    const kind = before === null ? (after === null ? undefined : "add") : after === null ? "delete" : "update";
    if (!kind) return {};
    const value = after === null || after === UNKNOWN ? before : after;
    return { [path]: forcesReplace(attribute, value) || attribute.replaces === true ? withReplace(kind) : kind };
  }
  switch (attribute.kind) {
    case "block":
      return diffFields(attribute.fields, path, valuesOf(before), valuesOf(after), valuesOf(inputs));
    case "blocks":
      return diffBlocks(attribute.fields, path, listOf(before), listOf(after), listOf(inputs));
    case "list":
      return mapKinds(diffScalars(path, listOf(before), listOf(after)), (kind) =>
        attribute.replaces ? withReplace(kind) : kind,
      );
    case "set":
    case "blockSet":
      return diffSet(attribute, path, listOf(before), listOf(after), listOf(inputs));
    case "map":
      return diffMap(attribute, path, valuesOf(before), valuesOf(after));
    case "text":
    case "flag":
    case "integer":
    case "decimal":
      return before === after ? {} : { [path]: attribute.replaces ? "update-replace" : "update" };
  }
}

/** The bridge takes an empty list for an absent one, but not an empty map. */
function presence(value: Value): Value {
  return isList(value) && value.length === 0 ? null : value;
}

function diffFields(fields: Fields, path: string, prior: Values, planned: Values, inputs: Values): DetailedDiff {
  const diff: DetailedDiff = {};
  for (const [property, attribute] of Object.entries(fields)) {
    Object.assign(
      diff,
      diffValue(
        attribute,
        appendKey(path, property),
        prior[property] ?? null,
        planned[property] ?? null,
        inputs[property] ?? null,
      ),
    );
  }
  return diff;
}

function diffBlocks(
  fields: Fields,
  path: string,
  prior: readonly Value[],
  planned: readonly Value[],
  inputs: readonly Value[],
): DetailedDiff {
  const element: Attribute = { kind: "block", fields };
  const diff: DetailedDiff = {};
  for (let index = 0; index < Math.max(prior.length, planned.length); index++) {
    Object.assign(
      diff,
      diffValue(element, appendIndex(path, index), prior[index] ?? null, planned[index] ?? null, inputs[index] ?? null),
    );
  }
  return diff;
}

function diffMap(attribute: Attribute, path: string, prior: Values, planned: Values): DetailedDiff {
  const diff: DetailedDiff = {};
  for (const key of new Set([...Object.keys(prior), ...Object.keys(planned)])) {
    const entry: Attribute = { kind: "text", ...(attribute.replaces ? { replaces: true } : {}) };
    Object.assign(diff, diffValue(entry, appendKey(path, key), prior[key] ?? null, planned[key] ?? null, null));
  }
  return diff;
}

/** By the longest run of elements that stay: an insertion does not show as a change of all that follow. */
function diffScalars(path: string, prior: readonly Value[], planned: readonly Value[]): DetailedDiff {
  const diff: DetailedDiff = {};
  const [kept, keptNew] = longestCommon(prior, planned);
  prior.forEach((_, index) => {
    if (!kept.has(index)) diff[appendIndex(path, index)] = "delete";
  });
  planned.forEach((_, index) => {
    if (keptNew.has(index)) return;
    const place = appendIndex(path, index);
    diff[place] = place in diff ? "update" : "add";
  });
  return diff;
}

/** Indices, before and after, of a longest common subsequence. */
function longestCommon(left: readonly Value[], right: readonly Value[]): [Set<number>, Set<number>] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const line = lengths[row];
      if (line)
        line[column] = identical(left[row], right[column])
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const [keptLeft, keptRight] = [new Set<number>(), new Set<number>()];
  for (let row = 0, column = 0; row < left.length && column < right.length;) {
    if (identical(left[row], right[column])) {
      keptLeft.add(row++);
      keptRight.add(column++);
    } else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return [keptLeft, keptRight];
}

/**
 * Removed elements are shown at their place in the state, added ones at their place in the inputs; both at one place
 * are one element changed. Where an added one cannot be found among the inputs, the set as a whole is shown.
 */
function diffSet(
  attribute: Attribute,
  path: string,
  prior: readonly Value[],
  planned: readonly Value[],
  inputs: readonly Value[],
): DetailedDiff {
  const sameElement = (left: Value, right: Value) => identityEqual(attribute, left, right);
  const removed = new Set(
    [...prior.keys()].filter((index) => !planned.some((element) => sameElement(prior[index] ?? null, element))),
  );
  const added = [...planned.keys()].filter(
    (index) => !prior.some((element) => sameElement(element, planned[index] ?? null)),
  );
  if (removed.size === 0 && added.length === 0) return {};
  const placed = placeInInputs(attribute, added, planned, inputs);
  if (!placed) return { [path]: attribute.replaces ? "update-replace" : "update" };
  const fields = fieldsOf(attribute);
  const element: Attribute = fields ? { kind: "block", fields } : { kind: "text" };
  const diff: DetailedDiff = {};
  for (const index of new Set([...removed, ...placed.keys()])) {
    const before = removed.has(index) ? (prior[index] ?? null) : null;
    const after = planned[placed.get(index) ?? -1] ?? null;
    Object.assign(diff, diffValue(element, appendIndex(path, index), before, after, null));
  }
  return diff;
}

/** Which of the inputs each added element came from, undefined if that cannot be told for all of them. */
function placeInInputs(
  attribute: Attribute,
  added: readonly number[],
  planned: readonly Value[],
  inputs: readonly Value[],
): Map<number, number> | undefined {
  if (inputs.length < planned.length) return undefined;
  const placed = new Map<number, number>();
  for (const index of added) {
    const place = inputs.findIndex(
      (input, candidate) => !placed.has(candidate) && couldComeFrom(attribute, planned[index] ?? null, input),
    );
    if (place >= 0) placed.set(place, index);
  }
  return placed.size === added.length ? placed : undefined;
}

function couldComeFrom(attribute: Attribute, planned: Value, input: Value): boolean {
  const fields = fieldsOf(attribute);
  if (!fields) return identical(planned, input);
  return Object.entries(fields).every(([property, field]) => {
    const [given, value] = [valuesOf(input)[property] ?? null, valuesOf(planned)[property] ?? null];
    if (given === null) return isComputed(field) || (isList(value) && value.length === 0) || value === null;
    return given === UNKNOWN ? value === UNKNOWN : identical(given, value);
  });
}

/** Elements are told apart by what a program can give, or by what the schema says. */
function identityEqual(attribute: Attribute, left: Value, right: Value): boolean {
  const fields = fieldsOf(attribute);
  if (!fields) return identical(left, right);
  return Object.entries(fields).every(([property, field]) => {
    if (!(attribute.identity?.includes(property) ?? isInput(field))) return true;
    const known = (value: Value | undefined) => (value === UNKNOWN ? null : value);
    return equivalent(field, known(valuesOf(left)[property]), known(valuesOf(right)[property]));
  });
}

function forcesReplace(attribute: Attribute, value: Value): boolean {
  const fields = fieldsOf(attribute);
  if (attribute.replaces === true) return true;
  if (!fields) return false;
  const elements = isValues(value) ? [value] : listOf(value);
  return elements.some((element) =>
    Object.entries(fields).some(
      ([property, field]) => property in valuesOf(element) && forcesReplace(field, valuesOf(element)[property] ?? null),
    ),
  );
}

function withReplace(kind: Kind): Kind {
  return kind.endsWith("-replace") ? kind : (`${kind}-replace` as Kind);
}

function withoutReplace(kind: Kind): Kind {
  return kind.replace("-replace", "") as Kind;
}

function mapKinds(diff: DetailedDiff, change: (kind: Kind) => Kind): DetailedDiff {
  return Object.fromEntries(Object.entries(diff).map(([path, kind]) => [path, change(kind)]));
}
