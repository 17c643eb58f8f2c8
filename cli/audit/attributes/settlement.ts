import { isDeepStrictEqual } from "node:util";

/**
 * Who sees to one attribute of an object that the stack owns, for the case that somebody changes it by hand. The tables
 * beside this file settle every attribute that the Management API has; docs/attributes.md is written from them.
 */
export type Settlement =
  /** A preview shows the change and the next `up` takes it back. */
  | { readonly by: "stack"; readonly whole?: true }
  /** `audit` names it; where the check is one of its own, by that finding. */
  | { readonly by: "finding"; readonly finding: string; readonly note?: string; readonly whole?: true }
  | AuditedAttribute
  /** Nobody needs to, neither to it nor to a member of it. */
  | { readonly by: "nobody"; readonly why: string };

/** An attribute that no `up` takes back: `audit` names it with the request that does. */
export interface AuditedAttribute {
  readonly by: "audit";
  /** What the request sends. */
  readonly value: unknown;
  /** What the value found means, as the end of a sentence. */
  readonly effect: string;
  /** Whether a value can stay. Nothing at all, an empty list and an empty object always can, unless `always` is set. */
  readonly isFine: (found: unknown) => boolean;
  /** Whether it must be there. */
  readonly always?: true;
  /** Whether the value can hold a secret: it is never shown, only that it is set. */
  readonly hidden?: true;
  /** Whether every member of the value is compared. */
  readonly whole?: true;
}

/**
 * By the attribute's name. Where that is absent, or settles the attribute only in part (neither `nobody` nor `whole`), each of
 * its members has an entry: `jwt_configuration.alg`, `scopes[].value`, `user_attributes.*.label` (under any key).
 */
export type Settlements = Readonly<Record<string, Settlement>>;

/** Declared, or taken off by the plugin where somebody sets it. */
export const STACK: Settlement = { by: "stack" };

/** The same for an attribute with all of its members: a change of any is a change of the whole. */
export const STACK_WHOLE: Settlement = { ...STACK, whole: true };

/** Seen by a check of its own; the note tells of what else sees it. */
export const seenBy = (finding: string, note?: string): Settlement => ({
  by: "finding",
  finding,
  ...(note === undefined ? {} : { note }),
});

/** The same for an attribute with all of its members, and how they are seen. */
export const wholeSeenBy = (finding: string, note: string): Settlement => ({
  by: "finding",
  finding,
  note,
  whole: true,
});

export const harmless = (why: string): Settlement => ({ by: "nobody", why });

/** One settlement for several members of an attribute. */
export function members(of: string, names: readonly string[], settlement: Settlement): Settlements {
  return Object.fromEntries(names.map((name) => [`${of}${name.startsWith("[]") ? "" : "."}${name}`, settlement]));
}

/** The attributes of a table, without the members. */
export const attributesOf = (settlements: Settlements): readonly string[] => [
  ...new Set(Object.keys(settlements).map((name) => name.replace(/[.[].*$/, ""))),
];

/** Made by Auth0, and not to be changed by anybody. */
export const AUTH0S_OWN = harmless("Auth0's own; nobody can set it");

/** To be at one value; `alsoFine` are others that do no harm. */
export function kept(value: unknown, effect: string, alsoFine: readonly unknown[] = []): AuditedAttribute {
  return {
    by: "audit",
    value,
    effect,
    isFine: (found) => [value, ...alsoFine].some((fine) => isSame(found, fine)),
    whole: true,
  };
}

/** The same for an attribute that Auth0 fills in: it must be there. */
export const filled = (value: unknown, effect: string): AuditedAttribute => ({ ...kept(value, effect), always: true });

/** Where only a part of the value matters. */
export function keptWhere(isFine: (found: unknown) => boolean, value: unknown, effect: string): AuditedAttribute {
  return { by: "audit", value, effect, isFine };
}

/** Whether what was found can stay. */
export function canStay(found: unknown, { isFine, always }: AuditedAttribute): boolean {
  return (always !== true && isNothing(found)) || isFine(found);
}

/** No value at all, an empty text, list or object. */
export function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

/** Lists are sets here: Auth0 gives them in any order. */
function isSame(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b)
    ? isDeepStrictEqual(a.map(String).sort(), b.map(String).sort())
    : isDeepStrictEqual(a, b);
}

/** A member of an object, whatever it is. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (of, name) => (typeof of === "object" && of !== null ? (of as Readonly<Record<string, unknown>>)[name] : undefined),
    value,
  );
}

/** The attributes that audit judges by a table. */
export function audited(settlements: Settlements): readonly (readonly [name: string, attribute: AuditedAttribute])[] {
  return Object.entries(settlements).flatMap(([name, settlement]) =>
    settlement.by === "audit" ? [[name, settlement] as const] : [],
  );
}

/** Their names, of members the names of what they are in. */
export function auditedNames(settlements: Settlements): readonly string[] {
  return [...new Set(audited(settlements).map(([name]) => pathOf(name)[0]))];
}

/** The way to an attribute or a member of one. */
export const pathOf = (name: string): readonly [string, ...string[]] => name.split(".") as [string, ...string[]];
