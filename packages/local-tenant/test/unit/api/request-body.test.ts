// What may come as the body of a request, over the wire.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

const MEBIBYTE = 1_048_576;
const TOO_LONG = `Payload content length greater than maximum allowed: ${MEBIBYTE}`;
const TOO_DEEP = "The request body is nested too deeply, maximum 100 levels";

/** A role whose description makes the body so many bytes long. */
function bodyOf(bytes: number): string {
  const empty = JSON.stringify({ name: "R", description: "" });
  return JSON.stringify({ name: "R", description: "x".repeat(bytes - empty.length) });
}

/** A user profile in so many brackets, with the body's own. */
const nested = (levels: number): string => `{"app_metadata":{"a":${"[".repeat(levels - 2)}${"]".repeat(levels - 2)}}}`;

const patchNobody = (body: string) => ask(tenant, "PATCH", "/api/v2/users/auth0%7Cnobody", { body });

test("a body of the greatest length is read", async () => {
  expect(await ask(tenant, "POST", "/api/v2/roles", { body: bodyOf(MEBIBYTE) })).toMatchObject({
    status: 200,
    body: { name: "R" },
  });
});

test("a longer one is refused, and the connection stays good", async () => {
  for (const bytes of [MEBIBYTE + 1, 8 * MEBIBYTE]) {
    const { status, body } = await ask(tenant, "POST", "/api/v2/roles", { body: bodyOf(bytes) });
    expect({ status, body }).toEqual({ status: 413, body: refusal(413, "Request Entity Too Large", TOO_LONG) });
  }
  expect((await ask(tenant, "GET", "/api/v2/roles")).body).toEqual([]);
});

test("a token is demanded all the same", async () => {
  expect((await ask(tenant, "POST", "/api/v2/roles", { token: null, body: bodyOf(MEBIBYTE + 1) })).status).toBe(401);
});

test("JSON of a hundred levels is read, deeper JSON is refused", async () => {
  expect((await patchNobody(nested(100))).body).toEqual(
    refusal(404, "Not Found", "The user does not exist.", "inexistent_user"),
  );
  for (const levels of [101, 20_000]) {
    expect((await patchNobody(nested(levels))).body).toEqual(refusal(400, "Bad Request", TOO_DEEP, "invalid_body"));
  }
});

test("what is no JSON is refused", async () => {
  expect((await patchNobody("{")).body).toEqual(
    refusal(400, "Bad Request", "Invalid request payload JSON format", "invalid_body"),
  );
});

test.each<[string, string, number, string]>([
  ["too long", JSON.stringify({ scope: "x".repeat(MEBIBYTE) }), 413, TOO_LONG],
  ["too deep", nested(20_000), 400, TOO_DEEP],
])("/oauth/token refuses a body that is %s", async (_what, text, status, error_description) => {
  expect(await ask(tenant, "POST", "/oauth/token", { token: null, body: text })).toMatchObject({
    status,
    body: { error: "invalid_request", error_description },
  });
});
