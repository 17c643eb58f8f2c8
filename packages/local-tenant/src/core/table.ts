// The store's two shapes: a table (rows by key, in the order they were made) and a single value.
// Rows are frozen when they are put, so a fork shares them and costs only a copy of the map: that is what makes
// every write a transaction and lets a read look at an older state.

/** Plain JSON: what a row may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Freezes a value and everything below it. Returns the same value. */
function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}

/** Whether the order in which rows were made is part of the state, as it is of a list of objects but not of a relation. */
export type Order = "as-made" | "no-order";

/** Rows by key, listed in the order in which they were first put. */
export class Table<Row extends object> {
  readonly #keyOf: (row: Row) => string;
  readonly #order: Order;
  readonly #rows = new Map<string, Row>();

  constructor(keyOf: (row: Row) => string, order: Order = "as-made") {
    this.#keyOf = keyOf;
    this.#order = order;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  /** The rows as a snapshot holds them: two tables of the same state give the same list. */
  canonical(): Row[] {
    if (this.#order === "as-made") return this.all();
    return [...this.#rows.keys()].sort().flatMap((key) => this.#rows.get(key) ?? []);
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  filter(matches: (row: Row) => boolean): Row[] {
    return this.all().filter(matches);
  }

  /** Adds the row, or replaces the one with the same key at its place in the order. Returns it, frozen. */
  put(row: Row): Row {
    const frozen = deepFreeze(row);
    this.#rows.set(this.#keyOf(frozen), frozen);
    return frozen;
  }

  delete(key: string): boolean {
    return this.#rows.delete(key);
  }

  /** Removes every row that matches; returns how many there were. */
  deleteWhere(matches: (row: Row) => boolean): number {
    const doomed = this.filter(matches);
    for (const row of doomed) this.delete(this.#keyOf(row));
    return doomed.length;
  }

  /** Replaces every row that `change` maps to another object. */
  update(change: (row: Row) => Row): void {
    for (const row of this.all()) {
      const changed = change(row);
      if (changed !== row) this.put(changed);
    }
  }

  /** A table with the same rows that can change without this one noticing. */
  fork(): Table<Row> {
    const copy = new Table(this.#keyOf, this.#order);
    for (const [key, row] of this.#rows) copy.#rows.set(key, row);
    return copy;
  }
}

/** One value that always exists, such as the tenant's settings. */
export class Single<Value extends object> {
  #value: Value;

  constructor(value: Value) {
    this.#value = deepFreeze(value);
  }

  get(): Value {
    return this.#value;
  }

  put(value: Value): Value {
    this.#value = deepFreeze(value);
    return this.#value;
  }

  fork(): Single<Value> {
    return new Single(this.#value);
  }
}
