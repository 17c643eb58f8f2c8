import { CUSTOMER_COMMANDS, type Operation, READY, TENANT_COMMANDS, type TenantCommand } from "./commands.ts";
import {
  GUIDE,
  NATIVE,
  ROLE,
  OWN_ROLE,
  EXISTING_ROLE,
  ACTIONS,
  ADMIN_CONNECTIONS,
  FLAG,
  ATTRIBUTES,
  OWN_ATTRIBUTES,
  CONNECTION_PROFILE,
  OWN_CONNECTION_PROFILE,
  CONSENT,
} from "./parts.ts";

const ALL: readonly TenantCommand[] = [...TENANT_COMMANDS, ...CUSTOMER_COMMANDS];
/** All that run the stack, if only as a preview. */
const RUNS: readonly TenantCommand[] = ["preview", "up", "adopt", "rotate", "handover", "teardown"];
export const WRITES: readonly TenantCommand[] = ["up", "teardown"];
/** handover audits first. */
const AUDITS: readonly TenantCommand[] = ["audit", "handover"];

/**
 * What the commands of a stack's life do, operation to scope: the least that the credentials need, and no more.
 * Source: the scopes that Auth0's Management API documents for each endpoint; the requests are those of the official
 * plugin as recorded, of the plugin in provider/, and of the commands here. The tests hold the table against the requests
 * of a stack's whole life, in each flavour.
 */
export const STACK_OPERATIONS: readonly Operation[] = [
  {
    does: "find the service app and read the OIN client",
    requests: ["GET /clients", "GET /clients/{id}"],
    scope: "read:clients",
    commands: ALL,
  },
  { does: "make the OIN client", requests: ["POST /clients"], scope: "create:clients", commands: ["up"] },
  {
    does: "mend the OIN client",
    requests: ["PATCH /clients/{id}"],
    scope: "update:clients",
    commands: ["up", "adopt", "rotate"],
  },
  {
    does: "put Express Configuration's block on the service app, and take it off",
    requests: ["PATCH /clients/{id}"],
    scope: "update:clients",
    commands: WRITES,
    when: [NATIVE],
    removes: true,
  },
  {
    does: "delete the OIN client",
    requests: ["DELETE /clients/{id}"],
    scope: "delete:clients",
    commands: ["teardown"],
    when: [GUIDE, NATIVE],
    removes: true,
  },

  {
    does: "read which keys the OIN client has",
    requests: ["GET /clients/{id}/credentials", "GET /clients/{id}/credentials/{credential}"],
    scope: "read:client_credentials",
    commands: ALL,
  },
  {
    does: "add one of Okta's keys",
    requests: ["POST /clients/{id}/credentials"],
    scope: "create:client_credentials",
    commands: ["up", "rotate"],
  },
  {
    does: "let the OIN client sign in by its keys (client_authentication_methods)",
    requests: ["PATCH /clients/{id}"],
    scope: "update:client_credentials",
    commands: ["up", "adopt", "rotate"],
  },
  {
    does: "remove a key",
    requests: ["DELETE /clients/{id}/credentials/{credential}"],
    scope: "delete:client_credentials",
    commands: ["up", "rotate"],
  },

  {
    does: "read the OIN client's grants",
    requests: ["GET /client-grants", "GET /client-grants/{id}"],
    scope: "read:client_grants",
    commands: ALL,
    when: [GUIDE],
  },
  {
    does: "see that the native OIN client has no grant but Auth0's own",
    requests: ["GET /client-grants"],
    scope: "read:client_grants",
    commands: [...AUDITS, ...READY],
    when: [NATIVE],
  },
  {
    does: "grant the OIN client its Management API scopes",
    requests: ["POST /client-grants"],
    scope: "create:client_grants",
    commands: ["up"],
    when: [GUIDE],
  },
  {
    does: "mend those scopes",
    requests: ["PATCH /client-grants/{id}"],
    scope: "update:client_grants",
    commands: ["up"],
    when: [GUIDE],
  },
  {
    does: "take the grant away",
    requests: ["DELETE /client-grants/{id}"],
    scope: "delete:client_grants",
    commands: ["teardown"],
    when: [GUIDE],
    removes: true,
  },

  {
    does: "read the API of Express Configuration",
    requests: ["GET /resource-servers/{id}", "GET /resource-servers"],
    scope: "read:resource_servers",
    commands: ALL,
  },
  {
    does: "make the Express Configure API",
    requests: ["POST /resource-servers"],
    scope: "create:resource_servers",
    commands: ["up"],
    when: [GUIDE],
  },
  {
    does: "switch on Auth0's API urn:auth0:express-configure where nobody has yet",
    requests: ["POST /resource-servers"],
    scope: "create:resource_servers",
    commands: ["up"],
    when: [NATIVE],
  },
  {
    does: "mend the API and its scopes",
    requests: ["PATCH /resource-servers/{id}"],
    scope: "update:resource_servers",
    commands: WRITES,
    when: [GUIDE],
    removes: true,
  },
  {
    does: "delete the API",
    requests: ["DELETE /resource-servers/{id}"],
    scope: "delete:resource_servers",
    commands: ["teardown"],
    when: [GUIDE],
    removes: true,
  },

  {
    does: "read the user attribute profile",
    requests: ["GET /user-attribute-profiles", "GET /user-attribute-profiles/{id}"],
    scope: "read:user_attribute_profiles",
    commands: [...RUNS, ...READY],
    when: [ATTRIBUTES],
  },
  {
    does: "make the user attribute profile",
    requests: ["POST /user-attribute-profiles"],
    scope: "create:user_attribute_profiles",
    commands: ["up"],
    when: [OWN_ATTRIBUTES],
  },
  {
    does: "mend the user attribute profile",
    requests: ["PATCH /user-attribute-profiles/{id}"],
    scope: "update:user_attribute_profiles",
    commands: ["up"],
    when: [OWN_ATTRIBUTES],
  },
  {
    does: "delete the user attribute profile",
    requests: ["DELETE /user-attribute-profiles/{id}"],
    scope: "delete:user_attribute_profiles",
    commands: ["teardown"],
    when: [OWN_ATTRIBUTES],
    removes: true,
  },

  {
    does: "read the connection profile",
    requests: ["GET /connection-profiles", "GET /connection-profiles/{id}"],
    scope: "read:connection_profiles",
    commands: ALL,
    when: [CONNECTION_PROFILE],
  },
  {
    does: "make the connection profile",
    requests: ["POST /connection-profiles"],
    scope: "create:connection_profiles",
    commands: ["up"],
    when: [OWN_CONNECTION_PROFILE],
  },
  {
    does: "mend the connection profile",
    requests: ["PATCH /connection-profiles/{id}"],
    scope: "update:connection_profiles",
    commands: ["up"],
    when: [OWN_CONNECTION_PROFILE],
  },
  {
    does: "delete the connection profile",
    requests: ["DELETE /connection-profiles/{id}"],
    scope: "delete:connection_profiles",
    commands: ["teardown"],
    when: [OWN_CONNECTION_PROFILE],
    removes: true,
  },

  {
    does: "find the admins' connections and which clients they are enabled for",
    requests: [
      "GET /connections",
      "GET /connections/{id}",
      "GET /connections/{id}/clients",
      "GET /clients/{id}/connections",
    ],
    scope: "read:connections",
    commands: RUNS,
    when: [ADMIN_CONNECTIONS],
  },
  {
    does: "see whether the OIN client is enabled for any connection",
    requests: ["GET /clients/{id}/connections"],
    scope: "read:connections",
    commands: AUDITS,
    optional: true,
  },
  {
    does: "see whether the tenant has an organization",
    requests: ["GET /organizations"],
    scope: "read:organizations",
    commands: AUDITS,
    optional: true,
  },
  {
    does: "enable the OIN client for the admins' connections, and take it off them",
    requests: ["PATCH /connections/{id}/clients"],
    scope: "update:connections",
    commands: WRITES,
    when: [ADMIN_CONNECTIONS],
    removes: true,
  },

  {
    does: "read the admin role and its permissions",
    requests: ["GET /roles", "GET /roles/{id}", "GET /roles/{id}/permissions", "GET /roles/{id}/users"],
    scope: "read:roles",
    commands: ALL,
    when: [ROLE],
  },
  {
    does: "find roles that may run Express Configuration",
    requests: ["GET /roles", "GET /roles/{id}", "GET /roles/{id}/permissions"],
    scope: "read:roles",
    commands: ["adopt"],
    when: [NATIVE],
    optional: true,
  },
  { does: "make the admin role", requests: ["POST /roles"], scope: "create:roles", commands: ["up"], when: [OWN_ROLE] },
  {
    does: "mend the admin role, give and take its permissions",
    requests: ["PATCH /roles/{id}", "POST /roles/{id}/permissions", "DELETE /roles/{id}/permissions"],
    scope: "update:roles",
    commands: ["up"],
    when: [ROLE],
  },
  {
    does: "take our permissions off an existing role",
    requests: ["DELETE /roles/{id}/permissions"],
    scope: "update:roles",
    commands: ["teardown"],
    when: [EXISTING_ROLE],
    removes: true,
  },
  {
    does: "delete the admin role",
    requests: ["DELETE /roles/{id}"],
    scope: "delete:roles",
    commands: ["teardown"],
    when: [OWN_ROLE],
    removes: true,
  },
  {
    does: "see who holds the admin role",
    requests: ["GET /roles/{id}/users"],
    scope: "read:users",
    commands: AUDITS,
    when: [ROLE],
  },

  {
    does: "read the Actions and the post-login flow",
    requests: ["GET /actions/actions", "GET /actions/actions/{id}", "GET /actions/triggers/post-login/bindings"],
    scope: "read:actions",
    commands: ALL,
    when: ACTIONS,
  },
  {
    does: "find Actions of Express Configuration",
    requests: ["GET /actions/actions", "GET /actions/triggers/post-login/bindings"],
    scope: "read:actions",
    commands: ["adopt"],
    when: [NATIVE],
    optional: true,
  },
  {
    does: "make and deploy an Action",
    requests: ["POST /actions/actions", "POST /actions/actions/{id}/deploy"],
    scope: "create:actions",
    commands: ["up", "adopt"],
    when: ACTIONS,
  },
  {
    does: "mend an Action, bind and unbind it",
    requests: ["PATCH /actions/actions/{id}", "PATCH /actions/triggers/post-login/bindings"],
    scope: "update:actions",
    commands: WRITES,
    when: ACTIONS,
    removes: true,
  },
  {
    does: "delete an Action",
    requests: ["DELETE /actions/actions/{id}"],
    scope: "delete:actions",
    commands: ["teardown"],
    when: ACTIONS,
    removes: true,
  },

  {
    does: "see that the tenant's flag enable_client_connections is off",
    requests: ["GET /tenants/settings"],
    scope: "read:tenant_settings",
    commands: ["preview", "up", "adopt", "audit", "rotate", "handover"],
    when: [FLAG],
  },
  {
    does: "read the consent setting",
    requests: ["GET /tenants/settings"],
    scope: "read:tenant_settings",
    commands: RUNS,
    when: [CONSENT],
  },
  {
    does: "set the consent setting",
    requests: ["PATCH /tenants/settings"],
    scope: "update:tenant_settings",
    commands: WRITES,
    when: [CONSENT],
  },
];
