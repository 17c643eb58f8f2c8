// How a PATCH changes a row: attribute by attribute, null taking one away.

/** The row's type once null has meant "take it away". */
export type WithoutNull<T> = { [K in keyof T]: Exclude<T[K], null> };

type Changes<Row> = { readonly [K in keyof Row]?: Row[K] | null | undefined };

/**
 * `row` with `changes` put over it: null removes an attribute, undefined leaves it. Attributes named in `deep` hold
 * objects that are merged one level down by the same rule instead of replaced.
 */
export function patched<Row extends object>(row: Row, changes: Changes<Row>, deep: readonly (keyof Row)[] = []): Row {
  const result: Record<string, unknown> = { ...(row as Record<string, unknown>) };
  for (const [name, change] of Object.entries(changes as Record<string, unknown>)) {
    if (change === undefined) continue;
    if (change === null) delete result[name];
    else if (deep.includes(name as keyof Row)) result[name] = mergeObjects(result[name], change);
    else result[name] = change;
  }
  return result as Row;
}

function mergeObjects(old: unknown, changes: object): object {
  return patched(typeof old === "object" && old !== null ? old : {}, changes);
}
