// Flexible identifiers of a database connection: `options.attributes`, which say whether users have an e-mail address,
// a username or a phone number, and with which of them they sign in. Replaces `requires_username` and `validation`.
import { badRequest } from "../core/errors.ts";
import type { Options } from "../rows/connections.ts";

interface Attribute {
  readonly identifier?: { readonly active?: boolean };
  readonly profile_required?: boolean;
  readonly signup?: { readonly status?: "required" | "optional" | "inactive" };
}

type Attributes = Readonly<Record<string, Attribute | null | undefined>>;

/** What an attribute has that is switched on and says no more (recording of TestAccDataSourceConnection). */
const DEFAULTS: Readonly<Record<string, object>> = {
  email: { unique: true, verification_method: "link" },
  username: { validation: { min_length: 1, max_length: 15, allowed_types: { email: false, phone_number: false } } },
};

/** The options with their attributes completed; refuses what Auth0 refuses, in its words. */
export function withAttributes(options: Options): Options {
  const attributes = options["attributes"] as Attributes | null | undefined;
  if (attributes === undefined || attributes === null) return options;
  refuseOlderOptions(options);
  const entries = Object.entries(attributes).filter((entry): entry is [string, Attribute] => isObject(entry[1]));
  if (!entries.some(([, attribute]) => attribute.identifier?.active === true)) {
    throw badRequest("attributes must contain one active identifier");
  }
  for (const [name, { profile_required: required, signup }] of entries) {
    if (required === true && signup?.status !== undefined && signup.status !== "required") {
      throw badRequest(`attribute ${name} must also be required on signup`);
    }
  }
  return {
    ...options,
    attributes: Object.fromEntries(entries.map(([name, attribute]) => [name, { ...DEFAULTS[name], ...attribute }])),
  };
}

function refuseOlderOptions(options: Options): void {
  if (options["requires_username"] === true)
    throw badRequest("Cannot set both options.attributes and options.requires_username");
  if (isObject(options["validation"])) throw badRequest("Cannot set both options.attributes and options.validation");
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
