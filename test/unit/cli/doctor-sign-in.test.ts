/** What doctor says where no Okta admin could sign in to the guide's OIN client: on a local tenant, without an engine. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkAdminSignIn } from "../../../cli/doctor/admin-sign-in.ts";
import type { StackState } from "../../../cli/state.ts";
import type { Configuration } from "../../../config/index.ts";
import { OIN_CLIENT_RESOURCES } from "../../../contract/stack.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";

let tenant: Tenant;
let api: ManagementClient;

beforeAll(async () => {
  tenant = await startTenant();
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  api = new ManagementClient({ domain: tenant.domain, token: tenant.managementToken });
});
afterAll(() => tenant.stop());

const NEW: StackState = { outputs: {}, resources: [] };
const stateWith = (id: string): StackState => ({
  outputs: {},
  resources: [
    {
      urn: `urn:pulumi:test::p::auth0:index/client:Client::${OIN_CLIENT_RESOURCES.guide}`,
      type: "auth0:index/client:Client",
      id,
    },
  ],
});
const look = async (change: Partial<Configuration>, state = NEW, scopes: readonly string[] = ["read:connections"]) =>
  (
    await checkAdminSignIn(api, { flavour: "guide", adminConnections: [], ...change } as Configuration, state, {
      scopes,
      stack: "prod",
    })
  ).map(({ severity, about, mend }) => `${severity} ${about}: ${String(mend)}`);
const TOLD = `notice sign-in.connections: pulumi config set --path 'okta-express:adminConnections[0]' "<name of a connection>" --stack prod`;

it("tells a configuration that names no connection, and not one that does, nor the native flavour", async () => {
  expect(await look({})).toEqual([TOLD]);
  expect(await look({ flavour: "both" })).toEqual([TOLD]);
  expect(await look({ adminConnections: ["staff"] })).toEqual([]);
  expect(await look({ flavour: "native" })).toEqual([]);
});

it("looks at the connections that somebody enabled by hand, where it may", async () => {
  const { client_id: id } = (await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", { name: "OIN" })).body;
  expect(await look({}, stateWith(id))).toEqual([TOLD]);
  const database = { name: "staff", strategy: "auth0" };
  const { id: connection } = (await tenant.api<{ id: string }>("POST", "/api/v2/connections", database)).body;
  const enabled = await tenant.api("PATCH", `/api/v2/connections/${connection}/clients`, [
    { client_id: id, status: true },
  ]);
  expect(enabled.status).toBe(204);
  expect(await look({}, stateWith(id))).toEqual([]);
  expect(await look({}, stateWith(id), [])).toEqual([TOLD]);
  expect(await look({}, stateWith("gone"))).toEqual([TOLD]);
});
