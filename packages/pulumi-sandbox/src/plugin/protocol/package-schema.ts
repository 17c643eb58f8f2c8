// The package schema that the engine may ask for (Pulumi YAML and `pulumi package get-schema` do), made from the same
// tables that the plugin works by. Of functions it tells the arguments alone, and it has no descriptions.
import type { Lookup } from "../functions/function.ts";
import type { Resource } from "../resources/resource.ts";
import { isComputed, isInput } from "../schema/attribute.ts";
import type { Attribute, Fields, ScalarKind } from "../schema/attribute.ts";

type TypeSpec =
  | { readonly type: "string" | "boolean" | "integer" | "number" }
  | { readonly type: "array"; readonly items: TypeSpec }
  | { readonly type: "object"; readonly additionalProperties: TypeSpec }
  | { readonly $ref: string };

type PropertySpec = TypeSpec & {
  readonly default?: string | boolean | number;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
  readonly deprecationMessage?: string;
};

interface ObjectSpec {
  readonly type: "object";
  readonly properties: Record<string, PropertySpec>;
  readonly required?: readonly string[];
}

type Types = Record<string, ObjectSpec>;

const SCALARS: Readonly<Record<ScalarKind, "string" | "boolean" | "integer" | "number">> = {
  text: "string",
  flag: "boolean",
  integer: "integer",
  decimal: "number",
};

export function packageSchema(
  version: string,
  configuration: Fields,
  resources: readonly Resource[],
  functions: readonly Lookup[],
): string {
  const types: Types = {};
  const variables = propertiesOf(configuration, "Config", types);
  return JSON.stringify({
    name: "auth0",
    version,
    config: { variables },
    provider: { inputProperties: variables, properties: {} },
    resources: Object.fromEntries(resources.map((resource) => [resource.type, resourceSpec(resource, types)])),
    functions: Object.fromEntries(
      functions.map((lookup) => [
        lookup.token,
        { inputs: objectSpec(lookup.arguments, className(lookup.token), types) },
      ]),
    ),
    types,
  });
}

function resourceSpec({ type, fields }: Resource, types: Types) {
  const inputs = Object.fromEntries(Object.entries(fields).filter(([, attribute]) => isInput(attribute)));
  const always = names(
    fields,
    (attribute) => attribute.required === true || isComputed(attribute) || attribute.pluginDefault !== undefined,
  );
  const mustBeGiven = names(fields, (attribute) => attribute.required === true).filter(
    (property) => property !== "name",
  );
  return {
    properties: asOutputs(propertiesOf(fields, className(type), types)),
    ...(always.length > 0 ? { required: always } : {}),
    inputProperties: propertiesOf(inputs, className(type), types),
    ...(mustBeGiven.length > 0 ? { requiredInputs: mustBeGiven } : {}),
  };
}

/** The last part of a token: `auth0:index/client:Client` is `Client`. */
function className(token: string): string {
  return token.split(":").at(-1) ?? token;
}

function names(fields: Fields, wanted: (attribute: Attribute) => boolean): string[] {
  return Object.keys(fields)
    .filter((property) => wanted(fields[property] as Attribute))
    .sort();
}

function propertiesOf(fields: Fields, owner: string, types: Types): Record<string, PropertySpec> {
  return Object.fromEntries(
    Object.entries(fields).map(([property, attribute]) => [property, propertySpec(property, attribute, owner, types)]),
  );
}

function propertySpec(property: string, attribute: Attribute, owner: string, types: Types): PropertySpec {
  return {
    ...typeSpec(property, attribute, owner, types),
    ...(attribute.pluginDefault === undefined ? {} : { default: attribute.pluginDefault }),
    ...(attribute.secret === true ? { secret: true } : {}),
    ...(attribute.replaces === true ? { willReplaceOnChanges: true } : {}),
    ...(attribute.deprecated === undefined ? {} : { deprecationMessage: attribute.deprecated }),
  };
}

function typeSpec(property: string, attribute: Attribute, owner: string, types: Types): TypeSpec {
  switch (attribute.kind) {
    case "text":
    case "flag":
    case "integer":
    case "decimal":
      return { type: SCALARS[attribute.kind] };
    case "list":
    case "set":
      return { type: "array", items: { type: SCALARS[attribute.of] } };
    case "map":
      return { type: "object", additionalProperties: { type: SCALARS[attribute.of] } };
    case "block":
      return reference(owner + capitalized(property), attribute.fields, types);
    case "blocks":
    case "blockSet":
      return { type: "array", items: reference(owner + capitalized(singular(property)), attribute.fields, types) };
  }
}

/** Enters the type of a block among the package's and refers to it. */
function reference(name: string, fields: Fields, types: Types): TypeSpec {
  const token = `auth0:index/${name}:${name}`;
  types[token] = objectSpec(fields, name, types);
  return { $ref: `#/types/${token}` };
}

function objectSpec(fields: Fields, name: string, types: Types): ObjectSpec {
  const required = names(fields, (attribute) => attribute.required === true);
  return {
    type: "object",
    properties: propertiesOf(fields, name, types),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** Nothing is filled in or replaced in what comes out. */
function asOutputs(properties: Record<string, PropertySpec>): Record<string, PropertySpec> {
  return Object.fromEntries(
    Object.entries(properties).map(([property, { default: _preset, willReplaceOnChanges: _replaces, ...spec }]) => [
      property,
      spec,
    ]),
  );
}

function capitalized(property: string): string {
  return property.charAt(0).toUpperCase() + property.slice(1);
}

function singular(property: string): string {
  return property.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
}
