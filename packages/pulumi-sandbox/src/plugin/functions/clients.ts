import { createHash } from "node:crypto";
import type { Api, JsonObject } from "../management/api.ts";
import { byNumber, firstOf } from "../management/listing.ts";
import { fromWire } from "../management/wire.ts";
import { readClient } from "../resources/client.ts";
import { APP_TYPES, clientFields } from "../resources/client-fields.ts";
import { inMilliseconds } from "../resources/client-credentials.ts";
import { certificateFields, keyFields, requestKeyFields, selfSignedFields } from "../resources/credential-fields.ts";
import type { Fields } from "../schema/attribute.ts";
import { flag, set, text } from "../schema/attribute.ts";
import { textsInHashOrder } from "../schema/sets.ts";
import { oneOf } from "../schema/validators.ts";
import { isValues, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import { resultName, resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

function allClients(api: Api, filter: Record<string, string> = {}): AsyncGenerator<JsonObject> {
  return byNumber(api, ["clients"], "clients", { ...filter, include_totals: true });
}

async function findClient(api: Api, args: Values): Promise<JsonObject> {
  const id = textOf(args["clientId"]);
  if (id !== "") return api.get(["clients", id]);
  const name = textOf(args["name"]);
  if (name === "") throw new Error("One of 'client_id' or 'name' is required.");
  const found = await firstOf(allClients(api), (client) => client["name"] === name);
  if (!found) throw new Error(`No client found with "name" = ${JSON.stringify(name)}`);
  return found;
}

/** What a credential shows of itself: never its PEM. */
async function credentials(
  api: Api,
  id: string,
  attached: Value | undefined,
  fields: Fields,
  hidden: readonly string[],
): Promise<Values[]> {
  const shown = Object.fromEntries(Object.entries(fields).filter(([property]) => !hidden.includes(property)));
  const found: Values[] = [];
  for (const element of listOf(attached)) {
    const said = fromWire(shown, await api.get(["clients", id, "credentials", textOf(valuesOf(element)["id"])]));
    const times = ["createdAt", "updatedAt"].map((property) => [property, inMilliseconds(said[property])] as const);
    found.push({
      ...said,
      ...Object.fromEntries(times),
      ...(textOf(said["expiresAt"]) === "" ? {} : { expiresAt: inMilliseconds(said["expiresAt"]) }),
    });
  }
  return found;
}

const NOT_OF_KEYS = ["pem", "parseExpiryFromCert"];
const METHODS: readonly [string, string, Fields, readonly string[]][] = [
  ["privateKeyJwts", "private_key_jwt", keyFields, NOT_OF_KEYS],
  ["tlsClientAuths", "tls_client_auth", certificateFields, ["pem"]],
  [
    "selfSignedTlsClientAuths",
    "self_signed_tls_client_auth",
    selfSignedFields,
    ["pem", "expiresAt", "thumbprintSha256"],
  ],
];

async function authentication(api: Api, id: string, client: JsonObject): Promise<Values> {
  const signed = client["signed_request_object"];
  const methods = client["client_authentication_methods"];
  const requestKeys = isValues(signed)
    ? await credentials(api, id, signed["credentials"], requestKeyFields, NOT_OF_KEYS)
    : [];
  const found: Record<string, Value> = {};
  for (const [property, wire, fields, hidden] of METHODS) {
    const method = isValues(methods) ? methods[wire] : undefined;
    found[property] = isValues(method)
      ? [{ credentials: await credentials(api, id, method["credentials"], fields, hidden) }]
      : [];
  }
  return {
    clientSecret: textOf(client["client_secret"]),
    tokenEndpointAuthMethod: textOf(client["token_endpoint_auth_method"]),
    signedRequestObjects: isValues(signed) ? [{ required: signed["required"] === true, credentials: requestKeys }] : [],
    clientAuthenticationMethods: isValues(methods) ? [found] : [],
  };
}

export const getClient: Lookup = {
  token: "auth0:index/getClient:getClient",
  arguments: { clientId: text(), name: text() },
  read: async (api, args) => {
    const client = await findClient(api, args);
    const id = textOf(client["client_id"]);
    return { ...resultsOf(clientFields, readClient(client)), ...(await authentication(api, id, client)), id };
  },
};

/** What the listing says of each client; everything else that a client could say is empty there. */
const LISTED = [
  "clientId",
  "name",
  "description",
  "appType",
  "isFirstParty",
  "isTokenEndpointIpHeaderTrusted",
  "callbacks",
  "allowedLogoutUrls",
  "allowedOrigins",
  "allowedClients",
  "grantTypes",
  "webOrigins",
  "clientMetadata",
];
const NOT_LISTED = new Set([
  ..."clientAliases logoUri oidcConformant oidcBackchannelLogoutUrls organizationUsage organizationRequireBehavior crossOriginAuth crossOriginLoc".split(
    " ",
  ),
  ..."customLoginPageOn customLoginPage formTemplate requirePushedAuthorizationRequests mobile initiateLoginUri nativeSocialLogin refreshToken".split(
    " ",
  ),
  ..."signingKeys encryptionKey sso ssoDisabled jwtConfiguration addons defaultOrganization complianceLevel requireProofOfPossession".split(
    " ",
  ),
]);
const listedFields: Fields = Object.fromEntries(
  Object.entries(clientFields).filter(([property]) => !NOT_LISTED.has(property)),
);

function listed(client: JsonObject): Values {
  const read = readClient(client);
  const empty: Record<string, Value> = Object.fromEntries(
    Object.entries(listedFields).map(([property, attribute]) => [
      resultName(property, attribute),
      zero(attribute.kind),
    ]),
  );
  return {
    ...empty,
    ...Object.fromEntries(LISTED.map((property) => [property, read[property] ?? null])),
    clientSecret: textOf(client["client_secret"]),
  };
}

function zero(kind: string): Value {
  if (kind === "flag") return false;
  if (kind === "integer" || kind === "decimal") return 0;
  if (kind === "map") return {};
  return kind === "text" ? "" : [];
}

export const getClients: Lookup = {
  token: "auth0:index/getClients:getClients",
  arguments: {
    nameFilter: text(),
    appTypes: set({ validateEach: oneOf(...APP_TYPES) }),
    isFirstParty: flag(),
    externalClientId: text(),
  },
  read: async (api, args) => {
    const nameFilter = textOf(args["nameFilter"]);
    const appTypes = textsInHashOrder(listOf(args["appTypes"])).map(textOf);
    const external = textOf(args["externalClientId"]);
    const filter = {
      ...(appTypes.length > 0 ? { app_type: appTypes.join(",") } : {}),
      ...(args["isFirstParty"] === true ? { is_first_party: "true" } : {}),
      ...(external !== "" ? { external_client_id: external } : {}),
    };
    const clients: Values[] = [];
    for await (const client of allClients(api, filter))
      if (textOf(client["name"]).includes(nameFilter)) clients.push(listed(client));
    const asked = `${nameFilter}-[${appTypes.join(" ")}]-${String(args["isFirstParty"] === true)}${external === "" ? "" : `-${external}`}`;
    return {
      ...(appTypes.length > 0 ? { appTypes } : {}),
      clients,
      id: `clients-${createHash("sha256").update(asked).digest("hex")}`,
    };
  },
};
