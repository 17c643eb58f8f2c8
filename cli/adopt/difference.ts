import { isDeepStrictEqual } from "node:util";

/** One attribute of an object that is not as declared: `up` sets it. */
export interface Difference {
  readonly object: ObjectName;
  readonly attribute: string;
  readonly found: unknown;
  readonly declared: unknown;
}

export type ObjectName =
  | "Express Configure API"
  | "admin role"
  | "OIN client"
  | "keys"
  | "grant"
  | "Action"
  | "binding"
  | "consent setting"
  | NativeObjectName;

export type NativeObjectName =
  | "system API"
  | "native OIN client"
  | "native keys"
  | "admin connections"
  | "user attribute profile"
  | "connection profile"
  | "app block"
  | "admins Action"
  | "domain aliases Action";

/** The attributes that differ, as differences of an object. */
export function differing(
  object: ObjectName,
  attributes: readonly (readonly [attribute: string, found: unknown, declared: unknown])[],
): Difference[] {
  return attributes
    .filter(([, found, declared]) => !isDeepStrictEqual(found, declared))
    .map(([attribute, found, declared]) => ({ object, attribute, found: found ?? null, declared }));
}

/** A set as it is compared. */
export function sorted(values: readonly string[]): string[] {
  return [...values].sort();
}
