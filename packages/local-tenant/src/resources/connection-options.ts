// What Auth0 makes of a connection's options: values worked out from others, values kept sealed, what a PATCH leaves.
import { createCipheriv, randomBytes, X509Certificate } from "node:crypto";
import { badRequest } from "../core/errors.ts";
import type { Site } from "../core/endpoint.ts";
import { alwaysOf, defaultsOf, PASSWORD_OPTIONS } from "./connection-defaults.ts";
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

/**
 * Options that a PATCH leaves as they are where it does not name them. All others are replaced as a whole: Auth0 warns
 * that "the whole options object will be overridden" (recordings of TestAccConnection, TestAccConnectionOIDC).
 */
const KEPT: readonly string[] = ["authentication_methods", "passkey_options", "assertion_decryption_settings"];

/** Options whose given parts are put over these other parts, where the connection has none of its own. */
const COMPLETED: readonly (readonly [name: string, parts: object | undefined])[] = [
  ["authentication_methods", undefined],
  ["passkey_options", undefined],
  ["password_options", PASSWORD_OPTIONS],
];

export function newOptions(strategy: Strategy, given: ConnectionOptions = {}, site: Pick<Site, "domain">): Options {
  const defaults = defaultsOf(strategy, given, site);
  return derived(strategy, sealed(completed({ ...defaults, ...given }, defaults), {}), "auto");
}

/** @param given `null` takes every option away that is not kept. */
export function changedOptions(strategy: Strategy, old: Options, given: ConnectionOptions | null): Options {
  const kept = Object.fromEntries(KEPT.filter((name) => name in old).map((name) => [name, old[name]]));
  return derived(strategy, sealed(completed({ ...kept, ...given }, kept), old), "disabled");
}

function completed(options: Options, base: Options): Options {
  const parts = COMPLETED.flatMap(([name, parts]): [string, object][] => {
    const under = base[name] ?? parts;
    return isObject(options[name]) && isObject(under) ? [[name, mergedBelow(under, options[name])]] : [];
  });
  return { ...options, ...Object.fromEntries(parts) };
}

/** Two levels deep: `authentication_methods.password.enabled`. */
function mergedBelow(base: object, given: object): object {
  return patched<Record<string, unknown>>(
    { ...base },
    { ...given },
    Object.keys(given).filter((key) => isObject((given as Options)[key])),
  );
}

/**
 * What follows from other options, on creation and on every change.
 *
 * @param pkce of an OpenID Connect connection whose settings do not say it
 */
function derived(strategy: Strategy, given: Options, pkce: "auto" | "disabled"): Options {
  const options = alwaysOf(strategy, given);
  switch (strategy) {
    case "auth0":
      return withAttributes(options);
    case "oidc":
      return openIdOptions(withEndpoints(options, options["oidc_metadata"]), "front_channel", "bind_all", pkce);
    case "okta":
      return openIdOptions(withEndpoints(options, oktaEndpoints(options)), "back_channel", "basic_profile", pkce);
    case "adfs":
      return { thumbprints: [], ...withAdfsMetadata(options) };
    case "samlp":
      return samlOptions(withSamlMetadata(options));
    case "pingfederate": {
      // Of this strategy the certificate stays under its second name alone.
      const { signingCert: _moved, ...rest } = samlOptions(withSamlMetadata(options));
      return rest;
    }
    default:
      return options;
  }
}

/** What a provider's document means where it does not say it. */
const METADATA = {
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  require_request_uri_registration: false,
};

/** A new connection uses PKCE; one whose options are replaced does so only where they say it, as connections from before PKCE. */
function openIdOptions(options: Options, channel: string, mappingMode: string, pkce: string): Options {
  const metadata = options["oidc_metadata"];
  return {
    schema_version: "oidc-V4",
    attribute_map: { mapping_mode: mappingMode },
    connection_settings: { pkce },
    ...options,
    type: options["type"] ?? channel,
    ...(isObject(metadata) ? { oidc_metadata: { ...METADATA, ...metadata } } : {}),
  };
}

const ENDPOINTS = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "issuer"] as const;

/** Endpoints that a request leaves open are those of the provider's own document, where the tenant has it. */
function withEndpoints(options: Options, metadata: unknown): Options {
  if (!isObject(metadata)) return options;
  const known = metadata as Options;
  const open = ENDPOINTS.filter((name) => (options[name] ?? undefined) === undefined && known[name] !== undefined);
  return { ...options, ...Object.fromEntries(open.map((name) => [name, known[name]])) };
}

/** Of an Okta organization the endpoints follow from its domain (Okta's documentation of the org authorization server). */
function oktaEndpoints({ domain }: Options): Options | undefined {
  if (typeof domain !== "string") return undefined;
  const base = `https://${domain}/oauth2/v1`;
  return {
    issuer: `https://${domain}`,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: `${base}/userinfo`,
    jwks_uri: `${base}/keys`,
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
