/** The table of operation to scope. That it is right is proved end to end; here, that it is sound and least. */
import { describe, expect, it } from "vitest";
import { OPERATIONS, operationsOf, scopesOf, TENANT_COMMANDS, type TenantCommand } from "../../../cli/scopes.ts";
import type { Configuration } from "../../../config/index.ts";
import { MANAGEMENT_SCOPES } from "../../../packages/local-tenant/src/core/scopes.ts";
import { ENDPOINTS } from "../../../packages/local-tenant/src/resources/index.ts";

const configuration = (change: Partial<Configuration> = {}) =>
  ({ flavour: "guide", consentDescriptions: true, adminConnections: [], ...change }) as unknown as Configuration;
const NATIVE = { flavour: "native" } as const;
const scopes = (commands: readonly TenantCommand[], change?: Partial<Configuration>, held?: readonly string[]) =>
  scopesOf(operationsOf(commands, configuration(change), held));
const all = (change?: Partial<Configuration>) => scopes(TENANT_COMMANDS, change);
const without = (these: readonly string[], those: readonly string[]) => these.filter((scope) => !those.includes(scope));

/** Scopes that the documentation of an endpoint demands for some of its attributes, beside its own. */
const BESIDE = [
  "PATCH /clients/{id} update:client_credentials",
  "GET /organizations/{id}/members read:organization_member_roles",
];

it("names scopes that Auth0 has", () => {
  expect(OPERATIONS.map(({ scope }) => scope).filter((scope) => !MANAGEMENT_SCOPES.includes(scope as never))).toEqual(
    [],
  );
});

it("names for every request a scope that its endpoint takes", () => {
  const pattern = (path: string) => path.replaceAll(/:\w+|\{\w+\}|post-login/g, "*");
  const rows = OPERATIONS.flatMap(({ requests, scope }) => requests.map((request) => ({ request, scope })));
  const wrong = rows.filter(({ request, scope }) => {
    const [method, path = ""] = request.split(" ");
    return !ENDPOINTS.some(
      (endpoint) =>
        endpoint.method === method &&
        pattern(endpoint.path) === pattern(path) &&
        endpoint.scopes.includes(scope as never),
    );
  });
  expect(wrong.map(({ request, scope }) => `${request} ${scope}`)).toEqual(BESIDE);
});

it("tells every operation of its own", () => {
  const does = OPERATIONS.map((operation) => operation.does);
  expect(new Set(does).size).toBe(does.length);
});

describe("least privilege", () => {
  it.each([
    ["preview", {}],
    ["audit", {}],
    ["preview", NATIVE],
    ["audit", NATIVE],
  ] as const)("%s only reads: %o", (command, change) => {
    expect(scopes([command], change).filter((scope) => !scope.startsWith("read:"))).toEqual([]);
  });

  it("only teardown deletes objects; up and rotate take keys off", () => {
    for (const change of [{}, NATIVE, { flavour: "both" } as const]) {
      const deleting = (command: TenantCommand) =>
        scopes([command], change).filter((scope) => scope.startsWith("delete:"));
      expect(deleting("up")).toEqual(["delete:client_credentials"]);
      expect(deleting("rotate")).toEqual(["delete:client_credentials"]);
    }
    const deleting = (change: Partial<Configuration>) =>
      scopes(["teardown"], change).filter((scope) => scope.startsWith("delete:"));
    expect(deleting({})).toEqual([
      "delete:clients",
      "delete:client_grants",
      "delete:resource_servers",
      "delete:roles",
      "delete:actions",
    ]);
    expect(deleting(NATIVE)).toEqual([
      "delete:clients",
      "delete:user_attribute_profiles",
      "delete:connection_profiles",
      "delete:roles",
    ]);
  });

  it("an existing role is neither made nor deleted, and the tenant's settings stay out of reach where they are left alone", () => {
    const fewer = { adminRole: "rol_1", consentDescriptions: false };
    expect(without(all(), all(fewer))).toEqual([
      "create:roles",
      "delete:roles",
      "read:tenant_settings",
      "update:tenant_settings",
    ]);
  });
});

describe("the native flavour", () => {
  it("needs no write of grants, of Actions or of existing APIs, and profiles besides", () => {
    expect(without(all(), all(NATIVE))).toEqual([
      "create:client_grants",
      "update:client_grants",
      "delete:client_grants",
      "update:resource_servers",
      "delete:resource_servers",
      "read:actions",
      "create:actions",
      "update:actions",
      "delete:actions",
    ]);
    expect(without(all(NATIVE), all())).toEqual(
      ["user_attribute_profiles", "connection_profiles"].flatMap((what) =>
        ["read", "create", "update", "delete"].map((verb) => `${verb}:${what}`),
      ),
    );
  });

  it("needs what its options need, and no role where app_metadata tells the admins", () => {
    const extra = (change: Partial<Configuration>) => without(all({ ...NATIVE, ...change }), all(NATIVE));
    const saved = (change: Partial<Configuration>) => without(all(NATIVE), all({ ...NATIVE, ...change }));
    expect(extra({ adminConnections: ["Staff"] })).toEqual(["read:connections", "update:connections"]);
    expect(without(all({ adminConnections: ["Staff"] }), all())).toEqual(["read:connections", "update:connections"]);
    expect(extra({ domainAliasesMetadataKey: "domains" })).toEqual([
      "read:actions",
      "create:actions",
      "update:actions",
      "delete:actions",
    ]);
    expect(extra({ adminsAppMetadataKey: "is_admin" })).toEqual([
      "read:actions",
      "create:actions",
      "update:actions",
      "delete:actions",
    ]);
    expect(saved({ adminsAppMetadataKey: "is_admin" })).toEqual([
      "read:roles",
      "create:roles",
      "update:roles",
      "delete:roles",
      "read:users",
    ]);
    expect(saved({ userAttributeProfile: { id: "uap_1" }, connectionProfile: { id: "cop_1" } })).toEqual(
      ["user_attribute_profiles", "connection_profiles"].flatMap((what) =>
        ["create", "update", "delete"].map((verb) => `${verb}:${what}`),
      ),
    );
  });

  it("looks at the tenant's flag in every command but teardown, whatever becomes of the consent setting", () => {
    for (const command of TENANT_COMMANDS.filter((name) => name !== "teardown"))
      expect(scopes([command], { ...NATIVE, consentDescriptions: false })).toContain("read:tenant_settings");
    expect(all({ ...NATIVE, consentDescriptions: false })).not.toContain("update:tenant_settings");
  });
});

describe("both flavours", () => {
  it("need what either needs, and no more", () => {
    const union = [...new Set([...all(), ...all(NATIVE)])];
    expect(all({ flavour: "both" }).toSorted()).toEqual(union.toSorted());
  });

  it("the guide has its role even where app_metadata tells the native flavour's admins", () => {
    expect(all({ flavour: "both", adminsAppMetadataKey: "is_admin" })).toContain("create:roles");
  });
});

describe("what the stack holds and the configuration no longer declares", () => {
  const up = (change: Partial<Configuration>, ...held: string[]) =>
    without(scopes(["up"], change, held), scopes(["up"], change));
  const preview = (change: Partial<Configuration>, ...held: string[]) =>
    without(scopes(["preview"], change, held), scopes(["preview"], change));
  const GUIDE = [
    "express-oin-client-known-to-okta",
    "express-oin-grant",
    "express-api-scopes",
    "express-login-action",
    "express-login-binding",
  ];
  const OWN_NATIVE = [
    "express-native-oin-client-known-to-okta",
    "express-native-attributes-profile",
    "express-native-connections-profile",
    "express-native-app-block",
  ];

  it("is read by a preview and deleted by an up: the guide's objects at the end of the move", () => {
    expect(preview(NATIVE, ...GUIDE)).toEqual(["read:client_grants", "read:actions"]);
    expect(up(NATIVE, ...GUIDE)).toEqual([
      "delete:clients",
      "read:client_grants",
      "delete:client_grants",
      "update:resource_servers",
      "delete:resource_servers",
      "read:actions",
      "update:actions",
      "delete:actions",
    ]);
  });

  it("is read by a preview and deleted by an up: the native objects on the way back", () => {
    expect(preview({}, ...OWN_NATIVE)).toEqual(["read:user_attribute_profiles", "read:connection_profiles"]);
    expect(up({}, ...OWN_NATIVE)).toEqual([
      "delete:clients",
      "read:user_attribute_profiles",
      "delete:user_attribute_profiles",
      "read:connection_profiles",
      "delete:connection_profiles",
    ]);
  });

  it.each<readonly [string, Partial<Configuration>, readonly string[]]>([
    ["express-native-oin-on-Staff", {}, ["read:connections", "update:connections"]],
    ["express-oin-on-Staff", { flavour: "guide" }, ["read:connections", "update:connections"]],
    ["express-native-admins-action", {}, ["read:actions", "update:actions", "delete:actions"]],
    [
      "express-native-attributes-profile",
      { userAttributeProfile: { id: "uap_1" } },
      ["delete:user_attribute_profiles"],
    ],
    ["express-native-connections-profile", { connectionProfile: { id: "cop_1" } }, ["delete:connection_profiles"]],
    ["express-admin-role", { adminRole: "rol_1" }, ["delete:roles"]],
    ["express-admin-role", { adminsAppMetadataKey: "is_admin" }, ["read:roles", "delete:roles"]],
    ["express-admin-permission-sso", { adminsAppMetadataKey: "is_admin" }, ["read:roles", "update:roles"]],
  ])("%s", (held, change, taken) => {
    expect(up({ ...NATIVE, ...change }, held)).toEqual(taken);
  });

  it("adds nothing while everything is declared", () => {
    expect(up({ flavour: "both" }, ...GUIDE, ...OWN_NATIVE, "express-admin-role", "express-consent-tenant")).toEqual(
      [],
    );
  });
});
