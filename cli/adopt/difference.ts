import { isDeepStrictEqual } from "node:util";
import type { Management } from "auth0";
import { TAKEN_OFF } from "../audit/attributes/oin-client.ts";
import { isNothing } from "../audit/attributes/settlement.ts";

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

type ComparedAttribute = readonly [attribute: string, found: unknown, declared: unknown];

/** The attributes that differ, as differences of an object. */
export function differing(object: ObjectName, attributes: readonly ComparedAttribute[]): Difference[] {
  return attributes
    .filter(([, found, declared]) => !isDeepStrictEqual(found, declared))
    .map(([attribute, found, declared]) => ({ object, attribute, found: found ?? null, declared }));
}

/**
 * Attributes of an OIN client that the stack does not declare and `up` takes off all the same. Of larger ones it is only
 * said that they are set: an add-on can hold a secret.
 */
export function takenOff(client: Management.Client): ComparedAttribute[] {
  return TAKEN_OFF.map((name) => {
    const found: unknown = client[name];
    if (isNothing(found) || found === false) return [name, null, null];
    return [name, typeof found === "object" && !Array.isArray(found) ? "(set)" : found, null];
  });
}

/** A set as it is compared. */
export function sorted(values: readonly string[]): string[] {
  return [...values].sort();
}
