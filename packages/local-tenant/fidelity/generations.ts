// The Management API grows while recordings stay: fields that it answers today and did not, or called otherwise, when
// older ones were made. Each line was seen in the recordings, newer scenarios having the field and older ones not; but for
// `subject_type` of client grants, which came with the APIs' `subject_type_authorization`.
import { fieldOf } from "./mentions.ts";

interface Generation {
  /** Of the endpoints that answer the field, without method; `{id}` for identifiers. */
  readonly endpoints: RegExp;
  readonly fields: readonly string[];
}

const LATER_FIELDS: readonly Generation[] = [
  {
    endpoints: /^\/organizations(?:\/\{id\}|\/name\/[^/]+)?$|^\/client-grants\/\{id\}\/organizations$/,
    fields: ["is_app_entitlement_active", "third_party_client_access"],
  },
  { endpoints: /^\/roles(?:\/\{id\})?$|\/roles$/, fields: ["type"] },
  { endpoints: /^\/clients(?:\/\{id\})?$/, fields: ["cross_origin_authentication"] },
  { endpoints: /^\/tenants\/settings$/, fields: ["client_id_metadata_document_supported"] },
  { endpoints: /^\/resource-servers(?:\/\{id\})?$/, fields: ["subject_type_authorization"] },
  { endpoints: /\/client-grants(?:\/\{id\})?$/, fields: ["subject_type"] },
  {
    endpoints: /^\/connections(?:\/\{id\})?$/,
    fields: [
      "authentication",
      "connected_accounts",
      "options.assertion_decryption_settings",
      "options.authentication_methods",
      "options.authentication_methods.email_otp",
      "options.authentication_methods.password.api_behavior",
      "options.authentication_methods.password.signup_behavior",
      "options.authentication_methods.phone_otp",
      "options.passkey_options",
    ],
  },
];

interface Renaming {
  readonly endpoints: RegExp;
  readonly former: string;
  readonly now: string;
}

const RENAMED_FIELDS: readonly Renaming[] = [
  { endpoints: /^\/clients(?:\/\{id\})?$/, former: "cross_origin_auth", now: "cross_origin_authentication" },
];

/** Members that the recorder's own types lack, so that what it re-encodes has lost them. */
const LOST_FIELDS: readonly Generation[] = [{ endpoints: /^\/clients(?:\/\{id\})?$/, fields: ["global"] }];

const pathOf = (endpoint: string): string => endpoint.slice(endpoint.indexOf(" ") + 1);

/**
 * Whether the field is later than some recordings. It counts as such only for a scenario that never mentions it; one
 * that does is of today's generation, and compared in full.
 *
 * @param place a path in the body, such as `clients[0].refresh_token`
 */
export function isLaterField(endpoint: string, place: string): boolean {
  const field = fieldOf(place);
  return LATER_FIELDS.some(({ endpoints, fields }) => endpoints.test(pathOf(endpoint)) && fields.includes(field));
}

/** Whether the recorder can't have kept the field. */
export function isLostField(endpoint: string, place: string): boolean {
  const field = fieldOf(place);
  return LOST_FIELDS.some(({ endpoints, fields }) => endpoints.test(pathOf(endpoint)) && fields.includes(field));
}

/** What a recorded field is called today; `undefined` where it has kept its name. */
export function nameToday(endpoint: string, field: string): string | undefined {
  return RENAMED_FIELDS.find(({ endpoints, former }) => former === field && endpoints.test(pathOf(endpoint)))?.now;
}
