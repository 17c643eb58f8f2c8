// The add-ons of auth0.Client: single sign-on to products with ways of their own.
import { fromWire, plainJson, toWire } from "../management/wire.ts";
import type { JsonObject } from "../management/api.ts";
import { block, flag, integer, list, text, untypedMap } from "../schema/attribute.ts";
import type { Attribute, Fields } from "../schema/attribute.ts";
import { atLeastInteger, between, httpsUrl, json } from "../schema/validators.ts";
import { isValues, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";

const secret = (wire?: string) => text({ secret: true, ...(wire === undefined ? {} : { wire }) });
const url = () => text({ validate: httpsUrl });
const expiration = () => integer({ validate: atLeastInteger(0) });
const flags = (...names: string[]) => Object.fromEntries(names.map((name) => [name, flag()]));
const salesforce = () => ({
  clientId: secret("clientid"),
  principal: secret(),
  communityName: text({ wire: "communityName" }),
  communityUrlSection: text(),
});

/** Names of the SAML add-on's settings are the same in Pulumi and in the API. */
const same = (property: string, attribute: Attribute): [string, Attribute] => [
  property,
  { ...attribute, wire: property },
];

const samlp: Fields = {
  ...Object.fromEntries(
    [
      "audience",
      "authnContextClassRef",
      "binding",
      "destination",
      "digestAlgorithm",
      "issuer",
      "nameIdentifierFormat",
      "recipient",
      "signatureAlgorithm",
      "signingCert",
    ].map((property) => same(property, text())),
  ),
  ...Object.fromEntries(["mapUnknownClaimsAsIs", "signResponse"].map((property) => same(property, flag()))),
  ...Object.fromEntries(
    [
      "createUpnClaim",
      "includeAttributeNameFormat",
      "mapIdentities",
      "passthroughClaimsWithNoMapping",
      "typedAttributes",
    ].map((property) => same(property, flag({ adopted: true }))),
  ),
  lifetimeInSeconds: integer({ adopted: true, wire: "lifetimeInSeconds" }),
  nameIdentifierProbes: list({ adopted: true, wire: "nameIdentifierProbes" }),
  mappings: untypedMap({ adopted: true, conflictsWith: ["addons.0.samlp.0.flexible_mappings"] }),
  flexibleMappings: text({ validate: json, conflictsWith: ["addons.0.samlp.0.mappings"], sameAs: sameJson }),
  logout: block({ callback: text(), sloEnabled: flag() }),
};

/** What the API does where a setting is not set; it leaves it out of its answer then. */
const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
const SAML_DEFAULTS: Values = {
  createUpnClaim: true,
  passthroughClaimsWithNoMapping: true,
  mapIdentities: true,
  typedAttributes: true,
  includeAttributeNameFormat: true,
  lifetimeInSeconds: 3600,
  mappings: {
    user_id: `${CLAIMS}nameidentifier`,
    email: `${CLAIMS}emailaddress`,
    name: `${CLAIMS}name`,
    given_name: `${CLAIMS}givenname`,
    family_name: `${CLAIMS}surname`,
    upn: `${CLAIMS}upn`,
    groups: "http://schemas.xmlsoap.org/claims/Group",
  },
  nameIdentifierProbes: ["nameidentifier", "emailaddress", "name"].map((claim) => CLAIMS + claim),
};

const fields = {
  aws: block({ principal: text(), role: text(), lifetimeInSeconds: integer({ validate: between(900, 43_200) }) }),
  azureBlob: block({
    accountName: text({ wire: "accountName" }),
    storageAccessKey: secret("storageAccessKey"),
    containerName: text({ wire: "containerName" }),
    blobName: text({ wire: "blobName" }),
    expiration: expiration(),
    signedIdentifier: text({ wire: "signedIdentifier" }),
    ...flags(
      "blobRead",
      "blobWrite",
      "blobDelete",
      "containerRead",
      "containerWrite",
      "containerDelete",
      "containerList",
    ),
  }),
  azureSb: block({
    namespace: text(),
    sasKeyName: text({ wire: "sasKeyName" }),
    sasKey: secret("sasKey"),
    entityPath: text({ wire: "entityPath" }),
    expiration: expiration(),
  }),
  box: block({}),
  cloudbees: block({}),
  concur: block({}),
  dropbox: block({}),
  echosign: block({ domain: text() }),
  egnyte: block({ domain: text() }),
  firebase: block({
    secret: secret(),
    privateKeyId: secret(),
    privateKey: secret(),
    clientEmail: text(),
    lifetimeInSeconds: integer(),
  }),
  layer: block({
    providerId: text({ required: true, wire: "providerId" }),
    keyId: text({ required: true, secret: true, wire: "keyId" }),
    privateKey: text({ required: true, secret: true, wire: "privateKey" }),
    principal: text(),
    expiration: expiration(),
  }),
  mscrm: block({ url: url() }),
  newrelic: block({ account: text() }),
  office365: block({ domain: text(), connection: text() }),
  rms: block({ url: url() }),
  salesforce: block({ entityId: url() }),
  salesforceApi: block(salesforce()),
  salesforceSandboxApi: block(salesforce()),
  samlp: block(samlp),
  sapApi: block({
    clientId: text({ wire: "clientid" }),
    usernameAttribute: text({ wire: "usernameAttribute" }),
    tokenEndpointUrl: text({ wire: "tokenEndpointUrl", validate: httpsUrl }),
    scope: text(),
    servicePassword: secret("servicePassword"),
    nameIdentifierFormat: text({ wire: "nameIdentifierFormat" }),
  }),
  sentry: block({ orgSlug: text(), baseUrl: url() }),
  sharepoint: block({ url: text(), externalUrls: list({ name: "external_url" }) }),
  slack: block({ team: text() }),
  springcm: block({ acsUrl: text({ wire: "acsurl" }) }),
  ssoIntegration: block({ name: text(), version: text() }),
  wams: block({ masterKey: secret("masterkey") }),
  wsfed: block({}),
  zendesk: block({ accountName: text({ wire: "accountName" }) }),
  zoom: block({ account: text() }),
} satisfies Fields;

export const addons = block(fields);

/** Add-ons that have no settings: they are there or not. */
const WITHOUT_SETTINGS = Object.entries(fields).flatMap(([name, attribute]) =>
  "fields" in attribute && Object.keys(attribute.fields).length === 0 ? [name] : [],
);

/** All add-ons are sent together; one with nothing said of it is left out. */
export function addonsToWire(given: Value | undefined): JsonObject {
  const values = valuesOf(given);
  const bare = WITHOUT_SETTINGS.filter((name) => isValues(values[name])).map((name): [string, JsonObject] => [
    name,
    {},
  ]);
  const { samlp: saml, ...others } = values;
  return {
    ...toWire(fields, others),
    ...Object.fromEntries(bare),
    ...(isValues(saml) ? { samlp: samlToWire(saml) } : {}),
  };
}

function samlToWire({ mappings, flexibleMappings, ...settings }: Values): JsonObject {
  const flexible = parsed(textOf(flexibleMappings));
  const mapping =
    flexible ?? (isValues(mappings) && Object.keys(mappings).length > 0 ? plainJson(mappings) : undefined);
  return { ...toWire(samlp, settings), ...(mapping === undefined ? {} : { mappings: mapping }) };
}

/** The add-ons that an answer says, null where it says none. */
export function readAddons(answer: Value | undefined): Value {
  if (!isValues(answer)) return null;
  const said = valuesOf(fromWire({ addons }, { addons: answer })["addons"]);
  return { ...said, samlp: isValues(answer["samlp"]) ? readSaml(answer["samlp"], valuesOf(said["samlp"])) : null };
}

function readSaml(answer: Values, said: Values): Values {
  const unsaid = Object.entries(SAML_DEFAULTS).filter(([property]) => (answer[property] ?? null) === null);
  const mappings = answer["mappings"] ?? null;
  const flexible = isValues(mappings) && !Object.values(mappings).every((value) => typeof value === "string");
  return {
    ...said,
    ...Object.fromEntries(unsaid),
    ...(flexible
      ? { mappings: SAML_DEFAULTS["mappings"] ?? {}, flexibleMappings: JSON.stringify(sorted(mappings)) }
      : { flexibleMappings: "" }),
  };
}

function sorted(values: Values): Values {
  return Object.fromEntries(
    Object.keys(values)
      .sort()
      .map((key) => [key, values[key] ?? null]),
  );
}

function parsed(content: string): JsonObject | undefined {
  try {
    return content === "" ? undefined : (JSON.parse(content) as JsonObject);
  } catch {
    return undefined;
  }
}

function sameJson(prior: string, given: string): boolean {
  const canonical = (content: string) =>
    JSON.stringify(parsed(content), (_key, value: Value) => (isValues(value) ? sorted(value) : value));
  return canonical(prior) === canonical(given);
}
