import { apiCommand } from "../../../config/shell.ts";
import { type Finding, problem } from "../../findings.ts";
import { audited, canStay, isNothing, member, pathOf, type Settlements } from "./settlement.ts";

export interface Judged {
  /** What the finding is about. */
  readonly about: string;
  /** How it begins. */
  readonly title: string;
  /** The object as the tenant has it. */
  readonly found: object;
  readonly settlements: Settlements;
  /** Where it lies, below `/api/v2/`. */
  readonly path: string;
  readonly stack: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An attribute, or a member of one (`jwt_configuration.scopes`), whose value cannot stay. */
export interface OffendingAttribute {
  readonly name: string;
  /** The value as a text shows it. */
  readonly found: string;
  /** What a request that puts it right sends. */
  readonly wanted: unknown;
  /** What the value means, as the end of a sentence. */
  readonly effect: string;
}

/** Attributes of an object, and members of them, that no `up` changes and whose value cannot stay, by the object's table. */
export function offending(found: object, settlements: Settlements): readonly OffendingAttribute[] {
  return audited(settlements)
    .map(([name, attribute]) => ({ name, attribute, value: member(found, ...pathOf(name)) }))
    .filter(({ attribute, value }) => !canStay(value, attribute))
    .map(({ name, attribute, value }) => ({
      name,
      found: attribute.hidden === true && !isNothing(value) ? "set" : shown(value),
      wanted: attribute.value,
      effect: attribute.effect,
    }));
}

/** One finding for all of an object's attributes, with the one request that puts them all right. */
export function judgeAttributes({ about, title, found, settlements, path, stack, details }: Judged): Finding[] {
  const changed = offending(found, settlements);
  if (changed.length === 0) return [];
  return [
    problem(
      about,
      `${title} has ${changed.map(({ name, found: value, effect }) => `${name} ${value} (${effect})`).join("; ")}. No up changes ${changed.length === 1 ? "it" : "them"}.`,
      apiCommand(stack, "patch", path, request(changed.map(({ name, wanted }) => [name, wanted]))),
      { ...details, attributes: changed.map(({ name }) => name) },
    ),
  ];
}

/** A body with these values; Auth0 leaves the other members of a group as they are. */
function request(values: readonly (readonly [name: string, value: unknown])[]): Readonly<Record<string, unknown>> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of values) {
    const [attribute, ...within] = pathOf(name);
    const nested = within.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
    body[attribute] =
      within.length === 0 ? value : { ...(body[attribute] as object | undefined), ...(nested as object) };
  }
  return body;
}

/** Longer values are only said to be set: pages, keys and the like. */
const LONGEST = 120;

function shown(value: unknown): string {
  const text = value === undefined ? "not set" : JSON.stringify(value);
  return text.length > LONGEST ? "set" : text;
}
