// Any sequence of valid and invalid requests: never a 500, never half a write, never a reference to what is gone, and a
// snapshot that stays the same through restore.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ENDPOINTS } from "../../../src/resources/index.ts";
import { startTenant, type Seed, type Snapshot, type Tenant } from "../../../src/index.ts";
import { rsaPublicKey } from "../../fixtures/keys.ts";

const ORDERS = "https://api.acme.example/orders";

/** Small, with at least one row of most kinds. */
const SEED: Seed = {
  resource_servers: [
    { identifier: ORDERS, name: "Orders", scopes: [{ value: "read:orders" }, { value: "refund:orders" }] },
  ],
  clients: [
    { name: "Acme SaaS" },
    {
      name: "Keyed",
      jwt_configuration: { alg: "RS256" },
      credentials: [{ credential_type: "public_key", pem: rsaPublicKey() }],
    },
  ],
  roles: [{ name: "a", permissions: [{ resource_server_identifier: ORDERS, permission_name: "read:orders" }] }],
  actions: [
    { name: "Bound", supported_triggers: [{ id: "post-login" }], code: "//", deploy: true },
    { name: "Draft", supported_triggers: [{ id: "post-login" }], code: "//" },
  ],
  bindings: { "post-login": ["Bound"] },
};

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({ seed: SEED });
});
afterAll(() => tenant.stop());

type Row = Record<string, unknown>;

const PEMS = [rsaPublicKey(), rsaPublicKey(), "not a pem"];
const APIS = [ORDERS, "urn:new-1", "urn:new-2", "urn:auth0:express-configure", "urn:nowhere"];
/** The state before the next request. */
let now: Snapshot;

/** One of the IDs that exist now in a collection, or one that does not. */
const idOf = (collection: string, member: string, choice: number): string => {
  const rows = now[collection] as unknown as Row[];
  const ids = [...rows.map((row) => String(row[member])), "does-not-exist"];
  return encodeURIComponent(ids[choice % ids.length] ?? "");
};

const COLLECTION_OF: Readonly<Record<string, readonly [string, string]>> = {
  "/clients": ["clients", "client_id"],
  "/client-grants": ["client_grants", "id"],
  "/resource-servers": ["resource_servers", "id"],
  "/roles": ["roles", "id"],
  "/actions/actions": ["actions", "id"],
  "/connections": ["connections", "id"],
  "/organizations": ["organizations", "id"],
  "/users": ["users", "user_id"],
  "/connection-profiles": ["connection_profiles", "id"],
  "/user-attribute-profiles": ["user_attribute_profiles", "id"],
};

/** The endpoint's path with its parameters filled from what exists, first by the path's beginning, then by their names. */
function pathOf(template: string, choice: number): string {
  const start =
    Object.keys(COLLECTION_OF).find((prefix) => template === prefix || template.startsWith(`${prefix}/`)) ?? "";
  return template.replaceAll(/:(\w+)/g, (_all, name: string) => {
    if (name === "credential_id") return idOf("credentials", "id", choice);
    if (name === "version_id") return idOf("action_versions", "id", choice);
    if (name === "user_id") return idOf("users", "user_id", choice);
    if (name === "role_id") return idOf("roles", "id", choice);
    if (name === "client_id") return idOf("clients", "client_id", choice);
    if (name === "connection_id") return idOf("connections", "id", choice);
    if (name === "trigger_id") return choice % 5 === 0 ? "no-such-trigger" : "post-login";
    const [collection, member] = COLLECTION_OF[start] ?? ["clients", "client_id"];
    return idOf(collection, member, choice);
  });
}

const text = fc.constantFrom("", "a", "b", "<x>", "Acme SaaS", "x".repeat(300));
const anId = fc.constantFrom("@client", "@role", "@action", "@user", "@connection", "@organization", "does-not-exist");

/** Members that bodies of this API have, with values that are sometimes right. */
const body = fc.record(
  {
    name: text,
    description: fc.option(text),
    identifier: fc.constantFrom(...APIS),
    audience: fc.constantFrom(...APIS),
    client_id: anId,
    user_id: anId,
    scope: fc.array(fc.constantFrom("read:orders", "refund:orders", "x"), { maxLength: 3 }),
    scopes: fc.array(fc.record({ value: fc.constantFrom("read:orders", "write:orders", "x") }), { maxLength: 3 }),
    permissions: fc.array(
      fc.record({
        resource_server_identifier: fc.constantFrom(...APIS),
        permission_name: fc.constantFrom("read:orders", "refund:orders", "x"),
      }),
      { maxLength: 2 },
    ),
    supported_triggers: fc.constantFrom(
      [{ id: "post-login" }],
      [{ id: "post-login", version: "v3" }],
      [{ id: "credentials-exchange" }],
      [],
    ),
    code: text,
    secrets: fc.array(fc.record({ name: fc.constantFrom("A", "B"), value: text }, { requiredKeys: ["name"] }), {
      maxLength: 3,
    }),
    bindings: fc.array(
      fc.record({ ref: fc.record({ type: fc.constantFrom("action_id", "action_name"), value: anId }) }),
      { maxLength: 3 },
    ),
    app_type: fc.constantFrom("spa", "regular_web", "express_configuration", "resource_server", "mainframe"),
    resource_server_identifier: fc.constantFrom(...APIS),
    client_metadata: fc.dictionary(fc.constantFrom("a", "b"), fc.option(text), { maxKeys: 2 }),
    jwt_configuration: fc.constantFrom({ alg: "RS256" }, { alg: "HS256" }, null),
    token_endpoint_auth_method: fc.constantFrom("none", "client_secret_post", null),
    client_authentication_methods: fc.constantFrom(
      null,
      { private_key_jwt: { credentials: [] } },
      { private_key_jwt: { credentials: [{ id: "@credential" }] } },
    ),
    credential_type: fc.constantFrom("public_key", "x509_cert", "cert_subject_dn"),
    pem: fc.constantFrom(...PEMS),
    flags: fc.dictionary(fc.constantFrom("enable_sso", "no_such_flag"), fc.boolean(), { maxKeys: 2 }),
    members: fc.array(anId, { maxLength: 2 }),
    roles: fc.array(anId, { maxLength: 2 }),
    connection_id: anId,
    connection: fc.constantFrom("Username-Password-Authentication", "nowhere"),
    email: fc.constantFrom("jane@acme.example", "nonsense"),
    password: fc.constantFrom("short", "A long pass phrase, 1 of many"),
    strategy: fc.constantFrom("okta", "auth0", "carrier-pigeon"),
    display_name: text,
    anything_else: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);

const permission = fc.record({
  resource_server_identifier: fc.constantFrom(ORDERS, "urn:new-1"),
  permission_name: fc.constantFrom("read:orders", "refund:orders"),
});
const permissions = fc.record({ permissions: fc.array(permission, { minLength: 1, maxLength: 2 }) });
const aName = fc.constantFrom("n1", "n2", "n3", "n4");
const apiScopes = fc.subarray([{ value: "read:orders" }, { value: "refund:orders" }, { value: "x" }]);
const actionSecrets = fc.array(fc.record({ name: fc.constantFrom("A", "B"), value: fc.constantFrom("1", "2") }), {
  maxLength: 2,
});
const byKey = {
  client_authentication_methods: { private_key_jwt: { credentials: [{ id: "@credential" }] } },
  token_endpoint_auth_method: null,
  jwt_configuration: { alg: "RS256" },
};
const bySecret = { client_authentication_methods: null, token_endpoint_auth_method: "client_secret_post" };

/** Bodies that are right, as far as a body alone can be. */
const RIGHT: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "POST /clients": fc.record({ name: aName, app_type: fc.constantFrom("spa", "regular_web", "express_configuration") }),
  "PATCH /clients/:id": fc.constantFrom<unknown[]>(
    byKey,
    bySecret,
    { description: null },
    { client_metadata: { a: "b" } },
  ),
  "POST /clients/:id/credentials": fc.record({
    credential_type: fc.constant("public_key"),
    pem: fc.constantFrom(...PEMS),
  }),
  "POST /client-grants": fc.record({
    client_id: fc.constant("@client"),
    audience: fc.constantFrom(ORDERS, "urn:new-1"),
    scope: fc.constant(["read:orders"]),
  }),
  "PATCH /client-grants/:id": fc.record({ scope: fc.subarray(["read:orders", "x"]) }),
  "POST /resource-servers": fc.record({ identifier: fc.constantFrom(...APIS), scopes: apiScopes }),
  "PATCH /resource-servers/:id": fc.record({ scopes: apiScopes }),
  "POST /roles": fc.record({ name: aName }),
  "PATCH /roles/:id": fc.record({ name: aName, description: fc.option(aName) }),
  "POST /roles/:id/permissions": permissions,
  "DELETE /roles/:id/permissions": permissions,
  "POST /actions/actions": fc.record({
    name: aName,
    supported_triggers: fc.constant([{ id: "post-login" }]),
    secrets: actionSecrets,
    deploy: fc.boolean(),
  }),
  "PATCH /actions/actions/:id": fc.record({ code: aName, secrets: actionSecrets }),
  "PATCH /actions/triggers/:trigger_id/bindings": fc.record({
    bindings: fc.array(
      fc.record({ ref: fc.record({ type: fc.constant("action_id"), value: fc.constant("@action") }) }),
      { maxLength: 2 },
    ),
  }),
  "PATCH /tenants/settings": fc.record({
    flags: fc.record({ enable_sso: fc.boolean() }),
    friendly_name: fc.option(aName),
  }),
  "POST /connections": fc.record({ name: fc.constantFrom("db-1", "db-2"), strategy: fc.constant("auth0") }),
  "POST /users": fc.record({
    connection: fc.constantFrom("db-1", "db-2"),
    email: fc.constantFrom("a@x.example", "b@x.example"),
    password: fc.constant("A long pass phrase, 1 of many"),
  }),
  "POST /users/:id/roles": fc.record({ roles: fc.constant(["@role"]) }),
  "POST /users/:id/permissions": permissions,
  "POST /organizations": fc.record({ name: fc.constantFrom("org-1", "org-2") }),
  "POST /organizations/:id/members": fc.record({ members: fc.constant(["@user"]) }),
  "POST /organizations/:id/members/:user_id/roles": fc.record({ roles: fc.constant(["@role"]) }),
  "POST /organizations/:id/enabled_connections": fc.record({ connection_id: fc.constant("@connection") }),
};

const aRightBody = fc.constantFrom(...Object.keys(RIGHT)).chain((key) =>
  fc.record({
    endpoint: fc.constant(ENDPOINTS.find(({ method, path }) => `${method} ${path}` === key)),
    body: RIGHT[key] ?? fc.constant({}),
  }),
);
const anyBody = fc.record({
  endpoint: fc.constantFrom(...ENDPOINTS),
  body: fc.oneof({ weight: 9, arbitrary: body }, { weight: 1, arbitrary: fc.jsonValue() }),
});

const request = fc.record({
  what: fc.oneof({ weight: 3, arbitrary: aRightBody }, { weight: 2, arbitrary: anyBody }),
  /** Which of the existing rows the path and the body name. */
  choice: fc.nat(1000),
  query: fc.oneof(
    { weight: 8, arbitrary: fc.constant("") },
    { weight: 2, arbitrary: fc.constantFrom("?force=true", "?include_totals=true", "?take=1&from=x", "?page=-1") },
  ),
});

/** Puts IDs that exist in the places of `@kind`. */
function resolved(value: unknown, choice: number): unknown {
  const from: Readonly<Record<string, readonly [string, string]>> = {
    "@client": ["clients", "client_id"],
    "@role": ["roles", "id"],
    "@action": ["actions", "id"],
    "@user": ["users", "user_id"],
    "@connection": ["connections", "id"],
    "@organization": ["organizations", "id"],
    "@credential": ["credentials", "id"],
  };
  if (typeof value === "string" && Object.hasOwn(from, value)) {
    const [collection, member] = from[value] ?? ["clients", "client_id"];
    return decodeURIComponent(idOf(collection, member, choice));
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, choice));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member, choice)]));
}

/** Every reference from one row to another: [collection, member, to collection, its key]. */
const REFERENCES = [
  ["credentials", "client_id", "clients", "client_id"],
  ["client_grants", "audience", "resource_servers", "identifier"],
  ["client_grants", "client_id", "clients", "client_id"],
  ["resource_servers", "client_id", "clients", "client_id"],
  ["role_permissions", "role_id", "roles", "id"],
  ["role_permissions", "resource_server_identifier", "resource_servers", "identifier"],
  ["actions", "deployed_version_id", "action_versions", "id"],
  ["action_versions", "action_id", "actions", "id"],
  ["user_roles", "user_id", "users", "user_id"],
  ["user_roles", "role_id", "roles", "id"],
  ["user_permissions", "user_id", "users", "user_id"],
  ["scim_configurations", "connection_id", "connections", "id"],
  ["organization_members", "user_id", "users", "user_id"],
  ["organization_members", "organization_id", "organizations", "id"],
  ["organization_member_roles", "role_id", "roles", "id"],
  ["organization_connections", "connection_id", "connections", "id"],
] as const;

function brokenReferences(snapshot: Snapshot): string[] {
  const all = (collection: string) => snapshot[collection] as unknown as Row[];
  const dangling = REFERENCES.flatMap(([from, member, to, key]) => {
    const known = new Set(all(to).map((row) => row[key]));
    return all(from)
      .filter((row) => row[member] !== undefined && !known.has(row[member]))
      .map((row) => `${from}.${member}: ${String(row[member])}`);
  });
  const actions = new Map(all("actions").map((row) => [row["id"], row]));
  const bound = all("bindings").flatMap((flow) => flow["bindings"] as Row[]);
  const unbindable = bound
    .filter(({ action_id }) => actions.get(action_id)?.["deployed_version_id"] === undefined)
    .map(({ action_id }) => `bound but not deployed: ${String(action_id)}`);
  const scopes = new Map(all("resource_servers").map((row) => [row["identifier"], (row["scopes"] ?? []) as Row[]]));
  const permissions = [...all("role_permissions"), ...all("user_permissions")]
    .filter(
      (row) => !scopes.get(row["resource_server_identifier"])?.some(({ value }) => value === row["permission_name"]),
    )
    .map((row) => `permission without scope: ${String(row["permission_name"])}`);
  const keys = new Set(all("credentials").map(({ id }) => id));
  const attached = all("clients").flatMap((row) =>
    Object.values((row["client_authentication_methods"] ?? {}) as Record<string, { credentials: Row[] }>).flatMap(
      ({ credentials }) => credentials,
    ),
  );
  const lost = attached.filter(({ id }) => !keys.has(id)).map(({ id }) => `attached but not there: ${String(id)}`);
  return [...dangling, ...unbindable, ...permissions, ...lost];
}

function brokenRules(snapshot: Snapshot): string[] {
  const all = (collection: string) => snapshot[collection] as unknown as Row[];
  const twice = (values: readonly unknown[]) => values.filter((value, index) => values.indexOf(value) !== index);
  const keysOf = (clientId: unknown) => all("credentials").filter((row) => row["client_id"] === clientId).length;
  const problems: string[] = [
    ...twice(all("resource_servers").map((row) => row["identifier"])).map((id) => `identifier twice: ${String(id)}`),
    ...twice(all("actions").map((row) => row["name"])).map((name) => `action name twice: ${String(name)}`),
    ...twice(all("client_grants").map(grantKey)).map((grant) => `grant twice: ${String(grant)}`),
    ...all("clients")
      .filter(
        (row) => row["client_authentication_methods"] !== undefined && row["token_endpoint_auth_method"] !== undefined,
      )
      .map(() => "both ways to authenticate"),
    ...all("clients")
      .filter((row) => keysOf(row["client_id"]) > 2)
      .map(() => "more than two keys"),
  ];
  return problems;
}

const grantKey = (row: Row): string =>
  ["client_id", "audience", "subject_type", "default_for"].map((member) => String(row[member])).join(" ");

describe("any sequence of requests", () => {
  test("keeps the store whole", async () => {
    const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
    let written = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 20 }), async (requests) => {
        tenant.reset();
        now = tenant.snapshot();
        for (const {
          what: { endpoint, body: wanted },
          choice,
          query,
        } of requests) {
          if (endpoint === undefined) throw new Error("RIGHT names an endpoint that does not exist");
          const path = `/api/v2${pathOf(endpoint.path, choice)}${query}`;
          const reply = await tenant.api<{ message?: string }>(endpoint.method, path, resolved(wanted, choice));
          const described = `${endpoint.method} ${path} ${JSON.stringify(wanted)} → ${JSON.stringify(reply.body)}`;
          expect(reply.status, described).toBeLessThan(500);
          if (reply.status >= 400) expect(typeof reply.body.message, described).toBe("string");
          const after = tenant.snapshot();
          if (reply.status >= 400 || endpoint.method === "GET") expect(after, described).toEqual(now);
          now = after;
          if (reply.status >= 400) refused += 1;
          else if (endpoint.method !== "GET") written += 1;
        }
        expect([...brokenReferences(now), ...brokenRules(now)]).toEqual([]);
        tenant.restore(now);
        expect(JSON.stringify(tenant.snapshot())).toBe(JSON.stringify(now));
      }),
      { numRuns: 60 },
    );
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
    // The property is worth something only if both kinds were among them.
    expect(written).toBeGreaterThan(30);
    expect(refused).toBeGreaterThan(30);
  });
});
