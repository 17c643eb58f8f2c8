import { type Operation, READY } from "./commands.ts";
import { ADMINS_ACTION, ROLE } from "./parts.ts";

/** What `ready` and `customer` do besides. */
export const CUSTOMER_OPERATIONS: readonly Operation[] = [
  {
    does: "see the tenant's flags that keep Okta's admins out",
    requests: ["GET /tenants/settings"],
    scope: "read:tenant_settings",
    commands: READY,
  },
  {
    does: "see which Actions of the post-login flow can deny a login",
    requests: ["GET /actions/actions", "GET /actions/triggers/post-login/bindings"],
    scope: "read:actions",
    commands: READY,
  },
  {
    does: "see which connections the OIN client is enabled for, and find the admin's",
    requests: ["GET /clients/{id}/connections", "GET /connections"],
    scope: "read:connections",
    commands: READY,
  },
  {
    does: "find the customers' organizations",
    requests: [
      "GET /organizations",
      "GET /organizations/{id}",
      "GET /organizations/name/{name}",
      "GET /users/{id}/organizations",
    ],
    scope: "read:organizations",
    commands: READY,
  },
  {
    does: "read an organization's connections",
    requests: ["GET /organizations/{id}/enabled_connections"],
    scope: "read:organization_connections",
    commands: READY,
  },
  {
    does: "read an organization's members",
    requests: ["GET /organizations/{id}/members"],
    scope: "read:organization_members",
    commands: READY,
  },
  {
    does: "see which of them holds the admin role there",
    requests: ["GET /organizations/{id}/members", "GET /organizations/{id}/members/{user}/roles"],
    scope: "read:organization_member_roles",
    commands: READY,
  },
  {
    does: "read the admin's account",
    requests: ["GET /users/{id}", "GET /users-by-email"],
    scope: "read:users",
    commands: READY,
  },
  {
    does: "make the customer's organization",
    requests: ["POST /organizations"],
    scope: "create:organizations",
    commands: ["customer"],
  },
  {
    does: "enable the admin's connection in it",
    requests: ["POST /organizations/{id}/enabled_connections"],
    scope: "create:organization_connections",
    commands: ["customer"],
  },
  { does: "make the admin's account", requests: ["POST /users"], scope: "create:users", commands: ["customer"] },
  {
    does: "make the account a member",
    requests: ["POST /organizations/{id}/members"],
    scope: "create:organization_members",
    commands: ["customer"],
  },
  {
    does: "give the member the admin role in the organization",
    requests: ["POST /organizations/{id}/members/{user}/roles"],
    scope: "create:organization_member_roles",
    commands: ["customer"],
    when: [ROLE],
  },
  {
    does: "write the organization into the account's app_metadata",
    requests: ["PATCH /users/{id}"],
    scope: "update:users",
    commands: ["customer"],
    when: [ADMINS_ACTION],
  },
];
