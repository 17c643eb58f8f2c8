// The hosted pages: which one comes when, what each takes and refuses, and in whose browser.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FORM, formBody, StuckOnPage } from "../../../src/visitor/index.ts";
import {
  ACME,
  answerOf,
  API,
  claimsOf,
  CLIENTS,
  GLOBEX,
  openLoginWorld,
  pageOf,
  PASSWORD,
  type LoginWorld,
} from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const alertOf = async (parameters: Record<string, string>, person: object): Promise<string | undefined> => {
  const stuck = await world.login(parameters, person).catch((error: unknown) => error);
  expect(stuck).toBeInstanceOf(StuckOnPage);
  return (stuck as StuckOnPage).page.alert;
};

/** Opens the login page by hand: its address and the browser's cookie. */
async function loginPage(parameters: Record<string, string | undefined> = {}) {
  const { headers } = await world.request(world.authorizeUrl(parameters).href);
  return { location: headers.location ?? "", cookie: headers["set-cookie"]?.[0]?.split(";")[0] ?? "" };
}

describe("credentials", () => {
  test("e-mail address, whatever its case, or username", async () => {
    for (const username of ["ada@people.example", " ADA@People.example ", "ada-the-first"]) {
      expect((await world.login({}, { username })).answer).toMatchObject({
        code: expect.any(String) as string,
        state: "state of the client",
      });
    }
  });

  test.each([
    ["a wrong password", { password: "wrong" }],
    ["no password", { password: "" }],
    ["nobody", { username: "nobody@people.example" }],
    ["a username in another case", { username: "Ada-The-First" }],
    ["somebody of another connection", { username: "eve@people.example", password: "Another-4-a-test" }],
  ])("refused: %s", async (_what, person) => {
    expect(await alertOf({}, person)).toBe("Wrong email or password.");
  });

  test("a changed password counts at once, and the old one no longer", async () => {
    await world.api("PATCH", "users/auth0%7Cada", { password: "Changed-4-a-test" });
    expect(await alertOf({}, {})).toBe("Wrong email or password.");
    expect((await world.login({}, { password: "Changed-4-a-test" })).answer).toHaveProperty("code");
  });

  test("a deleted user is nobody, and so is one made anew with another password", async () => {
    await world.api("DELETE", "users/auth0%7Cada");
    expect(await alertOf({}, {})).toBe("Wrong email or password.");
    await world.api("POST", "users", {
      connection: "people",
      user_id: "ada",
      email: "ada@people.example",
      password: "Another-4-a-test",
    });
    expect(await alertOf({}, {})).toBe("Wrong email or password.");
  });

  test("a blocked user is told so by the application", async () => {
    await world.api("PATCH", "users/auth0%7Cada", { blocked: true });
    expect((await world.login()).answer).toEqual({
      error: "unauthorized",
      error_description: "user is blocked",
      state: "state of the client",
    });
  });

  test("ten wrong passwords end the login", async () => {
    const browser = world.browser();
    let arrival = await browser.open(world.authorizeUrl());
    for (let i = 0; i < 10; i += 1) {
      const form = pageOf(arrival).forms[0];
      if (form === undefined) throw new Error("no form");
      arrival = await browser.submit(form, { username: "ada@people.example", password: `wrong ${i}` });
    }
    expect(answerOf(arrival)).toEqual({
      error: "access_denied",
      error_description: "Too many wrong passwords",
      state: "state of the client",
    });
  });

  test("each login counts, and shows on the user", async () => {
    await world.login();
    await world.login();
    const user = await world.api("GET", "users/auth0%7Cada");
    expect(user).toMatchObject({
      logins_count: 2,
      last_login: expect.stringMatching(/Z$/) as string,
      last_ip: "127.0.0.1",
    });
    expect(JSON.stringify(user)).not.toMatch(/password|digest/);
  });

  test("after a wrong password the name is kept, and the error stands above the form and belongs to its fields", async () => {
    const { location, cookie } = await loginPage();
    const { text } = await world.request(location, {
      method: "POST",
      headers: { cookie, ...FORM },
      body: formBody({ username: '"ada"@people.example', password: "wrong" }),
    });
    const [name = "", password = ""] = [...text.matchAll(/<input\b[^>]*>/gs)].map(([input]) => input);
    expect(name).toContain('value="&quot;ada&quot;@people.example"');
    expect(password).toMatch(/\bautofocus\b/);
    expect(password).not.toContain("value=");
    for (const input of [name, password]) expect(input).toMatch(/aria-invalid="true"\s+aria-describedby="error"/);
    expect(text.indexOf('id="error" role="alert"')).toBeLessThan(text.indexOf("<form"));
    expect(text.indexOf('id="error" role="alert"')).toBeGreaterThan(text.indexOf("</h1>"));
  });

  test("only the connection that is asked for", async () => {
    expect(await alertOf({ client_id: CLIENTS.business, connection: "staff" }, {})).toBe("Wrong email or password.");
  });

  test("the button of an Okta connection leads to the authorize address of that Okta organization", async () => {
    const browser = world.browser();
    const hinted = world.authorizeUrl({ client_id: CLIENTS.both, organization: ACME, login_hint: "zoe@acme.example" });
    const page = pageOf(await browser.open(hinted));
    expect(page.forms.map(({ inputs, buttons }) => [inputs, buttons.map(({ text }) => text)])).toEqual([
      [["username", "password"], ["Continue"]],
      [[], ["Continue with Acme's <Okta>"]],
    ]);
    const arrival = await browser.submit(page.forms[1]!, {}, page.forms[1]?.buttons[0]);
    if (!("away" in arrival)) throw new Error(arrival.page.heading);
    expect(`${arrival.away.origin}${arrival.away.pathname}`).toBe("https://acme.okta.example/oauth2/v1/authorize");
    expect(Object.fromEntries(arrival.away.searchParams)).toEqual({
      client_id: "0oa",
      redirect_uri: `https://${world.tenant.domain}/login/callback`,
      response_type: "code",
      scope: "openid profile email",
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: "S256",
      login_hint: "zoe@acme.example",
    });
  });

  test.each<[string, string, object, RegExp]>([
    [
      "OpenID Connect, front channel",
      "oidc",
      { authorization_endpoint: "https://id.example/authorize?tenant=1", client_id: "c", scope: "openid" },
      /^https:\/\/id\.example\/authorize\?tenant=1&client_id=c&.*scope=openid&.*response_type=id_token&response_mode=form_post&nonce=/,
    ],
    [
      "what the provider publishes, kept with the connection",
      "oidc",
      { type: "back_channel", oidc_metadata: { authorization_endpoint: "https://id.example/a" }, client_id: "c" },
      /^https:\/\/id\.example\/a\?client_id=c&.*response_type=code&code_challenge=[\w-]{43}&code_challenge_method=S256$/,
    ],
    [
      "without PKCE",
      "okta",
      { domain: "acme.okta.example", client_id: "c", connection_settings: { pkce: "disabled" } },
      /response_type=code$/,
    ],
  ])("a client that asks for the connection is sent there at once: %s", async (_what, strategy, options, address) => {
    const before = world.tenant.snapshot();
    try {
      const connection = { name: "partner-idp", strategy, options };
      const { id } = await world.api<{ id: string }>("POST", "connections", connection);
      await world.api("PATCH", `connections/${id}/clients`, [{ client_id: CLIENTS.both, status: true }]);
      const arrival = await world
        .browser()
        .open(world.authorizeUrl({ client_id: CLIENTS.both, connection: "partner-idp" }));
      expect("away" in arrival ? arrival.away.href : arrival.page.heading).toMatch(address);
      expect(await world.refusal({ client_id: CLIENTS.both, connection: "partner-idp", prompt: "none" })).toMatchObject(
        { error: "login_required" },
      );
    } finally {
      world.tenant.restore(before);
    }
  });

  test("a provider whose address is not known is told on the page", async () => {
    const before = world.tenant.snapshot();
    try {
      await world.api("PATCH", "connections/con_okta000000000001", { options: { client_id: "c" } });
      const browser = world.browser();
      const page = pageOf(await browser.open(world.authorizeUrl({ client_id: CLIENTS.both, organization: ACME })));
      const { alert } = pageOf(await browser.submit(page.forms[1]!, {}, page.forms[1]?.buttons[0]));
      expect(alert).toBe("The local tenant does not know where this identity provider signs people in.");
    } finally {
      world.tenant.restore(before);
    }
  });

  test("passwords are in no journal and no snapshot", async () => {
    world.tenant.journal.clear();
    await world.login();
    expect(world.tenant.journal.entries.map(({ method, path }) => `${method} ${path}`)).toContain("POST /u/login");
    expect(JSON.stringify(world.tenant.journal.entries)).not.toContain(PASSWORD);
    expect(JSON.stringify(world.tenant.snapshot())).not.toContain(PASSWORD);
  });
});

describe("organizations", () => {
  test("before the credentials: its name, then its own connections", async () => {
    const { pages, answer } = await world.login({ client_id: CLIENTS.before }, { organization: "Acme" });
    expect(pages).toEqual(["Enter your organization", "Log in"]);
    expect(answer).toHaveProperty("code");
    expect(await alertOf({ client_id: CLIENTS.before }, { organization: "initech" })).toBe(
      "The organization you entered is invalid.",
    );
  });

  test("after the credentials: the only one is taken, of several one is picked", async () => {
    expect((await world.login({ client_id: CLIENTS.business })).pages).toEqual(["Log in"]);
    const bob = await world.login(
      { client_id: CLIENTS.business },
      { username: "bob@people.example", organization: "globex" },
    );
    expect(bob.pages).toEqual(["Log in", "Select an organization"]);
    const { body } = await world.token({ client_id: CLIENTS.business, code: bob.answer["code"] });
    expect(claimsOf(body["access_token"])).toMatchObject({ org_id: GLOBEX });
  });

  test("after the credentials: another one than those offered is not taken", async () => {
    const browser = world.browser();
    const login = pageOf(await browser.open(world.authorizeUrl({ client_id: CLIENTS.business })));
    const picker = pageOf(
      await browser.submit(login.forms[0]!, { username: "bob@people.example", password: PASSWORD }),
    );
    expect(picker.forms[0]?.buttons.map(({ text, value }) => [text, value])).toEqual([
      ["Acme & Sons", ACME],
      ["globex", GLOBEX],
    ]);
    expect(pageOf(await browser.submit(picker.forms[0]!, { organization: "org_other" })).alert).toBe(
      "Select one of your organizations.",
    );
  });

  test.each<[string, Record<string, string>, object, string]>([
    [
      "a member of none",
      { client_id: CLIENTS.business },
      { username: "carol@people.example" },
      "client requires organization membership, but user does not belong to any organization",
    ],
    [
      "a member by a connection that no organization has",
      { client_id: CLIENTS.business },
      { username: "eve@people.example", password: "Another-4-a-test" },
      "client requires organization membership, but user does not belong to any organization",
    ],
    [
      "no member of the one asked for",
      { client_id: CLIENTS.both, organization: GLOBEX },
      {},
      `user auth0|ada is not part of the ${GLOBEX} organization`,
    ],
    [
      "no member of the one entered",
      { client_id: CLIENTS.before },
      { organization: "globex" },
      `user auth0|ada is not part of the ${GLOBEX} organization`,
    ],
  ])("refused: %s", async (_what, parameters, person, description) => {
    expect((await world.login(parameters, person)).answer).toEqual({
      error: "access_denied",
      error_description: description,
      state: "state of the client",
    });
  });

  test("a connection that makes members does so", async () => {
    await world.api("PATCH", `organizations/${GLOBEX}/enabled_connections/con_people0000000001`, {
      assign_membership_on_login: true,
    });
    expect((await world.login({ client_id: CLIENTS.both, organization: GLOBEX })).answer).toHaveProperty("code");
    const members = await world.api<{ user_id: string }[]>("GET", `organizations/${GLOBEX}/members`);
    expect(members.map(({ user_id }) => user_id)).toEqual(["auth0|bob", "auth0|ada"]);
  });

  test("third-party clients are let in where the organization says so", async () => {
    await world.api("PATCH", `organizations/${ACME}`, { third_party_client_access: "allow" });
    expect((await world.login({ client_id: CLIENTS.partner, organization: ACME })).answer).toHaveProperty("code");
  });
});

describe("pages and browsers", () => {
  test("values are escaped, nothing is framed, stored or fetched from elsewhere", async () => {
    const { location, cookie } = await loginPage({
      client_id: CLIENTS.both,
      organization: ACME,
      login_hint: `"><script>alert(1)</script>`,
    });
    const { status, text, headers } = await world.request(location, { headers: { cookie } });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(text).toContain("Test &lt;tenant&gt;");
    expect(text).toContain("Acme &amp; Sons");
    expect(text).toContain("Acme&#39;s &lt;Okta&gt;");
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(text).not.toContain("<script");
  });

  test("a login goes on in the browser that began it, and in no other", async () => {
    const { location, cookie } = await loginPage();
    const other = await loginPage();
    for (const headers of [{}, { cookie: other.cookie }]) {
      const { status, text } = await world.request(location, { headers });
      expect(status).toBe(400);
      expect(text).toContain("This login is over, or was begun in another browser.");
    }
    expect((await world.request(location, { headers: { cookie } })).status).toBe(200);
    expect((await world.request("/u/login?state=guessed", { headers: { cookie } })).status).toBe(400);
    expect((await world.request("/u/login", { headers: { cookie } })).status).toBe(400);
  });

  test("two logins of one browser do not disturb each other", async () => {
    const browser = world.browser();
    const first = pageOf(await browser.open(world.authorizeUrl({ state: "first" })));
    const second = pageOf(await browser.open(world.authorizeUrl({ state: "second" })));
    for (const [page, state] of [
      [second, "second"],
      [first, "first"],
    ] as const) {
      expect(
        answerOf(await browser.submit(page.forms[0]!, { username: "ada@people.example", password: PASSWORD })),
      ).toMatchObject({ state });
    }
  });

  test("a page out of turn leads to the one whose turn it is", async () => {
    const { location, cookie } = await loginPage();
    for (const page of ["consent", "organization", "organization-picker"]) {
      const address = location.replace("/u/login", `/u/${page}`);
      expect((await world.request(address, { headers: { cookie } })).headers.location).toBe(location);
      expect(
        (
          await world.request(address, {
            method: "POST",
            headers: { cookie, ...FORM },
            body: formBody({ action: "accept", organization: ACME }),
          })
        ).headers.location,
      ).toBe(location);
    }
  });

  test("a form that is no form is not taken", async () => {
    const { location, cookie } = await loginPage();
    const { status, text } = await world.request(location, {
      method: "POST",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify({ username: { $ne: "" }, password: 1 }),
    });
    expect(status).toBe(400);
    expect(text).toContain("The form is not filled in.");
  });

  test("a login that ended is over", async () => {
    const browser = world.browser();
    const form = pageOf(await browser.open(world.authorizeUrl())).forms[0]!;
    const fill = () => browser.submit(form, { username: "ada@people.example", password: PASSWORD });
    expect(answerOf(await fill())).toHaveProperty("code");
    expect(pageOf(await fill()).heading).toBe("Something went wrong");
  });

  test("sent several times at once, a form gives one code and counts as one login", async () => {
    const browser = world.browser();
    const form = pageOf(await browser.open(world.authorizeUrl())).forms[0]!;
    const fill = () => browser.submit(form, { username: "ada@people.example", password: PASSWORD });
    const arrivals = await Promise.all([fill(), fill(), fill()]);
    expect(arrivals.filter((arrival) => "away" in arrival)).toHaveLength(1);
    expect(await world.api("GET", "users/auth0%7Cada")).toMatchObject({ logins_count: 1 });
  });
});

describe("sessions", () => {
  test("spare the credentials, until the tenant is reset", async () => {
    const browser = world.browser();
    await world.login({}, {}, browser);
    expect((await world.login({}, {}, browser)).pages).toEqual([]);
    expect((await world.login({ prompt: "none" }, {}, browser)).answer).toHaveProperty("code");
    expect((await world.login({ client_id: CLIENTS.both, organization: ACME }, {}, browser)).pages).toEqual([]);
    world.tenant.reset();
    expect((await world.login({}, {}, browser)).pages).toEqual(["Log in"]);
  });

  test.each([
    ["the client wants a login", { prompt: "login" }],
    ["the client wants an account chosen", { prompt: "select_account" }],
    ["the session is older than the client wants", { max_age: "0" }],
    ["the session is of a connection that does not count here", { client_id: CLIENTS.business, connection: "staff" }],
  ])("do not where %s", async (_what, parameters) => {
    const browser = world.browser();
    await world.login({}, {}, browser);
    // A moment later than the session.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(pageOf(await browser.open(world.authorizeUrl(parameters))).heading).toBe("Log in");
  });

  test("end with the user, and do not outlive a block", async () => {
    const browser = world.browser();
    await world.login({}, {}, browser);
    await world.api("PATCH", "users/auth0%7Cada", { blocked: true });
    expect((await world.login({ prompt: "none" }, {}, browser)).answer).toMatchObject({ error: "unauthorized" });
    await world.api("DELETE", "users/auth0%7Cada");
    expect((await world.login({ prompt: "none" }, {}, browser)).answer).toMatchObject({
      error: "access_denied",
      error_description: "the user does not exist any more",
    });
  });

  test("are not made by a login that is refused", async () => {
    const browser = world.browser();
    await world.login({ client_id: CLIENTS.both, organization: GLOBEX }, {}, browser);
    expect((await world.login({ prompt: "none", audience: API }, {}, browser)).answer).toMatchObject({
      error: "login_required",
    });
  });
});
