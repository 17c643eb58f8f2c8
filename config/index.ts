import { domainSchema } from "./domain.ts";
import type { z } from "zod";
import { managementApiAudience } from "../contract/guide.ts";
import { type Advice } from "./advice.ts";
import { type Credentials, parseCredentials } from "./credentials.ts";
import type { PreviousOutputs } from "./previous.ts";
import { ConfigurationError, type Problem, formatValue } from "./problems.ts";
import { type Configuration, configurationSchema, type ParseContext } from "./schema.ts";
import {
  keyOf,
  nameInNamespace,
  nearestSetting,
  pathOf,
  type RawConfiguration,
  removeCommand,
  setCommand,
  type Setting,
  SETTINGS,
  STRUCTURED,
} from "./settings.ts";

export { ConfigurationError, type Problem } from "./problems.ts";
export type { Credentials } from "./credentials.ts";
export type { Flavour, PreviousFlavour, OneFlavour } from "./flavour.ts";
export type { Configuration } from "./schema.ts";
export type { OktaPublicKey } from "./public-keys.ts";
export type { RawConfiguration } from "./settings.ts";

/** Throws ConfigurationError where a stack that holds one tenant's objects is pointed at another tenant. */
export function refuseAnotherTenant(
  stack: string,
  domain: string,
  previous: Pick<PreviousOutputs, "managementApiAudience">,
): void {
  const before = previous.managementApiAudience;
  if (before === undefined || before === managementApiAudience(domain)) return;
  throw new ConfigurationError(stack, [
    {
      key: keyOf("domain"),
      found: formatValue(domain),
      expected: `This stack holds the objects of ${new URL(before).host}; a stack belongs to one tenant for good.`,
      mend: `${setCommand(stack, "domain", new URL(before).host)}\nor, for the other tenant, a stack of its own:\npulumi stack init <name>`,
    },
  ]);
}

/** Configuration and credentials from values of anywhere; the problems of both are told together (ConfigurationError). */
export async function parseStack(
  raw: RawConfiguration,
  env: NodeJS.ProcessEnv,
  context: ParseContext,
): Promise<{ readonly configuration: Configuration; readonly credentials: Credentials }> {
  const [configuration, credentials] = await bothOrAllProblems(
    context.stack,
    parseConfiguration(raw, context),
    parsedCredentials(raw, env, context.stack),
  );
  return { configuration, credentials };
}

/** What a request to the tenant takes, and nothing else of the configuration. Throws ConfigurationError with every problem. */
export async function parseAccess(
  raw: RawConfiguration,
  env: NodeJS.ProcessEnv,
  stack: string,
): Promise<{ readonly domain: string; readonly credentials: Credentials }> {
  const [domain, credentials] = await bothOrAllProblems(
    stack,
    parsedDomain(raw, stack),
    parsedCredentials(raw, env, stack),
  );
  return { domain, credentials };
}

async function parsedDomain(raw: RawConfiguration, stack: string): Promise<string> {
  const value = raw[keyOf("domain")];
  const result = domainSchema(stack).safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue): Problem => ({
    key: keyOf("domain"),
    found: formatValue(value),
    ...((issue as z.core.$ZodIssueCustom).params as unknown as Advice),
  }));
  throw new ConfigurationError(stack, problems);
}

async function bothOrAllProblems<A, B>(stack: string, a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === "fulfilled" && second.status === "fulfilled") return [first.value, second.value];
  const problems = [first, second].flatMap((result) => {
    if (result.status === "fulfilled") return [];
    if (!(result.reason instanceof ConfigurationError)) throw result.reason;
    return result.reason.problems;
  });
  throw new ConfigurationError(stack, problems);
}

async function parsedCredentials(raw: RawConfiguration, env: NodeJS.ProcessEnv, stack: string): Promise<Credentials> {
  return parseCredentials(raw, env, stack);
}

/** The configuration alone, for whoever has no need of credentials. Throws ConfigurationError with every problem. */
export async function parseConfiguration(raw: RawConfiguration, context: ParseContext): Promise<Configuration> {
  const values: Partial<Record<Setting, unknown>> = {};
  for (const setting of SETTINGS) {
    const value = raw[keyOf(setting)];
    if (value !== undefined) values[setting] = decode(setting, value);
  }
  const result = await configurationSchema(context, values).safeParseAsync(values);

  const problems = [
    ...unknownKeys(raw, context.stack),
    ...inOrder(result.error?.issues ?? []).map((issue): Problem => {
      const [setting, ...inside] = issue.path as [Setting, ...(string | number)[]];
      const found = inside.reduce<unknown>(
        (value, step) => (value as Record<string | number, unknown>)[step],
        values[setting],
      );
      const advice =
        issue.code === "custom"
          ? (issue.params as unknown as Advice)
          : { expected: issue.message, mend: setCommand(context.stack, setting) };
      return {
        key: pathOf(setting, ...inside),
        found: formatValue(found),
        ...advice,
      };
    }),
  ];
  if (problems.length > 0 || result.data === undefined) throw new ConfigurationError(context.stack, problems);
  return result.data;
}

/** In the order of the settings, which is not the order that asynchronous checks end in. */
function inOrder(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const rank = (issue: z.core.$ZodIssue) => SETTINGS.indexOf(issue.path[0] as Setting);
  return issues.toSorted((a, b) => rank(a) - rank(b));
}

function decode(setting: Setting, raw: string): unknown {
  if (!STRUCTURED.has(setting)) return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

function unknownKeys(raw: RawConfiguration, stack: string): Problem[] {
  const known = new Set(SETTINGS.map(keyOf));
  return Object.keys(raw)
    .filter((key) => !known.has(key))
    .flatMap((key) => {
      const name = nameInNamespace(key);
      if (name === undefined) return [];
      const meant = nearestSetting(name);
      return {
        key,
        // Not what it holds: a misspelt key may well hold a secret.
        found: "is not a setting",
        expected:
          meant === undefined ? `The settings are ${SETTINGS.map(keyOf).join(", ")}.` : `${keyOf(meant)} is near.`,
        mend: removeCommand(stack, name),
      };
    });
}
