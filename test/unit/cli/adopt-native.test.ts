/** adopt of the native flavour on plain data: choices, what goes on as settings, what is written. See also adopt-native-findings. */
import { readFileSync } from "node:fs";
import type { Management } from "auth0";
import { describe, expect, it } from "vitest";
import { EXPRESS_CONFIGURATION_DOMAIN_ALIASES } from "../../../actions/code.ts";
import type { Clients } from "../../../cli/adopt/clients.ts";
import { pickNativeClient } from "../../../cli/adopt/choice.ts";
import { describe as describeAll, NATIVE, planOf } from "../../../cli/adopt/flavours.ts";
import type { NativeFound } from "../../../cli/adopt/found.ts";
import { inferredSettings } from "../../../cli/adopt/inferred-settings.ts";
import { configurationOf, together } from "../../../cli/adopt/plan.ts";
import { isSomebodyElses } from "../../../cli/adopt/role.ts";
import { DEFAULTS, pathsOf } from "../../../cli/adopt/settings.ts";
import type { StackState } from "../../../cli/state.ts";
import type { Configuration } from "../../../config/index.ts";
import {
  ADMINS_ACTION,
  BLOCK,
  BLOCK_HELD,
  CLIENT,
  CLIENTS,
  CONFIGURATION,
  CONTEXT,
  EMPTY,
  FOUND,
  holding,
  NOW,
  OTHER,
  ROLE,
  SCIM,
  SSO,
} from "./dashboard-objects.ts";

describe("the native OIN client", () => {
  const duplicate: Management.Client = { client_id: "duplicate", name: "Acme", app_type: "express_configuration" };

  it("is the one that the service app names, whatever else is there", () => {
    expect(pickNativeClient({ ...CLIENTS, native: [duplicate, CLIENT], unnamed: [duplicate] }, undefined, {})).toEqual({
      object: CLIENT,
    });
  });

  it("is the only one that no application names, by its type and not by its name", () => {
    expect(
      pickNativeClient(
        { guide: [], native: [duplicate], unnamed: [duplicate], otherBlocks: [], ids: new Set() },
        undefined,
        {},
      ),
    ).toEqual({ object: duplicate });
  });

  it("is a person's choice where two are free", () => {
    const free: Clients = {
      guide: [],
      native: [duplicate, CLIENT],
      unnamed: [duplicate, CLIENT],
      otherBlocks: [],
      ids: new Set(),
    };
    expect(pickNativeClient(free, undefined, {}).ambiguity?.candidates).toEqual([
      { id: "duplicate", described: '"Acme", without a key, named by no application' },
      { id: "native", described: '"Okta OIN Express Configuration", 1 key, named by no application' },
    ]);
    expect(pickNativeClient(free, undefined, { nativeClient: "duplicate" })).toEqual({ object: duplicate });
  });

  it("is never one that another application names, and the stack's own whoever names it", () => {
    const elsewhere: Clients = {
      guide: [],
      native: [duplicate],
      unnamed: [],
      otherBlocks: [{ ...BLOCK, okta_oin_client_id: "duplicate" }],
      ids: new Set(),
    };
    expect(pickNativeClient(elsewhere, undefined, {})).toEqual({});
    expect(pickNativeClient(elsewhere, undefined, { nativeClient: "duplicate" }).ambiguity).toEqual({
      kind: "nativeClient",
      candidates: [],
    });
    expect(pickNativeClient(elsewhere, "duplicate", {})).toEqual({ object: duplicate });
  });
});

describe("what goes on as settings", () => {
  const UNSET = { isUnset: () => true };
  const inferred = (
    change: Partial<NativeFound>,
    state = EMPTY,
    settings: { isUnset(setting: keyof typeof DEFAULTS): boolean } = UNSET,
  ) =>
    inferredSettings(
      { ...FOUND, ...change },
      { ...CONFIGURATION, userAttributeProfile: undefined, connectionProfile: undefined },
      settings,
      state,
    );
  const withBlock = (change: Partial<Management.ExpressConfiguration>): Partial<NativeFound> => ({
    clients: { ...CLIENTS, block: { ...BLOCK, ...change } },
  });
  const ALWAYS = {
    initiateLoginUriTemplate: "https://app.acme.example/login",
    userAttributeProfile: { id: "uap_1" },
    connectionProfile: { id: "cop_1" },
  };

  it("is what the block holds otherwise than by default", () => {
    expect(inferred({})).toEqual(ALWAYS);
    expect(
      inferred(
        withBlock({
          admin_login_domain: "login.acme.example",
          enable_client: false,
          enable_organization: false,
          linked_clients: [{ client_id: "web" }, { client_id: "gone" }],
        }),
      ),
    ).toEqual({
      ...ALWAYS,
      adminLoginDomain: "login.acme.example",
      enableClient: "false",
      enableOrganization: "false",
      linkedClients: ["web"],
    });
  });

  it("is nothing that the configuration says, and nothing of a block that the stack has", () => {
    const changed = withBlock({
      admin_login_domain: "login.acme.example",
      enable_client: false,
      linked_clients: [{ client_id: "web" }],
    });
    expect(
      inferred({ ...changed, role: { ...ROLE, permissions: [SSO, SCIM] } }, EMPTY, { isUnset: () => false }),
    ).toEqual({});
    expect(inferred(changed, BLOCK_HELD)).toEqual({});
  });

  it("is SCIM where the role has it, unless the role is the stack's own", () => {
    const role = { ...ROLE, permissions: [SSO, SCIM] };
    expect(inferred({ role })).toEqual({ ...ALWAYS, scim: "true" });
    expect(
      inferred({ role }, { outputs: {}, resources: [{ urn: "urn:role", type: "auth0:index/role:Role", id: "rol_1" }] }),
    ).toEqual(ALWAYS);
  });

  it("is the display name that the client has, unless the client is the stack's or one is set", () => {
    const client = { ...CLIENT, name: "Acme SaaS" };
    expect(inferred({ client })).toEqual({ ...ALWAYS, displayName: "Acme SaaS" });
    expect(inferred({ client }, EMPTY, { isUnset: (setting) => setting !== "displayName" })).toEqual(ALWAYS);
    expect(inferred({ client }, holding(["NativeOinClient", "Client"]))).toEqual(ALWAYS);
  });

  it("is credentials first, with the connections that the client is enabled for, but not without one", () => {
    const client = { ...CLIENT, organization_require_behavior: "post_login_prompt" as const };
    expect(inferred({ client, connections: [{ id: "con_1", name: "Database" }] })).toEqual({
      ...ALWAYS,
      adminLoginFlow: "postLoginPrompt",
      adminConnections: ["Database"],
    });
    expect(inferred({ client })).toEqual(ALWAYS);
    expect(
      inferred({ client, connections: [{ id: "con_1", name: "Database" }] }, holding(["NativeOinClient", "Client"])),
    ).toEqual(ALWAYS);
  });

  it("is no profile that is gone, and none that an up made for the stack", () => {
    expect(
      inferred({
        profiles: {
          userAttributeProfile: [],
          connectionProfile: [{ id: "cop_1", name: "Okta Express Configuration" }],
        },
      }),
    ).toEqual({ initiateLoginUriTemplate: ALWAYS.initiateLoginUriTemplate });
  });

  it("is a profile of the stack's name where another application uses it too", () => {
    const clients = { ...CLIENTS, block: undefined, otherBlocks: [{ ...BLOCK, user_attribute_profile_id: "uap_2" }] };
    const { block: _block, ...free } = clients;
    expect(
      inferred({
        clients: free,
        profiles: {
          userAttributeProfile: [{ id: "uap_2", name: "Okta Express Configuration" }],
          connectionProfile: [],
        },
      }),
    ).toEqual({ userAttributeProfile: { id: "uap_2" } });
  });

  it("is unset by the defaults that Pulumi.yaml gives", () => {
    const project = readFileSync(new URL("../../../Pulumi.yaml", import.meta.url), "utf8");
    const defaults = Object.keys(DEFAULTS).map((setting) => {
      const value = new RegExp(`^  ${setting}:\\n(?:    .*\\n)*?    default: (.*)$`, "m").exec(project)?.[1];
      return [setting, value === '""' ? "" : value];
    });
    expect(Object.fromEntries(defaults)).toEqual(DEFAULTS);
  });

  it("is written by path", () => {
    expect(pathsOf({ scim: "true", linkedClients: ["a", "b"], connectionProfile: { id: "cop_1" } })).toEqual({
      "okta-express:scim": "true",
      "okta-express:linkedClients[0]": "a",
      "okta-express:linkedClients[1]": "b",
      "okta-express:connectionProfile.id": "cop_1",
    });
  });
});

describe("plan", () => {
  const plan = (change: Partial<NativeFound> = {}, configuration: Partial<Configuration> = {}, state = EMPTY) => {
    const found = { ...FOUND, ...change };
    const whole = { ...CONFIGURATION, ...configuration };
    const sharedRole = isSomebodyElses(found.role, whole.adminRole, whole.flavour, state);
    return planOf(NATIVE, found, { ...CONTEXT, configuration: whole, sharedRole, state }, NOW);
  };
  const foundAt = "2026-11-25T12:00:00.000Z";

  it("takes over everything that was found, and leaves profiles that it only uses", () => {
    expect(configurationOf(plan())).toEqual({
      "okta-express:adopt.foundAt": foundAt,
      "okta-express:adopt.role": "rol_1",
      "okta-express:adopt.nativeClient": "native",
      "okta-express:adopt.appBlock": "app",
    });
  });

  it("takes over profiles, Actions and connections that are the stack's own", () => {
    const name = "Okta Express Configuration";
    const found: Partial<NativeFound> = {
      profiles: { userAttributeProfile: [{ id: "uap_9", name }], connectionProfile: [{ id: "cop_9", name }] },
      postLoginActions: [ADMINS_ACTION, { id: "act_2", name: "Domains", code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES }],
      flow: [{ id: "b", display_name: "Domains", action: { id: "act_2" } }],
      connections: [
        { id: "con_1", name: "Database" },
        { id: "con_2", name: "Email" },
      ],
    };
    const own = {
      userAttributeProfile: undefined,
      connectionProfile: undefined,
      adminsAppMetadataKey: "is_admin",
      domainAliasesMetadataKey: "domains",
      adminConnections: ["Database"],
    };
    expect(plan(found, own).adopt).toEqual({
      foundAt,
      role: "rol_1",
      nativeClient: "native",
      adminConnections: ["con_1"],
      appBlock: "app",
      userAttributeProfile: "uap_9",
      connectionProfile: "cop_9",
      adminsAction: "act_1",
      domainAliasesAction: "act_2",
      domainAliasesBinding: "post-login",
    });
  });

  it("is nothing where the stack has all", () => {
    const state: StackState = {
      outputs: {},
      resources: [
        ...holding(["NativeOinClient", "Client"], ["NativeOinClient", "ClientCredentials"]).resources,
        ...BLOCK_HELD.resources,
        ...["Role", "RolePermissions"].map((type) => ({
          urn: "urn:x",
          id: "rol_1",
          type: `auth0:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
        })),
      ],
    };
    expect(plan({}, {}, state)).toEqual({ settings: {}, attach: [], deploy: [] });
  });

  it("does not take the guide's client in the state for the native one", () => {
    const guide = {
      outputs: {},
      resources: ["client:Client", "clientCredentials:ClientCredentials"].map((type) => ({
        urn: `urn::okta-express:index:OinClient$auth0:index/${type}::x`,
        id: "oin",
        type: `auth0:index/${type}`,
      })),
    };
    expect(plan({}, {}, guide).adopt?.nativeClient).toBe("native");
  });

  it("makes a role that serves others too the configured one, and takes over our permissions on it alone", () => {
    const role = { role: { id: "rol_2", name: "Admins" }, permissions: [SSO, SCIM, OTHER] };
    expect(configurationOf(plan({ role }))).toMatchObject({
      "okta-express:adminRole": "rol_2",
      "okta-express:adopt.rolePermissions[0]": "express_configure:sso",
      "okta-express:adopt.rolePermissions[1]": "express_configure:scim",
    });
    expect(plan({ role }).adopt).not.toHaveProperty("role");
  });

  it("leaves the guide's permission on a role of a tenant that was set up by both", () => {
    const role = {
      ...ROLE,
      permissions: [
        SSO,
        {
          resource_server_identifier: "https://system.okta.com/actions/express-configure/v1",
          permission_name: "expressconfigure:sso",
        },
      ],
    };
    expect(plan({ role }).settings).toEqual({ "okta-express:adminRole": "rol_1" });
    expect(plan({ role }, { flavour: "both" }).settings).toEqual({});
  });

  it("attaches one of Okta's keys that an interrupted up left unattached, and deploys its Action", () => {
    const state = holding(["AdminsAction", "Action", "act_1"]);
    const { attach, deploy } = plan(
      { attached: [], postLoginActions: [ADMINS_ACTION] },
      { adminsAppMetadataKey: "is_admin" },
      state,
    );
    expect(attach).toEqual([{ clientId: "native", credentials: ["cred_1"], native: true }]);
    expect(deploy).toEqual(["act_1"]);
  });

  it("of both flavours is one plan: the permissions of a shared role are those of both", () => {
    const both = together([
      {
        adopt: { foundAt, client: "oin", rolePermissions: ["expressconfigure:sso"] },
        settings: { a: "1" },
        attach: [],
        deploy: ["act_1"],
      },
      {
        adopt: { foundAt, nativeClient: "native", rolePermissions: ["express_configure:sso"] },
        settings: { b: "2" },
        attach: [],
        deploy: [],
      },
    ]);
    expect(both).toEqual({
      adopt: {
        foundAt,
        client: "oin",
        nativeClient: "native",
        rolePermissions: ["expressconfigure:sso", "express_configure:sso"],
      },
      settings: { a: "1", b: "2" },
      attach: [],
      deploy: ["act_1"],
    });
    expect(together([{ settings: {}, attach: [], deploy: [] }])).toEqual({ settings: {}, attach: [], deploy: [] });
  });
});

describe("what was found", () => {
  it("is told object by object; optional ones only where they are declared", () => {
    expect(describeAll(NATIVE, FOUND, CONTEXT)).toEqual([
      { object: "system API", id: "res_1", name: "Okta OIN Express Configuration API" },
      { object: "admin role", id: "rol_1", name: "EXPRESS_CONFIGURE_ADMIN_ROLE" },
      { object: "native OIN client", id: "native", name: "Okta OIN Express Configuration" },
      { object: "native keys", id: "kid-1" },
      { object: "user attribute profile", id: "uap_1", name: "People", used: "stays as it is" },
      { object: "connection profile", id: "cop_1", name: "Connections", used: "stays as it is" },
      { object: "app block", id: "app", name: "Acme SaaS" },
    ]);
    expect(
      describeAll(
        NATIVE,
        { ...FOUND, postLoginActions: [ADMINS_ACTION] },
        {
          ...CONTEXT,
          configuration: { ...CONFIGURATION, adminsAppMetadataKey: "is_admin", adminConnections: ["Database"] },
        },
      ).map(({ object, id, used }) => [object, id, used]),
    ).toEqual([
      ["system API", "res_1", undefined],
      ["native OIN client", "native", undefined],
      ["native keys", "kid-1", undefined],
      ["admin connections", undefined, undefined],
      ["user attribute profile", "uap_1", "stays as it is"],
      ["connection profile", "cop_1", "stays as it is"],
      ["app block", "app", undefined],
      ["admins Action", "act_1", "not bound; up binds it"],
    ]);
  });
});
