// Pushed authorization requests (RFC 9126) and signed request objects (RFC 9101), alone and together.
import { SignJWT, type JWTPayload } from "jose";
import * as openid from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { FORM, formBody, signIn } from "../../../src/visitor/index.ts";
import { rsaKey } from "../../fixtures/keys.ts";
import { relyingParty } from "./relying-party.ts";
import { API, CALLBACK, challenge, claimsOf, CLIENTS, openLoginWorld, PASSWORD, SECRET, VERIFIER } from "./world.ts";
import type { LoginWorld } from "./world.ts";

const SCOPE = "openid read:messages";
const ADA = { username: "ada@people.example", password: PASSWORD };

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(async () => {
  world.tenant.reset();
  await world.api("PATCH", "tenants/settings", { pushed_authorization_requests_supported: true });
});
afterAll(() => world.stop());

const patchClient = (change: object) => world.api("PATCH", `clients/${CLIENTS.web}`, change);

/** Pushes what `authorizeUrl` asks for. */
async function push(parameters: Record<string, string | undefined> = {}, headers: Record<string, string> = FORM) {
  const asked = Object.fromEntries(world.authorizeUrl().searchParams);
  const body = formBody({ ...asked, client_secret: SECRET, ...parameters });
  const { status, text } = await world.request("/oauth/par", { method: "POST", headers, body });
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

/** What /authorize makes of a request_uri. */
async function begun(request_uri: unknown, parameters: Record<string, string> = {}) {
  const query = formBody({ client_id: CLIENTS.web, request_uri: String(request_uri), ...parameters });
  const { status, headers, text } = await world.request(`/authorize?${query}`);
  return { status, location: headers.location ?? "", text };
}

const OVER = "invalid_request_uri: The request_uri is unknown, was used before, or its time is over";
const refused = (status: number, error: string, error_description: string) => ({
  status,
  body: { error, error_description },
});

describe("a pushed request", () => {
  test("signs Ada in, as a certified client pushes it", async () => {
    await patchClient({ require_pushed_authorization_requests: true });
    const app = await relyingParty(world, CLIENTS.web);
    expect(app.serverMetadata()).toMatchObject({
      pushed_authorization_request_endpoint: `${world.tenant.url}/oauth/par`,
      require_pushed_authorization_requests: false,
    });
    const verifier = openid.randomPKCECodeVerifier();
    const address = await openid.buildAuthorizationUrlWithPAR(app, {
      redirect_uri: CALLBACK,
      scope: SCOPE,
      audience: API,
      state: "of the app",
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    expect([...address.searchParams.keys()].sort()).toEqual(["client_id", "request_uri"]);
    const { callback } = await signIn(world.browser(), address, ADA);
    const tokens = await openid.authorizationCodeGrant(app, callback, {
      expectedState: "of the app",
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    expect(tokens.claims()?.sub).toBe("auth0|ada");
  });

  test("is answered with an address that is good once, for half a minute", async () => {
    const { status, body } = await push();
    expect(status).toBe(201);
    expect(body).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/) as string,
      expires_in: 30,
    });
    expect(await begun(body["request_uri"])).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^\/u\/login\?state=/) as string,
    });
    expect(await begun(body["request_uri"])).toMatchObject({
      status: 400,
      text: expect.stringContaining(OVER) as string,
    });
  });

  test("lives as long as the client says", async () => {
    await patchClient({ par_request_expiry: 60 });
    const { body } = await push();
    expect(body["expires_in"]).toBe(60);
    vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ["Date"] });
    try {
      expect((await begun(body["request_uri"])).text).toContain(OVER);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is nobody else's", async () => {
    const { body } = await push();
    const { text } = await begun(body["request_uri"], { client_id: CLIENTS.both });
    expect(text).toContain(OVER);
  });

  test("is what counts, whatever stands beside it", async () => {
    const { body } = await push({ prompt: "none" });
    const { location } = await begun(body["request_uri"], { prompt: "login", state: "another" });
    expect(Object.fromEntries(new URL(location).searchParams)).toMatchObject({
      error: "login_required",
      state: "state of the client",
    });
  });

  test("takes parameters of the client's own where their name begins with ext-", async () => {
    const { id } = await world.api<{ id: string }>("POST", "actions/actions", {
      name: "Echo",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: `exports.onExecutePostLogin = async (event, api) => {
        api.idToken.setCustomClaim("urn:test:query", event.request.query);
      };`,
    });
    await world.api("GET", `actions/actions/${id}`);
    await world.api("POST", `actions/actions/${id}/deploy`);
    await world.api("PATCH", "actions/triggers/post-login/bindings", {
      bindings: [{ ref: { type: "action_id", value: id } }],
    });
    const { body } = await push({ "ext-tier": "gold", tier: "silver" });
    const query = formBody({ client_id: CLIENTS.web, request_uri: String(body["request_uri"]) });
    const { callback } = await signIn(world.browser(), new URL(`/authorize?${query}`, world.tenant.url), ADA);
    const tokens = await world.token({ code: callback.searchParams.get("code") ?? "" });
    const seen = claimsOf(tokens.body["id_token"])["urn:test:query"];
    expect(seen).toMatchObject({ "ext-tier": "gold", scope: expect.any(String) as string });
    expect(seen).not.toHaveProperty("tier");
    expect(seen).not.toHaveProperty("client_secret");
  });

  test.each<[string, Record<string, string | undefined>, ReturnType<typeof refused>]>([
    ["of an unknown client", { client_id: "nobody" }, refused(401, "access_denied", "Unauthorized")],
    ["with a wrong secret", { client_secret: "wrong" }, refused(401, "access_denied", "Unauthorized")],
    [
      "of a public client",
      { client_id: CLIENTS.public, client_secret: undefined, grant_type: "authorization_code" },
      refused(401, "access_denied", "Unauthorized"),
    ],
    [
      "to another callback",
      { redirect_uri: "https://evil.example/" },
      refused(
        400,
        "unauthorized_client",
        "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.",
      ),
    ],
    [
      "for what /authorize would refuse",
      { response_type: "token" },
      refused(400, "unsupported_response_type", "Unsupported response type: token"),
    ],
    [
      "with an address of one",
      { request_uri: "urn:x" },
      refused(400, "invalid_request", "Parameter request_uri is not allowed"),
    ],
    [
      "that is too long",
      { state: "x".repeat(10_240) },
      refused(413, "invalid_request", "A pushed request may have 10240 bytes at most"),
    ],
    [
      "with too much of its own",
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`ext-${i}`, ""])),
      refused(400, "invalid_request", "A request may have 10 parameters of its own (ext-…) at most"),
    ],
  ])("refused: %s", async (_what, parameters, expected) => {
    expect(await push(parameters)).toEqual(expected);
  });

  test("refused: one that is no form, and any where the tenant does not allow it", async () => {
    expect(await push({}, { "content-type": "text/plain" })).toMatchObject({ status: 400 });
    await world.api("PATCH", "tenants/settings", { pushed_authorization_requests_supported: false });
    expect(await push()).toEqual(
      refused(
        403,
        "access_denied",
        "Pushed authorization requests are not enabled for this tenant (tenant setting pushed_authorization_requests_supported)",
      ),
    );
    const { text } = await world.request("/.well-known/openid-configuration");
    expect(JSON.parse(text)).not.toHaveProperty("pushed_authorization_request_endpoint");
  });

  test("can be demanded by the client, and by the tenant of every client", async () => {
    const demanded = {
      error: "invalid_request",
      error_description: "This client must push its authorization requests (POST /oauth/par)",
    };
    await patchClient({ require_pushed_authorization_requests: true });
    expect(await world.refusal({})).toMatchObject(demanded);
    expect(await world.refusal({ client_id: CLIENTS.both })).not.toHaveProperty("error");
    await world.api("PATCH", "tenants/settings", { flags: { require_pushed_authorization_requests: true } });
    expect(await world.refusal({ client_id: CLIENTS.both })).toMatchObject(demanded);
    expect((await push()).status).toBe(201);
  });
});

describe("a signed request object", () => {
  const key = rsaKey();

  /** Registers the key for request objects; gives its `kid`. */
  async function register(more: object = {}): Promise<string> {
    const credential = await world.api<{ id: string; kid: string }>("POST", `clients/${CLIENTS.web}/credentials`, {
      name: "JAR",
      credential_type: "public_key",
      pem: key.pem,
    });
    await patchClient({ signed_request_object: { credentials: [{ id: credential.id }], ...more } });
    return credential.kid;
  }

  const object = (claims: JWTPayload = {}, header: object = {}, signer = key): Promise<string> =>
    new SignJWT({
      iss: CLIENTS.web,
      aud: `${world.tenant.url}/`,
      client_id: CLIENTS.web,
      response_type: "code",
      redirect_uri: CALLBACK,
      scope: SCOPE,
      audience: API,
      state: "in the object",
      code_challenge: challenge(VERIFIER),
      code_challenge_method: "S256",
      ...claims,
    })
      .setProtectedHeader({ alg: "RS256", typ: "oauth-authz-req+jwt", ...header })
      .sign(signer.privateKey);

  const authorize = (request: string, more: Record<string, string> = {}) =>
    world.request(`/authorize?${formBody({ client_id: CLIENTS.web, request, ...more })}`);

  test("signs Ada in, as a certified client makes it, alone and pushed", async () => {
    const kid = await register({ required: true });
    const app = await relyingParty(world, CLIENTS.web);
    const signer = {
      key: key.privateKey.toCryptoKey({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["sign"]),
      kid,
    };
    const parameters = { redirect_uri: CALLBACK, scope: SCOPE, audience: API, state: "of the app", max_age: "3600" };
    const signed = await openid.buildAuthorizationUrlWithJAR(app, parameters, signer);
    const pushed = await openid.buildAuthorizationUrlWithPAR(app, signed.searchParams);
    for (const address of [signed, pushed]) {
      const { callback } = await signIn(world.browser(), address, ADA);
      const tokens = await openid.authorizationCodeGrant(app, callback, { expectedState: "of the app", maxAge: 3600 });
      expect(tokens.claims()?.sub).toBe("auth0|ada");
    }
  });

  test("wins over what stands beside it, which counts where the object says nothing", async () => {
    await register();
    const { headers } = await authorize(await object(), { state: "beside", prompt: "none" });
    expect(Object.fromEntries(new URL(headers.location ?? "").searchParams)).toMatchObject({
      error: "login_required",
      state: "in the object",
    });
  });

  test("can be demanded by the client", async () => {
    await register({ required: true });
    const demanded = {
      error: "invalid_request",
      error_description: "This client must send a signed request object (parameter request)",
    };
    expect(await world.refusal({})).toMatchObject(demanded);
    expect(await push()).toEqual({ status: 400, body: demanded });
  });

  const seconds = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => Promise<string>, string]>([
    ["no JWT", () => Promise.resolve("e30."), "is not a valid JWT"],
    ["another key", () => object({}, {}, rsaKey(1)), "is not signed with a key of this client"],
    ["another kid", () => object({}, { kid: "other" }), "is not signed with a key of this client"],
    ["another algorithm", () => object({}, { alg: "RS512" }), "must be signed with one of RS256, RS384, PS256"],
    ["not its key's algorithm", () => object({}, { alg: "PS256" }), "is signed with another algorithm than its key"],
    ["another type", () => object({}, { typ: "at+jwt" }), "typ must be one of jwt, oauth-authz-req+jwt"],
    ["another issuer", () => object({ iss: CLIENTS.both }), "has an unexpected iss claim"],
    ["another audience", () => object({ aud: "https://other.example/" }), "has an unexpected aud claim"],
    ["another client", () => object({ client_id: CLIENTS.both }), "client_id must be that of the request"],
    ["its time over", () => object({ exp: seconds() - 60 }), "has expired"],
    ["its time not come", () => object({ nbf: seconds() + 60 }), "has an unexpected nbf claim"],
    ["a long jti", () => object({ jti: "x".repeat(65) }), "jti may have 64 bytes at most"],
    ["an object in it", () => object({ request: "e30." }), "cannot contain request"],
  ])("refused on a page, because no callback is known yet: %s", async (_what, made, words) => {
    await register();
    const { status, headers, text } = await authorize(await made());
    expect({ status, location: headers.location }).toEqual({ status: 400, location: undefined });
    expect(text).toMatch(/invalid_request_object: [\w &#;]*request object/i);
    expect(text.replaceAll("&#39;", "'")).toContain(words);
  });

  test("refused: an object whose key does not count (any more)", async () => {
    const words = "The client has no key that request objects are verified with";
    expect((await authorize(await object())).text).toContain(words);
    await register();
    expect((await authorize(await object())).status).toBe(303);
    await patchClient({ signed_request_object: null });
    expect((await authorize(await object())).text).toContain(words);
  });
});
