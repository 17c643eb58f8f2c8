import { orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { block, blocks, flag, integer, text } from "../schema/attribute.ts";
import { lengthAtLeast, oneOf, oneOfAnyCase } from "../schema/validators.ts";
import { isValues, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { JsonObject } from "../management/api.ts";
import type { Resource, Write } from "./resource.ts";

const MANAGEMENT_API = "Auth0 Management API";
const MY_ACCOUNT_API = "Auth0 My Account API";

export const resourceServerFields = {
  name: text({ adopted: true }),
  identifier: text({ required: true, replaces: true }),
  signingAlg: text({ adopted: true, validate: oneOfAnyCase("HS256", "RS256", "PS256") }),
  signingSecret: text({ adopted: true, validate: lengthAtLeast(16) }),
  allowOfflineAccess: flag({ adopted: true }),
  allowOnlineAccess: flag({ adopted: true }),
  allowOnlineAccessWithEphemeralSessions: flag({ adopted: true }),
  tokenLifetime: integer({ adopted: true }),
  tokenLifetimeForWeb: integer({ adopted: true }),
  skipConsentForVerifiableFirstPartyClients: flag({ adopted: true }),
  verificationLocation: text({ wire: "verificationLocation" }),
  enforcePolicies: flag({ adopted: true }),
  tokenDialect: text({
    adopted: true,
    validate: oneOfAnyCase("access_token", "access_token_authz", "rfc9068_profile", "rfc9068_profile_authz"),
  }),
  consentPolicy: text({ adopted: true, validate: oneOfAnyCase("transactional-authorization-with-mfa", "null") }),
  authorizationDetails: blocks({ type: text(), disable: flag() }, { adopted: true }),
  tokenEncryption: block(
    {
      format: text({
        adopted: true,
        validate: oneOfAnyCase("compact-nested-jwe"),
        requiredWith: ["token_encryption.0.encryption_key"],
      }),
      encryptionKey: block(
        {
          name: text({ adopted: true }),
          algorithm: text({ required: true, wire: "alg" }),
          kid: text({ adopted: true }),
          pem: text({ required: true }),
        },
        { adopted: true, requiredWith: ["token_encryption.0.format"] },
      ),
      disable: flag(),
    },
    { adopted: true },
  ),
  proofOfPossession: block(
    {
      mechanism: text({ adopted: true, validate: oneOfAnyCase("mtls", "dpop") }),
      required: flag({ adopted: true }),
      disable: flag(),
      requiredFor: text({ validate: oneOfAnyCase("all_clients", "public_clients") }),
    },
    { adopted: true },
  ),
  authorizationPolicy: block({ policyId: text({ adopted: true }) }, { adopted: true }),
  subjectTypeAuthorization: block(
    {
      user: block(
        { policy: text({ validate: oneOf("allow_all", "deny_all", "require_client_grant") }) },
        { adopted: true },
      ),
      client: block({ policy: text({ validate: oneOf("deny_all", "require_client_grant") }) }, { adopted: true }),
    },
    { adopted: true },
  ),
  clientId: text({ computed: true }),
  isSystem: flag({ computed: true }),
};

/** Blocks that are sent only where they change, and unset by a null of their own rather than by leaving them out. */
const UNSETTABLE = ["authorizationDetails", "tokenEncryption", "proofOfPossession"] as const;

const fields = resourceServerFields;
const pick = (values: Values, properties: readonly string[]): Values =>
  Object.fromEntries(properties.map((property) => [property, values[property] ?? null]));

function body(write: Write): JsonObject {
  const { inputs, prior, isNew } = write;
  const sent = (property: string) => isNew || write.changed(property);
  const always = ["tokenLifetime", "skipConsentForVerifiableFirstPartyClients", "subjectTypeAuthorization"];
  if (isNew) always.push("identifier");
  if (sent("authorizationPolicy")) always.push("authorizationPolicy");
  if (prior["name"] === MANAGEMENT_API) return toWire(fields, withoutClientPolicy(write, pick(inputs, always)));
  const own = [
    "name",
    "signingAlg",
    "signingSecret",
    "allowOfflineAccess",
    "tokenLifetimeForWeb",
    "enforcePolicies",
    "tokenDialect",
    "verificationLocation",
  ];
  own.push(...["allowOnlineAccess", "allowOnlineAccessWithEphemeralSessions"].filter(sent));
  own.push(...UNSETTABLE.filter((property) => sent(property) && !isUnset(inputs[property] ?? null)));
  if (sent("consentPolicy") && inputs["consentPolicy"] !== "null") own.push("consentPolicy");
  const name = prior["name"] === MY_ACCOUNT_API ? { name: MY_ACCOUNT_API } : {};
  return withoutDisable(toWire(fields, { ...pick(inputs, [...always, ...own]), ...name }));
}

/** The Management API refuses the client part unless it changes. */
function withoutClientPolicy(write: Write, values: Values): Values {
  const authorization = values["subjectTypeAuthorization"] ?? null;
  if (!isValues(authorization) || write.changed("subjectTypeAuthorization.client")) return values;
  return { ...values, subjectTypeAuthorization: { ...authorization, client: null } };
}

/** `disable` is the plugin's own word for null; the API does not know it. */
function withoutDisable(sent: JsonObject): JsonObject {
  const strip = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(strip);
    return isValues(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== "disable")) : value;
  };
  const cleaned = UNSETTABLE.map(
    (property) =>
      ({
        authorizationDetails: "authorization_details",
        tokenEncryption: "token_encryption",
        proofOfPossession: "proof_of_possession",
      })[property],
  );
  return Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [
      key,
      cleaned.includes(key) ? (strip(value as Value) as JsonObject) : value,
    ]),
  );
}

function isUnset(value: Value): boolean {
  const elements = isValues(value) ? [value] : listOf(value);
  return elements.length === 0 || elements.some((element) => valuesOf(element)["disable"] === true);
}

/** What an update must set to null by a request of its own. */
function unset({ inputs, changed }: Write): JsonObject {
  const nulls: Record<string, null> = {};
  if (changed("consentPolicy") && inputs["consentPolicy"] === "null") nulls["consent_policy"] = null;
  if (changed("authorizationDetails") && isUnset(inputs["authorizationDetails"] ?? null))
    nulls["authorization_details"] = null;
  if (changed("tokenEncryption") && isUnset(inputs["tokenEncryption"] ?? null)) nulls["token_encryption"] = null;
  if (changed("proofOfPossession") && isUnset(inputs["proofOfPossession"] ?? null)) nulls["proof_of_possession"] = null;
  if (changed("authorizationPolicy") && isUnset(inputs["authorizationPolicy"] ?? null))
    nulls["authorization_policy"] = null;
  return nulls;
}

function refuse(inputs: Values): string | undefined {
  const both = (property: string, others: readonly string[]) => {
    const value = inputs[property] ?? null;
    const elements = (isValues(value) ? [value] : listOf(value)).map(valuesOf);
    return (
      elements.some((element) => element["disable"] === true) &&
      elements.some((element) => others.some((other) => (element[other] ?? false) !== false))
    );
  };
  const problems = [
    both("authorizationDetails", ["type"])
      ? "only one of disable and type should be set in the authorization_details block"
      : undefined,
    both("tokenEncryption", ["format", "encryptionKey"])
      ? "only one of disable and format or encryption_key should be set in the token_encryption blocks"
      : undefined,
    both("proofOfPossession", ["mechanism", "required"])
      ? "only one of disable and mechanism or required should be set in the proof_of_possession block"
      : undefined,
  ].filter((problem) => problem !== undefined);
  return problems.length === 0
    ? undefined
    : `${problems.length === 1 ? "1 error occurred" : `${String(problems.length)} errors occurred`}:\n${problems.map((problem) => `\t* ${problem}\n`).join("")}\n`;
}

/** The properties of a resource server, as its answer says them. */
export function readResourceServer(answer: JsonObject, state: Values): Values {
  const values = fromWire(fields, answer);
  const encryption = valuesOf(values["tokenEncryption"]);
  const kept = valuesOf(valuesOf(state["tokenEncryption"])["encryptionKey"])["pem"] ?? "";
  const key = encryption["encryptionKey"] ?? null;
  const read: Record<string, Value> = {
    ...values,
    id: textOf(answer["id"]),
    consentPolicy: textOf(answer["consent_policy"]) || "null",
    authorizationDetails: answer["authorization_details"]
      ? (values["authorizationDetails"] ?? null)
      : [{ disable: true }],
    // The API does not give the key back: it is what the state says it is.
    tokenEncryption: values["tokenEncryption"]
      ? { ...encryption, encryptionKey: isValues(key) ? { ...key, pem: kept } : null }
      : { disable: true },
    proofOfPossession: values["proofOfPossession"] ?? { disable: true },
  };
  if (read["name"] === MANAGEMENT_API)
    for (const property of ["verificationLocation", "enforcePolicies", "tokenDialect"]) delete read[property];
  return read;
}

export const resourceServer: Resource = {
  type: "auth0:index/resourceServer:ResourceServer",
  name: "auth0_resource_server",
  fields,
  refuse,
  create: async (write) => textOf((await write.api.post(["resource-servers"], body(write)))["id"]),
  read: async ({ api, id, state }) => readResourceServer(await orGone(api.get(["resource-servers", id])), state),
  update: async (write) => {
    await orGone(write.api.patch(["resource-servers", write.id], body(write)));
    const nulls = unset(write);
    if (Object.keys(nulls).length > 0) await write.api.patch(["resource-servers", write.id], nulls);
  },
  delete: async ({ api, id, state }) => {
    if (state["name"] !== MANAGEMENT_API) await orGone(api.delete(["resource-servers", id]));
  },
};
