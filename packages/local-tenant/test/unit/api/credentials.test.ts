// Credentials: which keys are taken, thumbprints, limits, rotation, plans.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { calculateJwkThumbprint, exportJWK } from "jose";
import { createPublicKey } from "node:crypto";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";
import { certificate as certificateUntil, ecPublicKey, rsaPrivateKey, rsaPublicKey } from "../../fixtures/keys.ts";

let tenant: Tenant;
let path: string;
let clientId: string;
const keys = [rsaPublicKey(), rsaPublicKey(), rsaPublicKey()] as const;

beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(async () => {
  tenant.reset();
  const { body } = await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", {
    name: "Keyed",
    jwt_configuration: { alg: "RS256" },
  });
  clientId = body.client_id;
  path = `/api/v2/clients/${clientId}/credentials`;
});
afterAll(() => tenant.stop());

interface Credential {
  readonly id: string;
  readonly kid: string;
}

const post = (body: object) => tenant.api<Credential>("POST", path, { credential_type: "public_key", ...body });
const attach = (...ids: string[]) =>
  tenant.api("PATCH", `/api/v2/clients/${clientId}`, {
    client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
  });
const badRequest = (message: string) => refusal(400, "Bad Request", message, "invalid_body");

test("a key comes back as its thumbprint, never as its PEM", async () => {
  const { status, body } = await post({ name: "OIN Public Key", alg: "RS256", pem: keys[0] });
  expect(status).toBe(201);
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;
  expect(body).toEqual({
    id: expect.stringMatching(/^cred_[1-9A-HJ-NP-Za-km-z]{22}$/) as unknown,
    name: "OIN Public Key",
    credential_type: "public_key",
    alg: "RS256",
    kid: await calculateJwkThumbprint(await exportJWK(createPublicKey(keys[0]))),
    created_at: at,
    updated_at: at,
  });
  expect((await tenant.api("GET", `${path}/${body.id}`)).body).toEqual(body);
  expect((await tenant.api("GET", `${path}?include_totals=true&per_page=50`)).body).toEqual([body]);
});

test("a key ID of the owner's own is kept", async () => {
  expect((await post({ pem: keys[0], kid: "chosen-by-us" })).body.kid).toBe("chosen-by-us");
  expect(await post({ pem: keys[0], kid: "too short" })).toEqual({
    status: 400,
    body: invalidBody("'String is too short (9 chars), minimum 10' on property kid."),
  });
});

describe("keys that are refused", () => {
  test.each<[string, () => object, object]>([
    ["no pem", () => ({}), badRequest("Payload validation error: 'Missing required property: pem'.")],
    ["not a PEM", () => ({ pem: "abc" }), badRequest("The pem is not a valid public key or X.509 certificate")],
    [
      "a private key",
      () => ({ pem: rsaPrivateKey() }),
      badRequest("The pem must be a public key or an X.509 certificate, not a private key"),
    ],
    ["EC", () => ({ pem: ecPublicKey() }), badRequest("The pem must hold an RSA public key")],
    ["1024 bits", () => ({ pem: rsaPublicKey(1024) }), badRequest("The RSA key must have between 2048 and 4096 bits")],
    [
      "another algorithm",
      () => ({ pem: keys[0], alg: "HS256" }),
      invalidBody("'No enum match for: HS256' on property alg."),
    ],
  ])("%s", async (_kind, body, expected) => {
    expect((await post(body())).body).toEqual(expected);
    expect((await tenant.api("GET", path)).body).toEqual([]);
  });

  test("the same key twice is no conflict: two credentials of one key ID", async () => {
    await post({ pem: keys[0] });
    expect((await post({ pem: keys[0] })).status).toBe(201);
    const kids = (await tenant.api<{ kid: string }[]>("GET", path)).body.map(({ kid }) => kid);
    expect(kids).toHaveLength(2);
    expect(new Set(kids).size).toBe(1);
  });

  test("a third key", async () => {
    await post({ pem: keys[0] });
    await post({ pem: keys[1] });
    expect((await post({ pem: keys[2] })).body).toEqual(badRequest("A client can have at most 2 credentials"));
  });
});

describe("certificates", () => {
  let certificate: string;
  beforeAll(async () => {
    certificate = await certificateUntil(new Date("2046-11-18T15:00:00Z"));
  });

  test("a key may come as one and bring its end", async () => {
    const { body } = await post({ pem: certificate, parse_expiry_from_cert: true });
    expect(body).toMatchObject({ credential_type: "public_key", alg: "RS256", expires_at: "2046-11-18T15:00:00.000Z" });
  });

  test("mTLS by thumbprint", async () => {
    const { body } = await post({ credential_type: "x509_cert", pem: certificate });
    expect(body).toMatchObject({
      thumbprint_sha256: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      expires_at: "2046-11-18T15:00:00.000Z",
    });
    expect(body).not.toHaveProperty("kid");
  });

  test("mTLS by subject", async () => {
    const { body } = await post({ credential_type: "cert_subject_dn", pem: certificate });
    expect(body).toMatchObject({ subject_dn: "O=okta-express\nCN=Test certificate" });
  });
});

describe("changes", () => {
  test("only expires_at can be changed", async () => {
    const { body } = await post({ name: "A", pem: keys[0] });
    expect((await tenant.api("PATCH", `${path}/${body.id}`, { name: "B" })).body).toEqual(
      invalidBody("'Additional properties not allowed: name'."),
    );
    const { body: changed } = await tenant.api("PATCH", `${path}/${body.id}`, { expires_at: "2096-05-13T09:33:13Z" });
    expect(changed).toMatchObject({
      ...body,
      updated_at: expect.any(String) as unknown,
      expires_at: "2096-05-13T09:33:13.000Z",
    });
  });

  test("a key in use can be deleted, and then is not in use", async () => {
    const { body: old } = await post({ pem: keys[0] });
    const { body: next } = await post({ pem: keys[1] });
    expect((await attach(old.id, next.id)).status).toBe(200);
    expect((await tenant.api("DELETE", `${path}/${old.id}`)).status).toBe(204);
    expect((await tenant.api("GET", `/api/v2/clients/${clientId}`)).body).toMatchObject({
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: next.id }] } },
    });
    expect((await tenant.api("GET", `${path}/${old.id}`)).body).toEqual(
      refusal(404, "Not Found", "The credential does not exist", "inexistent_credential"),
    );
  });

  test("a deleted key signs no requests any more", async () => {
    const [one, two] = [(await post({ pem: keys[0] })).body.id, (await post({ pem: keys[1] })).body.id];
    const named = { signed_request_object: { required: true, credentials: [{ id: one }, { id: two }] } };
    expect((await tenant.api("PATCH", `/api/v2/clients/${clientId}`, named)).body).toMatchObject(named);
    await tenant.api("DELETE", `${path}/${one}`);
    expect((await tenant.api("GET", `/api/v2/clients/${clientId}?fields=signed_request_object`)).body).toEqual({
      signed_request_object: { required: true, credentials: [{ id: two }] },
    });
    expect(await tenant.api("PATCH", `/api/v2/clients/${clientId}`, named)).toEqual({
      status: 400,
      body: badRequest(`The credential ${one} does not exist for this client`),
    });
  });

  test("one that is gone can be deleted again, one of another client stays", async () => {
    const { id } = (await post({ pem: keys[0] })).body;
    expect((await tenant.api("DELETE", `/api/v2/clients/${tenant.clientId}/credentials/${id}`)).status).toBe(204);
    expect((await tenant.api("GET", `${path}/${id}`)).status).toBe(200);
    for (let time = 1; time <= 2; time += 1) expect((await tenant.api("DELETE", `${path}/${id}`)).status).toBe(204);
    expect((await tenant.api("GET", `${path}/${id}`)).status).toBe(404);
  });

  test("those that come with a new client are shown whole once, then by ID", async () => {
    const { body: client } = await tenant.api<{ client_id: string; client_authentication_methods: object }>(
      "POST",
      "/api/v2/clients",
      {
        name: "With key",
        jwt_configuration: { alg: "PS256" },
        client_authentication_methods: {
          private_key_jwt: { credentials: [{ credential_type: "public_key", name: "First", pem: keys[0] }] },
        },
      },
    );
    const { body: made } = await tenant.api<Credential[]>("GET", `/api/v2/clients/${client.client_id}/credentials`);
    expect(made).toHaveLength(1);
    expect(client.client_authentication_methods).toEqual({ private_key_jwt: { credentials: made } });
    expect((await tenant.api("GET", `/api/v2/clients/${client.client_id}`)).body).toMatchObject({
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: made[0]?.id }] } },
    });
  });

  test("another client's credential is not there", async () => {
    const { body } = await post({ pem: keys[0] });
    expect((await tenant.api("GET", `/api/v2/clients/${tenant.clientId}/credentials/${body.id}`)).status).toBe(404);
  });
});

test("a plan without the feature", async () => {
  const free = await startTenant({ plan: "free" });
  const { status, body } = await free.api("POST", `/api/v2/clients/${free.clientId}/credentials`, {
    credential_type: "public_key",
    pem: keys[0],
  });
  expect({ status, body }).toEqual({
    status: 403,
    body: refusal(
      403,
      "Forbidden",
      "Your plan does not include client credentials of this kind",
      "feature_not_enabled",
    ),
  });
  await free.stop();
});
