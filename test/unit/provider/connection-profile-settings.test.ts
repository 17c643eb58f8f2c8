/** The settings of a connection profile that the Auth0 plugin does not know: over real gRPC, against the local tenant. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { serve } from "../../../provider/service.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { type EngineClient, engineClient } from "../../../packages/pulumi-sandbox/test/unit/plugin/engine-client.ts";
import type { JsonObject } from "../../../packages/pulumi-sandbox/test/unit/plugin/transcript.ts";

const URN =
  "urn:pulumi:test::p::okta-express:index:ConnectionProfile$auth0-app-block:index:ConnectionProfileSettings::settings";
const SCIM_TOKENS = { scopes: ["get:users", "post:users"], defaultExpiry: 600 };
const CROSS_APP_ACCESS = { defaultValue: "disabled", allowedValues: ["disabled", "enabled"] };
const PROVISIONING = {
  scim: { tokens: { scopes: ["get:users", "post:users"], default_expiry: 600, max_allowed_expiry: null } },
};
const RESOURCE_APP = { status: { default_value: "disabled", allowed_values: ["disabled", "enabled"] } };

let tenant: Tenant;
let engine: EngineClient;
let stop: () => Promise<void>;
let id: string;

beforeAll(async () => {
  tenant = await startTenant();
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  const plugin = await serve({ AUTH0_API_TOKEN: tenant.managementToken });
  engine = engineClient(plugin.port);
  stop = () => plugin.stop();
  expect(await engine.call("Configure", { args: { domain: tenant.domain } })).toEqual({ response: {} });
});
afterAll(async () => {
  engine.close();
  await stop();
  await tenant.stop();
});
let profiles = 0;
beforeEach(async () => {
  profiles += 1;
  const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/connection-profiles", {
    name: `Profile ${profiles}`,
    enabled_features: ["scim"],
  });
  id = body.id;
  tenant.journal.clear();
});

const state = (settings: JsonObject): JsonObject => ({ connectionProfileId: id, ...settings });
const writes = () => tenant.journal.writes().map(({ method, path, requestBody }) => [method, path, requestBody]);
const edit = async (body: object) => void (await tenant.api("PATCH", `/api/v2/connection-profiles/${id}`, body));
const read = (inputs?: JsonObject) =>
  engine.call("Read", { id, urn: URN, ...(inputs === undefined ? {} : { properties: inputs, inputs }) });

it("writes what is declared and nothing else", async () => {
  const both = state({ scimTokens: SCIM_TOKENS, crossAppAccess: CROSS_APP_ACCESS });
  expect(await engine.call("Create", { urn: URN, properties: both })).toEqual({ response: { id, properties: both } });
  const tokens = state({ scimTokens: { scopes: ["get:users"] } });
  expect(await engine.call("Update", { id, urn: URN, olds: both, news: tokens })).toEqual({
    response: { properties: tokens },
  });
  const path = `/api/v2/connection-profiles/${id}`;
  const unlimited = { scim: { tokens: { scopes: ["get:users"], default_expiry: null, max_allowed_expiry: null } } };
  expect(writes()).toEqual([
    ["PATCH", path, { provisioning: PROVISIONING, cross_app_access_resource_app: RESOURCE_APP }],
    ["PATCH", path, { provisioning: unlimited }],
  ]);
});

it("reads back what is declared, drift and all, and at an import whatever there is", async () => {
  await edit({ provisioning: PROVISIONING, cross_app_access_resource_app: RESOURCE_APP });
  const tokens = state({ scimTokens: SCIM_TOKENS });
  expect(await read(state({ scimTokens: { scopes: ["put:users"] } }))).toEqual({
    response: { id, properties: tokens, inputs: tokens },
  });
  const access = state({ crossAppAccess: CROSS_APP_ACCESS });
  expect(await read(state({ crossAppAccess: CROSS_APP_ACCESS }))).toEqual({
    response: { id, properties: access, inputs: access },
  });
  const both = state({ scimTokens: SCIM_TOKENS, crossAppAccess: CROSS_APP_ACCESS });
  expect(await read()).toEqual({ response: { id, properties: both, inputs: both } });
});

it("tells the engine that a profile is gone, and leaves one that stays as it is", async () => {
  expect(await engine.call("Delete", { id, urn: URN, properties: state({}) })).toEqual({ response: {} });
  expect(writes()).toEqual([]);
  await tenant.api("DELETE", `/api/v2/connection-profiles/${id}`);
  expect(await read(state({ scimTokens: SCIM_TOKENS }))).toEqual({ response: {} });
});

it("says in Auth0's words why a write is refused, and that it does not know a type", async () => {
  const wrong = state({ scimTokens: { scopes: ["fly:users"] } });
  expect(await engine.call("Create", { urn: URN, properties: wrong })).toEqual({
    error:
      "The connection profile: the Management API answered 400 (Payload validation error: 'No enum match for: fly:users' on property provisioning.scim.tokens.scopes[0].).",
  });
  const unknown = "urn:pulumi:test::p::auth0-app-block:index:Other::other";
  expect(await engine.call("Create", { urn: unknown, properties: state({}) })).toEqual({
    error: "The plugin has no resource of type auth0-app-block:index:Other.",
  });
});
