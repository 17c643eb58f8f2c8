import { describe, expect, it } from "vitest";
import {
  noConnectionClients,
  noForeignApiScopes,
  noForeignRolePermissions,
  noTriggerActions,
} from "../../../policy/index.ts";
import { TYPES } from "../../../policy/resources.ts";
import { type Given, UNKNOWN, violations } from "./violations.ts";

const GUIDE_API = "https://system.okta.com/actions/express-configure/v1";

describe("no-trigger-actions", () => {
  const action = (name: string): Given => ({ type: TYPES.action, name: "action", props: { name } });
  const flow = (trigger: string): Given => ({ type: TYPES.triggerActions, name: "flow", props: { trigger } });
  it.each<[string, readonly Given[], number]>([
    ["the guide's Action", [action("express_configure_postlogin_action"), flow("post-login")], 1],
    ["the Action that names the admins", [action("express_configuration_admins"), flow("post-login")], 1],
    ["the Action for e-mail domains", [action("express_configuration_domain_aliases"), flow("post-login")], 1],
    ["another trigger", [action("express_configuration_admins"), flow("pre-user-registration")], 0],
    ["a program without Express Configuration", [action("acme"), flow("post-login")], 0],
  ])("beside %s", async (_what, resources, count) => {
    expect(await violations(noTriggerActions, resources)).toHaveLength(count);
  });
});

describe("no-foreign-role-permissions", () => {
  const role = (id: string): Given => ({ type: TYPES.role, name: "role", props: { id } });
  const whole = (roleId: string, ...names: string[]): Given => ({
    type: TYPES.rolePermissions,
    name: "whole",
    props: { roleId, permissions: names.map((name) => ({ name, resourceServerIdentifier: GUIDE_API })) },
  });
  const one = (roleId: string, permission: string): Given => ({
    type: TYPES.rolePermission,
    name: "one",
    props: { roleId, permission },
  });

  it.each<[string, readonly Given[], number]>([
    ["a role of the program's own", [role("rol_1"), whole("rol_1", "expressconfigure:sso")], 0],
    [
      "one that is yet to be made",
      [role(UNKNOWN), { ...whole(UNKNOWN, "expressconfigure:sso"), from: { roleId: "role" } }],
      0,
    ],
    ["an adopted role", [one("rol_1", "expressconfigure:sso"), whole("rol_1", "read:orders")], 1],
    ["an adopted role, native", [one("rol_1", "express_configure:sso"), whole("rol_1", "read:orders")], 1],
    ["a role of nobody here, with our permission", [role("rol_2"), whole("rol_1", "expressconfigure:scim")], 1],
    ["a role that is none of ours", [one("rol_2", "expressconfigure:sso"), whole("rol_1", "read:orders")], 0],
  ])("on %s", async (_what, resources, count) => {
    expect(await violations(noForeignRolePermissions, resources)).toHaveLength(count);
  });
});

describe("no-foreign-api-scopes", () => {
  const api = (identifier: string): Given => ({ type: TYPES.resourceServer, name: "api", props: { identifier } });
  const scopes = (resourceServerIdentifier: string): Given => ({
    type: TYPES.resourceServerScopes,
    name: "scopes",
    props: { resourceServerIdentifier, scopes: [] },
  });
  it.each<[string, readonly Given[], number]>([
    ["the program's own API", [api(GUIDE_API), scopes(GUIDE_API)], 0],
    ["an API that another program made", [scopes(GUIDE_API)], 1],
    ["Auth0's own API", [api("urn:auth0:express-configure"), scopes("urn:auth0:express-configure")], 1],
    ["another API", [scopes("https://acme.example")], 0],
  ])("on %s", async (_what, resources, count) => {
    expect(await violations(noForeignApiScopes, resources)).toHaveLength(count);
  });
});

describe("no-connection-clients", () => {
  const oin: Given = { type: TYPES.client, name: "oin", props: { name: "Okta OIN Integration Client", id: "client1" } };
  const one = (clientId: string): Given => ({
    type: TYPES.connectionClient,
    name: "one",
    props: { connectionId: "con_1", clientId },
  });
  const whole = (connectionId: string): Given => ({
    type: TYPES.connectionClients,
    name: "whole",
    props: { connectionId, enabledClients: ["client2"] },
  });
  it.each<[string, readonly Given[], number]>([
    ["a connection of Okta's admins", [oin, one("client1"), whole("con_1")], 1],
    ["another connection", [oin, one("client1"), whole("con_2")], 0],
    ["another client's connection", [oin, one("client3"), whole("con_1")], 0],
  ])("on %s", async (_what, resources, count) => {
    expect(await violations(noConnectionClients, resources)).toHaveLength(count);
  });
});
