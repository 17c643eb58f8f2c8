// IDs made of several: `TRIGGER::ACTION_ID`.
import type { Api } from "../management/api.ts";
import { textOf } from "../schema/value.ts";
import type { Values } from "../schema/value.ts";

const SEPARATOR = "::";

/** @param properties whose values make up the ID, in order */
export function compositeId(...properties: readonly string[]) {
  return {
    join: (state: Values): string => properties.map((property) => textOf(state[property])).join(SEPARATOR),
    importState: async (_api: Api, id: string): Promise<Values> => {
      const parts = id.split(SEPARATOR);
      if (parts.length !== properties.length)
        throw new Error(`ID must be formatted as ${properties.map((property) => `<${property}>`).join(SEPARATOR)}`);
      return Object.fromEntries(properties.map((property, index) => [property, parts[index] ?? ""]));
    },
  };
}
