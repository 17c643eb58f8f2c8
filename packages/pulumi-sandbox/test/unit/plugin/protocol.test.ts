// The plugin as the engine meets it: over gRPC, attached by its port.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startPlugin } from "../../../src/plugin/index.ts";
import type { Plugin } from "../../../src/plugin/index.ts";
import { createProvider } from "../../../src/plugin/provider.ts";
import { engineClient } from "./engine-client.ts";
import type { EngineClient } from "./engine-client.ts";
import { playback } from "./playback.ts";
import type { Exchange, Playback } from "./playback.ts";
import type { Json, JsonObject } from "./transcript.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: Json): JsonObject => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const urn = (type: string) => `urn:pulumi:dev::okta-express::auth0:index/${type}::own`;

let tenant: Playback;
let plugin: Plugin;
let engine: EngineClient;

beforeAll(async () => {
  tenant = await playback();
  plugin = await startPlugin({
    caFile: tenant.caFile,
    environment: { AUTH0_DOMAIN: tenant.domain, AUTH0_API_TOKEN: "token" },
  });
  engine = engineClient(plugin.port);
});

beforeEach(async () => {
  tenant.load([]);
  await engine.call("Configure", { args: {} });
});

afterAll(async () => {
  engine.close();
  await plugin.stop();
  await tenant.stop();
});

const exchange = (method: string, url: string, status: number, response?: Json, request?: Json): Exchange => ({
  method,
  url,
  status,
  ...(request === undefined ? {} : { request }),
  ...(response === undefined ? {} : { response }),
});

describe("a session with the engine", () => {
  test("is agreed on: previews and configured names, secrets only where the plugin marks them", async () => {
    expect(await engine.call("Configure", { args: {} })).toEqual({
      response: { supportsPreview: true, supportsAutonamingConfiguration: true },
    });
  });

  test("works by a preview's marks of what is not known yet", async () => {
    const answer = await engine.call("Create", {
      urn: urn("clientGrant:ClientGrant"),
      properties: { clientId: UNKNOWN, audience: "https://api/", scopes: ["read:a"] },
      preview: true,
    });
    expect(answer).toEqual({
      response: {
        properties: {
          id: UNKNOWN,
          clientId: UNKNOWN,
          audience: "https://api/",
          scopes: ["read:a"],
          isSystem: UNKNOWN,
          subjectType: UNKNOWN,
          allowAllScopes: null,
          allowAnyOrganization: null,
          authorizationDetailsTypes: null,
          defaultFor: null,
          organizationUsage: null,
        },
      },
    });
    expect(tenant.surprises()).toEqual([]);
  });
});

describe("the package schema", () => {
  const schema = JSON.parse(createProvider({ environment: {} }).schema()) as {
    version: string;
    resources: Record<string, JsonObject>;
    types: Record<string, JsonObject>;
    functions: Record<string, JsonObject>;
  };

  test("tells each property's type, and which must be given", () => {
    expect(schema.version).toBe("3.49.0");
    expect(schema.resources["auth0:index/role:Role"]).toEqual({
      properties: { name: { type: "string" }, description: { type: "string" } },
      required: ["description", "name"],
      inputProperties: { name: { type: "string" }, description: { type: "string", default: "Managed by Pulumi" } },
    });
    expect(schema.resources["auth0:index/connectionClient:ConnectionClient"]).toMatchObject({
      requiredInputs: ["clientId", "connectionId"],
    });
    expect(schema.types["auth0:index/ClientCredentialsPrivateKeyJwt:ClientCredentialsPrivateKeyJwt"]).toEqual({
      type: "object",
      properties: {
        credentials: {
          type: "array",
          items: {
            $ref: "#/types/auth0:index/ClientCredentialsPrivateKeyJwtCredential:ClientCredentialsPrivateKeyJwtCredential",
          },
        },
      },
      required: ["credentials"],
    });
    expect(schema.functions["auth0:index/getTenant:getTenant"]).toEqual({ inputs: { type: "object", properties: {} } });
  });
});

describe("secrets", () => {
  const inputs = { name: "own", code: "c", supportedTriggers: { id: "post-login", version: "v3" } };

  test("are taken off their mark to be sent, and marked again in the state", async () => {
    const found = {
      id: "a",
      name: "own",
      code: "c",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      runtime: "node22",
      status: "built",
    };
    const sent = {
      name: "own",
      code: "c",
      supported_triggers: [{ id: "post-login", version: "v3" }],
      secrets: [{ name: "OWN", value: "hidden" }],
    };
    tenant.load([
      exchange("POST", "/api/v2/actions/actions", 201, found, sent),
      exchange("GET", "/api/v2/actions/actions/a", 200, found),
    ]);
    const answer = await engine.call("Create", {
      urn: urn("action:Action"),
      properties: { ...inputs, secrets: [{ name: "OWN", value: secret("hidden") }] },
    });
    expect(answer).toMatchObject({
      response: { id: "a", properties: { name: "own", secrets: [{ name: "OWN", value: secret("hidden") }] } },
    });
    expect(tenant.surprises()).toEqual([]);
  });

  test("are those that the official plugin marks: a client's signing keys and secret, but no PEM", async () => {
    const preview = async (type: string, properties: JsonObject) =>
      engine.call("Create", { urn: urn(type), properties, preview: true });
    expect(await preview("client:Client", { name: "own" })).toMatchObject({
      response: { properties: { signingKeys: secret(UNKNOWN) } },
    });
    expect(
      await preview("clientCredentials:ClientCredentials", {
        clientId: "c",
        privateKeyJwt: { credentials: [{ credentialType: "public_key", pem: "PEM" }] },
      }),
    ).toMatchObject({
      response: { properties: { clientSecret: secret(UNKNOWN), privateKeyJwt: { credentials: [{ pem: "PEM" }] } } },
    });
  });
});

describe("a whole flow", () => {
  const path = "/api/v2/actions/triggers/post-login/bindings";
  const bound = (id: string) => ({ action: { id }, display_name: id });
  const asked = (...ids: string[]) => ({
    bindings: ids.map((value) => ({ ref: { type: "action_id", value }, display_name: value })),
  });

  test("is what is given, in that order, and empty once it is deleted", async () => {
    const given = {
      trigger: "post-login",
      actions: [
        { id: "b", displayName: "b" },
        { id: "a", displayName: "a" },
      ],
    };
    tenant.load([
      exchange("PATCH", path, 200, { bindings: [] }, asked("b", "a")),
      exchange("GET", `${path}?page=0&per_page=100`, 200, { total: 2, limit: 100, bindings: [bound("b"), bound("a")] }),
      exchange("PATCH", path, 200, { bindings: [] }, asked()),
    ]);
    const created = await engine.call("Create", { urn: urn("triggerActions:TriggerActions"), properties: given });
    expect(tenant.surprises()).toEqual([]);
    expect(created).toMatchObject({ response: { id: "post-login", properties: given } });
    const deleted = { urn: urn("triggerActions:TriggerActions"), id: "post-login", properties: given };
    expect(await engine.call("Delete", deleted)).toMatchObject({ response: {} });
    expect(tenant.surprises()).toEqual([]);
  });
});

describe("a write that fails after the resource is there", () => {
  test("tells the engine what to keep", async () => {
    const failing = { statusCode: 403, error: "Forbidden", message: "Insufficient scope" };
    tenant.load([
      exchange("POST", "/api/v2/roles", 200, { id: "rol_1", name: "own" }, { name: "own" }),
      exchange("GET", "/api/v2/roles/rol_1", 403, failing),
    ]);
    const reason = `creating ${urn("role:Role")}: 1 error occurred:\n\t* 403 Forbidden: Insufficient scope\n\n`;
    expect(await engine.call("Create", { urn: urn("role:Role"), properties: { name: "own" } })).toEqual({
      error: reason,
      kept: {
        id: "rol_1",
        properties: { __pulumi_raw_state_delta: { obj: {} }, id: "rol_1", name: "own", description: null },
        reasons: [reason],
      },
    });
  });
});

describe("a tenant that does not answer at once", () => {
  const create = () => engine.call("Create", { urn: urn("role:Role"), properties: { name: "own" } });
  const post = (status: number, response?: Json) =>
    exchange("POST", "/api/v2/roles", status, response, { name: "own" });
  const found = { id: "rol_1", name: "own" };

  test("for its rate limit is waited for", async () => {
    tenant.load([
      post(429),
      post(429),
      post(429),
      post(429),
      post(429),
      post(200, found),
      exchange("GET", "/api/v2/roles/rol_1", 200, found),
    ]);
    expect(await create()).toMatchObject({ response: { id: "rol_1" } });
    expect(tenant.unused()).toEqual([]);
  });

  test("for a dropped connection is asked three times more", async () => {
    tenant.load([post(0), post(0), post(0), post(200, found), exchange("GET", "/api/v2/roles/rol_1", 200, found)]);
    expect(await create()).toMatchObject({ response: { id: "rol_1" } });
    tenant.load([post(0), post(0), post(0), post(0), post(200, found)]);
    expect(await create()).toEqual({
      error: `1 error occurred:\n\t* failed to send the request: Post "https://${tenant.domain}/api/v2/roles": socket hang up\n\n`,
    });
    expect(tenant.unused()).toHaveLength(1);
  });
});

describe("functions", () => {
  test("page through a listing only as far as they must", async () => {
    const page = (number: number, ...names: readonly string[]): JsonObject => ({
      start: number * 2,
      limit: 2,
      total: 9,
      roles: names.map((name) => ({ id: `rol_${name}`, name })),
    });
    const url = (number: number) =>
      `/api/v2/roles?include_totals=true&name_filter=own&page=${String(number)}&per_page=100`;
    tenant.load([
      exchange("GET", url(0), 200, page(0, "own-1", "own-2")),
      exchange("GET", url(1), 200, page(1, "own", "own-3")),
      exchange("GET", url(2), 200, page(2)),
    ]);
    const answer = await engine.call("Invoke", {
      tok: "auth0:index/getRole:getRole",
      args: { name: "own", skipPermissions: true, skipUsers: true },
    });
    expect(answer).toEqual({
      response: {
        return: {
          id: "rol_own",
          name: "own",
          description: "",
          permissions: [],
          users: [],
          skipPermissions: true,
          skipUsers: true,
        },
      },
    });
    expect(tenant.unused()).toHaveLength(1);
  });

  test("say what is wrong with their arguments", async () => {
    expect(await engine.call("Invoke", { tok: "auth0:index/getRole:getRole", args: {} })).toEqual({
      response: {
        failures: [
          { reason: '[role_id] Missing required argument: "role_id": one of `name,role_id` must be specified' },
          { reason: '[name] Missing required argument: "name": one of `name,role_id` must be specified' },
        ],
      },
    });
  });

  test("fail with what the tenant says", async () => {
    tenant.load([
      exchange("GET", "/api/v2/roles/rol_x", 404, {
        statusCode: 404,
        error: "Not Found",
        message: "The role does not exist.",
      }),
    ]);
    expect(await engine.call("Invoke", { tok: "auth0:index/getRole:getRole", args: { roleId: "rol_x" } })).toEqual({
      error: "invoking auth0:index/getRole:getRole: 1 error occurred:\n\t* 404 Not Found: The role does not exist.\n\n",
    });
  });
});
