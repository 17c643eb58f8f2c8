// The add-ons of a client, by the SDK's type ClientAddons: no others are taken, but each takes members beside those below
// ("additionalProperties": true in Auth0's OpenAPI document).
import { z } from "zod";

const text = z.string().optional();
const whole = z.int().optional();
const flag = z.boolean().optional();
const anything = z.looseObject({});

const salesforceApi = z.looseObject({
  clientid: text,
  principal: text,
  communityName: text,
  community_url_section: text,
});

const samlp = z.looseObject({
  mappings: z.record(z.string(), z.unknown()).optional(),
  audience: text,
  recipient: text,
  createUpnClaim: flag,
  mapUnknownClaimsAsIs: flag,
  passthroughClaimsWithNoMapping: flag,
  mapIdentities: flag,
  signatureAlgorithm: text,
  digestAlgorithm: text,
  issuer: text,
  destination: text,
  lifetimeInSeconds: whole,
  signResponse: flag,
  nameIdentifierFormat: text,
  nameIdentifierProbes: z.array(z.string()).optional(),
  authnContextClassRef: text,
});

const azureBlob = z.looseObject({
  accountName: text,
  storageAccessKey: text,
  containerName: text,
  blobName: text,
  expiration: whole,
  signedIdentifier: text,
  blob_read: flag,
  blob_write: flag,
  blob_delete: flag,
  container_read: flag,
  container_write: flag,
  container_delete: flag,
  container_list: flag,
});

/** Those that come with an identity provider of their own, each with what it asks for. */
const ADDONS = {
  aws: z.looseObject({ principal: text, role: text, lifetime_in_seconds: whole }),
  azure_blob: azureBlob,
  azure_sb: z.looseObject({ namespace: text, sasKeyName: text, sasKey: text, entityPath: text, expiration: whole }),
  rms: z.looseObject({ url: z.string() }),
  mscrm: z.looseObject({ url: z.string() }),
  slack: z.looseObject({ team: z.string() }),
  sentry: z.looseObject({ org_slug: text, base_url: text }),
  box: anything,
  cloudbees: anything,
  concur: anything,
  dropbox: anything,
  echosign: z.looseObject({ domain: text }),
  egnyte: z.looseObject({ domain: text }),
  firebase: z.looseObject({
    secret: text,
    private_key_id: text,
    private_key: text,
    client_email: text,
    lifetime_in_seconds: whole,
  }),
  newrelic: z.looseObject({ account: text }),
  office365: z.looseObject({ domain: text, connection: text }),
  salesforce: z.looseObject({ entity_id: text }),
  salesforce_api: salesforceApi,
  salesforce_sandbox_api: salesforceApi,
  samlp,
  layer: z.looseObject({
    providerId: z.string(),
    keyId: z.string(),
    privateKey: z.string(),
    principal: text,
    expiration: whole,
  }),
  sap_api: z.looseObject({
    clientid: text,
    usernameAttribute: text,
    tokenEndpointUrl: text,
    scope: text,
    servicePassword: text,
    nameIdentifierFormat: text,
  }),
  sharepoint: z.looseObject({ url: text, external_url: z.union([z.array(z.string()), z.string()]).optional() }),
  springcm: z.looseObject({ acsurl: text }),
  wams: z.looseObject({ masterkey: text }),
  wsfed: anything,
  zendesk: z.looseObject({ accountName: text }),
  zoom: z.looseObject({ account: text }),
  sso_integration: z.looseObject({ name: text, version: text }),
  oag: z.strictObject({}),
};

type Addons = typeof ADDONS;

/** Null takes one away (auth0-deploy-cli and the Terraform provider send it). */
const nullish = Object.fromEntries(Object.entries(ADDONS).map(([name, addon]) => [name, addon.nullish()])) as {
  [Name in keyof Addons]: z.ZodOptional<z.ZodNullable<Addons[Name]>>;
};

export const clientAddons = z.strictObject(nullish);
