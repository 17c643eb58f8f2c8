// How a client authenticates: by a secret, by keys (`private_key_jwt`) or by certificates (mTLS).
import type { Api, JsonObject } from "../management/api.ts";
import { Gone, orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import type { Fields } from "../schema/attribute.ts";
import { inOrder } from "../schema/sets.ts";
import { isValues, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import {
  certificateFields,
  credentialsFields,
  keyFields,
  keySet,
  requestKeyFields,
  selfSignedFields,
} from "./credential-fields.ts";
import { keyChanges, keysIn, rotation } from "./key-rotation.ts";
import { keyThumbprint } from "./key-thumbprint.ts";
import type { Existing, Resource, Write } from "./resource.ts";

interface Method {
  readonly property: "privateKeyJwt" | "tlsClientAuth" | "selfSignedTlsClientAuth";
  readonly wire: "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth";
  readonly fields: Fields;
  readonly sent: readonly string[];
}

const KEY_INPUTS = ["name", "credentialType", "pem", "algorithm", "parseExpiryFromCert", "expiresAt"];
const METHODS: readonly Method[] = [
  { property: "privateKeyJwt", wire: "private_key_jwt", fields: keyFields, sent: KEY_INPUTS },
  {
    property: "tlsClientAuth",
    wire: "tls_client_auth",
    fields: certificateFields,
    sent: ["name", "credentialType", "pem", "subjectDn"],
  },
  {
    property: "selfSignedTlsClientAuth",
    wire: "self_signed_tls_client_auth",
    fields: selfSignedFields,
    sent: ["name", "credentialType", "pem"],
  },
];
const SECRET_METHODS = ["client_secret_post", "client_secret_basic"];

const methodCalled = (name: Value | undefined) => METHODS.find(({ wire }) => wire === name);
const clientPath = (id: string) => ["clients", id];
const credentialsPath = (id: string) => ["clients", id, "credentials"];

/** Changes how a client authenticates; a client of Okta's express configuration knows but one way. */
async function patchAuthentication(api: Api, id: string, change: JsonObject): Promise<void> {
  const { app_type: appType } = await api.get(clientPath(id), { fields: "client_id,app_type", include_fields: true });
  await api.patch(clientPath(id), appType === "express_configuration" ? forExpressConfiguration(change) : change);
}

function forExpressConfiguration({ client_authentication_methods: methods = null }: JsonObject): JsonObject {
  return { client_authentication_methods: methods ?? { private_key_jwt: { credentials: [] } } };
}

/** A posted credential does nothing until the client names it. */
function attach(api: Api, id: string, method: string, credentials: readonly string[]): Promise<void> {
  const named = credentials.map((credential) => ({ id: credential }));
  return patchAuthentication(api, id, {
    client_authentication_methods: { [method]: { credentials: named } },
    token_endpoint_auth_method: null,
  });
}

/** Takes every credential off the client and removes it. The API wants another method in exchange. */
async function detachAll(api: Api, id: string, method: string, credentials: readonly string[]): Promise<void> {
  await patchAuthentication(api, id, {
    client_authentication_methods: null,
    signed_request_object: null,
    token_endpoint_auth_method: method,
  });
  for (const credential of credentials) await api.delete([...credentialsPath(id), credential]);
}

async function credentialIds(api: Api, id: string): Promise<string[]> {
  return (await api.list(credentialsPath(id), { per_page: 50, include_totals: true })).map((credential) =>
    textOf(valuesOf(credential)["id"]),
  );
}

async function post(
  api: Api,
  id: string,
  fields: Fields,
  sent: readonly string[],
  credential: Values,
): Promise<string> {
  const body = toWire(fields, Object.fromEntries(sent.map((property) => [property, credential[property] ?? null])));
  return textOf((await api.post(credentialsPath(id), body))["id"]);
}

function credentialsIn(method: Method, inputs: Values): readonly Value[] {
  const given = listOf(valuesOf(inputs[method.property])["credentials"]);
  return method.property === "privateKeyJwt" ? inOrder(keySet, given) : given;
}

function refuseWithout(method: Method, inputs: Values): void {
  const credentials = credentialsIn(method, inputs).map(valuesOf);
  if (credentials.length === 0)
    throw new Error(
      `[${method.wire}.credentials] Client Credentials Missing: You must define client credentials when setting the authentication method as ${JSON.stringify(method.wire)}.`,
    );
  const both = credentials.some(
    (credential) => ((credential["pem"] ?? null) === null) === ((credential["subjectDn"] ?? null) === null),
  );
  if (method.property === "tlsClientAuth" && both) {
    throw new Error(
      `[${method.wire}.credentials] Client Credentials Invalid: Exactly one of pem and subject_dn must be set when setting the authentication method as ${JSON.stringify(method.wire)}.`,
    );
  }
}

async function createCredentials(write: Write, method: Method): Promise<void> {
  refuseWithout(method, write.inputs);
  const made: string[] = [];
  for (const credential of credentialsIn(method, write.inputs))
    made.push(await post(write.api, write.id, method.fields, method.sent, valuesOf(credential)));
  await attach(write.api, write.id, method.wire, made);
}

async function createRequestKeys({ api, id, inputs }: Write): Promise<void> {
  const { required, credentials } = valuesOf(inputs["signedRequestObject"]);
  const made: JsonObject[] = [];
  for (const credential of listOf(credentials))
    made.push({ id: await post(api, id, requestKeyFields, KEY_INPUTS, valuesOf(credential)) });
  await patchAuthentication(api, id, {
    signed_request_object: { ...(typeof required === "boolean" ? { required } : {}), credentials: made },
  });
}

async function rotateKeys({ api, id, prior, planned }: Write): Promise<void> {
  const changes = keyChanges(keysIn(prior), keysIn(planned));
  if (changes.added.length > 0 || changes.removed.length > 0) {
    let attached = await credentialIds(api, id);
    for (const step of rotation(changes, attached.length)) {
      if ("remove" in step) {
        attached = attached.filter((credential) => credential !== step.remove);
        await attach(api, id, "private_key_jwt", attached);
        await removeIfThere(api, id, step.remove);
      } else {
        const made = await post(api, id, keyFields, KEY_INPUTS, withoutUnset(step.add));
        attached = [...attached, made];
        await attachOrRemove(api, id, attached, made);
      }
    }
  }
  for (const { id: credential, expiresAt } of changes.expiries)
    await api.patch([...credentialsPath(id), credential], { expires_at: expiresAt });
}

/** In a changed set, an empty text is an absent one; the flag is always said. */
function withoutUnset(key: Values): Values {
  return {
    ...Object.fromEntries(Object.entries(key).filter(([, value]) => value !== "")),
    parseExpiryFromCert: key["parseExpiryFromCert"] === true,
  };
}

/** A key that cannot be attached is taken back, so that it does not take up one of the few places. */
async function attachOrRemove(api: Api, id: string, attached: readonly string[], made: string): Promise<void> {
  try {
    await attach(api, id, "private_key_jwt", attached);
  } catch (error) {
    await removeIfThere(api, id, made);
    throw error;
  }
}

async function removeIfThere(api: Api, id: string, credential: string): Promise<void> {
  await orGone(api.delete([...credentialsPath(id), credential])).catch((error: unknown) => {
    if (!(error instanceof Gone)) throw error;
  });
}

/** Of certificates, and keys of signed requests, only the expiry can be changed. */
async function updateExpiries({ api, id, planned, prior }: Write, property: string): Promise<void> {
  const before = listOf(valuesOf(prior[property])["credentials"]);
  for (const [index, credential] of listOf(valuesOf(planned[property])["credentials"]).map(valuesOf).entries()) {
    const expiresAt = textOf(credential["expiresAt"]);
    if (expiresAt === "" || expiresAt === valuesOf(before[index])["expiresAt"]) continue;
    await api.patch([...credentialsPath(id), textOf(credential["id"])], { expires_at: expiresAt });
  }
}

async function updateSecret({ api, id, inputs, planned, isNew, changed }: Write): Promise<void> {
  if (changed("authenticationMethod"))
    await api.patch(clientPath(id), { token_endpoint_auth_method: textOf(planned["authenticationMethod"]) });
  if (!SECRET_METHODS.includes(textOf(planned["authenticationMethod"]))) return;
  const written = inputs["clientSecretWo"] ?? null;
  if (typeof written === "string" && (isNew || changed("clientSecretWoVersion")))
    await api.patch(clientPath(id), { client_secret: written });
  else if (changed("clientSecret")) await api.patch(clientPath(id), { client_secret: textOf(planned["clientSecret"]) });
}

async function complete(write: Write): Promise<void> {
  const name = textOf(write.planned["authenticationMethod"]);
  const method = methodCalled(name);
  if (method) await createCredentials(write, method);
  else if (name !== "") await updateSecret(write);
  if (isValues(write.inputs["signedRequestObject"])) await createRequestKeys(write);
}

async function update(write: Write): Promise<void> {
  const { api, id, prior, planned } = write;
  await orGone(api.get(clientPath(id), { fields: "client_id", include_fields: true }));
  const name = textOf(planned["authenticationMethod"]);
  const method = methodCalled(name);
  if (write.changed("authenticationMethod") && methodCalled(prior["authenticationMethod"]) && !method) {
    const present = await credentialIds(api, id);
    if (present.length > 0) await detachAll(api, id, name, present);
  }
  if (method?.property === "privateKeyJwt") await rotateKeys(write);
  else if (method) await updateExpiries(write, method.property);
  else if (name !== "") await updateSecret(write);
  if (!isValues(write.inputs["signedRequestObject"])) return;
  await updateExpiries(write, "signedRequestObject");
  if (write.changed("signedRequestObject.required")) {
    const { required } = valuesOf(write.inputs["signedRequestObject"]);
    await patchAuthentication(api, id, { signed_request_object: typeof required === "boolean" ? { required } : {} });
  }
}

/** What a client authenticates with where nothing else is said. */
function defaultMethod(appType: Value | undefined): string {
  if (appType === "native" || appType === "spa") return "none";
  return appType === "regular_web" || appType === "non_interactive" ? "client_secret_post" : "client_secret_basic";
}

async function remove({ api, id }: Existing): Promise<void> {
  const { app_type: appType } = await orGone(
    api.get(clientPath(id), { fields: "client_id,app_type", include_fields: true }),
  );
  const present = await credentialIds(api, id);
  if (present.length > 0) await detachAll(api, id, defaultMethod(appType), present);
  else await api.patch(clientPath(id), { token_endpoint_auth_method: defaultMethod(appType) });
}

async function read({ api, id, state }: Existing): Promise<Values> {
  const client = await orGone(api.get(clientPath(id)));
  const signed = valuesOf(client["signed_request_object"]);
  const requestKeys =
    signed["credentials"] === undefined
      ? null
      : await readCredentials(api, id, signed["credentials"], requestKeyFields, (_, index) =>
          pemAt(state, "signedRequestObject", index),
        );
  const authentication = client["client_authentication_methods"] ?? null;
  const read: Record<string, Value> = {
    clientId: textOf(client["client_id"]),
    signedRequestObject: requestKeys && { required: signed["required"] === true, credentials: requestKeys },
    ...((state["clientSecretWoVersion"] ?? 0) === 0 ? { clientSecret: textOf(client["client_secret"]) } : {}),
  };
  for (const method of METHODS) {
    const attached = valuesOf(valuesOf(authentication)[method.wire])["credentials"];
    const known = (credential: JsonObject, index: number) =>
      method.property === "privateKeyJwt" ? keyKnown(state, credential) : pemAt(state, method.property, index);
    read[method.property] =
      attached === undefined ? null : { credentials: await readCredentials(api, id, attached, method.fields, known) };
    if (attached !== undefined) read["authenticationMethod"] = method.wire;
  }
  if (authentication === null)
    read["authenticationMethod"] = textOf(client["token_endpoint_auth_method"]) || defaultMethod(client["app_type"]);
  return read;
}

/** Credentials one by one. Their PEM is not read back: it is what the state knows of it. */
async function readCredentials(
  api: Api,
  id: string,
  attached: Value,
  fields: Fields,
  known: (credential: JsonObject, index: number) => Values,
): Promise<Values[]> {
  const found: Values[] = [];
  for (const [index, element] of listOf(attached).entries()) {
    const credential = await api.get([...credentialsPath(id), textOf(valuesOf(element)["id"])]);
    const said = fromWire(fields, credential);
    const times = { createdAt: inMilliseconds(said["createdAt"]), updatedAt: inMilliseconds(said["updatedAt"]) };
    const expiry = textOf(said["expiresAt"]) === "" ? {} : { expiresAt: inMilliseconds(said["expiresAt"]) };
    found.push({ ...said, ...times, ...expiry, ...known(credential, index) });
  }
  return found;
}

/** What the state knows of a key, by its ID or else its name. A PEM whose thumbprint is not the key's is another key's. */
function keyKnown(state: Values, credential: JsonObject): Values {
  const keys = keysIn(state).map(valuesOf);
  const known = keys.find((key) => key["id"] === credential["id"]);
  const source =
    textOf(known?.["pem"]) === "" ? keys.find((key) => textOf(key["name"]) === textOf(credential["name"])) : known;
  const pem = textOf(source?.["pem"]);
  const kid = textOf(credential["kid"]);
  return {
    pem: kid !== "" && pem !== "" && keyThumbprint(pem) !== kid ? "" : pem,
    parseExpiryFromCert: source?.["parseExpiryFromCert"] === true,
  };
}

function pemAt(state: Values, property: string, index: number): Values {
  const known = valuesOf(listOf(valuesOf(state[property])["credentials"])[index]);
  return {
    pem: textOf(known["pem"]),
    ...(property === "signedRequestObject" ? { parseExpiryFromCert: known["parseExpiryFromCert"] === true } : {}),
  };
}

/** `2026-11-23T14:10:59.169Z`, however many digits the API gives; a time that it does not give is the first of all. */
export function inMilliseconds(time: Value | undefined): string {
  return textOf(time) === "" ? "0001-01-01T00:00:00.000Z" : new Date(textOf(time)).toISOString();
}

export const clientCredentials: Resource = {
  type: "auth0:index/clientCredentials:ClientCredentials",
  name: "auth0_client_credentials",
  fields: credentialsFields,
  version: 1,
  create: async ({ api, planned }) => {
    const id = textOf(planned["clientId"]);
    await api.get(clientPath(id), { fields: "client_id", include_fields: true });
    return id;
  },
  complete,
  read,
  update,
  delete: remove,
};
