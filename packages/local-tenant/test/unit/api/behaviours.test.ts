// Journal, faults, rate limits, latency: what a test can ask the tenant to do.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { RateLimit } from "../../../src/core/rate-limit.ts";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

const post = (name: string) => ask(tenant, "POST", "/api/v2/roles", { body: { name } });
const roles = async () => (await tenant.api<{ name: string }[]>("GET", "/api/v2/roles")).body.map(({ name }) => name);

describe("journal", () => {
  test("says what was asked and answered, and which of it were writes", async () => {
    await ask(tenant, "GET", "/api/v2/roles?name_filter=a%20b");
    await post("A");
    await tenant.api("POST", "/api/v2/roles", { name: "By hand" });
    expect(tenant.journal.entries).toMatchObject([
      {
        method: "GET",
        path: "/api/v2/roles",
        query: "name_filter=a%20b",
        requestBody: null,
        status: 200,
        responseBody: [],
      },
      {
        method: "POST",
        path: "/api/v2/roles",
        query: "",
        requestBody: { name: "A" },
        status: 200,
        responseBody: { name: "A" },
      },
    ]);
    expect(tenant.journal.writes().map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /api/v2/roles"]);
    tenant.journal.clear();
    expect(tenant.journal.entries).toEqual([]);
  });

  test("forgets the oldest when it is full, and counts them", async () => {
    const forgetful = await startTenant({ journalLimit: 4 });
    for (let page = 0; page < 5; page += 1) await ask(forgetful, "GET", `/api/v2/roles?page=${page}`);
    expect(forgetful.journal.entries.map(({ query }) => query)).toEqual(["page=2", "page=3", "page=4"]);
    expect(forgetful.journal.dropped).toBe(2);
    await forgetful.stop();
  });

  test("keeps no credentials of /oauth/token", async () => {
    await ask(tenant, "POST", "/oauth/token", {
      token: null,
      body: {
        grant_type: "client_credentials",
        client_id: tenant.clientId,
        client_secret: tenant.clientSecret,
        audience: `${tenant.url}/api/v2/`,
      },
    });
    expect(tenant.journal.entries[0]).toMatchObject({
      status: 200,
      requestBody: { client_id: tenant.clientId, client_secret: "[REDACTED]" },
      responseBody: { access_token: "[REDACTED]", token_type: "Bearer" },
    });
    expect(tenant.journal.writes()).toEqual([]);
  });
});

describe("faults", () => {
  test.each([
    ["429", 429, "Too Many Requests", "Global limit has been reached", "too_many_requests"],
    ["500", 500, "Internal Server Error", "An internal server error occurred", undefined],
    ["503", 503, "Service Unavailable", "The service is temporarily unavailable", undefined],
  ] as const)("%s, once, without effect", async (kind, status, error, message, code) => {
    tenant.faults.add({ kind });
    expect((await post("A")).body).toEqual(refusal(status, error, message, code));
    expect(await roles()).toEqual([]);
    expect((await post("A")).status).toBe(200);
  });

  test("429 says when to come back", async () => {
    tenant.faults.add({ kind: "429" });
    const { headers } = await post("A");
    expect(headers["x-ratelimit-remaining"]).toBe("0");
    expect(Number(headers["x-ratelimit-reset"])).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1000));
  });

  test("the second matching request, and the one after it", async () => {
    tenant.faults.add({ method: "POST", path: /^\/api\/v2\/roles$/, nth: 2, times: 2, kind: "500" });
    const statuses: number[] = [];
    for (const name of ["A", "B", "C", "D"]) {
      await ask(tenant, "GET", "/api/v2/roles");
      statuses.push((await post(name)).status);
    }
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(await roles()).toEqual(["A", "D"]);
  });

  test("a path given as text is the whole path", async () => {
    tenant.faults.add({ path: "/api/v2/role", kind: "500" });
    expect((await post("A")).status).toBe(200);
  });

  test("dropped before: nothing happened", async () => {
    tenant.faults.add({ kind: "drop-before" });
    await expect(post("A")).rejects.toThrow("socket hang up");
    expect(await roles()).toEqual([]);
  });

  test("dropped after: it took effect", async () => {
    tenant.faults.add({ kind: "drop-after" });
    await expect(post("A")).rejects.toThrow("socket hang up");
    expect(await roles()).toEqual(["A"]);
    expect(tenant.journal.writes()).toMatchObject([{ status: 0, responseBody: { name: "A" } }]);
  });

  test("hanging, until the client gives up", async () => {
    tenant.faults.add({ kind: "hang" });
    await expect(ask(tenant, "POST", "/api/v2/roles", { body: { name: "A" } }, 100)).rejects.toThrow(
      "no answer in time",
    );
    expect(await roles()).toEqual([]);
  });

  test("also on /oauth/token; clear takes them away", async () => {
    tenant.faults.add({ path: "/oauth/token", kind: "503", times: Infinity });
    expect((await ask(tenant, "POST", "/oauth/token", { token: null, body: {} })).status).toBe(503);
    expect((await ask(tenant, "POST", "/oauth/token", { token: null, body: {} })).status).toBe(503);
    tenant.faults.clear();
    expect((await ask(tenant, "POST", "/oauth/token", { token: null, body: {} })).status).toBe(400);
  });
});

describe("rate limit", () => {
  const BUCKETS = [
    ["free", 2, 2],
    ["enterprise", 50, 16],
    ["enterprise-non-production", 10, 2],
  ] as const;

  test.each(BUCKETS)("%s: a burst of %d, then %d a second", (plan, burst, perSecond) => {
    const start = 1_000_000;
    const limit = new RateLimit(plan, start);
    const taken = (count: number, at: number) =>
      Array.from({ length: count }, () => limit.take(at).allowed).filter(Boolean).length;
    expect(taken(burst + 5, start)).toBe(burst);
    expect(taken(100, start + 1000)).toBe(Math.min(burst, perSecond));
    expect(taken(burst + 5, start + 3_600_000)).toBe(burst);
  });

  test("headers count down and name the second at which the next request passes", () => {
    const limit = new RateLimit("free", 10_000_000);
    expect(limit.take(10_000_000).headers).toEqual({
      "X-RateLimit-Limit": "2",
      "X-RateLimit-Remaining": "1",
      "X-RateLimit-Reset": "10001",
    });
    expect(limit.take(10_000_000).headers).toMatchObject({ "X-RateLimit-Remaining": "0" });
    expect(limit.take(10_000_000)).toEqual({
      allowed: false,
      headers: { "X-RateLimit-Limit": "2", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "10001" },
    });
  });

  test("over the wire; /oauth/token is not counted", async () => {
    const limited = await startTenant({ rateLimit: "free" });
    for (let i = 0; i < 5; i += 1)
      expect((await ask(limited, "POST", "/oauth/token", { token: null, body: {} })).status).toBe(400);
    // The clock stands still, or a slow machine gets a token back between two requests.
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
    try {
      const answers = [
        await ask(limited, "GET", "/api/v2/roles"),
        await ask(limited, "GET", "/api/v2/roles"),
        await ask(limited, "GET", "/api/v2/roles"),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(answers[2]?.body).toEqual(
        refusal(429, "Too Many Requests", "Global limit has been reached", "too_many_requests"),
      );
    } finally {
      vi.useRealTimers();
      await limited.stop();
    }
  });

  test("off by default, with headers all the same", async () => {
    const { headers } = await ask(tenant, "GET", "/api/v2/roles");
    expect(headers).toMatchObject({ "x-ratelimit-limit": "50", "x-ratelimit-remaining": "50" });
  });
});

test("latency", async () => {
  const slow = await startTenant({ latencyMs: 80 });
  const start = performance.now();
  await ask(slow, "GET", "/api/v2/roles");
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
  await slow.stop();
});

test("a port that is taken", async () => {
  const port = Number(tenant.domain.split(":")[1]);
  await expect(startTenant({ port })).rejects.toThrow("EADDRINUSE");
});
