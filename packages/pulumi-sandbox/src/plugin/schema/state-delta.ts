// How the official plugin gets back from Pulumi's properties to the state that Terraform's provider wrote: it keeps, as
// `__pulumi_raw_state_delta`, what the properties alone do not tell. A state with it can be taken over by the official
// plugin as if it had written it itself.
import { fieldsOf, providerName } from "./attribute.ts";
import type { Attribute, Fields } from "./attribute.ts";
import { isKnown, isList, isValues, valuesOf } from "./value.ts";
import type { Value, Values } from "./value.ts";

export const STATE_DELTA = "__pulumi_raw_state_delta";

/**
 * What to keep beside the properties of a state; undefined in a preview, where values are not known yet.
 * @param unsaid blocks that neither the program nor the tenant said anything of
 */
export function stateDelta(fields: Fields, state: Values, unsaid: readonly string[] = []): Values | undefined {
  const said = Object.fromEntries(Object.entries(fields).filter(([property]) => !unsaid.includes(property)));
  return isKnown(state) ? objectDelta(said, state) : undefined;
}

function objectDelta(fields: Fields, values: Values): Values {
  const parts: Record<string, Value> = {};
  const renamed: Record<string, Value> = {};
  for (const [property, attribute] of Object.entries(fields)) {
    const delta = valueDelta(attribute, values[property] ?? null);
    if (delta) parts[property] = delta;
    if (providerName(property, attribute) !== providerName(property, { kind: "text" }))
      renamed[property] = providerName(property, attribute);
  }
  return {
    obj: {
      ...(Object.keys(parts).length > 0 ? { ps: parts } : {}),
      ...(Object.keys(renamed).length > 0 ? { renamed } : {}),
    },
  };
}

function valueDelta(attribute: Attribute, value: Value): Values | undefined {
  const fields = fieldsOf(attribute);
  // A block that Pulumi shows as an object or null is a list of one or none.
  if (attribute.kind === "block" && fields) return { plu: { i: isValues(value) ? objectDelta(fields, value) : {} } };
  if (isList(value)) {
    const elements = value.flatMap((element, index) => {
      const delta = fields ? objectDelta(fields, valuesOf(element)) : isValues(element) ? { map: {} } : undefined;
      return delta ? [[String(index), delta] as const] : [];
    });
    return { arr: elements.length > 0 ? { el: Object.fromEntries(elements) } : {} };
  }
  return isValues(value) ? { map: {} } : undefined;
}
