// Okta on a tenant that somebody set up by hand after the guide: what it makes, what it makes of it the second time, and
// what it refuses. No engine: the stack's own tenant is for test/e2e/sign-in/express-configure.test.ts.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  expressConfigure,
  ExpressConfigurationFailed,
  StuckOnPage,
  type ExpressConfigureOptions,
} from "../../../demo/okta/index.ts";
import { startTenant, type Snapshot, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { populatedSeed, SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/index.ts";
import { populatedClientId } from "../../../packages/local-tenant/src/seed/populated-clients.ts";
import {
  followGuide,
  followScimGuide,
  guide,
  type Call,
  type GuideInputs,
  type GuideObjects,
} from "../../fixtures/hand-made-tenants.ts";
import { rsaKey } from "../../../packages/local-tenant/test/fixtures/keys.ts";

const { privateKey, pem: oktaPublicKey } = rsaKey();
const LOGIN_URI = "https://app.acme.example/login";
const ada = { username: "ada@northwind.example", password: "Only-4-a-local-tenant" };
const okta = { domain: "northwind.okta.example", clientId: "0oaacmesaas", clientSecret: "only-for-a-test" };

let tenant: Tenant;
let inputs: GuideInputs;
let objects: GuideObjects;
let organization: string;
let asTheGuideLeavesIt: Snapshot;
let mended: Snapshot;

const call: Call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await tenant.api<T>(method, `/api/v2${path}`, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

const secret = (name: string, value: string) =>
  call("PATCH", `/actions/actions/${objects.action}`, {
    secrets: ["SERVICE_INIT_LOGIN_URL", "EXPRESS_CONFIGURE_API_IDENTIFIER", "TENANT_DOMAIN"].map((known) =>
      known === name ? { name, value } : { name: known },
    ),
  }).then(() => guide.deployAction(call, objects.action));

beforeAll(async () => {
  tenant = await startTenant({ seed: populatedSeed() });
  inputs = {
    domain: tenant.domain,
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    serviceInitLoginUrl: LOGIN_URI,
    oktaPublicKey,
  };
  objects = await followGuide(call, inputs);
  organization = (await call<{ id: string }>("GET", "/organizations/name/northwind")).id;
  const [user] = await call<{ user_id: string }[]>("GET", `/users-by-email?email=${ada.username}`);
  await call("POST", `/organizations/${organization}/members/${user?.user_id}/roles`, { roles: [objects.role] });
  const [database] = await call<{ id: string }[]>("GET", "/connections?strategy=auth0");
  await call("PATCH", `/connections/${database?.id}/clients`, [{ client_id: objects.client, status: true }]);
  asTheGuideLeavesIt = tenant.snapshot();
  await secret("SERVICE_INIT_LOGIN_URL", LOGIN_URI);
  mended = tenant.snapshot();
});
beforeEach(() => tenant.restore(mended));
afterAll(() => tenant.stop());

const run = (more: Partial<ExpressConfigureOptions> = {}) =>
  expressConfigure({
    flavour: "guide",
    domain: tenant.domain,
    ca: readFileSync(tenant.certificateFile, "utf8"),
    oinClientId: objects.client,
    privateKey,
    admin: ada,
    okta,
    ...more,
  });

async function failure(more: Partial<ExpressConfigureOptions> = {}): Promise<object> {
  const error: unknown = await run(more).catch((thrown: unknown) => thrown);
  if (!(error instanceof ExpressConfigurationFailed)) throw new Error("It did not fail as it should", { cause: error });
  return { step: error.step, code: error.code, message: error.message };
}

const failed = (step: string, message: string, code?: string) => ({ step, code, message });

describe("Okta makes", () => {
  test("the connection, for the app and as a button of the organization", async () => {
    const { connection, claims } = await run();
    expect(claims).toMatchObject({
      sp_client_id: SERVICE_APP_CLIENT_ID,
      management_api_audience: `${tenant.url}/api/v2/`,
      init_login_uri: LOGIN_URI,
      org_id: organization,
      azp: objects.client,
    });
    expect(connection).toEqual({
      id: expect.stringMatching(/^con_/) as string,
      name: `okta-northwind-okta-example-${organization.slice(4)}`,
      created: true,
    });
    expect(await call("GET", `/connections/${connection.id}`)).toMatchObject({
      strategy: "okta",
      display_name: "Okta",
      options: {
        client_id: okta.clientId,
        domain: okta.domain,
        scope: "openid email profile",
        attribute_map: { mapping_mode: "basic_profile" },
        connection_settings: { pkce: "auto" },
      },
    });
    expect(await call("GET", `/connections/${connection.id}/clients`)).toEqual({
      clients: [{ client_id: SERVICE_APP_CLIENT_ID }],
    });
    expect(await call("GET", `/organizations/${organization}/enabled_connections/${connection.id}`)).toMatchObject({
      show_as_button: true,
      assign_membership_on_login: true,
    });
    expect((await tenant.api("GET", `/api/v2/connections/${connection.id}/scim-configuration`)).status).toBe(404);
  });

  test("it once: a second run brings it up to date and leaves what others did with it", async () => {
    const first = await run();
    const dashboard = populatedClientId("Acme Dashboard");
    await call("PATCH", `/connections/${first.connection.id}/clients`, [
      { client_id: dashboard, status: true },
      { client_id: SERVICE_APP_CLIENT_ID, status: false },
    ]);
    await call("PATCH", `/organizations/${organization}/enabled_connections/${first.connection.id}`, {
      show_as_button: false,
    });
    const second = await run({ okta: { ...okta, clientId: "0oaanother" } });
    expect(second.connection).toEqual({ ...first.connection, created: false });
    expect(await call("GET", `/connections/${first.connection.id}`)).toMatchObject({
      options: { client_id: "0oaanother" },
    });
    expect(await call("GET", `/connections/${first.connection.id}/clients`)).toEqual({
      clients: [{ client_id: dashboard }, { client_id: SERVICE_APP_CLIENT_ID }],
    });
    expect(await call("GET", `/organizations/${organization}/enabled_connections`)).toHaveLength(3);
    expect(
      await call("GET", `/organizations/${organization}/enabled_connections/${first.connection.id}`),
    ).toMatchObject({ show_as_button: true });
  });

  test("another one for another Okta organization", async () => {
    const first = await run();
    const second = await run({ okta: { ...okta, domain: "northwind-emea.okta.example" } });
    expect(second.connection.created).toBe(true);
    expect(second.connection.id).not.toBe(first.connection.id);
  });

  test("with SCIM its configuration and one token, a new one each time", async () => {
    await followScimGuide(call, inputs, objects);
    const tokens = async (id: string) =>
      (await call<{ token_id: string }[]>("GET", `/connections/${id}/scim-configuration/tokens`)).map(
        ({ token_id }) => token_id,
      );
    const first = await run({ capabilities: ["sso", "scim"] });
    expect(first.scopes).toEqual(["openid", "profile", "email", "expressconfigure:sso", "expressconfigure:scim"]);
    expect(await call("GET", `/connections/${first.connection.id}/scim-configuration`)).toMatchObject({
      user_id_attribute: "externalId",
    });
    expect(await tokens(first.connection.id)).toEqual([first.connection.scimTokenId]);
    await call("POST", `/connections/${first.connection.id}/scim-configuration/tokens`, {});
    const second = await run({ capabilities: ["sso", "scim"] });
    expect(second.connection.scimTokenId).not.toBe(first.connection.scimTokenId);
    expect(await tokens(first.connection.id)).toEqual([second.connection.scimTokenId]);
  });
});

describe("Okta gets no further", () => {
  test("on a tenant as the guide leaves it: its quoting puts quote marks into the address", async () => {
    tenant.restore(asTheGuideLeavesIt);
    expect(await failure()).toEqual(failed("claims", "The access token has no usable claim init_login_uri"));
  });

  test("where the Action names another tenant", async () => {
    await secret("TENANT_DOMAIN", "https://somebody-else.eu.auth0.com");
    expect(await failure()).toEqual(failed("claims", "The access token names another tenant's Management API"));
  });

  test("where the Action is not in the flow", async () => {
    await call("PATCH", "/actions/triggers/post-login/bindings", { bindings: [] });
    expect(await failure()).toEqual(
      failed("claims", "The access token has no usable claim sp_client_id, management_api_audience, init_login_uri"),
    );
  });

  test("where no connection is enabled for the OIN client: nobody could sign in", async () => {
    const [database] = await call<{ id: string }[]>("GET", "/connections?strategy=auth0");
    await call("PATCH", `/connections/${database?.id}/clients`, [{ client_id: objects.client, status: false }]);
    expect(await failure()).toEqual(failed("sign-in", "no connections enabled for the client", "invalid_request"));
    // An organization that Okta names brings its own connections.
    expect((await run({ organization })).connection.created).toBe(true);
  });

  test("with a key that the client does not have", async () => {
    expect(await failure({ privateKey: rsaKey(1).privateKey })).toEqual(
      failed("token", "client_assertion is not signed with a registered key of this client", "invalid_client"),
    );
  });

  test("without the rights at the Management API", async () => {
    await call("PATCH", `/client-grants/${objects.grant}`, { scope: ["read:connections"] });
    expect(await failure()).toEqual(
      failed("management-api", "POST connections: Insufficient scope, expected any of: create:connections"),
    );
    await call("DELETE", `/client-grants/${objects.grant}`);
    expect(await failure()).toMatchObject({ step: "management-token", code: "access_denied" });
  });

  test("with an admin who declines, or who may not", async () => {
    expect(await failure({ admin: { ...ada, consent: "decline" } })).toEqual(
      failed("sign-in", "User did not authorize the request", "access_denied"),
    );
    expect(await failure({ admin: { ...ada, username: "grace@northwind.example" } })).toEqual(
      failed("permission", "This account may not set it up: its token lacks expressconfigure:sso"),
    );
    expect(await failure({ capabilities: ["sso", "scim"] })).toEqual(
      failed("permission", "This account may not set it up: its token lacks expressconfigure:scim"),
    );
  });

  test("with an admin who does not know their password", async () => {
    const stuck: unknown = await run({ admin: { ...ada, password: "wrong" } }).catch((error: unknown) => error);
    expect(stuck).toBeInstanceOf(StuckOnPage);
    expect(stuck).toMatchObject({ message: 'The person is stuck on the page "Log in": Wrong email or password.' });
  });

  test("and makes nothing then", async () => {
    const connections = tenant.snapshot()["connections"];
    await failure({ admin: { ...ada, username: "grace@northwind.example" } });
    await failure({ admin: { ...ada, consent: "decline" } });
    expect(tenant.snapshot()["connections"]).toEqual(connections);
  });
});
