import type { Configuration } from "../config/index.ts";

/** The commands that call the tenant, the two of Pulumi that run the stack among them. */
export const TENANT_COMMANDS = ["preview", "up", "adopt", "audit", "rotate", "handover", "teardown"] as const;

export type TenantCommand = (typeof TENANT_COMMANDS)[number];

/** One thing that a command does on the tenant, and the one scope that it takes. */
export interface Operation {
  /** In plain words, fit for "needed to …". */
  readonly does: string;
  /** Requests of the Management API, path below /api/v2. */
  readonly requests: readonly string[];
  readonly scope: string;
  readonly commands: readonly TenantCommand[];
  /** Configurations that need it; default: every one. */
  readonly when?: (configuration: Configuration) => boolean;
}

const READS: readonly TenantCommand[] = TENANT_COMMANDS;
/** All that run the stack, if only as a preview. */
const RUNS: readonly TenantCommand[] = ["preview", "up", "adopt", "rotate", "handover", "teardown"];
const WRITES: readonly TenantCommand[] = ["up", "teardown"];

const ownRole = ({ adminRole }: Configuration): boolean => adminRole === undefined;
const setsConsent = ({ consentDescriptions }: Configuration): boolean => consentDescriptions;

/**
 * Operation to scope: the least that the credentials need, and no more.
 * Source: the scopes that Auth0's Management API documents for each endpoint; the requests are those of the official
 * plugin as recorded, and of the commands here. A test holds the table against the requests of a stack's whole life.
 */
export const OPERATIONS: readonly Operation[] = [
  { does: "find the service app and read the OIN client", requests: ["GET /clients", "GET /clients/{id}"], scope: "read:clients", commands: READS },
  { does: "make the OIN client", requests: ["POST /clients"], scope: "create:clients", commands: ["up"] },
  { does: "mend the OIN client", requests: ["PATCH /clients/{id}"], scope: "update:clients", commands: ["up", "adopt", "rotate", "teardown"] },
  { does: "delete the OIN client", requests: ["DELETE /clients/{id}"], scope: "delete:clients", commands: ["teardown"] },

  { does: "read which keys the OIN client has", requests: ["GET /clients/{id}/credentials", "GET /clients/{id}/credentials/{credential}"], scope: "read:client_credentials", commands: READS },
  { does: "add one of Okta's keys", requests: ["POST /clients/{id}/credentials"], scope: "create:client_credentials", commands: ["up", "rotate"] },
  {
    does: "let the OIN client sign in by its keys (client_authentication_methods)",
    requests: ["PATCH /clients/{id}"],
    scope: "update:client_credentials",
    commands: ["up", "adopt", "rotate", "teardown"],
  },
  { does: "remove a key", requests: ["DELETE /clients/{id}/credentials/{credential}"], scope: "delete:client_credentials", commands: ["up", "rotate", "teardown"] },

  { does: "read the OIN client's grants", requests: ["GET /client-grants", "GET /client-grants/{id}"], scope: "read:client_grants", commands: READS },
  { does: "grant the OIN client its Management API scopes", requests: ["POST /client-grants"], scope: "create:client_grants", commands: ["up"] },
  { does: "mend those scopes", requests: ["PATCH /client-grants/{id}"], scope: "update:client_grants", commands: ["up"] },
  { does: "take the grant away", requests: ["DELETE /client-grants/{id}"], scope: "delete:client_grants", commands: ["teardown"] },

  { does: "read the Express Configure API", requests: ["GET /resource-servers/{id}"], scope: "read:resource_servers", commands: RUNS },
  { does: "make the Express Configure API", requests: ["POST /resource-servers"], scope: "create:resource_servers", commands: ["up"] },
  { does: "mend the API and its scopes", requests: ["PATCH /resource-servers/{id}"], scope: "update:resource_servers", commands: WRITES },
  { does: "delete the API", requests: ["DELETE /resource-servers/{id}"], scope: "delete:resource_servers", commands: ["teardown"] },

  {
    does: "read the admin role and its permissions",
    requests: ["GET /roles", "GET /roles/{id}", "GET /roles/{id}/permissions", "GET /roles/{id}/users"],
    scope: "read:roles",
    commands: READS,
  },
  { does: "make the admin role", requests: ["POST /roles"], scope: "create:roles", commands: ["up"], when: ownRole },
  {
    does: "mend the admin role, give and take its permissions",
    requests: ["PATCH /roles/{id}", "POST /roles/{id}/permissions", "DELETE /roles/{id}/permissions"],
    scope: "update:roles",
    commands: WRITES,
  },
  { does: "delete the admin role", requests: ["DELETE /roles/{id}"], scope: "delete:roles", commands: ["teardown"], when: ownRole },
  { does: "see who holds the admin role", requests: ["GET /roles/{id}/users"], scope: "read:users", commands: ["audit", "handover"] },

  {
    does: "read the Action and the post-login flow",
    requests: ["GET /actions/actions", "GET /actions/actions/{id}", "GET /actions/triggers/post-login/bindings"],
    scope: "read:actions",
    commands: READS,
  },
  { does: "make and deploy the Action", requests: ["POST /actions/actions", "POST /actions/actions/{id}/deploy"], scope: "create:actions", commands: ["up", "adopt"] },
  {
    does: "mend the Action, bind and unbind it",
    requests: ["PATCH /actions/actions/{id}", "PATCH /actions/triggers/post-login/bindings"],
    scope: "update:actions",
    commands: WRITES,
  },
  { does: "delete the Action", requests: ["DELETE /actions/actions/{id}"], scope: "delete:actions", commands: ["teardown"] },

  { does: "read the consent setting", requests: ["GET /tenants/settings"], scope: "read:tenant_settings", commands: RUNS, when: setsConsent },
  { does: "set the consent setting", requests: ["PATCH /tenants/settings"], scope: "update:tenant_settings", commands: WRITES, when: setsConsent },
];

/** The operations of these commands under a configuration. */
export function operationsOf(commands: readonly TenantCommand[], configuration: Configuration): readonly Operation[] {
  return OPERATIONS.filter((operation) => operation.commands.some((command) => commands.includes(command)) && (operation.when?.(configuration) ?? true));
}

/** Their scopes, each once, in the table's order. */
export function scopesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ scope }) => scope))];
}
