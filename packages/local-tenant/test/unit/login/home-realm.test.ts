// Home realm discovery: the page that asks for the name first, and where the domain of an e-mail address leads.
import * as openid from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask } from "../api/client.ts";
import { signIn, type StuckOnPage, type Arrival, type Browser, type Page } from "../../../src/visitor/index.ts";
import { relyingParty } from "./relying-party.ts";
import {
  ACME,
  API,
  CALLBACK,
  claimsOf,
  CLIENTS,
  GLOBEX,
  openLoginWorld,
  pageOf,
  PASSWORD,
  SECRET,
  type LoginWorld,
} from "./world.ts";

const OKTA = "con_okta000000000001";
const IN_ACME = { client_id: CLIENTS.both, organization: ACME };

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(async () => {
  world.tenant.reset();
  await world.api("PATCH", "prompts", { identifier_first: true });
  await world.api("PATCH", `connections/${OKTA}`, {
    options: { client_id: "0oa", domain: "acme.okta.example", domain_aliases: ["Acme.example", "acme.test"] },
  });
});
afterAll(() => world.stop());

const patchClient = (client: string, change: object) => world.api("PATCH", `clients/${client}`, change);

/** Fills the first form of the page that the browser is on. */
function enter(browser: Browser, arrival: Arrival, values: Readonly<Record<string, string>>): Promise<Arrival> {
  const [form] = pageOf(arrival).forms;
  if (form === undefined) throw new Error("The page has no form");
  return browser.submit(form, values);
}

/** What becomes of an identifier on the first page. */
async function identified(username: string, parameters: Record<string, string | undefined> = {}): Promise<Arrival> {
  const browser = world.browser();
  return enter(browser, await browser.open(world.authorizeUrl(parameters)), { username });
}

/** Of the provider that the browser was sent to. */
function sentTo(arrival: Arrival): URL {
  if ("page" in arrival) throw new Error(`The browser is on "${arrival.page.heading}": ${arrival.page.alert ?? ""}`);
  return arrival.away;
}

const domain = (organization: string, name: string, more: object = {}) =>
  world.api("POST", `organizations/${organization}/discovery-domains`, { domain: name, status: "verified", ...more });

describe("the setting identifier_first", () => {
  test("is one of /prompts", async () => {
    expect(await world.api("GET", "prompts")).toEqual({
      universal_login_experience: "new",
      identifier_first: true,
      webauthn_platform_first_factor: false,
    });
    expect(await world.api("PATCH", "prompts", { identifier_first: null })).not.toHaveProperty("identifier_first");
    for (const body of [{ identifier_first: "yes" }, { universal_login_experience: "old" }, { other: true }])
      expect((await world.tenant.api("PATCH", "/api/v2/prompts", body)).status).toBe(400);
    const token = await world.tenant.issueToken(["read:prompts"]);
    expect((await ask(world.tenant, "PATCH", "/api/v2/prompts", { token, body: {} })).status).toBe(403);
  });

  test("asks for the name, then for the password; without it, or on classic pages, both are on one", async () => {
    expect((await world.login()).pages).toEqual(["Log in", "Enter your password"]);
    await world.api("PATCH", "prompts", { universal_login_experience: "classic" });
    expect((await world.login()).pages).toEqual(["Log in"]);
    await world.api("PATCH", "prompts", { universal_login_experience: "new", identifier_first: false });
    expect((await world.login()).pages).toEqual(["Log in"]);
  });

  test("signs Ada in, as a certified client asks for it", async () => {
    const app = await relyingParty(world, CLIENTS.web);
    const verifier = openid.randomPKCECodeVerifier();
    const address = openid.buildAuthorizationUrl(app, {
      redirect_uri: CALLBACK,
      scope: "openid",
      login_hint: "ada@people.example",
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const { callback } = await signIn(world.browser(), address, { username: "ada@people.example", password: PASSWORD });
    const tokens = await openid.authorizationCodeGrant(app, callback, { pkceCodeVerifier: verifier });
    expect(tokens.claims()?.sub).toBe("auth0|ada");
  });

  test("keeps the name on the page of the password, lets a person change it, and refuses wrong ones there", async () => {
    const browser = world.browser();
    const arrival = await enter(browser, await browser.open(world.authorizeUrl()), {
      username: " bob@people.example ",
    });
    const wrong = await enter(browser, arrival, { password: "wrong" });
    expect(pageOf(wrong)).toMatchObject({ heading: "Enter your password", alert: "Wrong email or password." });
    const [form] = pageOf(wrong).forms;
    if (form === undefined) throw new Error("no form");
    expect(form.buttons.map(({ text }) => text)).toEqual(["Continue", "Use another address"]);
    const back = await browser.submit(form, {}, form.buttons[1]);
    expect(pageOf(back).heading).toBe("Log in");
    expect(await enter(browser, back, { username: " " })).toMatchObject({
      page: { alert: "Please enter an email address." },
    });
    const again = await enter(browser, back, { username: "ada-the-first" });
    const { away } = (await enter(browser, again, { password: PASSWORD })) as { away: URL };
    const { body } = await world.token({ code: away.searchParams.get("code") ?? "" });
    expect(claimsOf(body["access_token"])["sub"]).toBe("auth0|ada");
  });

  test("is of no matter to silence and to sessions", async () => {
    expect(await world.refusal({ prompt: "none" })).toMatchObject({ error: "login_required" });
    const browser = world.browser();
    await world.login({}, {}, browser);
    expect((await world.login({}, {}, browser)).pages).toEqual([]);
  });
});

describe("an address of a connection's domain", () => {
  test("leads to its identity provider, whatever its case, with the address as a hint", async () => {
    for (const address of ["grace@acme.example", "Grace@ACME.Example", "grace@acme.test"]) {
      const url = sentTo(await identified(address, IN_ACME));
      expect(`${url.origin}${url.pathname}`).toBe("https://acme.okta.example/oauth2/v1/authorize");
      expect(url.searchParams.get("login_hint")).toBe(address);
    }
  });

  test.each([
    ["another domain", "grace@other.example"],
    ["a domain below it", "grace@mail.acme.example"],
    ["a username", "acme.example"],
    ["no name before the @", "@acme.example"],
  ])("and no other: %s asks for the password", async (_what, username) => {
    expect(pageOf(await identified(username, IN_ACME)).heading).toBe("Enter your password");
  });

  test("counts where the connection is enabled: for the client, or in the organization", async () => {
    expect(pageOf(await identified("grace@acme.example")).heading).toBe("Enter your password");
    await world.api("PATCH", `connections/${OKTA}/clients`, [{ client_id: CLIENTS.web, status: true }]);
    expect(sentTo(await identified("grace@acme.example")).host).toBe("acme.okta.example");
    expect(
      pageOf(await identified("grace@acme.example", { client_id: CLIENTS.both, organization: GLOBEX })).heading,
    ).toBe("Enter your password");
  });

  test("counts in every organization where the organization is asked for after the credentials", async () => {
    expect(sentTo(await identified("grace@acme.example", { client_id: CLIENTS.business })).host).toBe(
      "acme.okta.example",
    );
    await world.api("DELETE", `organizations/${ACME}/enabled_connections/${OKTA}`);
    expect(pageOf(await identified("grace@acme.example", { client_id: CLIENTS.business })).heading).toBe(
      "Enter your password",
    );
  });

  test("leads past a password that the person has: whoever is of the domain cannot use it", async () => {
    await world.api("POST", "users", { connection: "people", email: "grace@acme.example", password: PASSWORD });
    await expect(world.login(IN_ACME, { username: "grace@acme.example" })).resolves.toMatchObject({
      callback: expect.objectContaining({ host: "acme.okta.example" }) as URL,
    });
  });

  test("is refused where it leads nowhere: no database, or a provider whose address is not known", async () => {
    await world.api("DELETE", `organizations/${ACME}/enabled_connections/con_people0000000001`);
    const words = "Email does not match any enterprise directory.";
    expect(pageOf(await identified("ada@people.example", IN_ACME)).alert).toBe(words);
    await world.api("PATCH", `connections/${OKTA}`, {
      options: { client_id: "0oa", domain_aliases: ["acme.example"] },
    });
    expect(pageOf(await identified("grace@acme.example", IN_ACME)).alert).toBe(
      "The local tenant does not know where this identity provider signs people in.",
    );
  });

  test("is not looked at where both are asked for on one page; the connection's button is on either", async () => {
    const buttons = async (): Promise<string[]> => {
      const page: Page = pageOf(await world.browser().open(world.authorizeUrl(IN_ACME)));
      return page.forms.flatMap((form) => form.buttons.map(({ text }) => text));
    };
    expect(await buttons()).toEqual(["Continue", "Continue with Acme's <Okta>"]);
    await world.api("PATCH", "prompts", { identifier_first: false });
    expect(await buttons()).toEqual(["Continue", "Continue with Acme's <Okta>"]);
    const stuck: unknown = await world.login(IN_ACME, { username: "x@acme.example" }).catch((error: unknown) => error);
    expect((stuck as StuckOnPage).page.alert).toBe("Wrong email or password.");
  });
});

describe("an organization's domain", () => {
  const BEFORE = { client_id: CLIENTS.before };
  beforeEach(() => patchClient(CLIENTS.before, { organization_discovery_methods: ["email"] }));

  test("finds the organization, and its connection: the address is asked for once", async () => {
    await domain(ACME, "acme.example");
    const browser = world.browser();
    const opened = await browser.open(world.authorizeUrl(BEFORE));
    expect(pageOf(opened).heading).toBe("Enter your organization");
    const url = sentTo(await enter(browser, opened, { organization: "grace@acme.example" }));
    expect(url.host).toBe("acme.okta.example");
    expect(url.searchParams.get("login_hint")).toBe("grace@acme.example");
  });

  test("finds the organization of somebody with a password", async () => {
    await domain(ACME, "people.example");
    const { pages, answer } = await world.login(BEFORE, { organization: "ada@people.example" });
    expect(pages).toEqual(["Enter your organization", "Enter your password"]);
    const { body } = await world.token({ ...BEFORE, code: answer["code"], client_secret: SECRET });
    expect(claimsOf(body["access_token"])).toMatchObject({
      sub: "auth0|ada",
      org_id: ACME,
      aud: [API, expect.any(String)],
    });
    await world.api("PATCH", "prompts", { identifier_first: false });
    expect((await world.login(BEFORE, { organization: "ada@people.example" })).pages).toEqual([
      "Enter your organization",
      "Log in",
    ]);
  });

  test("of several organizations lets a person choose", async () => {
    await domain(ACME, "people.example");
    await domain(GLOBEX, "people.example");
    const browser = world.browser();
    const opened = await browser.open(world.authorizeUrl(BEFORE));
    const picker = await enter(browser, opened, { organization: "bob@people.example" });
    expect(pageOf(picker).heading).toBe("Select an organization");
    expect(pageOf(await enter(browser, picker, { organization: "org_other" })).alert).toBe(
      "Select one of your organizations.",
    );
    const password = await enter(browser, picker, { organization: GLOBEX });
    const done = await enter(browser, password, { password: PASSWORD });
    const { body } = await world.token({ ...BEFORE, code: sentTo(done).searchParams.get("code") ?? "" });
    expect(claimsOf(body["access_token"])).toMatchObject({ sub: "auth0|bob", org_id: GLOBEX });
  });

  test.each<[string, object]>([
    ["that is not verified", { status: "pending" }],
    ["that is not for this", { use_for_organization_discovery: false }],
  ])("does not count: one %s", async (_what, more) => {
    await domain(ACME, "people.example", more);
    const stuck: unknown = await world.login(BEFORE, { organization: "ada@people.example" }).catch((e: unknown) => e);
    expect((stuck as StuckOnPage).page.alert).toBe("The organization you entered is invalid.");
  });

  test.each<[string, string[] | null, string, boolean]>([
    ["nothing", null, "acme", true],
    ["nothing", null, "ada@people.example", false],
    ["names", ["organization_name"], "ada@people.example", false],
    ["e-mail", ["email"], "acme", false],
    ["both", ["email", "organization_name"], "acme", true],
    ["both", ["email", "organization_name"], "ada@people.example", true],
  ])("by the client's methods: %s %j takes %s: %s", async (_what, methods, organization, taken) => {
    await domain(ACME, "people.example");
    await patchClient(CLIENTS.before, { organization_discovery_methods: methods });
    const outcome = await world.login(BEFORE, { organization }).catch((error: unknown) => error);
    if (taken) expect(outcome).toMatchObject({ answer: { code: expect.any(String) as string } });
    else expect((outcome as StuckOnPage).page.alert).toBe("The organization you entered is invalid.");
  });
});
