/** What doctor says of a tenant's OIN clients, of the admins' domain and of scopes: on local tenants, without an engine. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { checkAdminLoginDomain } from "../../../cli/doctor/admin-login-domain.ts";
import { asAdopted, handMade, otherOinClients } from "../../../cli/doctor/hand-made.ts";
import { checkScopes } from "../../../cli/doctor/scopes.ts";
import { checkLookUps } from "../../../cli/doctor/tenant.ts";
import { operationsOf, scopesOf, TENANT_COMMANDS } from "../../../cli/scopes.ts";
import type { StackState } from "../../../cli/state.ts";
import type { SignedIn } from "../../../cli/tenant.ts";
import type { Configuration, Flavour } from "../../../config/index.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { populatedSeed, SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";

let tenant: Tenant;
let api: ManagementClient;

beforeAll(async () => {
  tenant = await startTenant({ seed: populatedSeed() });
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  api = new ManagementClient({ domain: tenant.domain, token: tenant.managementToken });
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.reset());

const configuration = (change: Partial<Configuration> = {}) =>
  ({
    flavour: "native",
    domain: tenant.domain,
    serviceApp: "Acme SaaS",
    consentDescriptions: true,
    adminConnections: [],
    linkedClients: [],
    ...change,
  }) as unknown as Configuration;
const holding = (...clients: string[]): StackState => ({
  outputs: {},
  resources: clients.map((id) => ({
    urn: `urn:pulumi:test::p::auth0:index/client:Client::${id}`,
    type: "auth0:index/client:Client",
    id,
  })),
});
const make = async (body: object) =>
  (await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", body)).body.client_id;

const byTheGuide = () =>
  make({
    name: "Okta OIN Integration Client",
    client_metadata: { express_configure_sp_client_id: SERVICE_APP_CLIENT_ID },
  });
const leftOver = (organization_require_behavior = "pre_login_prompt", name = "Okta OIN Express Configuration") =>
  make({ name, app_type: "express_configuration", organization_require_behavior });
const byTheDashboard = async (behaviour?: string) => {
  const id = await leftOver(behaviour);
  await tenant.api("PATCH", `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`, {
    express_configuration: {
      admin_login_domain: tenant.domain,
      connection_profile_id: "cop_1",
      enable_client: true,
      enable_organization: true,
      initiate_login_uri_template: "https://app.acme.example/{organization_name}",
      okta_oin_client_id: id,
      user_attribute_profile_id: "uap_1",
    },
  });
  return id;
};

describe("OIN clients that are not the stack's", () => {
  const found = async (flavour: Flavour, state = holding()) =>
    handMade(await otherOinClients(api, SERVICE_APP_CLIENT_ID, state), flavour, "prod").map(
      ({ severity, about, details }) =>
        `${severity} ${about} ${String(details?.["flavour"])} ${String(details?.["clients"])}`,
    );

  it("are none on a tenant that nobody set up", async () => {
    for (const flavour of ["guide", "native", "both"] as const) expect(await found(flavour)).toEqual([]);
  });

  it("are none where the stack made them", async () => {
    const own = holding(await byTheGuide(), await byTheDashboard());
    for (const flavour of ["guide", "native", "both"] as const) expect(await found(flavour, own)).toEqual([]);
  });

  it("the guide's is to be taken over by a stack that declares it, and told to one that does not", async () => {
    const id = await byTheGuide();
    expect(await found("guide")).toEqual([`notice hand-made guide ${id}`]);
    expect(await found("both")).toEqual([`notice hand-made guide ${id}`]);
    expect(await found("native")).toEqual([`notice other-flavour guide ${id}`]);
  });

  it("the dashboard's is to be taken over by a stack that declares it, and told to one that does not", async () => {
    const id = await byTheDashboard();
    expect(await found("native")).toEqual([`notice hand-made native ${id}`]);
    expect(await found("both")).toEqual([`notice hand-made native ${id}`]);
    expect(await found("guide")).toEqual([`notice other-flavour native ${id}`]);
  });

  it("one that no application names is to be taken over or deleted, and is no matter of the guide's", async () => {
    const id = await leftOver();
    expect(await found("native")).toEqual([`notice hand-made native ${id}`]);
    expect(await found("guide")).toEqual([]);
  });

  it("one that no application names is told by the configured display name too, and not by any other", async () => {
    const id = await leftOver("pre_login_prompt", "Acme SaaS");
    const found = async (displayName?: string) =>
      (await otherOinClients(api, SERVICE_APP_CLIENT_ID, holding(), displayName)).leftOver;
    expect([await found("Acme SaaS"), await found("Acme"), await found()]).toEqual([[id], [], []]);
  });

  it("say how to mend it", async () => {
    const id = await leftOver();
    const [finding] = handMade(await otherOinClients(api, SERVICE_APP_CLIENT_ID, holding()), "native", "prod");
    expect(finding?.mend).toEqual([
      "If Okta knows it, adopt it:",
      "npm run adopt -- --stack prod",
      "If Okta was never told of it:",
      `npm run api -- delete clients/${id} --stack prod`,
    ]);
  });
});

describe("scopes ahead of an adoption", () => {
  const added = async (change: Partial<Configuration> = {}) => {
    const scopes = (by: Configuration) => scopesOf(operationsOf(TENANT_COMMANDS, by));
    const now = configuration(change);
    const then = await asAdopted(api, now, await otherOinClients(api, SERVICE_APP_CLIENT_ID, holding()));
    return scopes(then).filter((scope) => !scopes(now).includes(scope));
  };

  it("are those of the connections where the dashboard's client asks for the credentials first", async () => {
    await byTheDashboard("post_login_prompt");
    expect(await added()).toEqual(["read:connections", "update:connections"]);
    expect(await added({ flavour: "guide" })).toEqual([]);
    expect(await added({ adminConnections: ["Staff"] })).toEqual([]);
  });

  it("are none where it asks for the organization first, nor where there is none", async () => {
    expect(await added()).toEqual([]);
    await byTheDashboard();
    expect(await added()).toEqual([]);
  });
});

describe("adminLoginDomain", () => {
  const check = async (change: Partial<Configuration>) =>
    (await checkAdminLoginDomain(configuration(change), "prod")).map(({ severity, says }) => [severity, says]);
  const OTHER = "login.globex.example";
  /** Another tenant's domain, as far as its keys go. */
  const withAnotherTenant = async <T>(look: () => Promise<T>): Promise<T> => {
    const network = globalThis.fetch;
    const spy = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation(async (input, init) =>
        input === `https://${OTHER}/.well-known/jwks.json`
          ? Response.json({ keys: [{ kid: "theirs" }] })
          : network(input, init),
      );
    return look().finally(() => spy.mockRestore());
  };
  const loopback = () => tenant.domain.replace("localhost", "127.0.0.1");

  it("is not looked at where it is the tenant's own, or of no use", async () => {
    expect(await check({})).toEqual([]);
    expect(await check({ adminLoginDomain: tenant.domain })).toEqual([]);
    expect(await check({ flavour: "guide", adminLoginDomain: OTHER })).toEqual([]);
  });

  it("fits where another name of the tenant shows the same keys", async () => {
    expect(await check({ adminLoginDomain: loopback() })).toEqual([
      ["ok", `${loopback()}, where Okta's admins sign in, is a domain of this tenant: it shows the same signing keys.`],
    ]);
    expect(await check({ flavour: "both", adminLoginDomain: loopback() })).toHaveLength(1);
  });

  it("is a problem where it is another tenant's", async () => {
    expect(await withAnotherTenant(() => check({ adminLoginDomain: OTHER }))).toEqual([
      [
        "problem",
        `${OTHER} (adminLoginDomain) is not a domain of this tenant: its signing keys are others. Okta's admins could not sign in.`,
      ],
    ]);
  });

  it("says so where it cannot be told, and does not take it for a problem", async () => {
    const [[severity, says] = []] = await check({ adminLoginDomain: "127.0.0.1:1" });
    expect(severity).toBe("notice");
    expect(says).toMatch(
      /^Whether 127\.0\.0\.1:1 \(adminLoginDomain\) is a domain of this tenant cannot be told: its signing keys could not be read from here \(.+\)\.$/,
    );
  });
});

describe("look-ups", () => {
  const problems = async (change: Partial<Configuration>, lacking: readonly string[] = []) =>
    (await checkLookUps(api, configuration(change), lacking, "prod")).map(({ severity, about, details, says }) => [
      severity,
      about,
      details?.["key"] ?? says,
    ]);

  it("find the tenant's flag, the connection, the linked client and the profiles that are not as named", async () => {
    await tenant.api("PATCH", "/api/v2/tenants/settings", { flags: { enable_client_connections: true } });
    expect(
      await problems({
        adminConnections: ["Nobody's"],
        linkedClients: ["Nobody's"],
        userAttributeProfile: { id: "uap_none" },
        connectionProfile: { id: "cop_none" },
      }),
    ).toEqual(
      ["flavour", "adminConnections", "linkedClients", "userAttributeProfile", "connectionProfile"].map((setting) => [
        "problem",
        "configuration",
        `okta-express:${setting}`,
      ]),
    );
  });

  it("do not ask the guide's stack for any of it", async () => {
    await tenant.api("PATCH", "/api/v2/tenants/settings", { flags: { enable_client_connections: true } });
    expect(await problems({ flavour: "guide" })).toEqual([]);
  });

  it("wait for missing scopes, and say for which", async () => {
    expect(await problems({}, ["read:tenant_settings"])).toEqual([
      [
        "notice",
        "look-ups",
        "What the configuration names on the tenant was not looked up, but for the service app: that waits for read:tenant_settings.",
      ],
    ]);
  });
});

describe("missing scopes", () => {
  const says = async (change: Partial<Configuration>, scopes: (needed: readonly string[]) => readonly string[]) => {
    const operations = operationsOf(TENANT_COMMANDS, configuration(change));
    const needed = scopesOf(operations);
    const signedIn = {
      domain: tenant.domain,
      api,
      token: { scopes: scopes(needed), audiences: [], origin: "given" },
    } as unknown as SignedIn;
    return { needed, finding: await checkScopes(signedIn, operations) };
  };

  it.each<Partial<Configuration>>([
    { flavour: "guide" },
    { flavour: "native" },
    { flavour: "both" },
    {
      flavour: "native",
      adminConnections: ["Staff"],
      adminsAppMetadataKey: "is_admin",
      domainAliasesMetadataKey: "domains",
    },
  ])("each is named alone, with what it is for and the command that grants it: %o", async (change) => {
    const { needed } = await says(change, (all) => all);
    for (const scope of needed) {
      const { finding } = await says(change, (all) => all.filter((name) => name !== scope));
      expect(finding).toMatchObject({
        severity: "problem",
        says: `One scope is missing: ${scope}`,
        details: { missing: [scope], needed, surplus: [] },
      });
      expect(finding.mend?.[0]).toMatch(new RegExp(`^${scope}   to \\w`));
      expect(finding.mend?.at(-1)).toBe(
        `auth0 login --domain ${tenant.domain} --scopes ${[...needed.filter((name) => name !== scope), scope].join(",")}`,
      );
    }
  });

  it("none are missing where all are there, and more are told", async () => {
    expect((await says({}, (all) => all)).finding.severity).toBe("ok");
    expect((await says({}, (all) => [...all, "read:logs"])).finding.says).toMatch(
      /^The credentials have the \d+ scopes that are needed, and 1 more that nothing here needs\.$/,
    );
  });
});
