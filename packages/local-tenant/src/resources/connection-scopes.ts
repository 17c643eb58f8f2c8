// Social connections have a flag for each permission that they ask a person for; `scope` follows from the flags, in their
// order, whatever a request says of it. Flags and scopes: the official SDK's option types, and the providers' own scope lists.
import type { Options } from "../rows/connections.ts";
import type { Strategy } from "./connection-schema.ts";

/** How one provider's scopes follow from flags. */
interface Scopes {
  /** Flags that are on where a request does not name them. */
  readonly on?: readonly string[];
  /** Asked for without a flag, before all others. */
  readonly first?: readonly string[];
  /** The scope of a flag; `undefined` for options that are no permission. */
  readonly of: (flag: string, version: unknown) => string | undefined;
  /** Between the scopes where `scope` is one text. Default: it is a list. */
  readonly separator?: string;
}

const among =
  (scopes: Readonly<Record<string, string>>) =>
  (flag: string): string | undefined =>
    Object.hasOwn(scopes, flag) ? scopes[flag] : undefined;

const PROFILE: Scopes = { on: ["profile"], of: among({ profile: "profile" }) };
const EMAIL_AND_PROFILE = among({ email: "email", profile: "profile" });

const GOOGLE = "https://www.googleapis.com/auth/";

/** Google's names are the flags' with dots, below one address; these are not. */
const GOOGLE_OTHERS: Readonly<Record<string, string>> = {
  email: "email",
  profile: "profile",
  offline_access: "offline_access",
  gmail: "https://mail.google.com/",
  gmail_new: "https://mail.google.com/",
  contacts: "https://www.google.com/m8/feeds/",
  contacts_new: `${GOOGLE}contacts`,
  google_plus: `${GOOGLE}plus.login`,
  google_drive: `${GOOGLE}drive`,
  google_drive_files: `${GOOGLE}drive.file`,
  google_books: `${GOOGLE}books`,
  google_cloud_storage: `${GOOGLE}devstorage.read_write`,
  youtube_new: `${GOOGLE}youtube`,
  youtube_channelmemberships_creator: `${GOOGLE}youtube.channel-memberships.creator`,
};

const GOOGLE_FLAG =
  /^(?:analytics|blogger|calendar|contacts|directory|drive|gmail|tasks|youtube|youtubepartner)(?:_|$)/;

function googleScope(flag: string): string | undefined {
  if (Object.hasOwn(GOOGLE_OTHERS, flag)) return GOOGLE_OTHERS[flag];
  return GOOGLE_FLAG.test(flag) ? `${GOOGLE}${flag.replaceAll("_", ".")}` : undefined;
}

/** GitHub writes its scopes with a colon after the first word; these are whole words, or of the user. */
const GITHUB: Readonly<Record<string, string>> = {
  email: "user:email",
  follow: "user:follow",
  profile: "user",
  read_user: "read:user",
  repo_status: "repo:status",
  ...Object.fromEntries(
    ["delete_repo", "gist", "notifications", "public_repo", "repo", "repo_deployment"].map((name) => [name, name]),
  ),
  ...Object.fromEntries(
    ["org", "public_key", "repo_hook"].flatMap((what) =>
      ["admin", "read", "write"].map((access) => [`${access}_${what}`, `${access}:${what}`]),
    ),
  ),
};

const LINKEDIN: readonly Readonly<Record<string, string>>[] = [
  {
    profile: "r_basicprofile",
    basic_profile: "r_basicprofile",
    full_profile: "r_fullprofile",
    network: "r_network",
    email: "r_emailaddress",
  },
  { profile: "r_liteprofile", basic_profile: "r_basicprofile", email: "r_emailaddress" },
  { profile: "profile", email: "email", openid: "openid" },
];

/** Microsoft's first API, where the scope is the flag; its second is Microsoft Graph. */
const LIVE_FLAG =
  /^(?:applications|basic|birthday|calendars|contacts|emails|events|messenger|offline_access|phone_numbers|photos|postal_addresses|share|signin|skydrive|work_profile)(?:_|$)/;

const GRAPH_NAMES: Readonly<Record<string, string>> = {
  calendars: "Calendars",
  contacts: "Contacts",
  emails: "Mail",
  files: "Files",
  notes: "Notes",
  tasks: "Tasks",
  user: "User",
};

const GRAPH_OTHERS: Readonly<Record<string, string>> = {
  offline_access: "offline_access",
  graph_device: "Device.Read",
  graph_device_command: "Device.Command",
  graph_notes_create: "Notes.Create",
  graph_user_activity: "UserActivity.ReadWrite.CreatedByApp",
};

function graphScope(flag: string): string | undefined {
  if (Object.hasOwn(GRAPH_OTHERS, flag)) return GRAPH_OTHERS[flag];
  const [, what = "", all, update] = /^graph_([a-z]+?)(_all)?(_update)?$/.exec(flag) ?? [];
  const name = GRAPH_NAMES[what];
  if (name === undefined) return undefined;
  return `${name}.Read${update === undefined ? "" : "Write"}${all === undefined ? "" : ".All"}`;
}

const FACEBOOK_FLAG =
  /^(?:ads|email|business|groups|leads|manage|pages|public|publish|read|rsvp|user|whatsapp|instagram|catalog)(?:_|$)/;

const SALESFORCE: Scopes = { of: among({ profile: "profile" }) };

const RULES: Partial<Record<Strategy, Scopes>> = {
  facebook: { of: (flag) => (FACEBOOK_FLAG.test(flag) ? flag : undefined), separator: "," },
  github: { of: among(GITHUB) },
  "google-apps": { on: ["email", "profile"], of: EMAIL_AND_PROFILE },
  "google-oauth2": { on: ["email", "profile"], of: googleScope },
  line: { on: ["profile"], first: ["openid"], of: EMAIL_AND_PROFILE },
  linkedin: {
    on: ["profile"],
    of: (flag, version) => (LINKEDIN[Number(version ?? 1) - 1] ?? LINKEDIN[0])?.[flag],
  },
  salesforce: SALESFORCE,
  "salesforce-community": SALESFORCE,
  "salesforce-sandbox": SALESFORCE,
  windowslive: {
    on: ["signin"],
    of: (flag, version) => (version === 2 ? graphScope(flag) : LIVE_FLAG.test(flag) ? `wl.${flag}` : undefined),
  },
  wordpress: PROFILE,
};

/** The options with the flags that are on by default, and with the scopes that follow; of other strategies as they are. */
export function scopesOf(strategy: Strategy, given: Options): Options {
  const rule = RULES[strategy];
  if (rule === undefined) return given;
  const missing = (rule.on ?? []).filter((flag) => !(flag in given));
  const options: Options = { ...given, ...Object.fromEntries(missing.map((flag) => [flag, true])) };
  const scopes = Object.entries(options).flatMap(([flag, value]) =>
    value === true ? (rule.of(flag, options["strategy_version"]) ?? []) : [],
  );
  const all = [...new Set([...(rule.first ?? []), ...scopes])];
  return { ...options, scope: rule.separator === undefined ? all : all.join(rule.separator) };
}
