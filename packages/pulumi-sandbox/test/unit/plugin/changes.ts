// Changes of a resource, each with what the official plugin 3.49.0 shows of it. States are as it keeps them.
import type { Difference } from "../../../src/plugin/engine.ts";
import type { Values } from "../../../src/plugin/schema/value.ts";
import { UNKNOWN } from "../../../src/plugin/schema/value.ts";

export interface Change {
  readonly what: string;
  readonly type: string;
  readonly olds: Values;
  readonly news: Values;
  readonly ignored?: readonly string[];
  readonly detailed: Difference["detailed"];
  readonly replaces?: readonly string[];
}

const reader = { name: "reader", description: "Reads" };

const express = { name: "Express", callbacks: [], grantTypes: [], oidcBackchannelLogoutUrls: [], signingKeys: [] };

const permissions = (...elements: readonly (readonly [name: string, api: string])[]) =>
  elements.map(([name, resourceServerIdentifier]) => ({ name, resourceServerIdentifier }));
const known = (...elements: readonly (readonly [name: string, api: string])[]) =>
  permissions(...elements).map((element) => ({ ...element, description: "", resourceServerName: "API" }));

const grant = {
  clientId: "c",
  audience: "https://api/",
  scopes: ["read:a", "read:b"],
  subjectType: "client",
  allowAllScopes: false,
  allowAnyOrganization: false,
  organizationUsage: "",
  isSystem: false,
  defaultFor: "",
  authorizationDetailsTypes: [],
};

const key = (name: string, pem: string) => ({ credentialType: "public_key", name, pem, algorithm: "RS256" });
const attached = (id: string, name: string, pem: string) => ({
  ...key(name, pem),
  id,
  keyId: `kid-${id}`,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "",
  parseExpiryFromCert: false,
  thumbprintSha256: "",
});
const credentials = (...elements: readonly Values[]): Values => ({
  clientId: "c",
  authenticationMethod: "private_key_jwt",
  privateKeyJwt: { credentials: elements },
});

export const CHANGES: readonly Change[] = [
  { what: "nothing", type: "role:Role", olds: reader, news: reader, detailed: {} },
  {
    what: "a text changed",
    type: "role:Role",
    olds: reader,
    news: { ...reader, description: "Reads much" },
    detailed: { description: "update" },
  },
  {
    what: "a text taken away",
    type: "role:Role",
    olds: reader,
    news: { name: "reader" },
    detailed: { description: "delete" },
  },
  {
    what: "an empty text for none",
    type: "role:Role",
    olds: { name: "reader", description: "" },
    news: { name: "reader" },
    detailed: {},
  },
  {
    what: "a text that is not known yet",
    type: "role:Role",
    olds: reader,
    news: { ...reader, description: UNKNOWN },
    detailed: { description: "update" },
  },
  {
    what: "an ignored property",
    type: "role:Role",
    olds: reader,
    news: { ...reader, description: "Reads much" },
    ignored: ["description"],
    detailed: {},
  },
  {
    what: "an ignored property of a block beside one that is not",
    type: "client:Client",
    olds: {
      ...express,
      jwtConfiguration: { alg: "HS256", lifetimeInSeconds: 36000, scopes: {}, secretEncoded: false },
    },
    news: { name: "Express", jwtConfiguration: { alg: "RS256", lifetimeInSeconds: 3600 } },
    ignored: ["jwtConfiguration.alg"],
    detailed: { "jwtConfiguration.lifetimeInSeconds": "update" },
  },
  {
    what: "a set in another order",
    type: "rolePermissions:RolePermissions",
    olds: { roleId: "r", permissions: known(["a", "api"], ["b", "api"]) },
    news: { roleId: "r", permissions: permissions(["b", "api"], ["a", "api"]) },
    detailed: {},
  },
  {
    what: "an element of a set for another",
    type: "rolePermissions:RolePermissions",
    olds: { roleId: "r", permissions: known(["a", "api"], ["b", "api"]) },
    news: { roleId: "r", permissions: permissions(["a", "api"], ["c", "api"]) },
    detailed: {
      "permissions[1].name": "update",
      "permissions[1].description": "update",
      "permissions[1].resourceServerName": "update",
    },
  },
  {
    what: "a list in another order",
    type: "clientGrant:ClientGrant",
    olds: grant,
    news: { clientId: "c", audience: "https://api/", scopes: ["read:b", "read:a"] },
    detailed: { "scopes[0]": "delete", "scopes[1]": "add" },
  },
  {
    what: "a scope put in between",
    type: "clientGrant:ClientGrant",
    olds: grant,
    news: { clientId: "c", audience: "https://api/", scopes: ["read:a", "read:aa", "read:b"] },
    detailed: { "scopes[1]": "add" },
  },
  {
    what: "another client, which no update can give it",
    type: "clientGrant:ClientGrant",
    olds: grant,
    news: { clientId: "d", audience: "https://api/", scopes: ["read:a", "read:b"] },
    detailed: { clientId: "update-replace" },
    replaces: ["clientId"],
  },
  {
    what: "a subject type left to the tenant",
    type: "clientGrant:ClientGrant",
    olds: grant,
    news: { clientId: "c", audience: "https://api/", scopes: ["read:a", "read:b"] },
    detailed: {},
  },
  {
    what: "a second key",
    type: "clientCredentials:ClientCredentials",
    olds: credentials(attached("1", "Production", "A")),
    news: credentials(key("Production", "A"), key("Preview", "B")),
    detailed: { "privateKeyJwt.credentials[1]": "add" },
  },
  {
    what: "a key that has got an expiry by hand",
    type: "clientCredentials:ClientCredentials",
    olds: credentials({ ...attached("1", "Production", "A"), expiresAt: "2040-01-01T00:00:00.000Z" }),
    news: credentials(key("Production", "A")),
    detailed: {
      ...Object.fromEntries(
        ["createdAt", "expiresAt", "id", "keyId", "updatedAt"].map((property) => [
          `privateKeyJwt.credentials[0].${property}`,
          "update",
        ]),
      ),
      "privateKeyJwt.credentials[0].parseExpiryFromCert": "delete",
    },
  },
  {
    what: "an API's identifier",
    type: "resourceServer:ResourceServer",
    olds: { identifier: "https://a", name: "API", signingAlg: "RS256" },
    news: { identifier: "https://b", name: "API" },
    detailed: { identifier: "update-replace" },
    replaces: ["identifier"],
  },
  {
    what: "metadata of a client",
    type: "client:Client",
    olds: { ...express, clientMetadata: { kept: "1", changed: "1", gone: "1" } },
    news: { name: "Express", clientMetadata: { kept: "1", changed: "2", new: "1" } },
    detailed: { "clientMetadata.changed": "update", "clientMetadata.gone": "delete", "clientMetadata.new": "add" },
  },
  {
    what: "metadata with a part that is not known yet",
    type: "client:Client",
    olds: { ...express, clientMetadata: { changed: "1" } },
    news: { name: "Express", clientMetadata: { changed: UNKNOWN } },
    detailed: { clientMetadata: "update" },
  },
  {
    what: "an empty block taken away",
    type: "client:Client",
    olds: { ...express, addons: { wsfed: {}, box: {} } },
    news: { name: "Express", addons: { box: {} } },
    detailed: { "addons.wsfed": "delete" },
  },
];
