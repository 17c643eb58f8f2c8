/** What a preview means for a reviewer: what is this branch's change, what is drift, what stays, and what is risky. */
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { PreviewEvents, ResourceEvents } from "./events.ts";
import { byKind, kindOf, type ObjectKind, type Risk } from "./objects.ts";

/** One object that is not as it should be. */
export interface Change {
  readonly name: string;
  readonly label: string;
  readonly why: string;
  /** What `up` does: `create`, `update`, `replace`, `delete`, `import`. */
  readonly op: string;
  readonly risk?: Risk;
  readonly properties: readonly PropertyChange[];
}

/** One property: `from` and `to` where their values may be shown. */
export interface PropertyChange {
  readonly name: string;
  /** Of this branch's change: state to program. Of drift: state to tenant. Of a list only what differs. */
  readonly removed?: readonly string[];
  readonly added?: readonly string[];
}

export interface StackReport {
  readonly stack: string;
  /** State or inputs differ from the program. */
  readonly changes: readonly Change[];
  /** The tenant differs from the state. `up` sets it back. */
  readonly drift: readonly Change[];
  /** Objects on the tenant that differ from the state, and that `up` leaves as they are. */
  readonly left: readonly { readonly label: string; readonly name: string; readonly properties: readonly string[] }[];
  /** Labels of what stays, one an object. */
  readonly untouched: readonly string[];
  readonly risks: readonly Risk[];
  /** `up` would delete the OIN client, or make another one. */
  readonly losesClient: boolean;
  /** Why the preview did not come to its end; then the lists above are not complete. */
  readonly errors: readonly string[];
}

/** Of the command `report`. */
export function exitCodeOf({ changes, drift, errors }: StackReport): ExitCode {
  if (errors.length > 0) return EXIT.findings;
  if (changes.length > 0) return drift.length > 0 ? EXIT.changesAndDrift : EXIT.changes;
  return drift.length > 0 ? EXIT.drift : EXIT.ok;
}

/** What the engine puts for a value that is known only once `up` has run. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const STAYS: ReadonlySet<string | undefined> = new Set(["same", undefined]);

export function stackReport(stack: string, { resources, errors, succeeded }: PreviewEvents): StackReport {
  const ordered = resources.toSorted((a, b) => byKind(a.type, b.type) || (a.name < b.name ? -1 : 1));
  const objects = ordered.flatMap((resource) => {
    const kind = kindOf(resource.type);
    return kind === undefined ? [] : [{ resource, kind }];
  });
  const someGone = objects.some(({ resource }) => resource.refresh?.gone === true);
  const changes: Change[] = [];
  const drift: Change[] = [];
  const left: { label: string; name: string; properties: readonly string[] }[] = [];
  const untouched: string[] = [];
  for (const { resource, kind } of objects) {
    const { name, op, refresh } = resource;
    if (STAYS.has(op)) {
      const moved = refresh !== undefined && (refresh.gone || refresh.properties.length > 0);
      // Of what a preview that broke off did not come to, nobody knows whether it stays.
      if (moved && succeeded) left.push({ label: kind.label, name, properties: refresh.properties });
      else if (op === "same") untouched.push(kind.label);
      continue;
    }
    const causes = causesOf(resource, someGone);
    if (causes.change !== undefined) changes.push(toChange(resource, kind, causes.change, declaredAgainstState));
    if (causes.drift !== undefined) drift.push(toChange(resource, kind, causes.drift, tenantAgainstState));
  }
  return {
    stack,
    changes,
    drift,
    left,
    untouched,
    risks: risksOf([...changes, ...drift]),
    losesClient:
      [...changes, ...drift].some(({ risk, op }) => risk === "client" && LOSES.has(op)) ||
      objects.some(({ resource, kind }) => kind.risk === "client" && resource.refresh?.gone === true),
    errors: errors.length > 0 || succeeded ? errors : ["The preview broke off without an error message."],
  };
}

const LOSES: ReadonlySet<string> = new Set(["delete", "replace"]);

interface Causes {
  /** Properties that this branch changes; empty for the object as a whole; absent where it changes nothing. */
  readonly change?: readonly string[];
  readonly drift?: readonly string[];
}

/** Both causes can meet in one object, even in one property. */
function causesOf(resource: ResourceEvents, someGone: boolean): Causes {
  const { op, refresh, properties = [], declared = {} } = resource;
  if (refresh?.gone === true) return { drift: [] };
  if (refresh === undefined || op === "delete" || op === "import") return { change: [] };
  const drift = properties.filter((name) => refresh.properties.includes(name));
  const change = properties.filter((name) => {
    // An ID that is made anew because its object is gone from the tenant.
    if (JSON.stringify(declared[name])?.includes(UNKNOWN)) return !someGone && !drift.includes(name);
    if (!drift.includes(name)) return true;
    return canonical(declared[name]) !== canonical(refresh.before[name]);
  });
  const follows = properties.filter((name) => !change.includes(name) && !drift.includes(name));
  const drifted = [...drift, ...follows].sort();
  return {
    ...(change.length > 0 || drifted.length === 0 ? { change } : {}),
    ...(drifted.length > 0 ? { drift: drifted } : {}),
  };
}

type Compare = (resource: ResourceEvents, name: string) => readonly [before: unknown, after: unknown];
const declaredAgainstState: Compare = ({ refresh, declared = {} }, name) => [refresh?.before[name], declared[name]];
const tenantAgainstState: Compare = ({ refresh }, name) => [refresh?.before[name], refresh?.now[name]];

function toChange(resource: ResourceEvents, kind: ObjectKind, names: readonly string[], compare: Compare): Change {
  return {
    name: resource.name,
    label: kind.label,
    why: kind.why,
    op: resource.op ?? "",
    ...(kind.risk === undefined ? {} : { risk: kind.risk }),
    properties: names.map((name) => {
      const [before, after] = compare(resource, name);
      if (!kind.shown.includes(name)) return { name };
      const [removed, added] = [members(before), members(after)];
      if (removed === undefined || added === undefined) return { name };
      return { name, removed: without(removed, added), added: without(added, removed) };
    }),
  };
}

function without(values: readonly string[], others: readonly string[]): string[] {
  return values.filter((value) => !others.includes(value));
}

/** A value that may be shown, as texts; undefined where a part of it is secret, unknown or an object without a name. */
function members(value: unknown): string[] | undefined {
  if (value === undefined || value === null) return [];
  const texts = (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    if (typeof item === "string") return item.includes(UNKNOWN) ? undefined : item;
    if (typeof item === "number" || typeof item === "boolean") return String(item);
    return item === null || typeof item !== "object" ? undefined : nameOf(item as Readonly<Record<string, unknown>>);
  });
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Of a permission its name, of an API's scope its value. What the engine keeps secret is an object without either. */
function nameOf({ name, scope = name }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof scope === "string" ? scope : undefined;
}

/** Equal for equal values: without the marks of the plugin's bridge (`__defaults`), and with lists in any order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "";
  const entries = Object.entries(value).filter(([key]) => !key.startsWith("__"));
  return `{${entries
    .map(([key, item]) => `${key}:${canonical(item)}`)
    .sort()
    .join()}}`;
}

function risksOf(changes: readonly Change[]): Risk[] {
  return [...new Set(changes.flatMap(({ risk }) => (risk === undefined ? [] : [risk])))];
}
