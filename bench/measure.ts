/** Times of what is measured in turn, and their table. */

/** One figure of one round. */
export interface Sample {
  readonly what: string;
  /** Seconds, from the start of the process to its end. */
  readonly seconds: number;
  /** Requests that reached the tenant; absent: it has none. */
  readonly calls?: number;
}

/** A line of the table: a figure over all rounds. */
export interface Row {
  readonly what: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Most of any round. */
  readonly calls?: number;
  /** Median against the median of what it is held against; absent: nothing. */
  readonly ratio?: { readonly of: string; readonly value: number };
}

/** The samples as rows, in the order in which they first came. `against` names for a figure the one that it is held against. */
export function rowsOf(samples: readonly Sample[], against: Readonly<Record<string, string>> = {}): readonly Row[] {
  const names = [...new Set(samples.map(({ what }) => what))];
  const of = (what: string): readonly Sample[] => samples.filter((sample) => sample.what === what);
  const secondsOf = (what: string): number[] => of(what).map(({ seconds }) => seconds);
  return names.map((what) => {
    const seconds = secondsOf(what);
    const calls = of(what).flatMap((sample) => (sample.calls === undefined ? [] : [sample.calls]));
    const base = against[what];
    return {
      what,
      median: median(seconds),
      least: Math.min(...seconds),
      most: Math.max(...seconds),
      ...(calls.length === 0 ? {} : { calls: Math.max(...calls) }),
      ...(base === undefined ? {} : { ratio: { of: base, value: median(seconds) / median(secondsOf(base)) } }),
    };
  });
}

/** A table in Markdown. */
export function markdownOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, median: middle, least, most, calls, ratio }) =>
    [
      what,
      middle.toFixed(2),
      least.toFixed(2),
      most.toFixed(2),
      calls ?? "",
      ratio === undefined ? "" : `${ratio.value.toFixed(2)} × ${ratio.of}`,
    ].join(" | "),
  );
  return [
    "| What | Median (s) | Least | Most | Calls | Ratio |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...lines.map((line) => `| ${line} |`),
    "",
  ].join("\n");
}

/** Of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1);
  return (low + high) / 2;
}
