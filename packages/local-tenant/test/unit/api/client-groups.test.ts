// Groups of a client's settings: what a PATCH of a part leaves, and the clients of third parties in the mode `strict`.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { rsaPublicKey } from "../../fixtures/keys.ts";
import { refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

const post = (body: Body) => tenant.api<Body>("POST", "/api/v2/clients", { name: "Test", ...body });

async function create(body: Body): Promise<Body & { client_id: string }> {
  const reply = await post(body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body as Body & { client_id: string };
}

const patch = (id: string, body: Body) => tenant.api<Body>("PATCH", `/api/v2/clients/${id}`, body);

test.each([
  [
    "session_transfer",
    { can_create_session_transfer_token: true, allowed_authentication_methods: ["cookie"], allow_refresh_token: false },
    { allow_refresh_token: true, allowed_authentication_methods: null },
    { can_create_session_transfer_token: true, allow_refresh_token: true },
  ],
  [
    "mobile",
    {
      android: { app_package_name: "com.example", sha256_cert_fingerprints: ["DE:AD"] },
      ios: { team_id: "9JA89QQLNQ" },
    },
    { android: { app_package_name: "com.example.two" } },
    { android: { app_package_name: "com.example.two" }, ios: { team_id: "9JA89QQLNQ" } },
  ],
  [
    "native_social_login",
    { apple: { enabled: true }, facebook: { enabled: true } },
    { apple: null, google: { enabled: false } },
    { facebook: { enabled: true }, google: { enabled: false } },
  ],
  [
    "fedcm_login",
    { google: { is_enabled: true } },
    { google: { is_enabled: false } },
    { google: { is_enabled: false } },
  ],
  [
    "signed_request_object",
    { required: true, credentials: [] },
    { required: false },
    { required: false, credentials: [] },
  ],
  [
    "addons",
    { wsfed: {}, samlp: { audience: "a", issuer: "i" } },
    { samlp: { audience: "b" } },
    { wsfed: {}, samlp: { audience: "b" } },
  ],
])("a part of %s leaves the rest, and null for the whole takes it away", async (name, before, part, after) => {
  const { client_id } = await create({ [name]: before });
  const { body } = await patch(client_id, { [name]: part });
  expect(body[name]).toEqual(after);
  const { body: without } = await patch(client_id, { [name]: null });
  expect(without).not.toHaveProperty(name);
});

test("the header with the user's address is not trusted beside authentication by key", async () => {
  const key = { credential_type: "public_key", pem: rsaPublicKey() };
  const byKey = {
    jwt_configuration: { alg: "RS256" },
    client_authentication_methods: { private_key_jwt: { credentials: [key] } },
  };
  const refused = {
    status: 400,
    body: refusal(
      400,
      "Bad Request",
      "is_token_endpoint_ip_header_trusted cannot be set beside client_authentication_methods",
      "invalid_body",
    ),
  };
  expect(await post({ ...byKey, is_token_endpoint_ip_header_trusted: true })).toEqual(refused);
  const { client_id } = await create(byKey);
  expect(await patch(client_id, { is_token_endpoint_ip_header_trusted: true })).toEqual(refused);
  expect(await patch(client_id, { is_token_endpoint_ip_header_trusted: false })).toMatchObject({ status: 200 });
});

describe("a third-party client in strict mode", () => {
  const strict = { is_first_party: false, third_party_security_mode: "strict" };

  test("has its own kind of ID, grants and lifetimes", async () => {
    const made = await create({ ...strict, app_type: "regular_web", token_endpoint_auth_method: "client_secret_post" });
    expect(made.client_id).toMatch(/^tpc_[A-Za-z0-9]{22}$/);
    expect(made).toMatchObject({
      ...strict,
      oidc_conformant: true,
      grant_types: ["authorization_code", "refresh_token"],
      jwt_configuration: { secret_encoded: false, lifetime_in_seconds: 3600, alg: "RS256" },
      redirection_policy: "open_redirect_protection",
      refresh_token: {
        rotation_type: "non-rotating",
        expiration_type: "expiring",
        infinite_token_lifetime: false,
        infinite_idle_token_lifetime: false,
      },
    });
    expect(await create({ ...strict, app_type: "spa" })).toMatchObject({
      refresh_token: { rotation_type: "rotating" },
    });
  });

  test.each([
    ["is_first_party: true", { is_first_party: true }],
    ["app_type", { app_type: "rms" }],
    ["grant_types", { grant_types: ["implicit"] }],
    ["jwt_configuration.alg", { jwt_configuration: { alg: "HS256" } }],
    [
      "refresh_token.expiration_type",
      { refresh_token: { rotation_type: "rotating", expiration_type: "non-expiring" } },
    ],
    ["cross_origin_authentication", { cross_origin_authentication: true }],
    ["oidc_logout", { oidc_logout: { backchannel_logout_urls: ["https://app.example/logout"] } }],
    ["require_pushed_authorization_requests", { require_pushed_authorization_requests: true }],
    ["signed_request_object", { signed_request_object: { required: true } }],
    ["addons", { addons: { wsfed: {} } }],
    ["a star in callbacks, allowed_origins or web_origins", { callbacks: ["https://*.app.example/callback"] }],
  ])("does not support %s, neither from the start nor later", async (what, member) => {
    const refused = {
      status: 400,
      body: { message: `Third-party clients in strict mode do not support ${what}`, errorCode: "invalid_body" },
    };
    expect(await post({ ...strict, ...member })).toMatchObject(refused);
    const { client_id } = await create(strict);
    expect(await patch(client_id, member)).toMatchObject(refused);
  });

  test("keeps its mode", async () => {
    const { client_id } = await create(strict);
    const refused = {
      status: 400,
      body: { message: "third_party_security_mode cannot be changed after the client is created" },
    };
    expect(await patch(client_id, { third_party_security_mode: "permissive" })).toMatchObject(refused);
    expect(await patch(client_id, { third_party_security_mode: "strict" })).toMatchObject({ status: 200 });
  });
});
