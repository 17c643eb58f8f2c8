// Whether two answers agree: every key, type and value that is neither generated nor redacted nor of a later date.
import { isLaterField, isLostField, nameToday } from "./generations.ts";
import { CURSOR_KEY } from "./identifiers.ts";
import type { Json, JsonObject } from "./json.ts";
import { isArray, isObject } from "./json.ts";

export const REDACTED = "[REDACTED]";

export interface Difference {
  /** `status`, or the place in the body: `options.scope`, `clients[0].name`. */
  readonly at: string;
  readonly recorded: Json | undefined;
  readonly local: Json | undefined;
}

/** What the comparison has to know of the exchange beside the two bodies. */
export interface ComparisonContext {
  /** The exchange's endpoint with `{id}` for identifiers, which decides what may be a later field. */
  readonly endpoint: string;
  /** Every key path that the scenario's recordings mention on this kind of object, for `isLaterField`. */
  readonly mentions: (key: string) => boolean;
  /** The same for answers to a GET alone. */
  readonly mentionedByReads: (key: string) => boolean;
  /** Whether the request asked for a choice of fields only. */
  readonly selectsFields: boolean;
  /** Called once for each agreement that rests on a rule of leniency; see docs/fidelity.md. */
  readonly note: (rule: Leniency) => void;
}

/** The rules under which two bodies agree although they are not equal. */
export type Leniency =
  | "generated"
  | "redacted"
  | "dropped zero value"
  | "later field"
  | "lost field"
  | "renamed field"
  | "hidden by scope"
  | "work in progress"
  | "of the world outside";

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Values that a tenant makes up and that are neither identifiers nor timestamps, by their place in the body. */
const GENERATED: readonly RegExp[] = [
  // Encrypted at rest with the tenant's own key, and returned so.
  /(?:^|\.)options\.configuration\.[^.]+$/,
  // Carries a one-time ticket in its last segment.
  /(?:^|\.)provisioning_ticket_url$/,
  // A SCIM token's plain value, shown once.
  /^token$/,
  // What the owner of a domain is to publish in DNS.
  /(?:^|\.)verification_txt$/,
  // The tenant's own name.
  /^tenant_name$/,
];

/** What Auth0 fetches from a third party's server, as an identity provider's discovery document; ours fetches nothing. */
const OUTSIDE: readonly RegExp[] = [/(?:^|\.)options\.oidc_metadata$/];

/** What is shown only to a token with the scope for it, which the recorder's did not always have. */
const NEEDS_SCOPE: readonly RegExp[] = [/^(?:clients\[\d+\]\.)?client_secret$/];

/** What Auth0 does in the background: how far it has come when asked depends on the moment. */
const IN_PROGRESS: readonly {
  readonly endpoint: RegExp;
  readonly place: RegExp;
  readonly states: readonly string[];
}[] = [
  { endpoint: /\/actions\/actions/, place: /(?:^|\.)status$/, states: ["pending", "building", "packaged", "retrying"] },
];

/**
 * The differences between a recorded body (already in local names) and ours, in the recorded body's order.
 *
 * @returns an empty list where they agree.
 */
export function compare(
  recorded: Json | undefined,
  local: Json | undefined,
  context: ComparisonContext,
  at = "",
): Difference[] {
  if (isObject(recorded) && isObject(local)) return compareObjects(recorded, local, context, at);
  if (isArray(recorded) && isArray(local)) return compareArrays(recorded, local, context, at);
  if (recorded === local) return [];
  if (isInProgress(recorded, context.endpoint, at)) {
    context.note("work in progress");
    return [];
  }
  if (agreesAsGenerated(recorded, local, at)) {
    context.note(recorded === REDACTED ? "redacted" : "generated");
    return [];
  }
  return [{ at: at === "" ? "body" : at, recorded, local }];
}

function compareObjects(recorded: JsonObject, local: JsonObject, context: ComparisonContext, at: string): Difference[] {
  const differences: Difference[] = [];
  for (const [key, value] of Object.entries(recorded)) {
    const place = at === "" ? key : `${at}.${key}`;
    const today = nameToday(context.endpoint, place);
    if (key in local) differences.push(...compare(value, local[key], context, place));
    else if (context.selectsFields && isRedaction(value)) context.note("redacted");
    else if (OUTSIDE.some((pattern) => pattern.test(place))) context.note("of the world outside");
    else if (today !== undefined && value === local[today]) context.note("renamed field");
    else differences.push({ at: place, recorded: value, local: undefined });
  }
  for (const [key, value] of Object.entries(local)) {
    if (key in recorded) continue;
    const place = at === "" ? key : `${at}.${key}`;
    if (isLaterField(context.endpoint, place) && !context.mentions(place)) context.note("later field");
    else if (isLostField(context.endpoint, place) && !context.mentions(place)) context.note("lost field");
    else if (NEEDS_SCOPE.some((pattern) => pattern.test(place)) && !context.mentionedByReads(place))
      context.note("hidden by scope");
    else if (isZero(value)) context.note("dropped zero value");
    else differences.push({ at: place, recorded: undefined, local: value });
  }
  return differences;
}

function compareArrays(
  recorded: readonly Json[],
  local: readonly Json[],
  context: ComparisonContext,
  at: string,
): Difference[] {
  const differences = recorded.flatMap((item, index) =>
    index < local.length
      ? compare(item, local[index], context, `${at}[${index}]`)
      : [{ at: `${at}[${index}]`, recorded: item, local: undefined }],
  );
  local.slice(recorded.length).forEach((item, index) => {
    differences.push({ at: `${at}[${recorded.length + index}]`, recorded: undefined, local: item });
  });
  return differences;
}

function agreesAsGenerated(recorded: Json | undefined, local: Json | undefined, at: string): boolean {
  if (typeof recorded !== "string" || typeof local !== "string" || local === "") return false;
  if (recorded === REDACTED) return true;
  if (TIMESTAMP.test(recorded) && TIMESTAMP.test(local)) return true;
  const key = at.slice(at.lastIndexOf(".") + 1);
  return recorded !== "" && (key === CURSOR_KEY || GENERATED.some((place) => place.test(at)));
}

function isInProgress(recorded: Json | undefined, endpoint: string, at: string): boolean {
  return IN_PROGRESS.some(
    (work) =>
      work.endpoint.test(endpoint) &&
      work.place.test(at) &&
      typeof recorded === "string" &&
      work.states.includes(recorded),
  );
}

/** The recorder writes its mark into every client it returns, also where `fields` left the value out. */
function isRedaction(value: Json): boolean {
  if (value === REDACTED) return true;
  if (isArray(value)) return value.length > 0 && value.every(isRedaction);
  return isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isRedaction);
}

/** What the recorder's re-encoding drops: false, 0, the empty string, null, and empty lists and objects. */
function isZero(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === false || value === 0 || value === "" || value === null;
}
