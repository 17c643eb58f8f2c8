/**
 * Proof 2 of the commands for the native flavour: the scope matrix with the least that it is told and with everything that
 * it can be told, and what doctor finds on a tenant.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { byHand } from "../support/by-hand.ts";
import { abouts, cli, handOf } from "../support/cli.ts";
import { goThroughWizard } from "../../fixtures/dashboard-tenants.ts";
import {
  FULL_CONFIG,
  foreignToNative,
  NATIVE_CONFIG,
  nativeIds,
  SERVICE_APP_CLIENT_ID,
  TEMPLATE,
} from "../support/native-world.ts";
import { missing, NEW_CUSTOMER, NORTHWIND, openScopeMatrix, type ScopeMatrix } from "../support/scope-matrix.ts";
import { CONFIG, keyText, NEXT_OKTA_KEY, OKTA_KEY, succeeded } from "../support/world.ts";

const { adminLoginDomain: _custom, ...OPTIONAL_PARTS } = FULL_CONFIG;

const LEAST = [
  "read:clients",
  "create:clients",
  "update:clients",
  "delete:clients",
  "read:client_credentials",
  "create:client_credentials",
  "update:client_credentials",
  "delete:client_credentials",
  "read:client_grants",
  "read:resource_servers",
  "create:resource_servers",
  "read:user_attribute_profiles",
  "create:user_attribute_profiles",
  "update:user_attribute_profiles",
  "delete:user_attribute_profiles",
  "read:connection_profiles",
  "create:connection_profiles",
  "update:connection_profiles",
  "delete:connection_profiles",
  "read:roles",
  "create:roles",
  "update:roles",
  "delete:roles",
  "read:users",
  "read:tenant_settings",
  "update:tenant_settings",
];
const FOR_A_ROLE = ["read:roles", "create:roles", "update:roles", "delete:roles", "read:users"];
const FOR_OPTIONAL_PARTS = [
  "read:connections",
  "update:connections",
  "read:actions",
  "create:actions",
  "update:actions",
  "delete:actions",
];

describe.each([
  // Nobody holds the admin role yet.
  { what: "the least", config: NATIVE_CONFIG, scopes: LEAST, own: LEAST, unready: ["organization.northwind"] },
  {
    what: "connections and app_metadata of the admins, no role",
    config: OPTIONAL_PARTS,
    scopes: [...LEAST.filter((scope) => !FOR_A_ROLE.includes(scope)), ...FOR_OPTIONAL_PARTS],
    own: FOR_OPTIONAL_PARTS,
    unready: [],
  },
])("a native stack's life, scope by scope: $what", ({ config, scopes, own, unready }) => {
  let matrix: ScopeMatrix;
  let before: Snapshot;

  beforeAll(async () => {
    matrix = await openScopeMatrix(config);
    before = matrix.world.tenant.snapshot();
  });
  afterAll(() => matrix.world.close());

  /** The deployer's own grant, which is what the tests change, is put back before. */
  async function expectForeignUnchanged(ids: Record<string, string>): Promise<void> {
    await matrix.world.deployer.grant([]);
    expect(foreignToNative(matrix.world.tenant.snapshot(), ids)).toBe(foreignToNative(before, ids));
  }

  it("up from nothing", async () => {
    await matrix.withEachAskedFor("up");
    await expectForeignUnchanged(await nativeIds(matrix.world.session));
  });

  it("up after every object was edited by hand", async () => {
    const { tenant, session } = matrix.world;
    const hand = byHand(tenant, await nativeIds(session));
    const ids = await nativeIds(session);
    await hand.client({ description: "x" });
    await hand.swapKey(keyText(NEXT_OKTA_KEY));
    await hand.patch(`/api/v2/user-attribute-profiles/${ids.userAttributeProfile}`, { name: "x" });
    await hand.patch(`/api/v2/connection-profiles/${ids.connectionProfile}`, { name: "x" });
    if (ids.role !== "") await hand.role({ description: "x" });
    if (ids.action !== "") await hand.action({ code: "exports.onExecutePostLogin = async () => {};" });
    await hand.tenant({ flags: { use_scope_descriptions_for_consent: false } });
    await matrix.withEachAskedFor("up");
    expect(await nativeIds(session)).toEqual(ids);
  });

  it("adopt, audit and handover", async () => {
    await matrix.withEachAskedFor("adopt", "--yes");
    await matrix.withEachAskedFor("audit");
    await matrix.withEachAskedFor("handover");
  });

  it("ready and customer, with what doctor --for names", async () => {
    await matrix.customerCommand("customer", NEW_CUSTOMER, []);
    await matrix.customerCommand("ready", NORTHWIND, unready);
  });

  it("preview and rotate with the scopes that the table has for them alone", async () => {
    const ids = await nativeIds(matrix.world.session);
    await matrix.withItsOwn("preview", "--expect-no-changes");
    await matrix.withItsOwn("rotate", "--new-key", NEXT_OKTA_KEY, "--yes");
    await matrix.withItsOwn("rotate", "--finish", "--yes");
    expect(await nativeIds(matrix.world.session)).toEqual(ids);
  });

  it.each(own)("doctor names %s beforehand where it is the one missing", async (scope) => {
    const answer = await matrix.examine(matrix.needed.filter((name) => name !== scope));
    expect(missing(answer)).toEqual([scope]);
    expect(abouts(answer).filter((about) => about.startsWith("problem"))).toEqual(["problem scopes"]);
  });

  it("teardown", async () => {
    const { client, systemApi } = await nativeIds(matrix.world.session);
    await matrix.withEachAskedFor("teardown", "--confirm", client);
    // Auth0's own API stays, whoever switched it on.
    await expectForeignUnchanged({ systemApi });
  });

  it("asked for the doctor's set: every scope of it, and no other", () => {
    expect([...matrix.given].sort()).toEqual([...scopes].sort());
    expect(matrix.needed.toSorted()).toEqual([...scopes].sort());
  });
});

describe("both flavours, and the end of a move", () => {
  let matrix: ScopeMatrix;
  beforeAll(async () => {
    matrix = await openScopeMatrix({ ...CONFIG, ...NATIVE_CONFIG, flavour: "both" });
  });
  afterAll(() => matrix.world.close());

  it("take no more than the table has for both", async () => {
    await matrix.withItsOwn("up");
    await matrix.withItsOwn("audit");
    await matrix.withItsOwn("preview", "--expect-no-changes");
    const answer = await matrix.doctor(matrix.needed);
    expect(abouts(answer).filter((about) => !about.startsWith("notice p"))).toEqual(["notice sign-in.connections"]);
  });

  it("doctor names beforehand what it takes to delete the guide's objects, and up does with no more", async () => {
    const { session, tenant } = matrix.world;
    const { guide = "" } = (await session.outputs())["oinClients"] as Record<string, string>;
    await matrix.configure({ releaseOinClient: guide });
    await matrix.withItsOwn("up");
    const asBefore = await matrix.neededNow("up");

    await matrix.configure({ flavour: "native" });
    expect(missing(await matrix.doctor(asBefore, "--for", "up"))).toEqual([
      "delete:clients",
      "delete:client_grants",
      "delete:resource_servers",
      "delete:actions",
    ]);
    await matrix.withItsOwn("up");
    expect(JSON.stringify(tenant.snapshot())).not.toContain(guide);
    await matrix.withItsOwn("preview", "--expect-no-changes");
    expect(await matrix.neededNow("up")).toEqual(
      LEAST.filter(
        (scope) =>
          /^(read|create|update):|^delete:client_credentials$/.test(scope) &&
          !["read:users", "read:client_grants"].includes(scope),
      ),
    );
  });
});

describe("a tenant that the dashboard set up", () => {
  let matrix: ScopeMatrix;
  beforeAll(async () => {
    matrix = await openScopeMatrix(NATIVE_CONFIG);
  });
  afterAll(() => matrix.world.close());

  const said = async (scopes: readonly string[] = matrix.needed) =>
    abouts(await matrix.doctor(scopes)).filter((about) => !/ (plan|plugin)\b/.test(about));

  it("gives no finding before, nor where the guide was followed but for a word on that", async () => {
    expect(await said()).toEqual([]);
    const client = await handOf(matrix.world.tenant)<{ client_id: string }>("POST", "/clients", {
      name: "Okta OIN Integration Client",
      client_metadata: { express_configure_sp_client_id: SERVICE_APP_CLIENT_ID },
    });
    expect(await said()).toEqual(["notice other-flavour"]);
    await handOf(matrix.world.tenant)("DELETE", `/clients/${client.client_id}`);
  });

  it("has each setting that does not fit told, with how to mend it", async () => {
    const { tenant, session } = matrix.world;
    const call = handOf(tenant);
    await call("PATCH", "/tenants/settings", { flags: { enable_client_connections: true } });
    await session.setConfig("userAttributeProfile", { id: "uap_none" });
    await session.setConfig("adminLoginDomain", tenant.domain.replace("localhost", "127.0.0.1"));
    const answer = await matrix.doctor(matrix.needed);
    expect(
      answer.findings.filter(({ about }) => about === "admin-login-domain").map(({ severity }) => severity),
    ).toEqual(["ok"]);
    expect(
      answer.findings
        .filter(({ about }) => about === "configuration")
        .map(({ details, mend }) => [details?.["key"], mend]),
    ).toEqual([
      [
        "okta-express:flavour",
        [`npm run api -- patch tenants/settings --data '{"flags":{"enable_client_connections":false}}' --stack test`],
      ],
      [
        "okta-express:userAttributeProfile",
        [
          "set the ID of one of the tenant's, or remove the setting to get the default one; this lists what there is:",
          "npm run api -- get user-attribute-profiles --stack test",
        ],
      ],
    ]);
    await call("PATCH", "/tenants/settings", { flags: { enable_client_connections: false } });
    await session.removeConfig("userAttributeProfile");
    await session.removeConfig("adminLoginDomain");
  });

  it("is adopted and brought up with what doctor names beforehand, the scopes of the dashboard's choices among it", async () => {
    const { tenant, session, deployer } = matrix.world;
    const [connection] = (tenant.snapshot()["connections"] as unknown as { id: string; name: string }[]).filter(
      ({ name }) => name === "Username-Password-Authentication",
    );
    const { client } = await goThroughWizard(handOf(tenant), {
      domain: tenant.domain,
      serviceAppClientId: SERVICE_APP_CLIENT_ID,
      template: TEMPLATE,
      adminLoginDomain: tenant.domain,
      displayName: "Acme SaaS",
      flow: { prompt: "post_login_prompt", connections: [connection?.id ?? ""] },
      oktaPublicKey: keyText(OKTA_KEY),
    });
    const lacking = await matrix.doctor(matrix.needed);
    expect(missing(lacking)).toEqual(["read:connections", "update:connections"]);
    expect(lacking.findings.find(({ about }) => about === "hand-made")).toMatchObject({
      severity: "notice",
      mend: ["This adopts what the dashboard made:", "npm run adopt -- --stack test"],
      details: { clients: [client] },
    });
    const refused = await cli(session, "adopt", ["--yes"]);
    expect(`${refused.stdout}${refused.stderr}`).toContain("Insufficient scope, expected any of: read:connections");

    await deployer.grant([...matrix.needed, "read:connections", "update:connections"]);
    const adopted = await cli(session, "adopt", ["--yes"]);
    expect(adopted.exitCode, `${adopted.stdout}${adopted.stderr}`).toBe(0);
    succeeded(await session.up());
    expect((await nativeIds(session)).client).toBe(client);
    const answer = await matrix.doctor([...matrix.needed, "read:connections", "update:connections"]);
    expect(abouts(answer).filter((about) => !/ plugin$| plan\.organizations$/.test(about))).toEqual([]);
  });
});
