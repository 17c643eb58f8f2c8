import type { JsonObject } from "../management/api.ts";
import { orGone } from "../management/errors.ts";
import { fromWire, plainJson, toWire } from "../management/wire.ts";
import { listOf, isValues, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import { addonsToWire, readAddons } from "./client-addons.ts";
import { clientFields } from "./client-fields.ts";
import type { Resource, Write } from "./resource.ts";
import { isEmptyQuota } from "./token-quota.ts";

const fields = clientFields;

/** Sent only at creation or where they change: the API may refuse them otherwise. */
const WHEN_CHANGED = [
  "requirePushedAuthorizationRequests",
  "sso",
  "defaultOrganization",
  "tokenExchange",
  "sessionTransfer",
];
/** An empty list of these is refused by the API. */
const NOT_EMPTY = ["asyncApprovalNotificationChannels", "organizationDiscoveryMethods"];
/** Sent in a form of their own, below. */
const OWN_FORM = [
  "addons",
  "expressConfiguration",
  "clientMetadata",
  "oidcBackchannelLogoutUrls",
  "skipNonVerifiableCallbackUriConfirmationPrompt",
  "resourceServerIdentifier",
  "jwtConfiguration",
  "encryptionKey",
];

function body(write: Write): JsonObject {
  const { inputs, isNew, changed } = write;
  const left = new Set([
    ...OWN_FORM,
    ...(isNew ? [] : WHEN_CHANGED.filter((property) => !changed(property))),
    ...NOT_EMPTY.filter((property) => listOf(inputs[property]).length === 0),
  ]);
  const { disable } = valuesOf(inputs["defaultOrganization"]);
  if (disable === true) left.add("defaultOrganization");
  const plain = Object.fromEntries(Object.entries(inputs).filter(([property]) => !left.has(property)));
  const confirmation = write.planned["skipNonVerifiableCallbackUriConfirmationPrompt"];
  return {
    ...toWire(fields, plain),
    ...toWire(
      { jwtConfiguration: fields.jwtConfiguration, encryptionKey: fields.encryptionKey },
      { jwtConfiguration: tokenSettings(write), encryptionKey: inputs["encryptionKey"] ?? null },
    ),
    ...(changed("clientMetadata") ? { client_metadata: metadata(write) } : {}),
    ...(changed("addons") ? { addons: addonsToWire(inputs["addons"]) } : {}),
    ...(inputs["oidcBackchannelLogoutUrls"]
      ? { oidc_backchannel_logout: { backchannel_logout_urls: plainJson(inputs["oidcBackchannelLogoutUrls"]) } }
      : {}),
    ...(confirmation === "true" || confirmation === "false"
      ? { skip_non_verifiable_callback_uri_confirmation_prompt: confirmation === "true" }
      : {}),
    ...expressConfiguration(inputs["expressConfiguration"]),
    ...(isNew ? atCreation(inputs) : {}),
  };
}

/** The official plugin sends the ID of the OIN client in the place of the OIN submission's, too. */
function expressConfiguration(given: Value | undefined): JsonObject {
  if (!isValues(given)) return {};
  const { okta_oin_client_id: oinClient, ...block } = valuesOf(
    toWire(fields, { expressConfiguration: given })["express_configuration"],
  ) as JsonObject;
  return {
    express_configuration: {
      ...block,
      ...(oinClient === undefined ? {} : { okta_oin_client_id: oinClient, oin_submission_id: oinClient }),
    },
  };
}

/** How the client authenticates at first; auth0.ClientCredentials changes it. */
function atCreation(inputs: Values): JsonObject {
  switch (inputs["appType"]) {
    case "native":
    case "spa":
      return { token_endpoint_auth_method: "none" };
    case "regular_web":
    case "non_interactive":
      return { token_endpoint_auth_method: "client_secret_post" };
    default:
      return {
        ...((inputs["isTokenEndpointIpHeaderTrusted"] ?? null) === null
          ? {}
          : { token_endpoint_auth_method: "client_secret_post" }),
        ...(inputs["appType"] === "resource_server"
          ? toWire({ resourceServerIdentifier: fields.resourceServerIdentifier }, inputs)
          : {}),
      };
  }
}

function tokenSettings({ inputs, isNew, changed }: Write): Value {
  const given = inputs["jwtConfiguration"] ?? null;
  if (!isValues(given) || isNew) return given;
  const touched = ["lifetimeInSeconds", "scopes"].filter((property) => changed(`jwtConfiguration.${property}`));
  return Object.fromEntries(
    ["alg", ...touched].map((property): [string, Value] => [property, given[property] ?? null]),
  );
}

/** Metadata merge on the tenant: what is to go must be said to be null. */
function metadata({ prior, planned }: Write): JsonObject {
  const gone = Object.keys(valuesOf(prior["clientMetadata"])).map((key): [string, null] => [key, null]);
  return { ...Object.fromEntries(gone), ...(plainJson(valuesOf(planned["clientMetadata"])) as JsonObject) };
}

/** What an update sets to null, by a request of its own before the rest. */
function nulls(write: Write): JsonObject {
  const { inputs, changed } = write;
  const emptied = (property: string, isEmpty: (value: Value) => boolean) =>
    changed(property) && isEmpty(inputs[property] ?? null);
  const absent = (value: Value) => value === null;
  const nothingIn = (value: Value) => listOf(value).length === 0;
  const found: [string, boolean][] = [
    ["default_organization", emptied("defaultOrganization", hasNoOrganization)],
    ["session_transfer", emptied("sessionTransfer", hasNoTransfer)],
    ["oidc_backchannel_logout", emptied("oidcLogout", hasNoLogout)],
    ["cross_origin_loc", emptied("crossOriginLoc", absent)],
    [
      "encryption_key",
      emptied("encryptionKey", (value) => Object.values(valuesOf(value)).every((entry) => entry === "")),
    ],
    ["addons", changed("addons")],
    ["token_quota", emptied("tokenQuota", isEmptyQuota)],
    [
      "skip_non_verifiable_callback_uri_confirmation_prompt",
      emptied("skipNonVerifiableCallbackUriConfirmationPrompt", absent),
    ],
    ["organization_discovery_methods", emptied("organizationDiscoveryMethods", nothingIn)],
    ["token_exchange", emptied("tokenExchange", absent)],
    ["async_approval_notification_channels", emptied("asyncApprovalNotificationChannels", nothingIn)],
    ["fedcm_login", emptied("fedcmLogin", absent)],
  ];
  const unset: Record<string, JsonObject[string]> = Object.fromEntries(
    found.flatMap(([name, isNull]) => (isNull ? [[name, null]] : [])),
  );
  const delegationGone =
    isValues(inputs["sessionTransfer"]) &&
    changed("sessionTransfer.delegation") &&
    !isValues(inputs["sessionTransfer"]["delegation"]);
  if (delegationGone && !("session_transfer" in unset)) unset["session_transfer"] = { delegation: null };
  return unset;
}

function hasNoOrganization(value: Value): boolean {
  const { disable, flows, organizationId } = valuesOf(value);
  return disable === true || ((flows ?? null) === null && (organizationId ?? null) === null);
}

function hasNoTransfer(value: Value): boolean {
  const transfer = valuesOf(value);
  return (
    transfer["canCreateSessionTransferToken"] !== true &&
    textOf(transfer["enforceDeviceBinding"]) === "" &&
    listOf(transfer["allowedAuthenticationMethods"]).length === 0 &&
    !isValues(transfer["delegation"])
  );
}

function hasNoLogout(value: Value): boolean {
  const logout = valuesOf(value);
  const initiators = valuesOf(logout["backchannelLogoutInitiators"]);
  const initiated = textOf(initiators["mode"]) !== "" || listOf(initiators["selectedInitiators"]).length > 0;
  return (
    listOf(logout["backchannelLogoutUrls"]).length === 0 &&
    !initiated &&
    !isValues(logout["backchannelLogoutSessionMetadata"])
  );
}

/** The properties of a client, as its answer says them. */
export function readClient(client: JsonObject): Values {
  const { encryptionKey: _notReadBack, ...said } = fromWire(fields, client);
  const prompt = client["skip_non_verifiable_callback_uri_confirmation_prompt"];
  const backchannel = valuesOf(client["oidc_backchannel_logout"]);
  return {
    ...said,
    addons: readAddons(client["addons"]),
    nativeSocialLogin: isValues(said["nativeSocialLogin"]) ? withEveryLogin(said["nativeSocialLogin"]) : null,
    oidcBackchannelLogoutUrls: isValues(client["oidc_logout"]) ? [] : listOf(backchannel["backchannel_logout_urls"]),
    defaultOrganization: said["defaultOrganization"] ?? { disable: true },
    tokenQuota: isValues(valuesOf(said["tokenQuota"])["clientCredentials"]) ? (said["tokenQuota"] ?? null) : null,
    skipNonVerifiableCallbackUriConfirmationPrompt: typeof prompt === "boolean" ? String(prompt) : "null",
  };
}

function withEveryLogin(logins: Values): Values {
  return Object.fromEntries(
    ["apple", "facebook", "google"].map((provider) => [provider, logins[provider] ?? { enabled: false }]),
  );
}

function refuse(inputs: Values): string | undefined {
  const { disable, flows, organizationId } = valuesOf(inputs["defaultOrganization"]);
  return disable === true && (listOf(flows).length > 0 || textOf(organizationId) !== "")
    ? "cannot set both disable and either flows/organization_id"
    : undefined;
}

export const client: Resource = {
  type: "auth0:index/client:Client",
  name: "auth0_client",
  fields,
  create: async (write) => {
    const refusal = refuse(write.inputs);
    if (refusal !== undefined) throw new Error(refusal);
    return textOf((await write.api.post(["clients"], body(write)))["client_id"]);
  },
  read: async ({ api, id }) => readClient(await orGone(api.get(["clients", id]))),
  update: async (write) => {
    const refusal = refuse(write.inputs);
    if (refusal !== undefined) throw new Error(refusal);
    const unset = nulls(write);
    if (Object.keys(unset).length > 0) await write.api.patch(["clients", write.id], unset);
    await orGone(write.api.patch(["clients", write.id], body(write)));
  },
  delete: ({ api, id }) => orGone(api.delete(["clients", id])),
  // The official plugin looks first whether the client is of a kind that another resource manages.
  importState: async (api, id) => {
    const found = await api.get(["clients", id]);
    if (found["external_metadata_type"] === "cimd") throw new Error(`client ${JSON.stringify(id)} is a CIMD client.`);
    return {};
  },
};
