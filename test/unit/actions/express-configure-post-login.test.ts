/** Proof 5: the guide's post-login Action on its own. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../../actions/code.ts";
import { type Event, login as runAction, NOTHING, type Outcome } from "./post-login.ts";

const API = "https://system.okta.com/actions/express-configure/v1";
const SECRETS = {
  EXPRESS_CONFIGURE_API_IDENTIFIER: API,
  TENANT_DOMAIN: "https://acme.us.auth0.com",
  SERVICE_INIT_LOGIN_URL: "https://app.acme.example/login",
};

const login = (event: Omit<Event, "secrets">, secrets: Record<string, string> = SECRETS) =>
  runAction(EXPRESS_CONFIGURE_POST_LOGIN, { ...event, secrets });

const OIN = { metadata: { express_configure_sp_client_id: "service-app" } };
const ORGANIZATION = { id: "org_1" };
const THREE_CLAIMS: Outcome = {
  ...NOTHING,
  claims: {
    sp_client_id: "service-app",
    management_api_audience: "https://acme.us.auth0.com/api/v2/",
    init_login_uri: "https://app.acme.example/login",
  },
};
const NO_METADATA =
  "Express Configuration: this client is not linked to an application (client metadata express_configure_sp_client_id is missing).";
const NO_ORGANIZATION = "Express Configuration: sign in to an organization. Without one there is nothing to configure.";

describe("a login that asks for the Express Configure API", () => {
  it.each([
    ["the transaction's resource server", { resource_server: { identifier: API } }],
    ["the query's audience, where the transaction has no resource server", { request: { query: { audience: API } } }],
    ["both, agreeing", { resource_server: { identifier: API }, request: { query: { audience: API } } }],
  ])("sets exactly the three claims, told by %s", async (_source, asks) => {
    expect(await login({ client: OIN, organization: ORGANIZATION, ...asks })).toEqual(THREE_CLAIMS);
  });

  it.each([
    ["no metadata", {}],
    ["other metadata", { metadata: { other: "x" } }],
    ["empty metadata value", { metadata: { express_configure_sp_client_id: "" } }],
  ])("is denied for a client with %s", async (_what, client) => {
    expect(await login({ client, organization: ORGANIZATION, resource_server: { identifier: API } })).toEqual({
      denied: [NO_METADATA],
      claims: {},
      scopes: [],
    });
  });

  it("is denied where the event has no client", async () => {
    expect(await login({ organization: ORGANIZATION, resource_server: { identifier: API } })).toEqual({
      denied: [NO_METADATA],
      claims: {},
      scopes: [],
    });
  });

  it("is denied outside an organization", async () => {
    expect(await login({ client: OIN, resource_server: { identifier: API } })).toEqual({
      denied: [NO_ORGANIZATION],
      claims: {},
      scopes: [],
    });
  });

  it("is denied once, for the metadata first, where both are missing", async () => {
    expect(await login({ client: {}, resource_server: { identifier: API } })).toEqual({
      denied: [NO_METADATA],
      claims: {},
      scopes: [],
    });
  });

  it.each([
    "oidc-basic-profile",
    "oauth2-password",
    "oauth2-refresh-token",
    "oauth2-device-code",
    "oauth2-token-exchange",
  ])("gets the same rule under the protocol %s", async (protocol) => {
    const event = { client: OIN, resource_server: { identifier: API }, transaction: { protocol } };
    expect(await login({ ...event, organization: ORGANIZATION })).toEqual(THREE_CLAIMS);
    expect(await login(event)).toEqual({ denied: [NO_ORGANIZATION], claims: {}, scopes: [] });
  });
});

describe("every other login", () => {
  it.each([
    ["another API", { resource_server: { identifier: "https://api.acme.example" } }],
    [
      "another API, whatever the query says",
      { resource_server: { identifier: "https://api.acme.example" }, request: { query: { audience: API } } },
    ],
    ["the tenant's Management API", { resource_server: { identifier: "https://acme.us.auth0.com/api/v2/" } }],
    ["another audience by query", { request: { query: { audience: `${API}/` } } }],
    ["no API, with a query", { request: { query: {} } }],
    ["no API, with a request but no query", { request: {} }],
    ["no API and no request", {}],
  ])("passes untouched: %s", async (_what, asks) => {
    expect(await login({ client: OIN, organization: ORGANIZATION, ...asks })).toEqual(NOTHING);
  });

  it("passes untouched where the Action's secrets are gone", async () => {
    expect(await login({ client: OIN, organization: ORGANIZATION }, {})).toEqual(NOTHING);
    expect(await login({ client: OIN, organization: ORGANIZATION, resource_server: { identifier: API } }, {})).toEqual(
      NOTHING,
    );
  });

  it("passes untouched for any API but ours (property)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string().filter((api) => api !== API),
        fc.option(fc.string(), { nil: undefined }),
        async (identifier, audience) => {
          const event = {
            client: OIN,
            organization: ORGANIZATION,
            resource_server: { identifier },
            request: { query: { audience } },
          };
          expect(await login(event)).toEqual(NOTHING);
        },
      ),
      { numRuns: 50 },
    );
  });
});
