// The resource option `ignoreChanges`, as the plugin takes part in it: what lies at an ignored path stays as it was.
// Paths count as they are written; the elements of a set have none of their own.
import type { Attribute, Fields } from "./attribute.ts";
import { appendIndex, appendKey } from "./path.ts";
import { isList, isValues, listOf, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** The planned properties, with those at ignored paths as they were before. */
export function withoutIgnored(
  fields: Fields,
  prior: Values,
  planned: Values,
  ignored: readonly string[],
  within = "",
): Values {
  return Object.fromEntries(
    Object.entries(planned).map(([property, value]) => {
      const attribute = fields[property];
      return [
        property,
        attribute
          ? unlessIgnored(attribute, appendKey(within, property), prior[property] ?? null, value, ignored)
          : value,
      ];
    }),
  );
}

function unlessIgnored(
  attribute: Attribute,
  path: string,
  prior: Value,
  planned: Value,
  ignored: readonly string[],
): Value {
  if (ignored.includes(path)) return prior;
  if (!ignored.some((other) => other.startsWith(path))) return planned;
  switch (attribute.kind) {
    case "block":
      return isValues(planned) ? withoutIgnored(attribute.fields, valuesOf(prior), planned, ignored, path) : planned;
    case "blocks":
      return eachUnlessIgnored({ kind: "block", fields: attribute.fields }, path, prior, planned, ignored);
    case "list":
      return eachUnlessIgnored({ kind: attribute.of }, path, prior, planned, ignored);
    case "map": {
      const keys = [...new Set([...Object.keys(valuesOf(prior)), ...Object.keys(valuesOf(planned))])];
      const entries = keys.map(
        (key) =>
          [
            key,
            unlessIgnored(
              { kind: attribute.of },
              appendKey(path, key),
              valuesOf(prior)[key] ?? null,
              valuesOf(planned)[key] ?? null,
              ignored,
            ),
          ] as const,
      );
      return isValues(planned) ? Object.fromEntries(entries.filter(([, value]) => value !== null)) : planned;
    }
    case "set":
    case "blockSet":
    case "text":
    case "flag":
    case "integer":
    case "decimal":
      return planned;
  }
}

function eachUnlessIgnored(
  element: Attribute,
  path: string,
  prior: Value,
  planned: Value,
  ignored: readonly string[],
): Value {
  return isList(planned)
    ? planned.map((value, index) =>
        unlessIgnored(element, appendIndex(path, index), listOf(prior)[index] ?? null, value, ignored),
      )
    : planned;
}
