// Pulumi's property values in a protobuf Struct: secrets and unknown values are marked by agreed texts.
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { fieldsOf } from "../schema/attribute.ts";
import type { Attribute, Fields } from "../schema/attribute.ts";
import { UNKNOWN, isList, isUnknown, isValues } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** The key by which an object says that it stands for something else, and what it may stand for. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Unknown text, flag, number, list, asset, archive and object. Only the first is ever sent. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set<unknown>([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The values of a message; the marks of secrets are taken off, the plugin knows itself what is secret. */
export function decode(struct: Struct | undefined): Values {
  const value = decodeValue(struct?.toJavaScript() ?? {});
  return isValues(value) ? value : {};
}

function decodeValue(value: Plain): Value {
  if (Array.isArray(value)) return value.map(decodeValue);
  if (UNKNOWNS.has(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (value[SIGNATURE] === SECRET) return decodeValue(value["value"] ?? null);
  if (value[SIGNATURE] === OUTPUT) return "value" in value ? decodeValue(value["value"] ?? null) : UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decodeValue(entry)]));
}

/** A message of the values, with what the schema says to be secret marked so. */
export function encode(values: Values, secrets: Fields = {}): Struct {
  return structPb.Struct.fromJavaScript(encodeFields(values, secrets));
}

function encodeFields(values: Values, fields: Fields): { [key: string]: Plain } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encodeValue(value, fields[key])]));
}

function encodeValue(value: Value, attribute: Attribute | undefined): Plain {
  const fields = (attribute && fieldsOf(attribute)) ?? {};
  const plain = encodePlain(value, fields);
  return attribute?.secret === true ? { [SIGNATURE]: SECRET, value: plain } : plain;
}

function encodePlain(value: Value, fields: Fields): Plain {
  if (isUnknown(value)) return UNKNOWN_TEXT;
  if (isList(value)) return value.map((element) => encodePlain(element, fields));
  return isValues(value) ? encodeFields(value, fields) : value;
}
