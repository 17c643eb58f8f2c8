// Walks the request types of the official Node SDK: what they name, the tenant takes and shows; what they do not name, or name
// with another type, it refuses. The counts are exact, so that a new SDK with new members is seen.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { certificate } from "../../fixtures/keys.ts";
import { probesOf, type Body, type Knowledge, type Probe } from "../../fixtures/sdk-members.ts";
import { SdkTypes } from "../../fixtures/sdk-types.ts";

const types = new SdkTypes();
const CLIENT = "aClientOfTheMembersTest00000001";
const ORGANIZATION = "org_OfTheMembersTest";
const AUDIENCE = "https://orders.example";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({
    seed: {
      resource_servers: [{ identifier: AUDIENCE, scopes: [{ value: "read" }] }],
      clients: [{ client_id: CLIENT, name: "One" }],
      organizations: [{ id: ORGANIZATION, name: "acme" }],
    },
  });
});
afterAll(() => tenant.stop());

type Reply = { readonly status: number; readonly body: Body };
/** Sends one body after the other: each to a new object, or all as changes of one. The last answer. */
type Send = (...bodies: readonly Body[]) => Promise<Reply>;

/** All deviations from the types, each as one line, and what was tried. */
async function walk(type: string, knowledge: Knowledge, send: Send, hidden: readonly string[] = []) {
  const wrong: string[] = [];
  const counts = {
    members: 0,
    valid: 0,
    invalid: 0,
    required: 0,
    nullTaken: 0,
    nullRefused: 0,
    unknownTaken: 0,
    unknownRefused: 0,
  };
  const taken = async (path: string, what: string, body: Body) => {
    const reply = await send(body);
    if (reply.status >= 300) wrong.push(`${path}: ${what} is refused: ${String(reply.body["message"])}`);
    return reply;
  };
  const refused = async (path: string, what: string, body: Body) => {
    const reply = await send(body);
    if (reply.status !== 400) wrong.push(`${path}: ${what} is answered ${reply.status}`);
  };
  for (const probe of probesOf(types.type(type), knowledge)) {
    const { path } = probe;
    counts.members += 1;
    for (const { body, value } of probe.valid) {
      counts.valid += 1;
      const reply = await taken(path, JSON.stringify(value), body);
      if (reply.status < 300 && !hidden.some((name) => path.startsWith(name))) shows(wrong, probe, reply.body, value);
    }
    if (probe.invalid !== undefined) {
      counts.invalid += 1;
      await refused(path, "a value of another type", probe.invalid);
    }
    if (!probe.optional) {
      counts.required += 1;
      await refused(path, "no value", probe.without);
    }
    const nulled = await send(...probe.valid.slice(0, 1).map(({ body }) => body), probe.withNull);
    if (nulled.status < 300) {
      counts.nullTaken += 1;
      if ((at(nulled.body, path) ?? null) !== null)
        wrong.push(`${path}: null leaves ${JSON.stringify(at(nulled.body, path))}`);
    } else {
      counts.nullRefused += 1;
      if (probe.nullable) wrong.push(`${path}: null is refused: ${String(nulled.body["message"])}`);
    }
    if (probe.unknown === undefined) continue;
    if (probe.unknown.taken) {
      counts.unknownTaken += 1;
      await taken(path, "an unknown member", probe.unknown.body);
    } else {
      counts.unknownRefused += 1;
      await refused(path, "an unknown member", probe.unknown.body);
    }
  }
  return { wrong, counts };
}

function shows(wrong: string[], { path }: Probe, answer: Body, value: unknown): void {
  const shown = at(answer, path);
  try {
    if (typeof value === "object" && value !== null) expect(shown).toMatchObject(value);
    else expect(shown).toEqual(value);
  } catch {
    wrong.push(`${path}: ${JSON.stringify(value)} comes back as ${JSON.stringify(shown)}`);
  }
}

/** The value at `scopes[].value`. */
function at(body: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, part) => {
    const name = part.replace("[]", "");
    const inner = (value as Body | undefined | null)?.[name];
    return part.endsWith("[]") ? (inner as unknown[] | undefined)?.[0] : inner;
  }, body);
}

const pem = await certificate(new Date(Date.now() + 86_400_000));
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
  },
  beside: {
    third_party_security_mode: { is_first_party: false },
    "client_authentication_methods.private_key_jwt": { jwt_configuration: { alg: "RS256" } },
  },
  siblings: {
    "client_authentication_methods.tls_client_auth.credentials[]": { subject_dn: "CN=client" },
    "client_authentication_methods.tls_client_auth.credentials[].pem": {},
  },
} as const satisfies Knowledge;

/** Of these, the answer has the IDs of the credentials that were made. */
const NEW_CREDENTIALS = [
  "client_authentication_methods.",
  "signed_request_object.credentials",
  "token_vault_privileged_access",
];

let made = 0;
/** Names are unique among objects of some kinds. */
const freshName = () => `fresh-${(made += 1)}`;

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

const TYPES: readonly {
  readonly type: string;
  readonly knowledge: Knowledge;
  readonly send: Send;
  readonly hidden?: readonly string[];
  /** Where the tenant is not as the type says, and why that is right. */
  readonly differs?: readonly string[];
  readonly counts: object;
}[] = [
  {
    type: "CreateClientRequestContent",
    knowledge: CLIENT_KNOWLEDGE,
    send: creating("/clients"),
    hidden: NEW_CREDENTIALS,
    counts: {
      members: 290,
      valid: 417,
      invalid: 290,
      required: 43,
      nullTaken: 100,
      nullRefused: 190,
      unknownTaken: 43,
      unknownRefused: 27,
    },
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
    counts: {
      members: 267,
      valid: 385,
      invalid: 267,
      required: 38,
      nullTaken: 99,
      nullRefused: 168,
      unknownTaken: 43,
      unknownRefused: 27,
    },
  },
];

test.each(TYPES)("$type", async ({ type, knowledge, send, hidden, differs = [], counts: expected }) => {
  const { wrong, counts } = await walk(type, knowledge, send, hidden);
  expect(wrong).toEqual(differs);
  expect(counts).toEqual(expected);
});
