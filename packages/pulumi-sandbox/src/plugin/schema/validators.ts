// Checks of single values, worded as the official plugin words them.
import type { Scalar } from "./value.ts";

/** @param name the property's name in the provider; returns what is wrong, undefined if nothing is */
export type Validator = (value: Scalar, name: string) => string | undefined;

const quoted = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(" ")}]`;

/** One of the given texts. */
export function oneOf(...allowed: readonly string[]): Validator {
  return (value, name) =>
    allowed.includes(String(value))
      ? undefined
      : `expected ${name} to be one of ${quoted(allowed)}, got ${String(value)}`;
}

/** One of the given texts, in capitals or not. */
export function oneOfAnyCase(...allowed: readonly string[]): Validator {
  return (value, name) =>
    allowed.some((candidate) => candidate.toLowerCase() === String(value).toLowerCase())
      ? undefined
      : `expected ${name} to be one of ${quoted(allowed)}, got ${String(value)}`;
}

export const notEmpty: Validator = (value, name) =>
  value === "" ? `expected ${JSON.stringify(name)} to not be an empty string, got ` : undefined;

export function atLeast(least: number): Validator {
  return (value, name) =>
    typeof value === "number" && value < least
      ? `expected ${name} to be at least (${least.toFixed(6)}), got ${value.toFixed(6)}`
      : undefined;
}

export function between(least: number, most: number): Validator {
  return (value, name) =>
    typeof value === "number" && (value < least || value > most)
      ? `expected ${name} to be in the range (${String(least)} - ${String(most)}), got ${String(value)}`
      : undefined;
}

export function lengthAtLeast(least: number): Validator {
  return (value, name) => {
    const length = Buffer.byteLength(String(value));
    return length < least
      ? `expected length of ${name} to be at least ${String(least)}, ${JSON.stringify(value)} is ${String(length)}`
      : undefined;
  };
}

export function lengthBetween(least: number, most: number): Validator {
  return (value, name) => {
    const length = Buffer.byteLength(String(value));
    return length < least || length > most
      ? `expected length of ${name} to be in the range (${String(least)} - ${String(most)}), got ${String(value)}`
      : undefined;
  };
}

/** An https URL, or nothing. */
export const httpsUrl: Validator = (value, name) => urlProblem(String(value), String(value), name);

/** The same, with Auth0's placeholders for metadata of the organization or the custom domain in it. */
export const httpsUrlWithPlaceholders: Validator = (value, name) =>
  urlProblem(
    String(value).replace(/\{(organization|custom_domain)\.metadata\.(public_|PUBLIC_)[A-Za-z0-9_]+\}/g, "placeholder"),
    String(value),
    name,
  );

function urlProblem(url: string, given: string, name: string): string | undefined {
  if (url === "") return undefined;
  const [, scheme = "", host = ""] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?/.exec(url) ?? [];
  if (host === "") return `expected ${JSON.stringify(name)} to have a host, got ${given}`;
  return scheme.toLowerCase() === "https"
    ? undefined
    : `expected ${JSON.stringify(name)} to have a url with schema of: "https", got ${given}`;
}

export function atLeastInteger(least: number): Validator {
  return (value, name) =>
    typeof value === "number" && value < least
      ? `expected ${name} to be at least (${String(least)}), got ${String(value)}`
      : undefined;
}

export const json: Validator = (value, name) => {
  try {
    JSON.parse(String(value));
    return undefined;
  } catch (error) {
    return `${JSON.stringify(name)} contains an invalid JSON: ${error instanceof Error ? error.message : ""}`;
  }
};

/** The parts of a date as the official plugin's parser takes them one after the other, each by its name there. */
const DATE_PARTS: readonly [string, RegExp][] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d\d/],
  ["-", /^-/],
  ["02", /^\d\d/],
  ["T", /^T/],
  ["15", /^\d\d/],
  [":", /^:/],
  ["04", /^\d\d/],
  [":", /^:/],
  ["05", /^\d\d(\.\d+)?/],
  ["Z07:00", /^(Z|[+-]\d\d:\d\d)$/],
];

const DATE_RANGES: Readonly<Record<string, { name: string; least: number; most: number }>> = {
  "01": { name: "month", least: 1, most: 12 },
  "02": { name: "day", least: 1, most: 31 },
  "15": { name: "hour", least: 0, most: 23 },
  "04": { name: "minute", least: 0, most: 59 },
};

export const rfc3339: Validator = (value, name) => {
  let rest = String(value);
  for (const [part, pattern] of DATE_PARTS) {
    const found = pattern.exec(rest);
    if (!found) {
      const parsing = `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}`;
      return `expected ${JSON.stringify(name)} to be a valid RFC3339 date, got ${JSON.stringify(value)}: ${parsing}`;
    }
    const unit = DATE_RANGES[part];
    if (unit && (Number(found[0]) < unit.least || Number(found[0]) > unit.most)) {
      return `expected ${JSON.stringify(name)} to be a valid RFC3339 date, got ${JSON.stringify(value)}: parsing time ${JSON.stringify(value)}: ${unit.name} out of range`;
    }
    rest = rest.slice(found[0].length);
  }
  return undefined;
};
