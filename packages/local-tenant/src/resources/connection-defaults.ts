// What Auth0 fills into a connection's options, by strategy: on creation, and whenever options are stored.
import type { Site } from "../core/endpoint.ts";
import type { Options } from "../rows/connections.ts";
import type { Strategy } from "./connection-schema.ts";
import { scopesOf } from "./connection-scopes.ts";

const SAML = { assertion_decryption_settings: { algorithm_profile: "v2026-1", algorithm_exceptions: [] } };

const PASSWORDLESS = { brute_force_protection: true };

const DEFAULTS: Partial<Record<Strategy, Options>> = {
  auth0: {
    mfa: { active: true, return_enroll_settings: true },
    passwordPolicy: "good",
    strategy_version: 2,
    authentication_methods: {
      password: { enabled: true, api_behavior: "required", signup_behavior: "allow" },
      passkey: { enabled: false },
      email_otp: { enabled: false },
      phone_otp: { enabled: false },
    },
    passkey_options: { challenge_ui: "both", progressive_enrollment_enabled: true, local_enrollment_enabled: true },
  },
  samlp: SAML,
  pingfederate: SAML,
  email: PASSWORDLESS,
  sms: PASSWORDLESS,
  ad: { brute_force_protection: true },
  adfs: { should_trust_email_verified_connection: "always_set_emails_as_verified" },
  waad: {
    identity_api: "microsoft-identity-platform-v2.0",
    waad_protocol: "openid-connect",
    use_wsfed: false,
    useCommonEndpoint: false,
    waad_common_endpoint: false,
    should_trust_email_verified_connection: "never_set_emails_as_verified",
  },
};

/** The groups of a database's `password_options`: whoever gives one of them has them all, in place of `passwordPolicy`. */
export const PASSWORD_OPTIONS = {
  complexity: {
    min_length: 15,
    character_types: [],
    character_type_rule: "all",
    identical_characters: "allow",
    sequential_characters: "allow",
    max_length_exceeded: "error",
  },
  profile_data: {
    active: false,
    blocked_fields: [
      "name",
      "username",
      "nickname",
      "email",
      "phone_number",
      "user_metadata.name",
      "user_metadata.first",
      "user_metadata.last",
    ],
  },
  history: { active: false, size: 3 },
  dictionary: { active: false, default: "en_100k", custom: [] },
};

/** Options of a new connection before those of the request. */
export function defaultsOf(strategy: Strategy, given: Options, site: Pick<Site, "domain">): Options {
  const { passwordPolicy: policy, ...defaults } = DEFAULTS[strategy] ?? {};
  return {
    ...defaults,
    ...(policy === undefined || given["password_options"] !== undefined ? {} : { passwordPolicy: policy }),
    ...(strategy === "waad" ? { app_domain: site.domain } : {}),
  };
}

/** Options that a strategy always has, whatever was sent: under those of the request, on creation and on every change. */
export function alwaysOf(strategy: Strategy, options: Options): Options {
  switch (strategy) {
    case "auth0":
      return { brute_force_protection: true, ...options };
    case "ad":
      return { ips: null, ...options };
    case "google-apps":
      return scopesOf(strategy, { map_user_id_to_id: false, handle_login_from_social: true, ...options });
    case "pingfederate":
      return options["pingFederateBaseUrl"] === undefined
        ? options
        : { signInEndpoint: options["pingFederateBaseUrl"], ...options };
    default:
      return scopesOf(strategy, options);
  }
}
