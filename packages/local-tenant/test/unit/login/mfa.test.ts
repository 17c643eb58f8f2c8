// Factors that Actions ask for: who is asked, what a page takes and refuses, and what Actions, tokens and logs tell of it.
import * as openid from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signIn, StuckOnPage, type Arrival, type Browser } from "../../../src/visitor/index.ts";
import { relyingParty } from "./relying-party.ts";
import { answerOf, CALLBACK, claimsOf, CLIENTS, openLoginWorld, pageOf, PASSWORD, type LoginWorld } from "./world.ts";

const ADA = "users/auth0|ada";
const POLICY = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(async () => {
  world.tenant.reset();
  await world.api("PATCH", "tenants/settings", { customize_mfa_in_postlogin_action: true });
});
afterAll(() => world.stop());

let made = 0;

/** Binds Actions of these bodies, in this order. */
async function bind(...bodies: readonly string[]): Promise<void> {
  const ids: string[] = [];
  for (const code of bodies) {
    const { id } = await world.api<{ id: string }>("POST", "actions/actions", {
      name: `Factor ${(made += 1)}`,
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: `exports.onExecutePostLogin = async (event, api) => { ${code} };`,
      deploy: true,
    });
    ids.push(id);
  }
  await world.api("PATCH", "actions/triggers/post-login/bindings", {
    bindings: ids.map((value) => ({ ref: { type: "action_id", value } })),
  });
}

async function enable(...factors: readonly string[]): Promise<void> {
  for (const factor of factors) await world.api("PUT", `guardian/factors/${factor}`, { enabled: true });
}

const enroll = (type: string, more: object = {}) =>
  world.api<{ id: string }>("POST", `${ADA}/authentication-methods`, { type, ...more });

const enrolled = async (): Promise<unknown[]> =>
  (await world.api<{ type: string }[]>("GET", `${ADA}/authentication-methods`)).map(({ type }) => type);

/** The page after Ada's password. */
async function afterPassword(browser: Browser = world.browser(), parameters = {}): Promise<Arrival> {
  const [form] = pageOf(await browser.open(world.authorizeUrl(parameters))).forms;
  if (form === undefined) throw new Error("no form");
  return browser.submit(form, { username: "ada@people.example", password: PASSWORD });
}

/** Presses a button of the page by its text. */
function press(browser: Browser, arrival: Arrival, wanted: string): Promise<Arrival> {
  const page = pageOf(arrival);
  for (const form of page.forms)
    for (const button of form.buttons) if (button.text === wanted) return browser.submit(form, {}, button);
  throw new Error(`"${page.heading}" has no button ${wanted}`);
}

const buttonsOf = (arrival: Arrival): string[] =>
  pageOf(arrival).forms.flatMap(({ buttons }) => buttons.map(({ text }) => text));

const refusedWith = (error_description: string) => ({
  error: "access_denied",
  error_description,
  state: "state of the client",
});

const types = async (): Promise<unknown[]> =>
  (await world.api<{ type: string }[]>("GET", "logs")).map(({ type }) => type);

describe("api.multifactor.enable", () => {
  beforeEach(() => bind(`api.multifactor.enable("any")`, `api.accessToken.setCustomClaim("later", true)`));

  test("signs Ada in once she has passed a factor, as a certified client asks for it", async () => {
    await enable("otp");
    await enroll("totp", { totp_secret: "JBSWY3DPEHPK3PXP" });
    const app = await relyingParty(world, CLIENTS.web);
    const verifier = openid.randomPKCECodeVerifier();
    const address = openid.buildAuthorizationUrl(app, {
      redirect_uri: CALLBACK,
      scope: "openid",
      acr_values: POLICY,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const person = { username: "ada@people.example", password: PASSWORD };
    const { pages, callback } = await signIn(world.browser(), address, person);
    expect(pages).toEqual(["Log in", "Verify your identity"]);
    const tokens = await openid.authorizationCodeGrant(app, callback, { pkceCodeVerifier: verifier });
    expect(tokens.claims()).toMatchObject({ sub: "auth0|ada", amr: ["mfa"], acr: POLICY });
    expect(claimsOf(tokens.access_token)).toMatchObject({ later: true });
    await expect(signIn(world.browser(), address, { ...person, factor: "fail" })).rejects.toThrow(
      "The code you entered is invalid.",
    );
  });

  test("lets a person who has none enroll one of those that the tenant has", async () => {
    await enable("otp", "sms", "email");
    await world.api("PATCH", ADA, { email_verified: false });
    const browser = world.browser();
    const page = await afterPassword(browser);
    expect(pageOf(page).heading).toBe("Secure your account");
    expect(buttonsOf(page)).toEqual(["Enroll one-time password", "Enroll phone", "Fail"]);
    expect(answerOf(await press(browser, page, "Enroll phone"))).toHaveProperty("code");
    expect(await enrolled()).toEqual(["phone"]);
    const again = await afterPassword();
    expect(pageOf(again).heading).toBe("Verify your identity");
    expect(buttonsOf(again)).toEqual(["Pass with phone", "Fail"]);
  });

  test("takes a verified e-mail address for a factor, where the tenant has that one", async () => {
    await enable("email");
    expect(buttonsOf(await afterPassword())).toEqual(["Pass with email", "Fail"]);
  });

  test("refuses where the tenant has none", async () => {
    expect(answerOf(await afterPassword())).toEqual(
      refusedWith(
        "An MFA enrollment is used in a PostLogin action but the requested factors are not properly set up. To perform MFA, enable the requested factors and ensure the user is not already enrolled with them.",
      ),
    );
  });

  test("a failure stays on the page, and the tenth ends the login", async () => {
    await enable("email");
    const browser = world.browser();
    let page = await afterPassword(browser);
    for (let i = 0; i < 9; i += 1) {
      page = await press(browser, page, "Fail");
      expect(pageOf(page).alert).toBe("The code you entered is invalid.");
    }
    expect(answerOf(await press(browser, page, "Fail"))).toEqual(refusedWith("Too many failed codes"));
    expect(await types()).toEqual(["f", ...Array.from({ length: 10 }, () => "gd_auth_failed")]);
  });

  test("a form that names no factor of the page is not taken", async () => {
    await enable("email");
    const browser = world.browser();
    const [form] = pageOf(await afterPassword(browser)).forms;
    if (form === undefined) throw new Error("no form");
    for (const values of [{ factor: "otp" }, { action: "accept" }])
      expect(pageOf(await browser.submit(form, values)).alert).toBe("Choose one of these.");
  });

  test("asks at every login, also of a session; without a person it is refused", async () => {
    await enable("email");
    const browser = world.browser();
    expect(answerOf(await press(browser, await afterPassword(browser), "Pass with email"))).toHaveProperty("code");
    expect(pageOf(await browser.open(world.authorizeUrl())).heading).toBe("Verify your identity");
    expect(answerOf(await browser.open(world.authorizeUrl({ prompt: "none" })))).toMatchObject({
      error: "interaction_required",
      error_description: "Multifactor authentication required",
    });
  });

  test("asks once a session where the browser may be remembered, or where the Action looks", async () => {
    await enable("email");
    for (const code of [
      `api.multifactor.enable("any", { allowRememberBrowser: true })`,
      `if (!event.authentication.methods.some(({ name }) => name === "mfa")) api.multifactor.enable("any")`,
    ]) {
      await bind(code);
      const browser = world.browser();
      expect(answerOf(await press(browser, await afterPassword(browser), "Pass with email"))).toHaveProperty("code");
      const { code: given } = answerOf(await browser.open(world.authorizeUrl({ prompt: "none" })));
      const { body } = await world.token({ code: given });
      expect(claimsOf(body["id_token"])).not.toHaveProperty("amr");
    }
  });

  test("takes back by none, asks nobody else's provider, and is refused to what it does not know", async () => {
    await enable("email");
    await bind(`api.multifactor.enable("guardian")`, `api.multifactor.enable("none")`);
    expect(answerOf(await afterPassword())).toHaveProperty("code");
    await bind(`api.multifactor.enable("duo")`);
    expect(answerOf(await afterPassword())).toEqual(
      refusedWith("The local tenant has no provider of factors: duo (docs/tenant.md)"),
    );
  });

  test("refuses the exchange of a refresh token, unless the Action looks", async () => {
    await enable("email");
    await world.api("PATCH", `clients/${CLIENTS.web}`, {
      grant_types: ["authorization_code", "refresh_token"],
      oidc_conformant: true,
    });
    const tokens = async () => {
      const browser = world.browser();
      const page = await afterPassword(browser, { audience: undefined, scope: "openid offline_access" });
      const { code } = answerOf(await press(browser, page, "Pass with email"));
      return (await world.token({ code })).body;
    };
    const first = await tokens();
    expect(claimsOf(first["id_token"])).toMatchObject({ amr: ["mfa"] });
    expect(claimsOf(first["id_token"])).not.toHaveProperty("acr");
    const exchange = { grant_type: "refresh_token", refresh_token: String(first["refresh_token"]) };
    expect(await world.token(exchange)).toEqual({
      status: 403,
      body: { error: "mfa_required", error_description: "Multifactor authentication required" },
    });
    await bind(`if (event.transaction.protocol !== "oauth2-refresh-token") api.multifactor.enable("any");
      api.accessToken.setCustomClaim("methods", event.authentication.methods)`);
    const { body } = await world.token(exchange);
    expect(claimsOf(body["access_token"])["methods"]).toMatchObject([{ name: "pwd" }, { name: "mfa", type: "email" }]);
    expect(claimsOf(body["id_token"])).not.toHaveProperty("amr");
  });
});

describe("api.authentication", () => {
  test("challengeWith stops the flow; the Actions after it are told what was passed", async () => {
    await enable("otp", "sms");
    await enroll("totp");
    await enroll("phone", { phone_number: "+15550100" });
    await bind(
      `api.accessToken.setCustomClaim("first", event.authentication.methods.length);
       api.authentication.challengeWith({ type: "otp" }, { additionalFactors: [{ type: "phone" }, { type: "email" }] });
       api.multifactor.enable("any");`,
      `const { methods } = event.authentication;
       api.accessToken.setCustomClaim("second", methods);
       api.accessToken.setCustomClaim("enrolled", event.user.enrolledFactors);
       if (methods.some(({ type }) => type === "phone")) api.authentication.challengeWith({ type: "otp" });`,
    );
    const browser = world.browser();
    const page = await afterPassword(browser);
    expect(buttonsOf(page)).toEqual(["Pass with one-time password", "Pass with phone", "Fail"]);
    const next = await press(browser, page, "Pass with phone");
    expect(buttonsOf(next)).toEqual(["Pass with one-time password", "Fail"]);
    const { code } = answerOf(await press(browser, next, "Pass with one-time password"));
    const claims = claimsOf((await world.token({ code })).body["access_token"]);
    expect(claims).toMatchObject({
      first: 1,
      second: [
        { name: "pwd", timestamp: expect.stringMatching(/Z$/) as string },
        { name: "mfa", type: "phone", timestamp: expect.stringMatching(/Z$/) as string },
      ],
      enrolled: [{ type: "otp" }, { type: "phone" }],
    });
    expect(await types()).toEqual(["seacft", "s", "gd_auth_succeed", "gd_auth_succeed"]);
    const [phone] = await world.api<{ last_auth_at?: string }[]>("GET", `${ADA}/authentication-methods`);
    expect(phone?.last_auth_at).toMatch(/Z$/);
  });

  test("several commands of one Action are fulfilled one after the other, and one that is already is passed over", async () => {
    await enable("otp", "sms");
    await enroll("totp");
    await enroll("phone", { phone_number: "+15550100" });
    await bind(`api.authentication.challengeWith({ type: "otp" }).authentication.challengeWith({ type: "phone" });
      api.authentication.challengeWithAny([{ type: "phone" }, { type: "otp" }]);`);
    const browser = world.browser();
    const next = await press(browser, await afterPassword(browser), "Pass with one-time password");
    expect(answerOf(await press(browser, next, "Pass with phone"))).toHaveProperty("code");
  });

  test("enrollWith and enrollWithAny: each command another factor", async () => {
    await enable("otp", "webauthn-roaming");
    await bind(`for (let i = 0; i < 2; i += 1)
      api.authentication.enrollWithAny([{ type: "webauthn-roaming" }, { type: "otp" }]);`);
    const browser = world.browser();
    const page = await afterPassword(browser);
    expect(buttonsOf(page)).toEqual(["Enroll security key", "Enroll one-time password", "Fail"]);
    const next = await press(browser, page, "Enroll security key");
    expect(buttonsOf(next)).toEqual(["Enroll one-time password", "Fail"]);
    expect(answerOf(await press(browser, next, "Enroll one-time password"))).toHaveProperty("code");
    expect(await enrolled()).toEqual(["webauthn-roaming", "totp"]);
    expect(await types()).toEqual(["s", "gd_enrollment_complete", "gd_enrollment_complete"]);
  });

  const CHALLENGE = /^An MFA challenge is used in a PostLogin action but the requested factors are not properly set up/;
  test.each<[string, string, RegExp]>([
    ["a factor that nobody has", `api.authentication.challengeWith({ type: "phone" })`, CHALLENGE],
    ["a factor that the tenant does not have", `api.authentication.challengeWithAny([{ type: "push" }])`, CHALLENGE],
    [
      "enrolling what is enrolled",
      `api.authentication.enrollWith({ type: "otp" })`,
      /^An MFA enrollment is used in a PostLogin action but/,
    ],
    [
      "enrolling beside a factor that was not passed",
      `api.authentication.enrollWith({ type: "phone" })`,
      /^An MFA enrollment was requested but the user is already enrolled in MFA/,
    ],
    ["no factor", `api.authentication.challengeWith({ type: "smell" })`, /^Not a factor: \{"type":"smell"\}$/],
    [
      "more than four times",
      `for (let i = 0; i < 5; i += 1) api.authentication.challengeWith({ type: "otp" })`,
      /^A flow may ask for factors 4 times/,
    ],
  ])("is refused: %s", async (_what, code, words) => {
    await enable("otp", "sms");
    await enroll("totp");
    await bind(code);
    expect(answerOf(await afterPassword())).toMatchObject({
      error: "access_denied",
      error_description: expect.stringMatching(words) as string,
    });
  });

  test("is refused where the tenant does not let Actions choose factors", async () => {
    await world.api("PATCH", "tenants/settings", { customize_mfa_in_postlogin_action: false });
    await enable("email");
    await bind(`api.authentication.challengeWith({ type: "email" })`);
    expect(answerOf(await afterPassword())).toEqual(
      refusedWith(
        "api.authentication asks for factors only where the tenant setting customize_mfa_in_postlogin_action is on",
      ),
    );
  });

  test("a refusal after a factor is passed is one all the same", async () => {
    await enable("email");
    await bind(`api.authentication.challengeWith({ type: "email" })`, `api.access.deny("not today")`);
    const browser = world.browser();
    expect(answerOf(await press(browser, await afterPassword(browser), "Pass with email"))).toEqual(
      refusedWith("not today"),
    );
  });

  test("a factor sent several times at once is passed once", async () => {
    await enable("email");
    await bind(`api.authentication.challengeWith({ type: "email" })`);
    const browser = world.browser();
    const page = await afterPassword(browser);
    const arrivals = await Promise.all([1, 2, 3].map(() => press(browser, page, "Pass with email")));
    expect(arrivals.filter((arrival) => "away" in arrival)).toHaveLength(1);
    expect((await types()).filter((type) => type === "s")).toHaveLength(1);
  });
});

describe("the API", () => {
  test("has the tenant's factors, all off at first", async () => {
    await enable("otp");
    const factors = await world.api<{ name: string; enabled: boolean }[]>("GET", "guardian/factors");
    expect(factors).toHaveLength(8);
    expect(factors.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual(["otp"]);
    expect(await world.api("PUT", "guardian/factors/otp", { enabled: false })).toEqual({ enabled: false });
    for (const [name, body, status] of [
      ["smell", { enabled: true }, 404],
      ["otp", {}, 400],
    ] as const)
      expect((await world.tenant.api("PUT", `/api/v2/guardian/factors/${name}`, body)).status).toBe(status);
  });

  test("has a user's factors: made, shown, deleted, and gone with the user", async () => {
    const phone = await enroll("phone", { phone_number: "+15550100", preferred_authentication_method: "sms" });
    expect(phone).toMatchObject({ type: "phone", id: expect.stringMatching(/^phone\|dev_\w{16}$/) as string });
    const one = `${ADA}/authentication-methods/${encodeURIComponent(phone.id)}`;
    expect(await world.api("GET", one)).toEqual({
      id: phone.id,
      type: "phone",
      phone_number: "+15550100",
      preferred_authentication_method: "sms",
      confirmed: true,
      created_at: expect.stringMatching(/Z$/) as string,
      enrolled_at: expect.stringMatching(/Z$/) as string,
    });
    expect(await enroll("totp", { totp_secret: "SECRET" })).toMatchObject({ totp_secret: "SECRET" });
    expect(JSON.stringify(world.tenant.snapshot())).not.toContain('"SECRET"');
    await world.api("DELETE", one);
    expect(await enrolled()).toEqual(["totp"]);
    expect((await world.tenant.api("GET", `/api/v2/${one}`)).status).toBe(404);
    await world.api("DELETE", `${ADA}/authentication-methods`);
    expect(await enrolled()).toEqual([]);
    await enroll("totp");
    await world.api("DELETE", ADA);
    expect(world.tenant.snapshot()["authentication_methods"]).toEqual([]);
  });

  test.each<[string, object]>([
    ["a passkey", { type: "passkey" }],
    ["a telephone without a number", { type: "phone" }],
    ["an address without one", { type: "email" }],
    ["a key without an ID", { type: "webauthn-roaming" }],
    ["another member", { type: "totp", other: true }],
  ])("takes no %s", async (_what, body) => {
    const { status } = await world.tenant.api("POST", `/api/v2/${ADA}/authentication-methods`, body);
    expect(status).toBe(400);
  });
});

test("a person who cannot pass is stuck on the page, and says so", async () => {
  await enable("email");
  await bind(`api.multifactor.enable("any")`);
  const stuck: unknown = await world.login({}, { factor: "fail" }).catch((error: unknown) => error);
  expect(stuck).toBeInstanceOf(StuckOnPage);
});
