import { z } from "zod";
import type { ConnectionProfileArgs, ExistingProfile, UserAttributeProfileArgs } from "../contract/profiles.ts";
import { advise } from "./advice.ts";
import { removeCommand, setInsideCommand, type Setting } from "./settings.ts";

const STRATEGIES = ["ad", "adfs", "google-apps", "oidc", "okta", "pingfederate", "samlp", "waad"] as const;

const word = z.string().min(1);
/** Auth0's limits, in characters (Auth0: Management API, user attribute profiles and connection profiles). */
const text = (most: number) => word.max(most);
const mappings = z.array(text(128)).min(1);

function byStrategy<Override extends z.ZodType>(override: Override) {
  return z.partialRecord(z.enum(STRATEGIES), override).exactOptional();
}

const protocols = { samlMapping: mappings.exactOptional(), scimMapping: text(128).exactOptional() };

const attributeMapping = {
  oidcMapping: z.strictObject({ mapping: text(50), displayName: text(50).exactOptional() }).exactOptional(),
  ...protocols,
};

const userAttributeProfile: z.ZodType<UserAttributeProfileArgs> = z.strictObject({
  name: text(128),
  userId: z
    .strictObject({
      oidcMapping: z.enum(["sub"]).exactOptional(),
      ...protocols,
      strategyOverrides: byStrategy(
        z.strictObject({ oidcMapping: z.enum(["sub", "oid", "email"]).exactOptional(), ...protocols }),
      ),
    })
    .exactOptional(),
  userAttributes: z.record(
    word,
    z.strictObject({
      label: text(128),
      description: text(128),
      auth0Mapping: text(50),
      profileRequired: z.boolean().exactOptional(),
      ...attributeMapping,
      strategyOverrides: byStrategy(z.strictObject(attributeMapping)),
    }),
  ),
});

const features = z.array(z.enum(["scim", "universal_logout"]));
const choice = z.enum(["none", "optional", "required"]);

const SCIM_TOKEN_SCOPES = ["get:users", "post:users", "put:users", "patch:users", "delete:users"] as const;
const status = z.enum(["enabled", "disabled"]);
const expiry = z
  .int({ error: "Expected a whole number of seconds." })
  .positive({ error: "Expected at least 1 second." });

/** A list in which nothing is twice. */
function distinct<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .min(1)
    .refine((list) => new Set(list).size === list.length, { error: "Expected each entry once." });
}

const connectionProfile: z.ZodType<ConnectionProfileArgs> = z.strictObject({
  name: text(50),
  connectionNamePrefixTemplate: text(15)
    .regex(
      /^(?!-)(?!.*--)(?:[a-zA-Z0-9-]|{org_id}|{org_name})*$/,
      "Expected letters, digits and single hyphens, {org_id} or {org_name}, not beginning with a hyphen.",
    )
    .exactOptional(),
  enabledFeatures: features.exactOptional(),
  organization: z
    .strictObject({ showAsButton: choice.exactOptional(), assignMembershipOnLogin: choice.exactOptional() })
    .exactOptional(),
  strategyOverrides: byStrategy(z.strictObject({ enabledFeatures: features })),
  scimTokens: z
    .strictObject({
      scopes: distinct(z.enum(SCIM_TOKEN_SCOPES)),
      defaultExpiry: expiry.exactOptional(),
      maxAllowedExpiry: expiry.exactOptional(),
    })
    .refine(({ defaultExpiry, maxAllowedExpiry = Infinity }) => (defaultExpiry ?? 0) <= maxAllowedExpiry, {
      error: "Expected at most maxAllowedExpiry.",
      path: ["defaultExpiry"],
    })
    .exactOptional(),
  crossAppAccess: z
    .strictObject({ defaultValue: status, allowedValues: distinct(status) })
    .refine(({ defaultValue, allowedValues }) => allowedValues.includes(defaultValue), {
      error: "Expected one of allowedValues.",
      path: ["defaultValue"],
    })
    .exactOptional(),
});

/** `userAttributeProfile`: `{ id }` of an existing one, or a whole one of our own. Nothing: undefined, the default one. */
export function userAttributeProfileSchema(stack: string) {
  return profileSchema(stack, "userAttributeProfile", userAttributeProfile);
}

/** `connectionProfile`: `{ id }` of an existing one, or a whole one of our own. Nothing: undefined, the default one. */
export function connectionProfileSchema(stack: string) {
  return profileSchema(stack, "connectionProfile", connectionProfile);
}

function profileSchema<Args>(stack: string, setting: Setting, own: z.ZodType<Args>) {
  const existing: z.ZodType<ExistingProfile> = z.strictObject({ id: word });
  return z
    .record(z.string(), z.unknown(), { error: "Expected a map: an id, or the fields of a profile." })
    .default({})
    .transform((value, ctx): Args | ExistingProfile | undefined => {
      if (Object.keys(value).length === 0) return undefined;
      const { data, error } = ("id" in value ? existing : own).safeParse(value, { error: inWords });
      for (const issue of error?.issues ?? []) {
        const path = issue.path as (string | number)[];
        if (issue.code === "unrecognized_keys") {
          for (const key of issue.keys)
            advise(ctx, "There is no such field.", removeCommand(stack, setting, ...path, key), [...path, key]);
        } else {
          advise(
            ctx,
            issue.message,
            `${setInsideCommand(stack, "<value>", setting, ...path)} (docs/native.md lists the fields)`,
            path,
          );
        }
      }
      return data;
    });
}

const KINDS: Readonly<Record<string, string>> = {
  string: "Expected a text.",
  array: "Expected a list.",
  boolean: "Expected true or false.",
  record: "Expected a map.",
  object: "Expected a map.",
};

/** zod's issues as an error text says them. */
function inWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? "Expected another kind of value.";
    case "invalid_value":
      return `Expected one of ${issue.values.join(", ")}.`;
    case "too_small":
      return "Expected at least one character or entry.";
    case "too_big":
      return `Expected at most ${issue.maximum} characters.`;
    case "invalid_key":
      return "Expected the name of an attribute, or of a strategy.";
    default:
      return "Expected another value.";
  }
}
