// POST /oauth/token: who gets a token, with which scopes; and what a verifier needs to check it.
import { randomUUID } from "node:crypto";
import { createLocalJWKSet, decodeJwt, jwtVerify, SignJWT, type JSONWebKeySet, type JWTPayload } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask } from "./client.ts";
import { rsaKey, type RsaKey } from "../../fixtures/keys.ts";

const AUDIENCE = "https://orders.example";

let tenant: Tenant;
let clientId: string;
let clientSecret: string;
const key = rsaKey();
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(async () => {
  tenant.reset();
  await tenant.api("POST", "/api/v2/resource-servers", {
    identifier: AUDIENCE,
    token_lifetime: 300,
    scopes: [{ value: "read" }, { value: "write" }, { value: "refund" }],
  });
  const { body } = await tenant.api<{ client_id: string; client_secret: string }>("POST", "/api/v2/clients", {
    name: "Machine",
    jwt_configuration: { alg: "RS256" },
  });
  ({ client_id: clientId, client_secret: clientSecret } = body);
  await tenant.api("POST", "/api/v2/client-grants", {
    client_id: clientId,
    audience: AUDIENCE,
    scope: ["read", "write", "not-of-the-api"],
  });
});
afterAll(() => tenant.stop());

interface TokenBody {
  readonly access_token: string;
  readonly scope?: string;
  readonly expires_in: number;
  readonly error?: string;
}

async function token(
  parameters: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: TokenBody }> {
  const { status, body } = await ask(tenant, "POST", "/oauth/token", {
    token: null,
    headers,
    body: { grant_type: "client_credentials", audience: AUDIENCE, ...parameters },
  });
  return { status, body: body as TokenBody };
}

const bySecret = (more: object = {}) => token({ client_id: clientId, client_secret: clientSecret, ...more });
const refused = (status: number, error: string, error_description: string) => ({
  status,
  body: { error, error_description },
});
const patchApi = (body: object) =>
  tenant.api("PATCH", `/api/v2/resource-servers/${encodeURIComponent(AUDIENCE)}`, body);
const patchClient = (body: object) => tenant.api("PATCH", `/api/v2/clients/${clientId}`, body);

describe("by client secret", () => {
  test("a token that verifies by the published keys", async () => {
    const { status, body } = await bySecret();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String) as unknown,
      scope: "read write",
      expires_in: 300,
      token_type: "Bearer",
    });
    const configuration = (await ask(tenant, "GET", "/.well-known/openid-configuration", { token: null })).body as {
      issuer: string;
      jwks_uri: string;
    };
    const jwks = (await ask(tenant, "GET", new URL(configuration.jwks_uri).pathname, { token: null }))
      .body as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(body.access_token, createLocalJWKSet(jwks), {
      issuer: configuration.issuer,
      audience: AUDIENCE,
    });
    expect(protectedHeader).toMatchObject({ alg: "RS256", typ: "JWT" });
    expect(payload).toMatchObject({
      iss: `${tenant.url}/`,
      sub: `${clientId}@clients`,
      azp: clientId,
      gty: "client-credentials",
      scope: "read write",
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test("by form and by header", async () => {
    const basic = Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString("base64");
    expect((await token({}, { authorization: `Basic ${basic}` })).status).toBe(200);
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      audience: AUDIENCE,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const { status } = await ask(tenant, "POST", "/oauth/token", {
      token: null,
      headers: { "content-type": "Application/X-WWW-Form-Urlencoded; Charset=UTF-8" },
      body: form.toString(),
    });
    expect(status).toBe(200);
  });

  test("scopes asked for are cut to the grant", async () => {
    expect((await bySecret({ scope: "write refund" })).body.scope).toBe("write");
    expect((await bySecret({ scope: "refund" })).body).not.toHaveProperty("scope");
  });

  test("a grant of every scope follows the API", async () => {
    const { body: grants } = await tenant.api<{ id: string }[]>("GET", `/api/v2/client-grants?client_id=${clientId}`);
    await tenant.api("PATCH", `/api/v2/client-grants/${grants[0]?.id}`, { allow_all_scopes: true });
    expect((await bySecret()).body.scope).toBe("read write refund");
  });

  test.each<[string, () => Promise<unknown>, unknown]>([
    ["a wrong secret", () => bySecret({ client_secret: "wrong" }), refused(401, "access_denied", "Unauthorized")],
    ["no secret", () => token({ client_id: clientId }), refused(401, "access_denied", "Unauthorized")],
    ["an unknown client", () => bySecret({ client_id: "nobody" }), refused(401, "access_denied", "Unauthorized")],
    [
      "no grant type",
      () => bySecret({ grant_type: undefined }),
      refused(400, "invalid_request", "Missing required parameter: grant_type"),
    ],
    [
      "another grant type",
      () => bySecret({ grant_type: "password" }),
      refused(403, "unsupported_grant_type", "Unsupported grant type: password"),
    ],
    [
      "an unknown API",
      () => bySecret({ audience: "urn:none" }),
      refused(403, "access_denied", "Service not found: urn:none"),
    ],
    [
      "no API",
      () => bySecret({ audience: undefined }),
      refused(403, "access_denied", "Non-global clients are not allowed access to APIv1"),
    ],
    [
      "a secret that is no text",
      () => bySecret({ client_secret: 7 }),
      refused(400, "invalid_request", "client_secret must be a string"),
    ],
  ])("refused: %s", async (_why, attempt, expected) => {
    expect(await attempt()).toEqual(expected);
  });

  test("an API without a grant", async () => {
    const audience = `${tenant.url}/api/v2/`;
    const advice =
      'You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants';
    expect(await bySecret({ audience })).toEqual(
      refused(403, "access_denied", `Client is not authorized to access "${audience}". ${advice}`),
    );
  });

  test("an API that denies clients", async () => {
    await patchApi({ subject_type_authorization: { client: { policy: "deny_all" } } });
    expect(await bySecret()).toEqual(
      refused(403, "access_denied", `Client "${clientId}" is not authorized to access resource server "${AUDIENCE}".`),
    );
  });

  test.each<[object, string]>([
    [{ signing_alg: "PS256" }, "access_token, PS256"],
    [{ token_dialect: "rfc9068_profile" }, "rfc9068_profile, RS256"],
  ])("an API whose tokens are not modelled: %j", async (change, kind) => {
    await patchApi(change);
    expect(await bySecret()).toEqual(
      refused(400, "invalid_request", `The local tenant has no tokens of the kind that ${AUDIENCE} wants: ${kind}`),
    );
  });

  test("a client without the grant type", async () => {
    await patchClient({ grant_types: ["authorization_code"] });
    expect(await bySecret()).toEqual(
      refused(403, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client."),
    );
  });

  test("the tenant's default audience", async () => {
    await tenant.api("PATCH", "/api/v2/tenants/settings", { default_audience: AUDIENCE });
    expect((await bySecret({ audience: undefined })).status).toBe(200);
  });

  test("a body that is not JSON", async () => {
    expect(await ask(tenant, "POST", "/oauth/token", { token: null, body: "{" })).toMatchObject(
      refused(400, "invalid_request", "Invalid request payload JSON format"),
    );
  });
});

describe("in an organization", () => {
  let grantId: string;
  let organization: string;
  beforeEach(async () => {
    const { body: grants } = await tenant.api<{ id: string }[]>("GET", `/api/v2/client-grants?client_id=${clientId}`);
    grantId = grants[0]?.id ?? "";
    organization = (await tenant.api<{ id: string }>("POST", "/api/v2/organizations", { name: "acme" })).body.id;
  });
  const patchGrant = (body: object) => tenant.api("PATCH", `/api/v2/client-grants/${grantId}`, body);
  const claims = async (parameters: object = {}) => {
    const { status, body } = await bySecret(parameters);
    expect(status, JSON.stringify(body)).toBe(200);
    return decodeJwt(body.access_token);
  };
  const invalid = (description: string) => refused(400, "invalid_request", `parameter organization is ${description}`);

  test("only where the grant says so", async () => {
    expect(await bySecret({ organization })).toEqual(invalid("not allowed for this client"));
    expect(await claims()).not.toHaveProperty("org_id");
    await patchGrant({ organization_usage: "allow", allow_any_organization: true });
    expect(await claims()).not.toHaveProperty("org_id");
    expect(await claims({ organization })).toMatchObject({ org_id: organization, scope: "read write" });
    await patchGrant({ organization_usage: "require" });
    expect(await bySecret()).toEqual(invalid("required for this client"));
    expect(await claims({ organization })).toMatchObject({ org_id: organization });
  });

  test("only one that is known", async () => {
    await patchGrant({ organization_usage: "allow", allow_any_organization: true });
    expect(await bySecret({ organization: "org_none" })).toEqual(invalid("invalid"));
    expect(await bySecret({ organization: "acme" })).toEqual(invalid("invalid"));
    await tenant.api("PATCH", "/api/v2/tenants/settings", { allow_organization_name_in_authentication_api: true });
    expect(await claims({ organization: "acme" })).toMatchObject({ org_id: organization, org_name: "acme" });
  });

  test("only one that the grant is good for", async () => {
    await patchGrant({ organization_usage: "require" });
    expect(await bySecret({ organization })).toEqual(
      refused(403, "access_denied", `Client "${clientId}" is not authorized to access organization "${organization}".`),
    );
    await tenant.api("POST", `/api/v2/organizations/${organization}/client-grants`, { grant_id: grantId });
    expect(await claims({ organization })).toMatchObject({ org_id: organization });
  });

  test("a third party's client only by name, where the organization takes third parties", async () => {
    await patchGrant({ organization_usage: "allow", allow_any_organization: true });
    await patchClient({ is_first_party: false });
    expect(await bySecret({ organization })).toEqual(
      refused(403, "access_denied", "The organization does not allow access by third-party clients"),
    );
    await tenant.api("PATCH", `/api/v2/organizations/${organization}`, { third_party_client_access: "allow" });
    expect((await bySecret({ organization })).body.error).toBe("access_denied");
    await tenant.api("POST", `/api/v2/organizations/${organization}/client-grants`, { grant_id: grantId });
    expect(await claims({ organization })).toMatchObject({ org_id: organization });
  });

  test("the client's default one, where the grant takes any", async () => {
    await patchClient({ default_organization: { organization_id: organization, flows: ["client_credentials"] } });
    expect(await claims()).not.toHaveProperty("org_id");
    await patchGrant({ organization_usage: "require", allow_any_organization: true });
    expect(await claims()).toMatchObject({ org_id: organization });
  });
});

describe("by private_key_jwt", () => {
  let kid: string;
  let credential: string;
  beforeEach(async () => {
    const { body } = await tenant.api<{ id: string; kid: string }>("POST", `/api/v2/clients/${clientId}/credentials`, {
      credential_type: "public_key",
      pem: key.pem,
    });
    ({ id: credential, kid } = body);
  });
  const attach = () =>
    patchClient({ client_authentication_methods: { private_key_jwt: { credentials: [{ id: credential }] } } });

  interface Making {
    readonly claims?: JWTPayload;
    readonly lifetime?: number;
    readonly with?: RsaKey;
    readonly header?: object;
    readonly alg?: string;
  }

  const assertion = (making: Making = {}) =>
    new SignJWT({ iss: clientId, sub: clientId, aud: `${tenant.url}/`, jti: randomUUID(), ...making.claims })
      .setProtectedHeader({ alg: making.alg ?? "RS256", kid, ...making.header })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + (making.lifetime ?? 60))
      .sign((making.with ?? key).privateKey);

  const byAssertion = (client_assertion: string, more: object = {}) =>
    token({
      client_assertion,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      ...more,
    });

  test("works once the method names the key, not before", async () => {
    expect(await byAssertion(await assertion())).toEqual(
      refused(401, "invalid_client", "client_assertion is not signed with a registered key of this client"),
    );
    await attach();
    expect((await byAssertion(await assertion())).body.scope).toBe("read write");
    expect((await byAssertion(await assertion(), { client_id: clientId })).status).toBe(200);
    expect((await byAssertion(await assertion({ header: { kid: undefined } }))).status).toBe(200);
  });

  test("then the secret no longer does", async () => {
    await attach();
    expect(await bySecret()).toEqual(refused(401, "access_denied", "Unauthorized"));
  });

  test("is used once", async () => {
    await attach();
    const once = await assertion();
    expect((await byAssertion(once)).status).toBe(200);
    expect(await byAssertion(once)).toEqual(refused(401, "invalid_client", "client_assertion has been used before"));
  });

  test("an expired key no longer counts", async () => {
    await attach();
    await tenant.api("PATCH", `/api/v2/clients/${clientId}/credentials/${credential}`, {
      expires_at: "2020-01-01T00:00:00Z",
    });
    expect((await byAssertion(await assertion())).body.error).toBe("invalid_client");
  });

  test.each<[string, Making, string]>([
    ["another key", { with: rsaKey(1) }, "client_assertion is not signed with a registered key of this client"],
    [
      "an audience without its slash",
      { claims: { aud: "https://localhost" } },
      "client_assertion has an unexpected aud claim",
    ],
    ["another issuer", { claims: { iss: "somebody" } }, "client_assertion has an unexpected iss claim"],
    ["no jti", { claims: { jti: "" } }, "client_assertion must have a jti claim"],
    ["more than five minutes", { lifetime: 301 }, "client_assertion may be valid for 300 seconds at most"],
    ["expired", { lifetime: -1 }, "client_assertion has expired"],
    ["too long", { claims: { padding: "x".repeat(2048) } }, "client_assertion is too long, maximum 2048 bytes"],
    [
      "another algorithm",
      { alg: "RS512" },
      "client_assertion is signed with another algorithm than its key is registered for",
    ],
  ])("refused: %s", async (_why, making, description) => {
    await attach();
    expect(await byAssertion(await assertion(making))).toEqual(refused(401, "invalid_client", description));
  });

  test("refused: the wrong type, nonsense, both ways at once", async () => {
    await attach();
    expect((await byAssertion(await assertion(), { client_assertion_type: "saml" })).body.error).toBe(
      "invalid_request",
    );
    expect((await byAssertion("nonsense")).body.error).toBe("access_denied");
    expect(await byAssertion("nonsense", { client_id: clientId })).toEqual(
      refused(401, "invalid_client", "client_assertion is not a valid JWT"),
    );
    expect(
      (await byAssertion(await assertion(), { client_id: clientId, client_secret: clientSecret })).body.error,
    ).toBe("invalid_request");
  });
});
