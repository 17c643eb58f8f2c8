// Walks the SDK's types of requests about everything but clients (sdk-members.test.ts): what they name, the tenant takes and
// shows; what they do not name, or name with another type, it refuses. The counts are exact, so that new members are seen.
import { afterAll, beforeAll, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import {
  AUDIENCE,
  CLIENT,
  CONNECTION,
  ORGANIZATION,
  CONNECTION_KNOWLEDGE,
  API_KNOWLEDGE,
  ORGANIZATION_KNOWLEDGE,
  USER_KNOWLEDGE,
  PROFILE,
} from "../../fixtures/sdk-knowledge.ts";
import type { Body } from "../../fixtures/sdk-members.ts";
import { expectMembers, freshName, type MembersCase, type Reply, type Send } from "../../fixtures/sdk-walk.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({
    enabledClients: "kept",
    seed: {
      resource_servers: [{ identifier: AUDIENCE, scopes: [{ value: "read" }] }],
      clients: [{ client_id: CLIENT, name: "One" }],
      connections: [{ id: CONNECTION, name: "users", strategy: "auth0", options: { requires_username: true } }],
      organizations: [{ id: ORGANIZATION, name: "acme" }],
    },
  });
});
afterAll(() => tenant.stop());

/** Takes the fresh names out of the answer, so that it can be compared with what was meant. */
const withoutFresh = ({ status, body }: Reply): Reply => ({
  status,
  body: JSON.parse(JSON.stringify(body ?? {}).replaceAll(/fresh-\d+/g, "text")) as Body,
});

/** To new objects, each with a `key` of its own. */
const creatingUnique =
  (path: string, key = "name"): Send =>
  async (...bodies) => {
    const body = bodies.at(-1) ?? {};
    const reply = await tenant.api<Body>(
      "POST",
      `/api/v2${path}`,
      body[key] === "text" ? { ...body, [key]: freshName() } : body,
    );
    // Some kinds have a limit of objects.
    const id = (reply.body as Body | undefined)?.["id"] ?? (reply.body as Body | undefined)?.["user_id"];
    if (typeof id === "string") await tenant.api("DELETE", `/api/v2${path}/${encodeURIComponent(id)}`);
    return withoutFresh(reply);
  };

/** To one new object. */
const changing =
  (path: string, make: () => Body, key = "id"): Send =>
  async (...bodies) => {
    const { body: fresh } = await tenant.api<Body>("POST", `/api/v2${path}`, make());
    const one = `/api/v2${path}/${encodeURIComponent(String(fresh[key]))}`;
    let reply: Reply = { status: 0, body: {} };
    for (const body of bodies) reply = await tenant.api<Body>("PATCH", one, body);
    await tenant.api("DELETE", one);
    return reply;
  };

const changingSettings: Send = async (...bodies) => {
  let reply: Reply = { status: 0, body: {} };
  for (const body of bodies) reply = await tenant.api<Body>("PATCH", "/api/v2/tenants/settings", body);
  return reply;
};

const TYPES: readonly MembersCase[] = [
  {
    type: "CreateConnectionRequestContent",
    knowledge: CONNECTION_KNOWLEDGE,
    send: creatingUnique("/connections"),
    counts:
      "187 members, 283 valid, 187 invalid, 15 required, 90 null taken, 97 null refused, 4 unknown taken, 36 unknown refused",
  },
  {
    type: "UpdateConnectionRequestContent",
    knowledge: CONNECTION_KNOWLEDGE,
    send: changing("/connections", () => ({ name: freshName(), strategy: "auth0" })),
    // Some options stay whatever the whole is (recordings of TestAccConnection); clients are a list, be it empty.
    differs: ["options: null leaves a value", "enabled_clients: null leaves a value"],
    counts:
      "185 members, 281 valid, 185 invalid, 13 required, 93 null taken, 92 null refused, 4 unknown taken, 36 unknown refused",
  },
  {
    type: "CreateResourceServerRequestContent",
    knowledge: API_KNOWLEDGE,
    send: creatingUnique("/resource-servers", "identifier"),
    hidden: ["token_encryption"],
    counts:
      "37 members, 57 valid, 37 invalid, 9 required, 9 null taken, 28 null refused, 3 unknown taken, 5 unknown refused",
  },
  {
    type: "UpdateResourceServerRequestContent",
    knowledge: API_KNOWLEDGE,
    send: changing("/resource-servers", () => ({ identifier: freshName() })),
    hidden: ["token_encryption"],
    counts:
      "36 members, 56 valid, 36 invalid, 8 required, 9 null taken, 27 null refused, 3 unknown taken, 5 unknown refused",
  },
  {
    type: "CreateClientGrantRequestContent",
    knowledge: {
      values: { audience: AUDIENCE, client_id: CLIENT, scope: ["read"] },
      beside: {
        audience: { client_id: CLIENT },
        organization: { client_id: CLIENT },
        allow: { client_id: CLIENT },
        scope: { client_id: CLIENT },
        subject: { client_id: CLIENT },
        authorization: { client_id: CLIENT },
      },
    },
    send: creatingUnique("/client-grants"),
    counts:
      "9 members, 15 valid, 9 invalid, 1 required, 5 null taken, 4 null refused, 0 unknown taken, 0 unknown refused",
  },
  {
    type: "UpdateClientGrantRequestContent",
    knowledge: { values: { scope: ["read"] } },
    send: changing("/client-grants", () => ({ client_id: CLIENT, audience: AUDIENCE, scope: [] })),
    counts:
      "5 members, 9 valid, 5 invalid, 0 required, 5 null taken, 0 null refused, 0 unknown taken, 0 unknown refused",
  },
  {
    type: "CreateRoleRequestContent",
    knowledge: {
      values: { owner_id: ORGANIZATION, type: "organization" },
      beside: { owner_id: { type: "organization" }, type: { owner_id: ORGANIZATION } },
    },
    send: creatingUnique("/roles"),
    counts:
      "4 members, 4 valid, 4 invalid, 1 required, 1 null taken, 3 null refused, 0 unknown taken, 0 unknown refused",
  },
  {
    type: "UpdateRoleRequestContent",
    knowledge: { values: {} },
    send: changing("/roles", () => ({ name: freshName() })),
    // A role always has a description, be it empty.
    differs: ["description: null leaves a value"],
    counts:
      "2 members, 2 valid, 2 invalid, 0 required, 1 null taken, 1 null refused, 0 unknown taken, 0 unknown refused",
  },
  {
    type: "CreateOrganizationRequestContent",
    knowledge: ORGANIZATION_KNOWLEDGE,
    send: creatingUnique("/organizations"),
    hidden: ["enabled_connections"],
    counts:
      "20 members, 26 valid, 20 invalid, 5 required, 2 null taken, 18 null refused, 0 unknown taken, 4 unknown refused",
  },
  {
    type: "UpdateOrganizationRequestContent",
    knowledge: ORGANIZATION_KNOWLEDGE,
    send: changing("/organizations", () => ({ name: freshName() })),
    counts:
      "15 members, 18 valid, 15 invalid, 3 required, 3 null taken, 12 null refused, 0 unknown taken, 4 unknown refused",
  },
  {
    type: "CreateActionRequestContent",
    knowledge: {
      values: { runtime: "node22" },
      siblings: { "dependencies[]": { name: "lodash" }, "secrets[]": { name: "KEY", value: "v" } },
    },
    send: creatingUnique("/actions/actions"),
    hidden: ["secrets", "deploy", "supported_triggers[]."],
    counts:
      "26 members, 56 valid, 26 invalid, 5 required, 1 null taken, 25 null refused, 0 unknown taken, 0 unknown refused",
  },
  {
    type: "UpdateActionRequestContent",
    knowledge: {
      values: { runtime: "node22" },
      siblings: { "dependencies[]": { name: "lodash" }, "secrets[]": { name: "KEY", value: "v" } },
    },
    send: changing("/actions/actions", () => ({
      name: freshName(),
      supported_triggers: [{ id: "post-login", version: "v3" }],
    })),
    hidden: ["secrets", "deploy", "supported_triggers[]."],
    counts:
      "25 members, 54 valid, 25 invalid, 3 required, 1 null taken, 24 null refused, 0 unknown taken, 0 unknown refused",
  },
  {
    type: "CreateConnectionProfileRequestContent",
    knowledge: { values: {} },
    send: creatingUnique("/connection-profiles"),
    counts:
      "90 members, 141 valid, 90 invalid, 21 required, 20 null taken, 70 null refused, 0 unknown taken, 48 unknown refused",
  },
  {
    type: "UpdateConnectionProfileRequestContent",
    knowledge: { values: {} },
    send: changing("/connection-profiles", () => ({ name: freshName() })),
    counts:
      "90 members, 141 valid, 90 invalid, 20 required, 20 null taken, 70 null refused, 0 unknown taken, 48 unknown refused",
  },
  {
    type: "CreateUserAttributeProfileRequestContent",
    knowledge: { values: { user_attributes: PROFILE.user_attributes } },
    send: creatingUnique("/user-attribute-profiles"),
    counts:
      "39 members, 55 valid, 39 invalid, 2 required, 0 null taken, 39 null refused, 0 unknown taken, 10 unknown refused",
  },
  {
    type: "UpdateUserAttributeProfileRequestContent",
    knowledge: { values: { user_attributes: PROFILE.user_attributes } },
    send: changing("/user-attribute-profiles", () => ({ ...PROFILE, name: freshName() })),
    // A profile always says what the user ID is.
    differs: ["user_id: null leaves a value"],
    counts:
      "39 members, 55 valid, 39 invalid, 0 required, 1 null taken, 38 null refused, 0 unknown taken, 10 unknown refused",
  },
  {
    type: "CreateUserRequestContent",
    knowledge: {
      ...USER_KNOWLEDGE,
      beside: { "": { email: "ada@a.example", password: "Correct-horse-9", username: "ada" } },
    },
    send: creatingUnique("/users"),
    hidden: ["password", "verify_email", "connection", "user_id"],
    counts:
      "17 members, 21 valid, 17 invalid, 1 required, 0 null taken, 17 null refused, 2 unknown taken, 0 unknown refused",
  },
  {
    type: "UpdateUserRequestContent",
    knowledge: USER_KNOWLEDGE,
    send: changing(
      "/users",
      () => ({
        connection: "users",
        email: `${freshName()}@a.example`,
        username: freshName(),
        password: "Correct-horse-9",
      }),
      "user_id",
    ),
    hidden: ["password", "verify_", "connection", "client_id"],
    // An empty object is left.
    differs: ["user_metadata: null leaves a value"],
    counts:
      "18 members, 23 valid, 18 invalid, 0 required, 11 null taken, 7 null refused, 2 unknown taken, 0 unknown refused",
  },
  {
    type: "UpdateTenantSettingsRequestContent",
    knowledge: { values: { "country_codes.list": ["DE"] } },
    send: changingSettings,
    hidden: [
      "session_lifetime_in",
      "idle_session_lifetime_in",
      "ephemeral_session_lifetime_in",
      "idle_ephemeral_session_lifetime_in",
    ],
    counts:
      "121 members, 259 valid, 121 invalid, 3 required, 30 null taken, 91 null refused, 2 unknown taken, 20 unknown refused",
  },
];

test.each(TYPES)("$type", expectMembers);
