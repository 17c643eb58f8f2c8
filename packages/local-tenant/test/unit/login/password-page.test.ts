// Links by which a person sets a password: what the ticket is given for, and what its page takes, once.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { formBody, FORM } from "../../../src/visitor/index.ts";
import { ACME, openLoginWorld, pageOf, type LoginWorld } from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
beforeEach(() => world.tenant.reset());
afterAll(() => world.stop());

const NEW = "Chosen-5-a-test";

const ask = (body: object) => world.tenant.api("POST", "/api/v2/tickets/password-change", body);
const linkFor = async (body: object) =>
  new URL((await world.api<{ ticket: string }>("POST", "tickets/password-change", body)).ticket);

async function set(link: URL, password: string, again = password) {
  const browser = world.browser();
  const page = pageOf(await browser.open(link));
  const [form] = page.forms;
  return form === undefined ? page : pageOf(await browser.submit(form, { password, again }));
}

test("the link is the tenant's own; its page sets the password, once", async () => {
  const link = await linkFor({ user_id: "auth0|ada" });
  expect(`${link.origin}${link.pathname}`).toBe(`${world.tenant.url}/u/reset-verify`);
  expect((await set(link, NEW)).heading).toBe("Password changed");
  expect((await world.login({}, { password: NEW })).answer).toHaveProperty("code");
  await expect(world.login()).rejects.toThrow("Wrong email or password.");
  expect((await set(link, "Another-6-a-test")).alert).toContain("invalid_ticket");
  expect((await world.login({}, { password: NEW })).answer).toHaveProperty("code");
});

test("by connection and e-mail address, whatever its case; in an organization", async () => {
  const link = await linkFor({
    connection_id: "con_people0000000001",
    email: "ADA@people.example",
    organization_id: ACME,
  });
  expect((await set(link, NEW)).heading).toBe("Password changed");
  expect((await world.login({}, { password: NEW })).answer).toHaveProperty("code");
});

test("the e-mail address is verified by it where the ticket says so", async () => {
  const verified = async () =>
    (await world.api<{ email_verified: boolean }>("GET", "users/auth0%7Cada")).email_verified;
  await world.api("PATCH", "users/auth0%7Cada", { email_verified: false });
  await set(await linkFor({ user_id: "auth0|ada" }), NEW);
  expect(await verified()).toBe(false);
  await set(await linkFor({ user_id: "auth0|ada", mark_email_as_verified: true }), NEW);
  expect(await verified()).toBe(true);
});

test("a refused password leaves the old one and the link", async () => {
  await world.api("PATCH", "connections/con_people0000000001", {
    options: { requires_username: true, passwordPolicy: "good" },
  });
  const link = await linkFor({ user_id: "auth0|ada" });
  expect((await set(link, NEW, "other")).alert).toBe("The two passwords are not the same.");
  expect((await set(link, "short")).alert).toBe("The password is too weak.");
  const { status } = await world.request(link.href, { method: "POST", headers: FORM, body: formBody({}) });
  expect(status).toBe(400);
  expect((await world.login()).answer).toHaveProperty("code");
  expect((await set(link, NEW)).heading).toBe("Password changed");
});

test("a link that is unknown, or whose person is gone, says so", async () => {
  const link = await linkFor({ user_id: "auth0|ada" });
  await world.api("DELETE", "users/auth0%7Cada");
  expect((await set(link, NEW)).alert).toContain("invalid_ticket");
  expect((await set(new URL("/u/reset-verify?ticket=x", world.tenant.url), NEW)).alert).toContain("invalid_ticket");
});

test("a link is over after its time", async () => {
  await world.api("POST", "tickets/password-change", { user_id: "auth0|ada", ttl_sec: 60 });
  await world.api("POST", "tickets/password-change", { user_id: "auth0|ada", ttl_sec: 0 });
  const { password_tickets: rows } = world.tenant.snapshot() as unknown as {
    password_tickets: { ticket: string; expires: number }[];
  };
  const [short = { ticket: "", expires: 0 }, long = short] = rows.toSorted((a, b) => a.expires - b.expires);
  expect(Math.round((long.expires - short.expires) / 60_000)).toBe(5 * 24 * 60 - 1);
  world.tenant.restore({
    ...world.tenant.snapshot(),
    password_tickets: [{ ...short, expires: Date.now() - 1 }, { ...long }],
  });
  const link = (ticket: string) => new URL(`/u/reset-verify?ticket=${ticket}`, world.tenant.url);
  expect((await set(link(short.ticket), NEW)).alert).toContain("invalid_ticket");
  expect((await set(link(long.ticket), NEW)).heading).toBe("Password changed");
});

test.each<[string, object, number, string]>([
  ["nobody", {}, 400, "Either user_id or connection_id must be given"],
  ["both ways", { user_id: "auth0|ada", email: "ada@people.example" }, 400, "user_id cannot be given together"],
  ["half a way", { connection_id: "con_people0000000001" }, 400, "email must be given together"],
  ["a stranger", { user_id: "auth0|stranger" }, 404, "The user does not exist."],
  ["an address without account", { connection_id: "con_staff00000000001", email: "ada@people.example" }, 404, "exist"],
  ["no such connection", { connection_id: "con_x", email: "ada@people.example" }, 404, "The connection does not exist"],
  ["no such organization", { user_id: "auth0|ada", organization_id: "org_x" }, 404, "No organization found"],
  [
    "a way back that an organization excludes",
    { user_id: "auth0|ada", organization_id: ACME, result_url: "https://app.example" },
    400,
    "result_url cannot",
  ],
])("refused: %s", async (_what, body, status, message) => {
  const answer = await ask(body);
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: { message: expect.stringContaining(message) as string },
  });
  expect(world.tenant.snapshot()).toMatchObject({ password_tickets: [] });
});
