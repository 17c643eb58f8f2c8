/** ready on plain data: which wrong tenant is told how, in both flavours. */
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../cli/findings.ts";
import { tenantFindings } from "../../../cli/ready/judge.ts";
import type { Needs } from "../../../cli/ready/needs.ts";
import { organizationFindings } from "../../../cli/ready/organization.ts";
import type { MemberReading, OrganizationReading, TenantReading } from "../../../cli/ready/reading.ts";
import { rowOf, tableText } from "../../../cli/ready/table.ts";
import { paletteOf } from "../../../cli/terminal.ts";

const AUDIENCE = "https://acme.us.auth0.com/api/v2/";
const API = "https://system.okta.com/actions/express-configure/v1";

const GUIDE: Needs = {
  stack: "dev",
  flavour: "guide",
  oinClientId: "oin",
  keyIds: ["kid-1"],
  roleId: "rol_1",
  permissions: [`${API} expressconfigure:sso`, `${API} expressconfigure:scim`],
  audience: AUDIENCE,
  grantScopes: ["create:connections", "read:connections"],
  adminLoginFlow: "post_login_prompt",
  api: { identifier: API, scopes: ["expressconfigure:sso", "expressconfigure:scim"] },
  settings: { callbacks: ["https://okta.example/callback"], client_metadata: { app: "app" } },
  actions: [{ name: "express_configure_postlogin_action", code: "ours" }],
  scim: true,
  consentDescriptions: true,
};
const NATIVE: Needs = {
  ...GUIDE,
  flavour: "native",
  permissions: ["urn:auth0:express-configure express_configure:sso"],
  api: { identifier: "urn:auth0:express-configure", scopes: ["expressconfigure:sso"] },
  settings: { callbacks: ["https://okta.example/callback"] },
  adminLoginFlow: "pre_login_prompt",
  actions: [],
};

/** The SDK's type does not know this one. */
const FLAGS = { use_scope_descriptions_for_consent: true } as TenantReading["flags"];

const TENANT: TenantReading = {
  client: {
    client_id: "oin",
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }] } },
    callbacks: ["https://okta.example/callback"],
    client_metadata: { app: "app", note: "somebody's own" },
  },
  credentials: [{ id: "cred_1", kid: "kid-1" }],
  grants: [
    { id: "cgr_0", client_id: "oin", audience: AUDIENCE, scope: [], subject_type: "user" },
    { id: "cgr_1", client_id: "oin", audience: AUDIENCE, scope: ["read:connections", "create:connections"] },
  ],
  connections: ["Employees"],
  databases: [],
  app: {
    client_id: "app",
    organization_usage: "require",
    organization_require_behavior: "pre_login_prompt",
    express_configuration: { okta_oin_client_id: "oin" } as never,
  },
  flags: FLAGS,
  permissions: [...GUIDE.permissions, ...NATIVE.permissions],
  flow: ["express_configure_postlogin_action"],
  deployed: { express_configure_postlogin_action: "ours" },
  api: { scopes: [{ value: "expressconfigure:sso" }, { value: "expressconfigure:scim" }] },
  profiles: { connection: { enabled_features: ["scim"] }, hasAttributes: true },
};

const member = (email: string, more: Partial<MemberReading> = {}): MemberReading => ({
  userId: `auth0|${email}`,
  email,
  roles: ["rol_1"],
  ...more,
});
const ADA = member("ada@acme.example", { accounts: ["Employees"], emailVerified: true });
const ORGANIZATION: OrganizationReading = {
  id: "org_1",
  name: "acme",
  connections: [{ id: "con_1", name: "Employees", strategy: "auth0" }],
  members: [ADA, member("bob@acme.example", { roles: [] })],
  moreMembers: false,
};

const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, about, says, mend = [] }) => [`${severity} ${about}: ${says}`, ...mend].join("\n"));

it.each([
  ["guide", GUIDE, TENANT],
  ["native", NATIVE, { ...TENANT, connections: [], flow: [] }],
] as const)("finds nothing in the way of a tenant that is ready: %s", (_, needs, tenant) => {
  expect(told(tenantFindings(tenant, needs))).toEqual([]);
  expect(told(organizationFindings(ORGANIZATION, tenant, needs))).toEqual([]);
});

describe("what holds for every customer", () => {
  const { client: _client, permissions: _permissions, ...withoutClient } = TENANT;
  const { permissions: _role, ...withoutRole } = TENANT;
  const detached = { ...TENANT, client: { ...TENANT.client, client_authentication_methods: null } } as TenantReading;
  const { api: _api, ...withoutApi } = TENANT;

  it.each<readonly [string, Needs, TenantReading, string]>([
    [
      "the client gone",
      GUIDE,
      withoutClient,
      "problem oin-client: The OIN client oin, which Okta knows, is gone. The way out is told by:\npulumi preview --stack dev",
    ],
    [
      "no key yet",
      { ...GUIDE, keyIds: [] },
      TENANT,
      "problem oin-client.keys: There is no key of Okta's yet, so Okta cannot sign in. Once Okta has given it out:\nnpm run key -- --file okta-public-key.pem --stack dev\npulumi up --stack dev",
    ],
    [
      "a key whose ID was chosen, which may be Okta's",
      GUIDE,
      { ...TENANT, credentials: [{ id: "cred_1", kid: "kid-2" }] },
      "problem oin-client.keys: Whether Okta can sign in cannot be told: its key is not on the OIN client under its own ID, but whoever added kid-2 chose that ID, and it may be Okta's. This tells how to find out:\nnpm run audit -- --stack dev",
    ],
    [
      "another key",
      GUIDE,
      { ...TENANT, credentials: [{ id: "cred_1", kid: "pxAfvPq4urgkZaVkTTnFnRQihIw2ZbK1WYsFDm0HF2g" }] },
      "problem oin-client.keys: Okta's key is not on the OIN client, so Okta cannot sign in (Okta shows 503). This puts it there:\npulumi up --stack dev",
    ],
    [
      "the key not attached",
      GUIDE,
      detached,
      "problem oin-client.keys: Okta's key is on the OIN client but not attached, so Okta cannot sign in (Okta shows 503). This attaches it:\nnpm run rotate -- --stack dev",
    ],
    [
      "the key ended",
      GUIDE,
      { ...TENANT, credentials: [{ id: "cred_1", kid: "kid-1", expires_at: "2020-01-01T00:00:00.000Z" }] },
      "problem oin-client.keys: Okta's key kid-1 has ended, so Okta cannot sign in (Okta shows 503). What to do is told by:\nnpm run audit -- --stack dev",
    ],
    [
      "no grant but one for users",
      GUIDE,
      { ...TENANT, grants: TENANT.grants.slice(0, 1) },
      "problem oin-client.grant: The OIN client has no grant for the Management API: an admin signs in, but Okta cannot make the connection. This mends it:\npulumi up --stack dev",
    ],
    [
      "a grant short of a scope",
      GUIDE,
      { ...TENANT, grants: [{ id: "cgr_1", audience: AUDIENCE, scope: ["read:connections"] }] },
      "problem oin-client.grant: The OIN client's grant lacks create:connections: an admin signs in, but Okta cannot make the connection. This mends it:\npulumi up --stack dev",
    ],
    [
      "no connection, and a database that may be meant",
      GUIDE,
      { ...TENANT, connections: [], databases: ["Employees"] },
      "problem oin-client.connections: The OIN client is enabled for no connection, so no admin can sign in (Auth0 shows “no connections enabled for the client”). Name the connection that holds the admins' accounts:\npulumi config set --path 'okta-express:adminConnections[0]' Employees --stack dev\npulumi up --stack dev",
    ],
    [
      "the role gone",
      GUIDE,
      withoutRole,
      "problem role: The admin role rol_1 is gone (Okta shows 503). This makes it again:\npulumi up --stack dev",
    ],
    [
      "one permission missing",
      GUIDE,
      { ...TENANT, permissions: [`${API} expressconfigure:sso`] },
      "problem role: The admin role lacks expressconfigure:scim (Okta shows oauth_error 403). This mends it:\npulumi up --stack dev",
    ],
    [
      "the Action unbound",
      GUIDE,
      { ...TENANT, flow: [] },
      "problem action: express_configure_postlogin_action is not in the post-login flow, so that Okta's token carries no claims. This binds it:\npulumi up --stack dev",
    ],
    [
      "the Action changed",
      GUIDE,
      { ...TENANT, deployed: { express_configure_postlogin_action: "somebody's" } },
      "problem action.code: What express_configure_postlogin_action runs at logins is not this project's code, so that Okta's token may lack its claims. What to do is told by:\nnpm run audit -- --stack dev",
    ],
    [
      "Actions of others, told by the calls in their code",
      GUIDE,
      {
        ...TENANT,
        flow: ["Deny some", "Step up", "Terms", "Tell the CRM", "Unread", ...TENANT.flow],
        deployed: {
          ...TENANT.deployed,
          "Deny some": 'if (no) api.access.deny("x"); api.multifactor.enable("any");',
          "Step up": "api.authentication.challengeWithAny([]);",
          Terms: 'api.redirect.sendUserTo("https://terms.example")',
          "Tell the CRM": "await fetch(url)",
        },
      },
      "notice action.others: Other post-login Actions run for an Okta admin too. Deny some may deny the login and may ask for MFA. Step up may ask for MFA. Terms may send the admin elsewhere. Unread was not read. No call that stops a login is in Tell the CRM.",
    ],
    [
      "another callback, and no metadata",
      GUIDE,
      { ...TENANT, client: { ...TENANT.client, callbacks: ["https://other.example"], client_metadata: {} } },
      'problem oin-client.settings: The OIN client is set up otherwise than Okta needs it: callbacks is https://other.example, not https://okta.example/callback; client_metadata is {}, not {"app":"app"}. This mends it:\npulumi up --stack dev',
    ],
    [
      "no callback, which Auth0 fills in and the stack does not declare",
      NATIVE,
      { ...TENANT, flow: [], client: { ...TENANT.client, callbacks: [] } },
      'problem oin-client.settings: The OIN client is set up otherwise than Okta needs it: callbacks is empty, not https://okta.example/callback. This mends it:\nnpm run api -- patch clients/oin --data \'{"callbacks":["https://okta.example/callback"]}\' --stack dev',
    ],
    [
      "the API gone",
      GUIDE,
      withoutApi,
      "problem api: The API https://system.okta.com/actions/express-configure/v1 is gone: Auth0 refuses Okta's request at once. This makes it again:\npulumi up --stack dev",
    ],
    [
      "the API without a scope",
      GUIDE,
      { ...TENANT, api: { scopes: [{ value: "expressconfigure:sso" }] } },
      "problem api.scopes: The API https://system.okta.com/actions/express-configure/v1 lacks expressconfigure:scim, which nobody can be given then (Okta shows oauth_error 403). This mends it:\npulumi up --stack dev",
    ],
    [
      "the consent page without descriptions",
      GUIDE,
      { ...TENANT, flags: {} },
      "notice tenant.consent: The consent page shows the names of scopes in place of what they mean (flag use_scope_descriptions_for_consent is off). This mends it:\npulumi up --stack dev",
    ],
    [
      "an app without organizations, in the guide's flavour too",
      GUIDE,
      { ...TENANT, app: { ...TENANT.app, organization_usage: "deny" } },
      "problem app.organizations: The service app does not let people sign in with an organization. Dashboard: Applications > the app > Login Experience > Types of Users: Business Users, or Both.",
    ],
    [
      "a profile gone",
      NATIVE,
      {
        ...TENANT,
        flow: [],
        app: {
          ...TENANT.app,
          express_configuration: { okta_oin_client_id: "oin", connection_profile_id: "cop_1" } as never,
        },
        profiles: { hasAttributes: true },
      },
      "problem app.profiles: Auth0 cannot make the connection: the connection profile cop_1 is gone. This mends it:\npulumi up --stack dev",
    ],
    [
      "a connection profile without SCIM",
      NATIVE,
      { ...TENANT, flow: [], profiles: { connection: { enabled_features: [] }, hasAttributes: true } },
      "problem app.profiles: The connection profile does not offer SCIM, so that Okta cannot set it up, and the stack says that it does. This mends it:\npulumi up --stack dev",
    ],
    [
      "every application enabled for every connection",
      NATIVE,
      { ...TENANT, flow: [], flags: { ...FLAGS, enable_client_connections: true } },
      "problem tenant.flag: The tenant enables every new connection for every application (flag enable_client_connections), which Express Configuration does not allow. Switch it off on the dashboard: Settings > Advanced > Enable Application Connections.",
    ],
    [
      "an app that names another OIN client",
      NATIVE,
      { ...TENANT, flow: [], app: { ...TENANT.app, express_configuration: null } as never },
      "problem app.block: The service app does not name the OIN client in its Express Configuration. This mends it:\npulumi up --stack dev",
    ],
    [
      "an app without organizations",
      NATIVE,
      { ...TENANT, flow: [], app: { ...TENANT.app, organization_usage: "deny" } },
      "problem app.organizations: The service app does not let people sign in with an organization. Dashboard: Applications > the app > Login Experience > Types of Users: Business Users, or Both.",
    ],
    [
      "an app that asks for credentials first",
      NATIVE,
      { ...TENANT, flow: [], app: { ...TENANT.app, organization_require_behavior: "post_login_prompt" } },
      "problem app.login-flow: The service app asks for credentials first (Prompt for Credentials), which Express Configuration does not support. Dashboard: Applications > the app > Login Experience > Login Flow: Prompt for Organization.",
    ],
    [
      "an app that prompts for no organization",
      NATIVE,
      { ...TENANT, flow: [], app: { ...TENANT.app, organization_require_behavior: "no_prompt" } },
      "notice app.login-flow: The service app has no prompt for the organization: it must send the organization itself, or people of the new connection cannot sign in.",
    ],
  ])("%s", (_, needs, tenant, expected) => {
    expect(told(tenantFindings(tenant, needs))).toEqual([expected]);
  });
});

describe("one customer", () => {
  const of = (change: Partial<OrganizationReading>, needs = GUIDE, tenant = TENANT, person?: string): string[] =>
    told(organizationFindings({ ...ORGANIZATION, ...change }, tenant, needs, person));

  it("has no member", () => {
    expect(of({ members: [] })).toEqual([
      "problem organization.acme: acme has no member. Dashboard: Organizations > acme > Members.",
    ]);
  });

  it("has no connection, where the organization is asked for first", () => {
    expect(of({ connections: [] }, NATIVE)).toEqual([
      "problem organization.acme: acme has no connection, so nobody can sign in to it. Dashboard: Organizations > acme > Connections.",
    ]);
  });

  it("has none of the connections that the OIN client is enabled for", () => {
    const connections = [{ id: "con_2", name: "Partners", strategy: "auth0" }];
    expect(of({ connections }, GUIDE)).toEqual([
      "problem organization.acme: acme has none of the connections that the OIN client is enabled for (Employees), so nobody can sign in to it. Dashboard: Organizations > acme > Connections.",
    ]);
  });

  it("has admins who are blocked, all of them", () => {
    const blocked = { ...ADA, blocked: true };
    expect(of({ members: [blocked] })).toEqual([
      "problem organization.acme: ada@acme.example is blocked in Auth0 and cannot sign in. Dashboard: User Management > Users > the person > Unblock.",
    ]);
    expect(of({ members: [blocked, { ...ADA, userId: "auth0|eve", email: "eve@acme.example" }] })).toEqual([]);
  });

  it("has nobody with the role", () => {
    expect(of({ members: [member("bob@acme.example", { roles: ["rol_2"] })], moreMembers: true })).toEqual([
      "problem organization.acme: No member of acme, of its first 100, holds the admin role in this organization (Okta shows oauth_error 403). Dashboard: Organizations > acme > Members > the person > Roles.",
    ]);
  });

  it("has admins without an account that they could use", () => {
    expect(of({ members: [{ ...ADA, accounts: ["google-oauth2"] }] })).toEqual([
      "problem organization.acme: ada@acme.example has no account in a connection that they could sign in through here (Employees).\npulumi config set --path 'okta-express:adminConnections[0]' google-oauth2 --stack dev\npulumi up --stack dev",
    ]);
  });

  it("is told of a named person, whatever the others may do", () => {
    expect(of({}, GUIDE, TENANT, "Ada@acme.example")).toEqual([]);
    expect(of({}, GUIDE, TENANT, "bob@acme.example")).toEqual([
      "problem organization.acme: bob@acme.example does not hold the admin role in this organization (Okta shows oauth_error 403). Dashboard: Organizations > acme > Members > the person > Roles.",
    ]);
    expect(of({}, GUIDE, TENANT, "eve@acme.example")).toEqual([
      "problem organization.acme: eve@acme.example is no member of acme (Okta shows oauth_error 403). Dashboard: Organizations > acme > Members.",
    ]);
  });

  it("is told what may stand in the way: an address that is not verified, an Okta connection that is there already", () => {
    expect(
      of({
        members: [{ ...ADA, emailVerified: false }],
        connections: [...ORGANIZATION.connections, { id: "con_2", name: "acme-okta", strategy: "okta" }],
      }),
    ).toEqual([
      "notice organization.acme: The e-mail address ada@acme.example is not verified: Auth0 asks for a verified work e-mail.",
      "notice organization.acme: acme has an Okta connection already (acme-okta). With home realm discovery Auth0 may send an admin of its e-mail domain there: give the Okta account the role too.",
    ]);
  });
});

it("tells many customers in a table, those that are not ready first", () => {
  const rows = [
    rowOf(ORGANIZATION, organizationFindings(ORGANIZATION, TENANT, GUIDE)),
    rowOf(
      { ...ORGANIZATION, name: "globex-international", members: [] },
      organizationFindings({ ...ORGANIZATION, name: "globex-international", members: [] }, TENANT, GUIDE),
    ),
  ];
  expect(tableText(rows, paletteOf({}))).toBe(
    [
      "Organization          Ready  Why not, or what may stand in the way",
      "globex-international  no     globex-international has no member. Dashboard: Organizations > globex-international > Members.",
      "acme                  yes",
      "",
      "",
    ].join("\n"),
  );
});
