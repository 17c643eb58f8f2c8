// The tenant's settings: there is always exactly one set of them, so making the resource changes what is there, and
// removing it changes nothing.
import type { JsonObject } from "../management/api.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { block, decimal, flag, list, set, text } from "../schema/attribute.ts";
import type { Attribute, Fields } from "../schema/attribute.ts";
import { inOrder } from "../schema/sets.ts";
import { atLeast, httpsUrl, oneOf } from "../schema/validators.ts";
import { isValues, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { Resource, Write } from "./resource.ts";
import { isEmptyQuota, tokenQuota } from "./token-quota.ts";
import { uniqueId } from "./unique-id.ts";

const flagNames = [
  ..."allowLegacyDelegationGrantTypes allowLegacyRoGrantTypes allowLegacyTokeninfoEndpoint dashboardInsightsView dashboardLogStreamsNext".split(
    " ",
  ),
  ..."disableClickjackProtectionHeaders disableFieldsMapFix disableManagementApiSmsObfuscation enableAdfsWaadEmailVerification".split(
    " ",
  ),
  ..."enableApisSection enableClientConnections enableCustomDomainInEmails enableDynamicClientRegistration enableIdtokenApi2 enableLegacyLogsSearchV2 enableLegacyProfile enablePipeline2 enableSso".split(
    " ",
  ),
  ..."enablePublicSignupUserExistsError mfaShowFactorListOnEnrollment noDiscloseEnterpriseConnections removeAlgFromJwks".split(
    " ",
  ),
  ..."revokeRefreshTokenGrant useScopeDescriptionsForConsent".split(" "),
];

const flagFields: Fields = {
  ...Object.fromEntries(flagNames.map((name) => [name, flag({ adopted: true })])),
  requirePushedAuthorizationRequests: flag({
    adopted: true,
    deprecated: "This Flag is not supported by the Auth0 Management API and will be removed in the next major release.",
  }),
};

const flags = block(flagFields, { adopted: true });

const adopted = () => text({ adopted: true });
const hours = (least: number) => decimal({ adopted: true, validate: atLeast(least) });

export const tenantFields = {
  defaultAudience: adopted(),
  defaultDirectory: adopted(),
  friendlyName: adopted(),
  pictureUrl: adopted(),
  supportEmail: adopted(),
  supportUrl: adopted(),
  allowedLogoutUrls: list({ adopted: true }),
  sandboxVersion: adopted(),
  sessionLifetime: hours(0.01),
  idleSessionLifetime: hours(0.01),
  ephemeralSessionLifetime: hours(0.0167),
  idleEphemeralSessionLifetime: hours(0.0167),
  enabledLocales: list({ adopted: true }),
  flags,
  defaultRedirectionUri: text({ validate: httpsUrl }),
  sessionCookie: block({ mode: text({ validate: oneOf("persistent", "non-persistent") }) }, { adopted: true }),
  sessions: block({ oidcLogoutPromptEnabled: flag({ required: true }) }, { adopted: true }),
  oidcLogout: block({ rpLogoutEndSessionEndpointDiscovery: flag({ required: true }) }, { adopted: true }),
  allowOrganizationNameInAuthenticationApi: flag({ adopted: true }),
  customizeMfaInPostloginAction: flag({ adopted: true }),
  acrValuesSupporteds: set({ adopted: true, name: "acr_values_supported" }),
  disableAcrValuesSupported: flag({ adopted: true }),
  pushedAuthorizationRequestsSupported: flag({ adopted: true }),
  mtls: block({ enableEndpointAliases: flag(), disable: flag() }, { adopted: true }),
  errorPage: block({ html: text(), showLogLink: flag(), url: text() }),
  defaultTokenQuota: block({ clients: tokenQuota(), organizations: tokenQuota() }),
  skipNonVerifiableCallbackUriConfirmationPrompt: text({
    validate: oneOf("true", "false", "null"),
    sameAs: (prior, given) => (prior === "null" && given === "") || prior === given,
  }),
  phoneConsolidatedExperience: flag({ adopted: true }),
  clientIdMetadataDocumentSupported: flag({ adopted: true }),
  resourceParameterProfile: text({ adopted: true, validate: oneOf("audience", "compatibility") }),
  dynamicClientRegistrationSecurityMode: text({ adopted: true, validate: oneOf("strict", "permissive") }),
} satisfies Record<string, Attribute>;

const fields = tenantFields;
const PATH = ["tenants", "settings"];

/** What the tenant does where a setting is not set; the API leaves it out of its answer then. */
const LIFETIMES = {
  sessionLifetime: 168,
  idleSessionLifetime: 72,
  ephemeralSessionLifetime: 72,
  idleEphemeralSessionLifetime: 24,
};
const FLAGS_ON_BY_DEFAULT = ["enableClientConnections", "enablePipeline2", "disableManagementApiSmsObfuscation"];

const OWN_FORM = [
  ...Object.keys(LIFETIMES),
  "acrValuesSupporteds",
  "disableAcrValuesSupported",
  "mtls",
  "errorPage",
  "skipNonVerifiableCallbackUriConfirmationPrompt",
  "flags",
];

function body(write: Write): JsonObject {
  const { inputs, isNew, changed } = write;
  const plain = Object.fromEntries(Object.entries(inputs).filter(([property]) => !OWN_FORM.includes(property)));
  const sent = (property: string) => isNew || changed(property);
  const prompt = write.planned["skipNonVerifiableCallbackUriConfirmationPrompt"];
  const acrSent =
    (sent("acrValuesSupporteds") || sent("disableAcrValuesSupported")) &&
    inputs["disableAcrValuesSupported"] !== true &&
    (inputs["acrValuesSupporteds"] ?? null) !== null;
  return {
    ...toWire(fields, plain),
    ...lifetimes(inputs),
    ...(isValues(inputs["flags"]) ? { flags: flagsToSend(inputs["flags"], sent("flags.enableSso")) } : {}),
    ...(acrSent
      ? {
          acr_values_supported: inOrder(fields.acrValuesSupporteds, listOf(inputs["acrValuesSupporteds"])).map(
            (value) => textOf(value),
          ),
        }
      : {}),
    ...(sent("mtls") && !mtlsUnset(inputs) ? toWire({ mtls: block({ enableEndpointAliases: flag() }) }, inputs) : {}),
    ...(sent("errorPage") && !errorPageUnset(inputs) ? toWire({ errorPage: fields.errorPage }, inputs) : {}),
    ...(prompt === "true" || prompt === "false"
      ? { skip_non_verifiable_callback_uri_confirmation_prompt: prompt === "true" }
      : {}),
  };
}

/** Whole hours, or minutes where it is less than one. */
function lifetimes(inputs: Values): JsonObject {
  const given = Object.keys(LIFETIMES).flatMap((property): [string, number][] => {
    const hoursGiven = inputs[property];
    if (typeof hoursGiven !== "number") return [];
    return [
      hoursGiven < 1
        ? [`${snake(property)}_in_minutes`, Math.round(hoursGiven * 60)]
        : [snake(property), Math.round(hoursGiven)],
    ];
  });
  return Object.fromEntries(given);
}

function flagsToSend(given: Values, withSso: boolean): JsonObject {
  const { enableSso, requirePushedAuthorizationRequests: _unknownToTheApi, ...others } = given;
  return toWire(flagFields, withSso ? { ...others, enableSso: enableSso ?? null } : others);
}

function mtlsUnset(inputs: Values): boolean {
  return !isValues(inputs["mtls"]) || inputs["mtls"]["disable"] === true;
}

function errorPageUnset(inputs: Values): boolean {
  const { html, showLogLink, url } = valuesOf(inputs["errorPage"]);
  return textOf(html) === "" && showLogLink !== true && textOf(url) === "";
}

/**
 * What a second request sets to null. In a new resource that is each of these that the inputs do not give: declaring
 * one flag takes the tenant's error page and mTLS setting away.
 */
function nulls({ inputs, isNew, changed }: Write): JsonObject {
  const sent = (...properties: string[]) => isNew || properties.some(changed);
  const quota = valuesOf(inputs["defaultTokenQuota"]);
  const unset: Record<string, null> = {};
  if (sent("defaultTokenQuota") && isEmptyQuota(quota["clients"]) && isEmptyQuota(quota["organizations"]))
    unset["default_token_quota"] = null;
  if (sent("acrValuesSupporteds", "disableAcrValuesSupported") && inputs["disableAcrValuesSupported"] === true)
    unset["acr_values_supported"] = null;
  if (sent("mtls") && mtlsUnset(inputs)) unset["mtls"] = null;
  if (sent("errorPage") && errorPageUnset(inputs)) unset["error_page"] = null;
  if (
    sent("skipNonVerifiableCallbackUriConfirmationPrompt") &&
    (inputs["skipNonVerifiableCallbackUriConfirmationPrompt"] ?? null) === null
  ) {
    unset["skip_non_verifiable_callback_uri_confirmation_prompt"] = null;
  }
  return unset;
}

async function write(change: Write): Promise<void> {
  await change.api.patch(PATH, body(change));
  const unset = nulls(change);
  if (Object.keys(unset).length > 0) await change.api.patch(PATH, unset);
}

/** The properties of the tenant, as its answer says them. */
export function readTenant(settings: JsonObject): Values {
  const said = fromWire(fields, settings);
  const prompt = settings["skip_non_verifiable_callback_uri_confirmation_prompt"];
  const values = settings["acr_values_supported"] ?? null;
  return {
    ...said,
    ...Object.fromEntries(
      Object.entries(LIFETIMES).map(([property, hoursByDefault]) => [
        property,
        settings[snake(property)] === undefined ? hoursByDefault : (said[property] ?? 0),
      ]),
    ),
    flags: isValues(settings["flags"]) ? readFlags(settings["flags"]) : null,
    sessionCookie: said["sessionCookie"] ?? { mode: "" },
    sessions: readOnByDefault(settings["sessions"], "oidc_logout_prompt_enabled", "oidcLogoutPromptEnabled"),
    oidcLogout: readOnByDefault(
      settings["oidc_logout"],
      "rp_logout_end_session_endpoint_discovery",
      "rpLogoutEndSessionEndpointDiscovery",
    ),
    mtls: said["mtls"] ?? { disable: true },
    skipNonVerifiableCallbackUriConfirmationPrompt: typeof prompt === "boolean" ? String(prompt) : "null",
    acrValuesSupporteds: values === null ? [] : listOf(values),
    disableAcrValuesSupported: values === null,
  };
}

function readFlags(answer: Values): Values {
  const onByDefault = FLAGS_ON_BY_DEFAULT.filter((property) => (answer[snake(property)] ?? null) === null);
  const said = valuesOf(fromWire({ flags }, { flags: answer })["flags"]);
  return {
    ...said,
    ...Object.fromEntries(onByDefault.map((property) => [property, true])),
    requirePushedAuthorizationRequests: false,
  };
}

function readOnByDefault(answer: Value | undefined, wire: string, property: string): Values {
  return { [property]: valuesOf(answer)[wire] !== false };
}

function snake(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function refuse(inputs: Values): string | undefined {
  const problems = [
    inputs["disableAcrValuesSupported"] === true && listOf(inputs["acrValuesSupporteds"]).length > 0
      ? "only one of disable_acr_values_supported and acr_values_supported should be set"
      : undefined,
    valuesOf(inputs["mtls"])["disable"] === true && valuesOf(inputs["mtls"])["enableEndpointAliases"] === true
      ? "only one of disable and enable_endpoint_aliases should be set in the mtls block"
      : undefined,
  ].filter((problem) => problem !== undefined);
  return problems.length === 0
    ? undefined
    : `${problems.length === 1 ? "1 error occurred" : `${String(problems.length)} errors occurred`}:\n${problems.map((problem) => `\t* ${problem}\n`).join("")}\n`;
}

export const tenant: Resource = {
  type: "auth0:index/tenant:Tenant",
  name: "auth0_tenant",
  fields,
  refuse,
  create: async () => uniqueId(),
  complete: write,
  read: async ({ api }) => readTenant(await api.get(PATH)),
  update: write,
  delete: async () => undefined,
};
