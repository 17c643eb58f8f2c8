/** What doctor says of Auth0's limits and of names that are taken, before the first write: on a local tenant, without an engine. */
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkLimits } from "../../../cli/doctor/limits.ts";
import type { StackState } from "../../../cli/state.ts";
import type { Configuration } from "../../../config/index.ts";
import { EXPRESS_CONFIGURE_API } from "../../../contract/guide.ts";
import { DEFAULT_USER_ATTRIBUTE_PROFILE } from "../../../contract/profile-defaults.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";

const KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" });
const GUIDE_ACTION = "express_configure_postlogin_action";

let tenant: Tenant;
let api: ManagementClient;

beforeAll(async () => {
  tenant = await startTenant();
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  api = new ManagementClient({ domain: tenant.domain, token: tenant.managementToken });
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.reset());

const configuration = (change: Partial<Configuration> = {}) =>
  ({ flavour: "guide", domain: tenant.domain, serviceApp: "app", scim: false, ...change }) as Configuration;
/** A state that holds these resources: type, name in the program, ID. */
const holding = (...resources: (readonly [type: string, name: string, id: string])[]): StackState => ({
  outputs: {},
  resources: resources.map(([type, name, id]) => ({ urn: `urn:pulumi:test::p::${type}::${name}`, type, id })),
});
const look = (change: Partial<Configuration> = {}, state = holding()) =>
  checkLimits(api, configuration(change), state, "prod");
const told = async (...args: Parameters<typeof look>) =>
  (await look(...args)).map(({ severity, about }) => `${severity} ${about}`);

async function send<T = { id: string }>(method: string, path: string, body?: object): Promise<T> {
  const answer = await tenant.api<T>(method, `/api/v2/${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const makeAction = async (name: string, trigger = "post-login") => {
  const { id } = await send("POST", "actions/actions", {
    name,
    supported_triggers: [{ id: trigger, version: trigger === "post-login" ? "v3" : "v2" }],
    code: "exports.onExecutePostLogin = async () => {};",
  });
  return id;
};
const makeActions = async (count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) ids.push(await makeAction(`other-${index}`));
  return ids;
};
async function bind(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await expect
      .poll(async () => (await send<{ status: string }>("GET", `actions/actions/${id}`)).status)
      .toBe("built");
    await send("POST", `actions/actions/${id}/deploy`);
  }
  await send("PATCH", "actions/triggers/post-login/bindings", {
    bindings: ids.map((value) => ({ ref: { type: "action_id", value }, display_name: value })),
  });
}

it("says nothing of a tenant with room and no such names, in either flavour", async () => {
  for (const flavour of ["guide", "native", "both"] as const)
    expect(await told({ flavour, adminsAppMetadataKey: "is_admin", domainAliasesMetadataKey: "domains" })).toEqual([]);
});

describe("Actions of the tenant", () => {
  it("100 of them leave no room; what is made by then is not counted again", async () => {
    const ids = await makeActions(100);
    const [finding, ...others] = await look();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "problem", about: "limits.actions", details: { actions: 100 } });
    expect(finding?.says).toContain(`1 more (${GUIDE_ACTION})`);
    expect(finding?.mend?.at(-1)).toMatch(/^npm run api -- delete actions\/actions\/\S+ --stack prod$/);

    expect(await told({ flavour: "native" })).toEqual([]);
    const own = holding(["auth0:index/action:Action", "express-login-action", ids[7] ?? ""]);
    expect(await told({}, own)).toEqual([]);
    expect(await told({ adopt: { action: ids[7] ?? "" } })).toEqual([]);
  });

  it("99 leave room for one, not for three", async () => {
    await makeActions(99);
    expect(await told()).toEqual([]);
    const three = { adminsAppMetadataKey: "is_admin", domainAliasesMetadataKey: "domains" };
    expect(await told({ flavour: "both", ...three })).toEqual(["problem limits.actions"]);
  });

  it("20 in the flow leave no room, unless one of them is the stack's", async () => {
    const ids = await makeActions(20);
    await bind(ids);
    const [finding, ...others] = await look();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "problem", about: "limits.bindings", details: { bindings: 20 } });
    expect(finding?.mend?.at(-1)).toBe(
      "npm run api -- get 'actions/triggers/post-login/bindings?per_page=50' --stack prod",
    );
    const own = holding(["auth0:index/action:Action", "express-login-action", ids[3] ?? ""]);
    expect(await told({}, own)).toEqual([]);
  });
});

describe("a name that is taken", () => {
  it("by an Action of another trigger is a problem with the command that renames it, which helps", async () => {
    const id = await makeAction(GUIDE_ACTION, "credentials-exchange");
    const [finding, ...others] = await look();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "problem", about: "names.action", details: { actionId: id } });
    const [, path = "", body = ""] =
      /^npm run api -- patch (\S+) --data '(.+)' --stack prod$/.exec(finding?.mend?.at(-1) ?? "") ?? [];
    await send("PATCH", path, JSON.parse(body) as object);
    expect(await told()).toEqual([]);
  });

  it("by what could be the stack's is told all at once, with the command that adopts it", async () => {
    const { id: server } = await send("POST", "resource-servers", {
      identifier: EXPRESS_CONFIGURE_API.identifier,
      name: "x",
    });
    const { id: role } = await send("POST", "roles", { name: "EXPRESS_CONFIGURE_ADMIN_ROLE" });
    await send("POST", "roles", { name: "EXPRESS_CONFIGURE_ADMIN_ROLE of another" });
    const action = await makeAction(GUIDE_ACTION);
    const [finding, ...others] = await look();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "notice",
      about: "names.taken",
      mend: ["This adopts what is there:", "npm run adopt -- --stack prod"],
    });
    expect((finding?.details?.["names"] as { id: string }[]).map(({ id }) => id)).toEqual([server, role, action]);

    expect(await told({ adopt: { resourceServer: server, role, action } })).toEqual([]);
    const own = holding(
      ["auth0:index/resourceServer:ResourceServer", "express-api-resource-server", server],
      ["auth0:index/role:Role", "express-admin-role", role],
      ["auth0:index/action:Action", "express-login-action", action],
    );
    expect(await told({}, own)).toEqual([]);
  });

  it("while the stack's own has another name is a problem: adopt would not help", async () => {
    const { id: own } = await send("POST", "roles", { name: "renamed by hand" });
    const { id: other } = await send("POST", "roles", { name: "EXPRESS_CONFIGURE_ADMIN_ROLE" });
    const findings = await look({}, holding(["auth0:index/role:Role", "express-admin-role", own]));
    expect(findings.map(({ severity, about, mend }) => [severity, about, mend?.at(-1)])).toEqual([
      [
        "problem",
        "names.taken",
        `npm run api -- patch roles/${other} --data '{"name":"EXPRESS_CONFIGURE_ADMIN_ROLE_other"}' --stack prod`,
      ],
    ]);
  });

  it("by a profile is told to a stack that makes one, not to one that uses it", async () => {
    const { name } = DEFAULT_USER_ATTRIBUTE_PROFILE;
    const { id } = await send("POST", "user-attribute-profiles", {
      name,
      user_attributes: {
        email: { label: "E", description: "E", auth0_mapping: "email", profile_required: true },
      },
    });
    expect(await told({ flavour: "native" })).toEqual(["notice names.taken"]);
    expect(await told({ flavour: "guide" })).toEqual([]);
    expect(await told({ flavour: "native", userAttributeProfile: { id } })).toEqual([]);
  });
});

describe("a key that the stack's client does not sign in with", () => {
  const withKeys = async (...attached: readonly boolean[]) => {
    const { client_id: clientId } = await send<{ client_id: string }>("POST", "clients", {
      name: "Okta OIN Integration Client",
      app_type: "regular_web",
      jwt_configuration: { alg: "RS256" },
    });
    const ids: string[] = [];
    for (const [index] of attached.entries()) {
      const { id } = await send("POST", `clients/${clientId}/credentials`, {
        credential_type: "public_key",
        name: `key ${index}`,
        pem: KEY,
      });
      ids.push(id);
    }
    await send("PATCH", `clients/${clientId}`, {
      client_authentication_methods: {
        private_key_jwt: { credentials: ids.filter((_, index) => attached[index]).map((id) => ({ id })) },
      },
      token_endpoint_auth_method: null,
    });
    return holding(["auth0:index/client:Client", "express-oin-client-known-to-okta", clientId]);
  };

  it("is a problem; rotate deletes it where it is a duplicate", async () => {
    const findings = await look({}, await withKeys(true, false));
    expect(findings.map(({ severity, about, mend }) => [severity, about, mend?.at(-1)])).toEqual([
      ["problem", "limits.keys", "npm run rotate -- --stack prod"],
    ]);
  });

  it("is none where all keys are attached", async () => {
    expect(await told({}, await withKeys(true))).toEqual([]);
  });
});
