// Walks the SDK's types of requests about clients: what they name, the tenant takes and shows; what they do not name, or name
// with another type, it refuses. The counts are exact, so that a new SDK with new members is seen.
import { afterAll, beforeAll, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import {
  ATTRIBUTE_PROFILE,
  AUDIENCE,
  CLIENT,
  CONNECTION_PROFILE,
  ORGANIZATION,
  pem,
  PROFILE,
} from "../../fixtures/sdk-knowledge.ts";
import type { Body, Knowledge } from "../../fixtures/sdk-members.ts";
import { expectMembers, freshName, type MembersCase, type Reply, type Send } from "../../fixtures/sdk-walk.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({
    seed: {
      resource_servers: [{ identifier: AUDIENCE, scopes: [{ value: "read" }] }],
      clients: [{ client_id: CLIENT, name: "One" }],
      organizations: [{ id: ORGANIZATION, name: "acme" }],
      connection_profiles: [{ id: CONNECTION_PROFILE, name: "one" }],
      user_attribute_profiles: [{ ...PROFILE, id: ATTRIBUTE_PROFILE }],
    },
  });
});
afterAll(() => tenant.stop());

/** Stands for the ID of a credential that the client has. */
const CREDENTIAL = "cred_OfTheClient";

const CLIENT_KNOWLEDGE = {
  values: {
    callbacks: ["https://app.example/callback"],
    initiate_login_uri: "https://app.example/login",
    organization_id: ORGANIZATION,
    resource_server_identifier: AUDIENCE,
    pem,
    expires_at: "2126-01-01T00:00:00.000Z",
    kid: "0123456789abcdef",
    id: CREDENTIAL,
    "my_organization_configuration.connection_profile_id": CONNECTION_PROFILE,
    "my_organization_configuration.user_attribute_profile_id": ATTRIBUTE_PROFILE,
  },
  beside: {
    third_party_security_mode: { is_first_party: false },
    "client_authentication_methods.private_key_jwt": { jwt_configuration: { alg: "RS256" } },
  },
  siblings: {
    "client_authentication_methods.tls_client_auth.credentials[]": { subject_dn: "CN=client" },
  },
  alone: ["client_authentication_methods.tls_client_auth.credentials[].pem"],
} as const satisfies Knowledge;

/** Of these, the answer has the IDs of the credentials that were made. */
const NEW_CREDENTIALS = [
  "client_authentication_methods.",
  "signed_request_object.credentials",
  "token_vault_privileged_access",
];

/** To new objects. */
const creating =
  (path: string): Send =>
  (...bodies) =>
    tenant.api<Body>("POST", `/api/v2${path}`, bodies.at(-1));

/** To one new client, with a credential where the body names one. */
const changingClient: Send = async (...bodies) => {
  const { body: fresh } = await tenant.api<Body>("POST", "/api/v2/clients", { name: freshName() });
  const path = `/api/v2/clients/${String(fresh["client_id"])}`;
  const text = JSON.stringify(bodies);
  const id = text.includes(CREDENTIAL) ? await newCredential(path) : CREDENTIAL;
  let reply: Reply = { status: 0, body: {} };
  for (const body of JSON.parse(text.replaceAll(CREDENTIAL, id)) as Body[])
    reply = await tenant.api<Body>("PATCH", path, body);
  return { status: reply.status, body: JSON.parse(JSON.stringify(reply.body).replaceAll(id, CREDENTIAL)) as Body };
};

async function newCredential(path: string): Promise<string> {
  const { body } = await tenant.api<Body>("POST", `${path}/credentials`, { credential_type: "public_key", pem });
  return String(body["id"]);
}

const TYPES: readonly MembersCase[] = [
  {
    type: "CreateClientRequestContent",
    knowledge: CLIENT_KNOWLEDGE,
    send: creating("/clients"),
    hidden: NEW_CREDENTIALS,
    counts:
      "290 members, 417 valid, 290 invalid, 43 required, 100 null taken, 190 null refused, 43 unknown taken, 27 unknown refused",
  },
  {
    type: "UpdateClientRequestContent",
    knowledge: { ...CLIENT_KNOWLEDGE, siblings: {} },
    send: changingClient,
    // The mode is set at creation (documentation of third-party clients); the client here is a first-party one.
    differs: ["strict", "permissive"].map(
      (mode) =>
        `third_party_security_mode: "${mode}" is refused: third_party_security_mode cannot be changed after the client is created`,
    ),
    counts:
      "267 members, 385 valid, 267 invalid, 38 required, 99 null taken, 168 null refused, 43 unknown taken, 27 unknown refused",
  },
];

test.each(TYPES)("$type", expectMembers);
