// The consent page: for whom, in which words, and what an answer does.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerOf, API, CLIENTS, openLoginWorld, pageOf, type LoginWorld } from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const LOCALHOST = "http://localhost:3000/callback";
const patchApi = (change: object) => world.api("PATCH", `resource-servers/${encodeURIComponent(API)}`, change);
const asWriter = { username: "carol@people.example" };

describe("is asked for", () => {
  test("by third-party clients always, with an API or without", async () => {
    expect((await world.login({ client_id: CLIENTS.partner })).pages).toEqual(["Log in", "Authorize app"]);
    expect((await world.login({ client_id: CLIENTS.partner, audience: undefined })).pages).toEqual([
      "Log in",
      "Authorize app",
    ]);
  });

  test("by first-party clients where the API does not let them skip it", async () => {
    expect((await world.login()).pages).toEqual(["Log in"]);
    await patchApi({ skip_consent_for_verifiable_first_party_clients: false });
    expect((await world.login()).pages).toEqual(["Log in", "Authorize app"]);
    expect((await world.login({ audience: undefined })).pages).toEqual(["Log in"]);
  });

  test("where the callback is on localhost, which anybody may be", async () => {
    expect((await world.login({ redirect_uri: LOCALHOST })).pages).toEqual(["Log in", "Authorize app"]);
  });

  test("once, for the same scopes and by the same person", async () => {
    const partner = { client_id: CLIENTS.partner, scope: "openid read:messages" };
    expect((await world.login(partner, asWriter)).pages).toContain("Authorize app");
    expect((await world.login(partner, asWriter)).pages).not.toContain("Authorize app");
    expect((await world.login({ ...partner, scope: "openid" }, asWriter)).pages).not.toContain("Authorize app");
    expect((await world.login({ ...partner, scope: "openid write:messages" }, asWriter)).pages).toContain(
      "Authorize app",
    );
    expect(
      (await world.login({ ...partner, scope: "openid read:messages write:messages" }, asWriter)).pages,
    ).not.toContain("Authorize app");
    expect((await world.login(partner)).pages).toContain("Authorize app");
  });

  test("again where the client asks for it", async () => {
    expect((await world.login({ prompt: "consent" })).pages).toEqual(["Log in", "Authorize app"]);
    expect((await world.login({ prompt: "consent" })).pages).toEqual(["Log in", "Authorize app"]);
  });

  test("never in silence", async () => {
    const browser = world.browser();
    await world.login({}, {}, browser);
    expect((await world.login({ client_id: CLIENTS.partner, prompt: "none" }, {}, browser)).answer).toEqual({
      error: "consent_required",
      error_description: "Consent required",
      state: "state of the client",
    });
  });
});

describe("says", () => {
  const lines = async (parameters: object = {}) =>
    (await world.login({ client_id: CLIENTS.partner, prompt: "consent", ...parameters }, asWriter)).consent;

  test("the names of the scopes, by resource", async () => {
    expect(await lines()).toEqual([
      "Profile: access to your profile and email",
      "Messages: read and write your messages",
      "admin",
    ]);
    expect(await lines({ scope: "openid email write:messages" })).toEqual([
      "Profile: access to your email",
      "Messages: write your messages",
    ]);
  });

  test("their descriptions where the tenant's flag says so, and the name of one without", async () => {
    await world.api("PATCH", "tenants/settings", { flags: { use_scope_descriptions_for_consent: true } });
    expect(await lines()).toEqual([
      "Profile: access to your profile and email",
      "Be able to read your messages",
      "Write messages",
      "admin",
    ]);
  });

  test("nothing of scopes that the person does not get", async () => {
    expect((await world.login({ client_id: CLIENTS.partner })).consent).toEqual([
      "Profile: access to your profile and email",
    ]);
  });
});

describe("an answer", () => {
  const declined = {
    error: "access_denied",
    error_description: "User did not authorize the request",
    state: "state of the client",
  };

  test("declined: no code, and the question comes again", async () => {
    expect((await world.login({ client_id: CLIENTS.partner }, { consent: "decline" })).answer).toEqual(declined);
    expect(world.tenant.snapshot()["consents"]).toEqual([]);
    expect((await world.login({ client_id: CLIENTS.partner })).pages).toContain("Authorize app");
  });

  test("accepted: kept for the user, the client and the API, and gone with each of them", async () => {
    const kept = [{ audience: API, client_id: CLIENTS.partner, scope: ["openid"], user_id: "auth0|ada" }];
    await world.login({ client_id: CLIENTS.partner, scope: "openid" });
    const snapshot = world.tenant.snapshot();
    expect(snapshot["consents"]).toEqual(kept);
    for (const path of [
      "users/auth0%7Cada",
      `clients/${CLIENTS.partner}`,
      `resource-servers/${encodeURIComponent(API)}`,
    ]) {
      world.tenant.restore(snapshot);
      await world.api("DELETE", path);
      expect(world.tenant.snapshot()["consents"]).toEqual([]);
    }
  });

  test("neither: the question comes again", async () => {
    const browser = world.browser();
    const login = pageOf(await browser.open(world.authorizeUrl({ client_id: CLIENTS.partner })));
    const consent = pageOf(
      await browser.submit(login.forms[0]!, { username: "ada@people.example", password: "Only-4-a-test" }),
    );
    expect(pageOf(await browser.submit(consent.forms[0]!, { action: "maybe" })).alert).toBe("Accept or decline.");
    expect(answerOf(await browser.submit(consent.forms[0]!, {}, consent.forms[0]?.buttons[0]))).toHaveProperty("code");
  });
});
