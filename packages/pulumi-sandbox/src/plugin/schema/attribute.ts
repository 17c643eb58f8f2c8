// The words in which a resource file says what its properties are. They follow Terraform's schema, as the official
// plugin is Terraform's provider under a bridge and its behaviour (what is compared, what forces a replacement,
// what is filled in) comes from there.
import type { Validator } from "./validators.ts";

export type ScalarKind = "text" | "flag" | "integer" | "decimal";

export type Shape =
  | { readonly kind: ScalarKind }
  /** Scalars; a set is compared without order, a list with it, a map by key. What is untyped becomes a text only when sent. */
  | {
      readonly kind: "list" | "set" | "map";
      readonly of: ScalarKind;
      readonly validateEach?: Validator;
      readonly untyped?: true;
    }
  /** At most one: an object in Pulumi. */
  | { readonly kind: "block"; readonly fields: Fields }
  | { readonly kind: "blocks" | "blockSet"; readonly fields: Fields };

export interface Options {
  /** Must be given. */
  readonly required?: true;
  /** Only the tenant says it. */
  readonly computed?: true;
  /** May be given; what the tenant has is kept where it is not. */
  readonly adopted?: true;
  /** A change makes a new resource. */
  readonly replaces?: true;
  /** Never shown: a secret in Pulumi's state. */
  readonly secret?: true;
  /** Sent, never kept in state. */
  readonly writeOnly?: true;
  /** What the provider takes where the program gives none. Noted among the inputs' defaults unless it is a zero value. */
  readonly default?: string | boolean | number;
  /** What the Pulumi plugin, not the provider under it, fills in where the program gives none. */
  readonly pluginDefault?: string;
  /** Its name in the official provider, where that is not the property's name in snake case. */
  readonly name?: string;
  /** Its name in the Management API, where that differs from the provider's. */
  readonly wire?: string;
  readonly validate?: Validator;
  /** Fewest and most elements of a list. */
  readonly min?: number;
  readonly max?: number;
  /** Paths in the provider's names, from the top: of these only one may be given. */
  readonly conflictsWith?: readonly string[];
  readonly requiredWith?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly deprecated?: string;
  /** The properties that tell one element of a set from another; by default all that a program can give. */
  readonly identity?: readonly string[];
  /** A given or absent value that means the same as what the tenant has, so that no difference is shown. */
  readonly sameAs?: (prior: string, given: string) => boolean;
}

export type Attribute = Shape & Options;

export type Fields = { readonly [property: string]: Attribute };

export const text = (options: Options = {}): Attribute => ({ kind: "text", ...options });
export const flag = (options: Options = {}): Attribute => ({ kind: "flag", ...options });
export const integer = (options: Options = {}): Attribute => ({ kind: "integer", ...options });
export const decimal = (options: Options = {}): Attribute => ({ kind: "decimal", ...options });

type CollectionOptions = Options & { readonly validateEach?: Validator };
export const list = (options: CollectionOptions = {}): Attribute => ({ kind: "list", of: "text", ...options });
export const set = (options: CollectionOptions = {}): Attribute => ({ kind: "set", of: "text", ...options });
export const map = (options: CollectionOptions = {}): Attribute => ({ kind: "map", of: "text", ...options });
export const untypedMap = (options: CollectionOptions = {}): Attribute => ({
  kind: "map",
  of: "text",
  untyped: true,
  ...options,
});

export const block = (fields: Fields, options: Options = {}): Attribute => ({ kind: "block", fields, ...options });
export const blocks = (fields: Fields, options: Options = {}): Attribute => ({ kind: "blocks", fields, ...options });
export const blockSet = (fields: Fields, options: Options = {}): Attribute => ({
  kind: "blockSet",
  fields,
  ...options,
});

/** Whether a program may give it. */
export function isInput(attribute: Attribute): boolean {
  return attribute.computed !== true;
}

/** Whether the tenant fills it in where the program does not. */
export function isComputed(attribute: Attribute): boolean {
  return attribute.computed === true || attribute.adopted === true;
}

/** The fields of a block's element, undefined for anything else. */
export function fieldsOf(attribute: Attribute): Fields | undefined {
  return "fields" in attribute ? attribute.fields : undefined;
}

/** The provider's name of a property: `organizationUsage` is `organization_usage`. */
export function providerName(property: string, attribute: Attribute): string {
  return attribute.name ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The Management API's name of a property. */
export function wireName(property: string, attribute: Attribute): string {
  return attribute.wire ?? providerName(property, attribute);
}
