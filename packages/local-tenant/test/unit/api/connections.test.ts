// Connections: what Auth0 makes of their options, the clients they are for, and every refusal.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";

const CLIENTS = ["aClientOfTheConnectionsTest00001", "aClientOfTheConnectionsTest00002"] as const;

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({ seed: { clients: CLIENTS.map((id) => ({ client_id: id, name: id })) } });
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

async function create(body: Body): Promise<Body & { id: string; options: Body }> {
  const reply = await tenant.api<Body & { id: string; options: Body }>("POST", "/api/v2/connections", {
    name: "Test",
    strategy: "auth0",
    ...body,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const refused = (body: Body) => tenant.api("POST", "/api/v2/connections", { name: "Test", strategy: "auth0", ...body });
const patchOptions = async (id: string, options: Body | null) =>
  (await tenant.api<{ options: Body }>("PATCH", `/api/v2/connections/${id}`, { options })).body.options;

describe("enabled_clients, which Auth0 has retired", () => {
  test("is neither shown nor taken", async () => {
    const { id } = await create({});
    const path = `/api/v2/connections/${id}`;
    await tenant.api("PATCH", `${path}/clients`, [{ client_id: CLIENTS[0], status: true }]);
    for (const read of [path, `${path}?fields=enabled_clients,name`, "/api/v2/connections"])
      expect(JSON.stringify((await tenant.api("GET", read)).body)).not.toContain("enabled_clients");
    const refusal = { message: "Payload validation error: 'Additional properties not allowed: enabled_clients'" };
    expect(await refused({ name: "Other", enabled_clients: [CLIENTS[0]] })).toMatchObject({
      status: 400,
      body: refusal,
    });
    const patch = await tenant.api("PATCH", path, { enabled_clients: [] });
    expect(patch).toMatchObject({ status: 400, body: refusal });
  });

  test("is both on a tenant that kept it", async () => {
    const older = await startTenant({ enabledClients: "kept" });
    try {
      const { body } = await older.api<Body>("POST", "/api/v2/connections", {
        name: "Test",
        strategy: "auth0",
        enabled_clients: [older.clientId],
      });
      expect(body["enabled_clients"]).toEqual([older.clientId]);
      expect(
        (await older.api<Body>("GET", `/api/v2/connections/${String(body["id"])}`)).body["enabled_clients"],
      ).toEqual([older.clientId]);
    } finally {
      await older.stop();
    }
  });
});

describe("defaults", () => {
  test("of a database", async () => {
    const { id, ...rest } = await create({});
    expect(id).toMatch(/^con_[A-Za-z0-9]{16}$/);
    expect(rest).toEqual({
      name: "Test",
      strategy: "auth0",
      is_domain_connection: false,
      authentication: { active: true },
      connected_accounts: { active: false },
      realms: ["Test"],
      options: {
        mfa: { active: true, return_enroll_settings: true },
        passwordPolicy: "good",
        strategy_version: 2,
        brute_force_protection: true,
        authentication_methods: {
          password: { enabled: true, api_behavior: "required", signup_behavior: "allow" },
          passkey: { enabled: false },
          email_otp: { enabled: false },
          phone_otp: { enabled: false },
        },
        passkey_options: { challenge_ui: "both", progressive_enrollment_enabled: true, local_enrollment_enabled: true },
      },
    });
  });

  test.each([
    [
      "okta",
      {},
      { type: "back_channel", attribute_map: { mapping_mode: "basic_profile" }, connection_settings: { pkce: "auto" } },
    ],
    [
      "oidc",
      {},
      { type: "front_channel", attribute_map: { mapping_mode: "bind_all" }, connection_settings: { pkce: "auto" } },
    ],
    [
      "oidc",
      { type: "back_channel" },
      { type: "back_channel", attribute_map: { mapping_mode: "bind_all" }, connection_settings: { pkce: "auto" } },
    ],
  ])("of %s with %j", async (strategy, options, expected) => {
    const made = await create({ strategy, options: { client_id: "x", ...options } });
    expect(made.options).toEqual({ client_id: "x", schema_version: "oidc-V4", ...expected });
    expect(made["show_as_button"]).toBe(false);
  });

  test("of parts that are given in part", async () => {
    const { options } = await create({
      options: { authentication_methods: { password: { signup_behavior: "block" }, passkey: { enabled: true } } },
    });
    expect(options["authentication_methods"]).toEqual({
      password: { enabled: true, api_behavior: "required", signup_behavior: "block" },
      passkey: { enabled: true },
      email_otp: { enabled: false },
      phone_otp: { enabled: false },
    });
  });

  test("of SAML follow from the certificate", async () => {
    const [client] = (await tenant.api<{ signing_keys: { cert: string }[] }[]>("GET", "/api/v2/clients")).body;
    const signingCert = client?.signing_keys[0]?.cert ?? "";
    const { options, provisioning_ticket_url: ticket } = await create({
      strategy: "samlp",
      options: { signingCert, signInEndpoint: "https://idp.example/sso" },
    });
    expect(options).toMatchObject({
      cert: signingCert,
      subject: { commonName: tenant.domain },
      assertion_decryption_settings: { algorithm_profile: "v2026-1" },
    });
    expect(options["thumbprints"]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)]);
    expect(options["expires"]).toMatch(/^20\d\d-.*Z$/);
    expect(ticket).toMatch(new RegExp(`^${tenant.url}/p/samlp/[0-9a-f]{32}$`));
  });
});

test.each([
  ["ad", true, false],
  ["adfs", true, false],
  ["custom", true, undefined],
  ["google-apps", true, false],
  ["google-oauth2", false, undefined],
  ["office365", true, false],
  ["oidc", false, false],
  ["okta", false, false],
  ["pingfederate", true, false],
  ["samlp", true, false],
  ["sms", false, undefined],
  ["waad", true, false],
])("%s: set up by a ticket %s, a button of its own %s", async (strategy, ticket, button) => {
  const made = await create({ strategy });
  expect("provisioning_ticket_url" in made).toBe(ticket);
  expect(made["show_as_button"]).toBe(button);
});

test("SAML metadata is taken apart and not kept", async () => {
  const metadataXml =
    '<EntityDescriptor><IDPSSODescriptor><SingleSignOnService Location="https://idp.example/in"/></IDPSSODescriptor></EntityDescriptor>';
  const { options } = await create({ strategy: "pingfederate", options: { metadataXml } });
  expect(options).toEqual({
    signInEndpoint: "https://idp.example/in",
    assertion_decryption_settings: { algorithm_profile: "v2026-1", algorithm_exceptions: [] },
  });
});

describe("a change of options", () => {
  test("replaces them as a whole, but for what Auth0 keeps", async () => {
    const { id, options } = await create({});
    expect(await patchOptions(id, { disable_signup: true })).toEqual({
      disable_signup: true,
      brute_force_protection: true,
      authentication_methods: options["authentication_methods"],
      passkey_options: options["passkey_options"],
    });
  });

  test("keeps values for scripts sealed, and takes them back as they were shown", async () => {
    const { id, options } = await create({ options: { configuration: { secret: "plain" } } });
    const sealed = (options["configuration"] as Body)["secret"];
    expect(sealed).not.toBe("plain");
    expect((await patchOptions(id, { configuration: { secret: sealed } }))["configuration"]).toEqual({
      secret: sealed,
    });
    expect(JSON.stringify(tenant.snapshot())).not.toContain('"plain"');
    expect((await patchOptions(id, { configuration: { secret: null } }))["configuration"]).toEqual({});
  });
});

describe("flexible identifiers", () => {
  const email = { identifier: { active: true }, profile_required: true, signup: { status: "required" } };

  test("are completed", async () => {
    const { options } = await create({
      options: { attributes: { email, username: { identifier: { active: false } } } },
    });
    expect(options["attributes"]).toEqual({
      email: { ...email, unique: true, verification_method: "link" },
      username: {
        identifier: { active: false },
        validation: { min_length: 1, max_length: 15, allowed_types: { email: false, phone_number: false } },
      },
    });
  });

  test.each<[string, Body]>([
    ["attributes must contain one active identifier", { attributes: { email: { identifier: { active: false } } } }],
    [
      "attribute email must also be required on signup",
      { attributes: { email: { ...email, signup: { status: "inactive" } } } },
    ],
    [
      "Cannot set both options.attributes and options.requires_username",
      { attributes: { email }, requires_username: true },
    ],
    [
      "Cannot set both options.attributes and options.validation",
      { attributes: { email }, validation: { username: { min: 1, max: 5 } } },
    ],
  ])("%s", async (message, options) => {
    expect(await refused({ options })).toEqual({
      status: 400,
      body: refusal(400, "Bad Request", message, "invalid_body"),
    });
  });
});

describe("refusals", () => {
  test.each<[string, Body, object]>([
    [
      "a strategy that there is not",
      { strategy: "telepathy" },
      invalidBody("'No enum match for: telepathy' on property strategy."),
    ],
    [
      "a password policy that there is not",
      { options: { passwordPolicy: "best" } },
      invalidBody("'No enum match for: best' on property options.passwordPolicy."),
    ],
    ["an attribute that there is not", { colour: "red" }, invalidBody("'Additional properties not allowed: colour'.")],
    [
      "an unreadable certificate",
      { strategy: "samlp", options: { signingCert: "x" } },
      refusal(400, "Bad Request", "options.signingCert is not a valid certificate", "invalid_body"),
    ],
  ])("%s", async (_case, body, error) => {
    expect(await refused(body)).toEqual({ status: 400, body: error });
  });

  test("a name or a realm that is taken", async () => {
    await create({});
    expect((await refused({})).body).toEqual(
      refusal(409, "Conflict", "A connection with the same name already exists", "connection_conflict"),
    );
    expect((await refused({ name: "Other", realms: ["Test"] })).body).toEqual(
      refusal(
        409,
        "Conflict",
        'There is already another connection with some realms from "realms" parameter',
        "connection_conflict",
      ),
    );
  });

  test("one that is not there; deleting it again is nothing", async () => {
    const { id } = await create({});
    expect((await tenant.api("DELETE", `/api/v2/connections/${id}`)).status).toBe(202);
    expect((await tenant.api("DELETE", `/api/v2/connections/${id}`)).status).toBe(204);
    expect(await tenant.api("GET", `/api/v2/connections/${id}`)).toEqual({
      status: 404,
      body: refusal(404, "Not Found", "The connection does not exist", "inexistent_connection"),
    });
  });
});

describe("lists", () => {
  test("are in the order of names, whatever their case, and filtered", async () => {
    await create({ name: "beta" });
    await create({ name: "Alpha" });
    await create({ name: "gamma", strategy: "okta", options: { domain_aliases: ["acme.example"] } });
    const names = async (query: string) =>
      (await tenant.api<Body[]>("GET", `/api/v2/connections${query}`)).body.map(({ name }) => name);
    expect(await names("")).toEqual(["Alpha", "beta", "gamma"]);
    expect(await names("?strategy=okta&strategy=oidc")).toEqual(["gamma"]);
    expect(await names("?name=beta")).toEqual(["beta"]);
    expect(await names("?domain_alias=acme.example")).toEqual(["gamma"]);
  });

  test("of fields always show what a connection is", async () => {
    const { id } = await create({});
    expect((await tenant.api("GET", `/api/v2/connections/${id}?fields=name&include_fields=true`)).body).toEqual({
      id,
      name: "Test",
      is_domain_connection: false,
      authentication: { active: true },
      connected_accounts: { active: false },
    });
  });
});

test("a database loses the user with an address, and no other connection does", async () => {
  const { id } = await create({});
  await tenant.api("POST", "/api/v2/users", {
    connection: "Test",
    email: "jane@example.com",
    password: "Passw0rd!Passw0rd",
  });
  const remove = (connection: string, query: string) =>
    tenant.api("DELETE", `/api/v2/connections/${connection}/users${query}`);
  expect((await remove(id, "?email=john@example.com")).status).toBe(204);
  expect((await tenant.api<Body[]>("GET", "/api/v2/users")).body).toHaveLength(1);
  expect((await remove(id, "?email=jane@example.com")).status).toBe(204);
  expect((await tenant.api("GET", "/api/v2/users")).body).toEqual([]);
  expect((await remove(id, "")).body).toEqual(
    refusal(400, "Bad Request", "Query validation error: 'Missing required property: email'", "invalid_query_string"),
  );
  const { id: okta } = await create({ name: "Okta", strategy: "okta" });
  expect((await remove(okta, "?email=jane@example.com")).body).toEqual(
    refusal(400, "Bad Request", "Connection must be a database connection", "invalid_body"),
  );
});

describe("clients of a connection", () => {
  test("are switched on and off one by one, in the order in which they came", async () => {
    const { id } = await create({});
    const path = `/api/v2/connections/${id}/clients`;
    expect(
      (
        await tenant.api(
          "PATCH",
          path,
          [...CLIENTS].reverse().map((client) => ({ client_id: client, status: true })),
        )
      ).status,
    ).toBe(204);
    expect((await tenant.api("GET", path)).body).toEqual({
      clients: [{ client_id: CLIENTS[1] }, { client_id: CLIENTS[0] }],
    });
    await tenant.api("PATCH", path, [{ client_id: CLIENTS[1], status: false }]);
    expect((await tenant.api("GET", path)).body).toEqual({ clients: [{ client_id: CLIENTS[0] }] });
    await tenant.api("DELETE", `/api/v2/clients/${CLIENTS[0]}`);
    expect((await tenant.api("GET", path)).body).toEqual({ clients: [] });
  });

  test("have to be there; nothing is changed otherwise", async () => {
    const { id } = await create({});
    const reply = await tenant.api<Body>("PATCH", `/api/v2/connections/${id}/clients`, [
      { client_id: CLIENTS[0], status: true },
      { client_id: "none", status: true },
    ]);
    expect(reply.body["errorCode"]).toBe("inexistent_client");
    expect((await tenant.api("GET", `/api/v2/connections/${id}/clients`)).body).toEqual({ clients: [] });
  });
});
