/** What `up` does not change on an object that the stack takes over: neither the stack declares it nor the plugin sends it. */
import { offending } from "../audit/attributes/judge.ts";
import type { Settlements } from "../audit/attributes/settlement.ts";
import { type Finding, notice } from "../findings.ts";
import type { ObjectName } from "./difference.ts";

/** An attribute that somebody set and that no `up` takes back; `audit` names it with the request that does. */
export interface UnmanagedAttribute {
  readonly object: ObjectName;
  readonly attribute: string;
  /** As JSON; of long values, and of those that can hold a secret, only that they are set. */
  readonly found: string;
  /** What the value means, as the end of a sentence. */
  readonly effect: string;
}

/** Those of an object, by the table that `audit` judges it by; none of an object that is not there. */
export function unmanagedOn(
  object: ObjectName,
  found: object | undefined,
  settlements: Settlements,
): UnmanagedAttribute[] {
  if (found === undefined) return [];
  return offending(found, settlements).map(({ name, found: value, effect }) => ({
    object,
    attribute: name,
    found: value,
    effect,
  }));
}

/** One notice for all: they keep nobody from adopting. */
export function unmanagedFinding(all: readonly UnmanagedAttribute[], stack: string): Finding[] {
  if (all.length === 0) return [];
  const names = all.map(({ object, attribute }) => `${attribute} of the ${object}`);
  return [
    notice(
      "unmanaged",
      `No up puts right what the stack does not declare: ${names.join(", ")}.`,
      ["After up, audit names each with the request that puts it right:", `npm run audit -- --stack ${stack}`],
      { attributes: all },
    ),
  ];
}
