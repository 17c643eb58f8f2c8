// What Auth0 adds to the options of a connection, strategy by strategy, when it is made and when its options are replaced.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;
type Connection = Body & { readonly id: string; readonly options: Body };

async function create(strategy: string, options?: Body): Promise<Connection> {
  const { status, body } = await tenant.api<Connection>("POST", "/api/v2/connections", {
    name: "Test",
    strategy,
    ...(options === undefined ? {} : { options }),
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

const patched = async (id: string, options: Body) =>
  (await tenant.api<Connection>("PATCH", `/api/v2/connections/${id}`, { options })).body.options;

describe("without options", () => {
  test.each<[string, Body]>([
    ["ad", { ips: null, brute_force_protection: true }],
    ["adfs", { thumbprints: [], should_trust_email_verified_connection: "always_set_emails_as_verified" }],
    ["apple", {}],
    ["email", { brute_force_protection: true }],
    ["facebook", { scope: "" }],
    ["github", { scope: [] }],
    [
      "google-apps",
      {
        map_user_id_to_id: false,
        handle_login_from_social: true,
        email: true,
        profile: true,
        scope: ["email", "profile"],
      },
    ],
    ["google-oauth2", { email: true, profile: true, scope: ["email", "profile"] }],
    ["line", { profile: true, scope: ["openid", "profile"] }],
    ["linkedin", { profile: true, scope: ["r_basicprofile"] }],
    ["oauth2", {}],
    ["salesforce", { scope: [] }],
    ["sms", { brute_force_protection: true }],
    ["windowslive", { signin: true, scope: ["wl.signin"] }],
    ["wordpress", { profile: true, scope: ["profile"] }],
  ])("%s has %j", async (strategy, expected) => {
    expect((await create(strategy)).options).toEqual(expected);
  });

  test("waad signs in by OpenID Connect", async () => {
    const { options } = await create("waad");
    expect(options).toEqual({
      app_domain: tenant.domain,
      identity_api: "microsoft-identity-platform-v2.0",
      waad_protocol: "openid-connect",
      use_wsfed: false,
      useCommonEndpoint: false,
      waad_common_endpoint: false,
      should_trust_email_verified_connection: "never_set_emails_as_verified",
    });
  });

  test.each([
    ["oidc", "Test"],
    ["okta", "Test"],
    ["waad", "Test"],
    ["samlp", undefined],
    ["google-apps", undefined],
  ])("the button of %s is named %s", async (strategy, name) => {
    const needed = strategy === "oidc" || strategy === "okta" ? { client_id: "x" } : {};
    expect((await create(strategy, needed))["display_name"]).toBe(name);
  });
});

describe("scopes follow from flags", () => {
  test.each<[string, Body, unknown]>([
    [
      "google-oauth2",
      { calendar_events: true, gmail: true, drive: false, email: true, scope: ["else"] },
      ["https://www.googleapis.com/auth/calendar.events", "https://mail.google.com/", "email", "profile"],
    ],
    [
      "google-oauth2",
      { profile: false, youtube_readonly: true },
      ["https://www.googleapis.com/auth/youtube.readonly", "email"],
    ],
    [
      "github",
      { read_org: true, email: true, repo_status: true, gist: true },
      ["read:org", "user:email", "repo:status", "gist"],
    ],
    ["facebook", { email: true, user_birthday: true, ads_read: false }, "email,user_birthday"],
    ["linkedin", { strategy_version: 2, email: true }, ["r_emailaddress", "r_liteprofile"]],
    ["linkedin", { strategy_version: 3, openid: true }, ["openid", "profile"]],
    [
      "windowslive",
      { strategy_version: 2, graph_user: true, graph_files_all_update: true },
      ["User.Read", "Files.ReadWrite.All"],
    ],
    ["windowslive", { calendars: true, signin: false }, ["wl.calendars"]],
    ["line", { email: true }, ["openid", "email", "profile"]],
  ])("of %s with %j", async (strategy, options, scope) => {
    const made = await create(strategy, options);
    expect(made.options).toMatchObject({ ...options, scope });
    expect((await patched(made.id, options))["scope"]).toEqual(scope);
  });

  test("a change takes flags away, and brings those back that are on by default", async () => {
    const { id } = await create("google-oauth2", { email: false, calendar: true });
    expect(await patched(id, { client_id: "x" })).toEqual({
      client_id: "x",
      email: true,
      profile: true,
      scope: ["email", "profile"],
    });
  });
});

describe("OpenID Connect", () => {
  test.each(["oidc", "okta"])(
    "%s uses PKCE from the start, and after a change only where that says so",
    async (strategy) => {
      const { id, options } = await create(strategy, { client_id: "x" });
      expect(options["connection_settings"]).toEqual({ pkce: "auto" });
      expect((await patched(id, { client_id: "y" }))["connection_settings"]).toEqual({ pkce: "disabled" });
      expect((await patched(id, { connection_settings: { pkce: "S256" } }))["connection_settings"]).toEqual({
        pkce: "S256",
      });
    },
  );

  test("an Okta organization's endpoints follow from its domain, but for those that are given", async () => {
    const { options } = await create("okta", {
      client_id: "x",
      domain: "acme.okta.example",
      authorization_endpoint: "https://login.acme.example",
      token_endpoint: null,
    });
    expect(options).toMatchObject({
      issuer: "https://acme.okta.example",
      authorization_endpoint: "https://login.acme.example",
      token_endpoint: "https://acme.okta.example/oauth2/v1/token",
      userinfo_endpoint: "https://acme.okta.example/oauth2/v1/userinfo",
      jwks_uri: "https://acme.okta.example/oauth2/v1/keys",
    });
    const bare = await tenant.api<Connection>("POST", "/api/v2/connections", {
      name: "Other",
      strategy: "okta",
      options: { client_id: "x", token_endpoint: null },
    });
    expect(bare.body.options["token_endpoint"]).toBeNull();
  });

  test("a provider's document that is sent along is completed, and fills in endpoints", async () => {
    const { options } = await create("oidc", {
      client_id: "x",
      userinfo_endpoint: null,
      oidc_metadata: {
        issuer: "https://idp.example",
        authorization_endpoint: "https://idp.example/in",
        userinfo_endpoint: "https://idp.example/me",
        jwks_uri: "https://idp.example/keys",
        request_parameter_supported: true,
      },
    });
    expect(options).toMatchObject({
      userinfo_endpoint: "https://idp.example/me",
      jwks_uri: "https://idp.example/keys",
      oidc_metadata: { request_parameter_supported: true, claims_parameter_supported: false },
    });
  });
});

describe("password_options of a database", () => {
  test("are completed group by group, and stand in place of passwordPolicy", async () => {
    const { id, options } = await create("auth0", { password_options: { history: { active: true } } });
    expect(options).not.toHaveProperty("passwordPolicy");
    expect(options["password_options"]).toEqual({
      complexity: {
        min_length: 15,
        character_types: [],
        character_type_rule: "all",
        identical_characters: "allow",
        sequential_characters: "allow",
        max_length_exceeded: "error",
      },
      profile_data: {
        active: false,
        blocked_fields: expect.arrayContaining(["email", "user_metadata.last"]) as string[],
      },
      history: { active: true, size: 3 },
      dictionary: { active: false, default: "en_100k", custom: [] },
    });
    expect(await patched(id, { mfa: { active: true } })).not.toHaveProperty("password_options");
  });

  test("are not there unless they are asked for", async () => {
    const { options } = await create("auth0");
    expect(options).toMatchObject({ passwordPolicy: "good" });
    expect(options).not.toHaveProperty("password_options");
  });
});

test("a PingFederate connection signs in at its server, and keeps its certificate as `cert`", async () => {
  const [client] = (await tenant.api<{ signing_keys: { cert: string }[] }[]>("GET", "/api/v2/clients")).body;
  const cert = client?.signing_keys[0]?.cert;
  const { options } = await create("pingfederate", { signingCert: cert, pingFederateBaseUrl: "https://ping.example" });
  expect(options).toMatchObject({ cert, signInEndpoint: "https://ping.example" });
  expect(options).not.toHaveProperty("signingCert");
});
