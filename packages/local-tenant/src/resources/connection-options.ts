// What Auth0 makes of a connection's options: defaults by strategy, values worked out from others, values kept sealed.
import { createCipheriv, randomBytes, X509Certificate } from "node:crypto";
import { badRequest } from "../core/errors.ts";
import type { ConnectionOptions, Strategy } from "./connection-schema.ts";
import { withAttributes } from "./connection-attributes.ts";
import { thumbprintOf, withAdfsMetadata, withSamlMetadata } from "./federation-metadata.ts";
import { patched } from "./merge.ts";
import type { Options } from "../rows/connections.ts";

/** Strategies whose connections people sign in to with an account of their employer's (Auth0: "enterprise"). */
const ENTERPRISE: ReadonlySet<Strategy> = new Set([
  "ad",
  "adfs",
  "auth0-oidc",
  "google-apps",
  "ip",
  "office365",
  "oidc",
  "okta",
  "pingfederate",
  "samlp",
  "sharepoint",
  "waad",
]);

export const isEnterprise = (strategy: Strategy): boolean => ENTERPRISE.has(strategy);

const SAML = { assertion_decryption_settings: { algorithm_profile: "v2026-1", algorithm_exceptions: [] } };

/** Defaults of a new connection (recordings of TestAccConnection…, TestAccOrganizationConnections). */
const DEFAULTS: Partial<Record<Strategy, Options>> = {
  auth0: {
    mfa: { active: true, return_enroll_settings: true },
    passwordPolicy: "good",
    strategy_version: 2,
    brute_force_protection: true,
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
};

/**
 * Options that a PATCH leaves as they are where it does not name them. All others are replaced as a whole: Auth0 warns
 * that "the whole options object will be overridden" (recordings of TestAccConnection, TestAccConnectionOIDC).
 */
const KEPT: readonly string[] = ["authentication_methods", "passkey_options", "assertion_decryption_settings"];

/** Options whose given parts are put over the defaults' other parts. */
const COMPLETED: readonly string[] = ["authentication_methods", "passkey_options"];

export function newOptions(strategy: Strategy, given: ConnectionOptions = {}): Options {
  const defaults = DEFAULTS[strategy] ?? {};
  return derived(strategy, sealed(completed({ ...defaults, ...given }, defaults), {}));
}

/** @param given `null` takes every option away that is not kept. */
export function changedOptions(strategy: Strategy, old: Options, given: ConnectionOptions | null): Options {
  const kept = Object.fromEntries(KEPT.filter((name) => name in old).map((name) => [name, old[name]]));
  return derived(strategy, sealed(completed({ ...kept, ...given }, kept), old));
}

function completed(options: Options, base: Options): Options {
  const parts = COMPLETED.filter((name) => isObject(options[name]) && isObject(base[name]));
  return {
    ...options,
    ...Object.fromEntries(parts.map((name) => [name, mergedBelow(base[name] as object, options[name] as object)])),
  };
}

/** Two levels deep: `authentication_methods.password.enabled`. */
function mergedBelow(base: object, given: object): object {
  return patched<Record<string, unknown>>(
    { ...base },
    { ...given },
    Object.keys(given).filter((key) => isObject((given as Options)[key])),
  );
}

/** What follows from other options, on creation and on every change. */
function derived(strategy: Strategy, options: Options): Options {
  if (strategy === "auth0") return withAttributes(options);
  if (strategy === "oidc") return openIdOptions(options, "front_channel", "bind_all");
  if (strategy === "okta") return openIdOptions(options, "back_channel", "basic_profile");
  if (strategy === "adfs") return withAdfsMetadata(options);
  return strategy === "samlp" || strategy === "pingfederate" ? samlOptions(withSamlMetadata(options)) : options;
}

/** PKCE is for the back channel, where a code is redeemed (recordings of TestAccConnectionOIDC). */
function openIdOptions(options: Options, channel: string, mappingMode: string): Options {
  const type = options["type"] ?? channel;
  return {
    schema_version: "oidc-V4",
    attribute_map: { mapping_mode: mappingMode },
    connection_settings: { pkce: type === "back_channel" ? "auto" : "disabled" },
    ...options,
    type,
  };
}

/** A SAML connection shows what its certificate says. */
function samlOptions(options: Options): Options {
  const given = options["signingCert"];
  if (typeof given !== "string" || given === "") return options;
  const certificate = certificateIn(given);
  return {
    ...options,
    cert: given,
    expires: certificate.validToDate.toISOString(),
    subject: subjectOf(certificate),
    thumbprints: [thumbprintOf(certificate)],
  };
}

/** PEM, or PEM once more in base64, as the dashboard and older tools send it. */
function certificateIn(text: string): X509Certificate {
  try {
    return new X509Certificate(text.includes("-----BEGIN") ? text : Buffer.from(text, "base64"));
  } catch {
    throw badRequest("options.signingCert is not a valid certificate");
  }
}

const SUBJECT_NAMES: Readonly<Record<string, string>> = {
  CN: "commonName",
  O: "organizationName",
  OU: "organizationalUnitName",
  C: "countryName",
  L: "localityName",
  ST: "stateOrProvinceName",
};

function subjectOf(certificate: X509Certificate): object {
  const parts = certificate.subject
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
  return Object.fromEntries(parts.map(([name, value]) => [SUBJECT_NAMES[name] ?? name, value]));
}

const SEAL_KEY = randomBytes(32);

/** Values for database scripts are secrets: returned encrypted, and taken back unchanged in that form. Null is no value. */
function sealed(options: Options, old: Options): Options {
  const configuration = options["configuration"];
  if (!isObject(configuration)) return options;
  const known = new Set<unknown>(isObject(old["configuration"]) ? Object.values(old["configuration"]) : []);
  const values = Object.entries(configuration)
    .filter(([, value]) => value !== null)
    .map(([name, value]: [string, unknown]): [string, unknown] => [
      name,
      known.has(value) ? value : seal(String(value)),
    ]);
  return { ...options, configuration: Object.fromEntries(values) };
}

function seal(value: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", SEAL_KEY, nonce);
  return Buffer.concat([nonce, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
