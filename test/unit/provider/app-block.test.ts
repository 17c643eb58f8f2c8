/** The plugin that owns one block of an app: over real gRPC, against the local tenant. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { serve } from "../../../provider/service.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { type EngineClient, engineClient } from "../../../packages/pulumi-sandbox/test/unit/plugin/engine-client.ts";
import type { JsonObject } from "../../../packages/pulumi-sandbox/test/unit/plugin/transcript.ts";

const URN = "urn:pulumi:test::p::auth0-app-block:index:ExpressConfiguration::block";
const BLOCK = {
  adminLoginDomain: "login.acme.example",
  connectionProfileId: "cop_1",
  enableClient: true,
  enableOrganization: false,
  initiateLoginUriTemplate: "https://app.acme.example/{organization_name}",
  oktaOinClientId: "oin",
  userAttributeProfileId: "uap_1",
};
const SENT = {
  admin_login_domain: "login.acme.example",
  connection_profile_id: "cop_1",
  enable_client: true,
  enable_organization: false,
  initiate_login_uri_template: "https://app.acme.example/{organization_name}",
  okta_oin_client_id: "oin",
  user_attribute_profile_id: "uap_1",
};

let tenant: Tenant;
let engine: EngineClient;
let stop: () => Promise<void>;
let clientId: string;

beforeAll(async () => {
  tenant = await startTenant();
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  const plugin = await serve({ AUTH0_API_TOKEN: tenant.managementToken });
  engine = engineClient(plugin.port);
  stop = () => plugin.stop();
});
afterAll(async () => {
  engine.close();
  await stop();
  await tenant.stop();
});
beforeEach(async () => {
  clientId = (await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", { name: "App" })).body.client_id;
  tenant.journal.clear();
});

const onTheTenant = async () =>
  (await tenant.api<Record<string, unknown>>("GET", `/api/v2/clients/${clientId}`)).body["express_configuration"];
const edit = async (express_configuration: object) =>
  void (await tenant.api("PATCH", `/api/v2/clients/${clientId}`, { express_configuration }));
const state = (block: JsonObject = BLOCK): JsonObject => ({ clientId, expressConfiguration: block });
const writes = () => tenant.journal.writes().map(({ method, path, requestBody }) => [method, path, requestBody]);

it("says that it was not configured, and which value it misses of which stack", async () => {
  const urn = "urn:pulumi:dev::okta-express::pulumi:providers:auth0-app-block::default";
  const bare = await serve({});
  const unset = engineClient(bare.port);
  try {
    expect(await unset.call("Create", { urn: URN, properties: state() })).toEqual({
      error: "The plugin was not configured.",
    });
    expect(await unset.call("Configure", { urn, args: {} })).toEqual({
      error: "Stack dev does not tell its tenant: set auth0:domain or AUTH0_DOMAIN.",
    });
    expect(await unset.call("Configure", { urn, args: { domain: tenant.domain } })).toEqual({
      error: expect.stringMatching(
        /^1 problem in the configuration of stack dev\. Nothing was changed\.\n\n {2}auth0:clientId is not set\n/,
      ) as string,
    });
  } finally {
    unset.close();
    await bare.stop();
  }
});

it("takes its arguments before the environment, as the Auth0 plugin does", async () => {
  expect(await engine.call("Configure", { args: { domain: tenant.domain } })).toEqual({ response: {} });
});

it("takes credentials that are secrets of the stack's configuration", async () => {
  const plugin = await serve({});
  const bare = engineClient(plugin.port);
  const secret = (value: string): JsonObject => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  await edit(SENT);
  try {
    expect(
      await bare.call("Configure", { args: { domain: tenant.domain, apiToken: secret(tenant.managementToken) } }),
    ).toEqual({ response: {} });
    expect(await bare.call("Read", { id: clientId, urn: URN })).toEqual({
      response: { id: clientId, properties: state(), inputs: state() },
    });
  } finally {
    bare.close();
    await plugin.stop();
  }
});

it("leaves the inputs as they are and the difference to the engine", async () => {
  expect(await engine.call("Check", { urn: URN, olds: {}, news: state() })).toEqual({ response: { inputs: state() } });
  expect(await engine.call("Diff", { urn: URN, id: clientId, olds: state(), news: state() })).toEqual({ response: {} });
});

it("puts the block on the app by a write that names nothing else", async () => {
  expect(await engine.call("Create", { urn: URN, properties: state() })).toEqual({
    response: { id: clientId, properties: state() },
  });
  expect(writes()).toEqual([["PATCH", `/api/v2/clients/${clientId}`, { express_configuration: SENT }]]);
});

it("reads the block back as inputs, drift and all, without what is not ours", async () => {
  await edit({ ...SENT, enable_client: false, linked_clients: [{ client_id: "one" }], oin_submission_id: "sub" });
  const found = state({ ...BLOCK, enableClient: false, linkedClients: [{ clientId: "one" }] });
  expect(await engine.call("Read", { id: clientId, urn: URN })).toEqual({
    response: { id: clientId, properties: found, inputs: found },
  });
});

it("keeps the ID of the OIN submission, and unlinks the last linked client", async () => {
  await edit({ ...SENT, linked_clients: [{ client_id: "one" }], oin_submission_id: "sub" });
  const linked = state({ ...BLOCK, linkedClients: [{ clientId: "one" }, { clientId: "two" }] });
  await engine.call("Update", { id: clientId, urn: URN, olds: state(), news: linked });
  expect(await onTheTenant()).toEqual({
    ...SENT,
    linked_clients: [{ client_id: "one" }, { client_id: "two" }],
    oin_submission_id: "sub",
  });
  await engine.call("Update", { id: clientId, urn: URN, olds: linked, news: state() });
  expect(await onTheTenant()).toEqual({ ...SENT, oin_submission_id: "sub" });
});

it("reads again after it wrote, and names what somebody else's write at the same time has undone", async () => {
  await edit({ ...SENT, oin_submission_id: "sub" });
  const written = state({ ...BLOCK, enableClient: false });
  const strike = tenant.faults.strike.bind(tenant.faults);
  let isWritten = false;
  const spy = vi.spyOn(tenant.faults, "strike").mockImplementation((method, path) => {
    // Right before the answer to the read that follows the write.
    if (isWritten && method === "GET") void edit(SENT);
    isWritten ||= method === "PATCH";
    return strike(method, path);
  });
  const answer = await engine.call("Update", { id: clientId, urn: URN, olds: state(), news: written });
  spy.mockRestore();
  const { error } = answer as { readonly error: string };
  expect(error).toMatch(
    /^The app's block was written, and enable_client, oin_submission_id in it are no longer as written: somebody else wrote/,
  );
  const [, path = "", body = ""] = /^npm run api -- patch (\S+) --data '(.+)' --stack \S*$/m.exec(error) ?? [];
  await tenant.api("PATCH", `/api/v2/${path}`, JSON.parse(body));
  expect(await onTheTenant()).toEqual({ ...SENT, enable_client: false, oin_submission_id: "sub" });
});

it("tells the engine where the block, or the app, is gone", async () => {
  expect(await engine.call("Read", { id: clientId, urn: URN })).toEqual({ response: {} });
  expect(await engine.call("Read", { id: "no-such-app", urn: URN })).toEqual({ response: {} });
});

it("takes the block off, and needs no app for it", async () => {
  await edit(SENT);
  tenant.journal.clear();
  expect(await engine.call("Delete", { id: clientId, urn: URN, properties: state() })).toEqual({ response: {} });
  expect(writes()).toEqual([["PATCH", `/api/v2/clients/${clientId}`, { express_configuration: null }]]);
  expect(await onTheTenant()).toBeUndefined();
  expect(await engine.call("Delete", { id: "no-such-app", urn: URN, properties: {} })).toEqual({ response: {} });
});

it("says what the Management API said", async () => {
  expect(
    await engine.call("Create", {
      urn: URN,
      properties: { clientId, expressConfiguration: { ...BLOCK, adminLoginDomain: "" } },
    }),
  ).toMatchObject({
    error: expect.stringMatching(
      /^The app's block: the Management API answered 400 \(Payload validation error/,
    ) as string,
  });
  expect(
    await engine.call("Create", { urn: URN, properties: { clientId: "no-such-app", expressConfiguration: BLOCK } }),
  ).toEqual({ error: "The app's block: the Management API answered 404 (The client does not exist)." });
});
