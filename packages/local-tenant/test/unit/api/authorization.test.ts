// Who may ask what: 401, 403, the scopes of every endpoint, and what the tenant does not model.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENDPOINTS } from "../../../src/resources/index.ts";
import { MANAGEMENT_SCOPES } from "../../../src/core/scopes.ts";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { ask, invalidBody, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
afterAll(() => tenant.stop());

describe("tokens", () => {
  test("no token", async () => {
    const { status, body } = await ask(tenant, "GET", "/api/v2/clients", { token: null });
    expect({ status, body }).toEqual({ status: 401, body: refusal(401, "Unauthorized", "Missing authentication") });
  });

  test("not a token", async () => {
    const { body } = await ask(tenant, "GET", "/api/v2/clients", { token: "nonsense" });
    expect(body).toEqual(refusal(401, "Unauthorized", "Invalid token"));
  });

  test("another tenant's token", async () => {
    const other = await startTenant();
    const { body } = await ask(tenant, "GET", "/api/v2/clients", { token: other.managementToken });
    await other.stop();
    expect(body).toEqual(refusal(401, "Unauthorized", "Invalid signature received for JSON Web Token validation"));
  });

  test("a token for another API", async () => {
    const audience = "https://orders.example";
    await tenant.api("POST", "/api/v2/resource-servers", { identifier: audience });
    await tenant.api("POST", "/api/v2/client-grants", { client_id: tenant.clientId, audience, scope: [] });
    const issued = await ask(tenant, "POST", "/oauth/token", {
      token: null,
      body: {
        grant_type: "client_credentials",
        client_id: tenant.clientId,
        client_secret: tenant.clientSecret,
        audience,
      },
    });
    const token = (issued.body as { access_token: string }).access_token;
    const { status, body } = await ask(tenant, "GET", "/api/v2/clients", { token });
    expect({ status, body }).toEqual({
      status: 401,
      body: refusal(401, "Unauthorized", `Bad audience: expected ${tenant.url}/api/v2/`),
    });
  });
});

describe("scopes", () => {
  test("every endpoint refuses a token that has every scope but its own", async () => {
    for (const { method, path, scopes } of ENDPOINTS) {
      const others = MANAGEMENT_SCOPES.filter((scope) => !scopes.includes(scope));
      const { status, body } = await ask(tenant, method, `/api/v2${path.replaceAll(/:\w+/g, "any")}`, {
        token: await tenant.issueToken(others),
      });
      expect({ method, path, status, body }).toEqual({
        method,
        path,
        status: 403,
        body: refusal(
          403,
          "Forbidden",
          `Insufficient scope, expected any of: ${scopes.join(",")}`,
          "insufficient_scope",
        ),
      });
    }
  });

  test("one of an endpoint's scopes is enough", async () => {
    const { status } = await ask(tenant, "GET", "/api/v2/clients", {
      token: await tenant.issueToken(["read:clients"]),
    });
    expect(status).toBe(200);
  });

  test("scope comes before the body", async () => {
    const { status } = await ask(tenant, "POST", "/api/v2/clients", {
      token: await tenant.issueToken(["read:clients"]),
      body: {},
    });
    expect(status).toBe(403);
  });
});

describe("what is not served", () => {
  test("a part of Auth0 that is not modelled", async () => {
    const { body } = await ask(tenant, "GET", "/api/v2/log-streams");
    expect(body).toEqual(
      refusal(
        404,
        "Not Found",
        "The local tenant does not model GET /api/v2/log-streams: it is outside its scope (docs/tenant.md)",
      ),
    );
  });

  test.each([
    ["GET", "/api/v2/nothing-of-the-kind"],
    ["GET", "/api/v1/clients"],
    ["POST", "/"],
  ])("%s %s", async (method, path) => {
    expect((await ask(tenant, method, path)).body).toEqual(refusal(404, "Not Found", "Not Found"));
  });

  test("a method that an endpoint does not have is no success", async () => {
    expect((await ask(tenant, "PUT", "/api/v2/clients")).status).toBe(404);
  });
});

test("a body that is not JSON", async () => {
  const { body } = await ask(tenant, "POST", "/api/v2/roles", { body: "{" });
  expect(body).toEqual(refusal(400, "Bad Request", "Invalid request payload JSON format", "invalid_body"));
});

test("no body counts as an empty one", async () => {
  const { body } = await ask(tenant, "POST", "/api/v2/roles");
  expect(body).toEqual(invalidBody("'Missing required property: name'."));
});
