import type { Configuration } from "../config/index.ts";

/** The commands that call the tenant, the two of Pulumi that run the stack among them. */
export const TENANT_COMMANDS = ["preview", "up", "adopt", "audit", "rotate", "handover", "teardown"] as const;

export type TenantCommand = (typeof TENANT_COMMANDS)[number];

/** A part of the stack that some configurations have and others do not. */
export interface Part {
  /** The configurations that have it, in words: "flavour guide". */
  readonly where: string;
  readonly isDeclared: (configuration: Configuration) => boolean;
  /** Names of its resources in the stack's state; absent: it has none. */
  readonly resources?: RegExp;
}

/** One thing that commands do on the tenant, and the one scope that it takes. */
export interface Operation {
  /** In plain words, fit for "needed to …". */
  readonly does: string;
  /** Requests of the Management API, path below /api/v2. */
  readonly requests: readonly string[];
  readonly scope: string;
  readonly commands: readonly TenantCommand[];
  /** The parts that need it, any of them; default: every stack does. */
  readonly when?: readonly Part[];
  /** Whether it takes a part off the tenant, which `up` does too once the configuration no longer declares that part. */
  readonly removes?: true;
  /** Whether the commands go on without it, and say what they did not look at: its scope is not needed. */
  readonly optional?: true;
}

const hasGuide = ({ flavour }: Configuration): boolean => flavour !== "native";
const hasNative = ({ flavour }: Configuration): boolean => flavour !== "guide";
/** In the native flavour `app_metadata` can tell the admins; the guide knows no way but a role. */
const hasRole = (configuration: Configuration): boolean =>
  hasGuide(configuration) || configuration.adminsAppMetadataKey === undefined;
const isExisting = (profile: Configuration["userAttributeProfile"] | Configuration["connectionProfile"]): boolean =>
  profile !== undefined && "id" in profile;

const GUIDE: Part = { where: "flavour guide", isDeclared: hasGuide, resources: /^express-(api|oin|login)-/ };
const NATIVE: Part = { where: "flavour native", isDeclared: hasNative, resources: /^express-native-/ };
const ROLE: Part = { where: "unless adminsAppMetadataKey is set", isDeclared: hasRole, resources: /^express-admin-/ };
const OWN_ROLE: Part = {
  where: "unless adminRole or adminsAppMetadataKey is set",
  isDeclared: (configuration) => hasRole(configuration) && configuration.adminRole === undefined,
  resources: /^express-admin-role$/,
};
const EXISTING_ROLE: Part = {
  where: "adminRole, unless adminsAppMetadataKey is set",
  isDeclared: (configuration) => hasRole(configuration) && configuration.adminRole !== undefined,
  resources: /^express-admin-permission-/,
};
const ADMINS_ACTION: Part = {
  where: "adminsAppMetadataKey",
  isDeclared: (configuration) => hasNative(configuration) && configuration.adminsAppMetadataKey !== undefined,
  resources: /^express-native-admins-/,
};
const DOMAINS_ACTION: Part = {
  where: "domainAliasesMetadataKey",
  isDeclared: (configuration) => hasNative(configuration) && configuration.domainAliasesMetadataKey !== undefined,
  resources: /^express-native-domains-/,
};
const ACTIONS: readonly Part[] = [GUIDE, ADMINS_ACTION, DOMAINS_ACTION];
const ADMIN_CONNECTIONS: Part = {
  where: "adminConnections",
  isDeclared: ({ adminConnections }) => adminConnections.length > 0,
  resources: /^express-(native-)?oin-on-/,
};
const FLAG: Part = { where: "flavour native", isDeclared: hasNative };
const ATTRIBUTES: Part = {
  where: "flavour native",
  isDeclared: hasNative,
  resources: /^express-native-attributes-profile$/,
};
const OWN_ATTRIBUTES: Part = {
  where: "flavour native, unless userAttributeProfile names an existing one",
  isDeclared: (configuration) => hasNative(configuration) && !isExisting(configuration.userAttributeProfile),
  resources: /^express-native-attributes-profile$/,
};
const CONNECTION_PROFILE: Part = {
  where: "flavour native",
  isDeclared: hasNative,
  resources: /^express-native-connections-profile$/,
};
const OWN_CONNECTION_PROFILE: Part = {
  where: "flavour native, unless connectionProfile names an existing one",
  isDeclared: (configuration) => hasNative(configuration) && !isExisting(configuration.connectionProfile),
  resources: /^express-native-connections-profile$/,
};
const CONSENT: Part = {
  where: "unless consentDescriptions is false",
  isDeclared: ({ consentDescriptions }) => consentDescriptions,
  resources: /^express-consent-tenant$/,
};

const ALL: readonly TenantCommand[] = TENANT_COMMANDS;
/** All that run the stack, if only as a preview. */
const RUNS: readonly TenantCommand[] = ["preview", "up", "adopt", "rotate", "handover", "teardown"];
const WRITES: readonly TenantCommand[] = ["up", "teardown"];
/** handover audits first. */
const AUDITS: readonly TenantCommand[] = ["audit", "handover"];

/**
 * Operation to scope: the least that the credentials need, and no more.
 * Source: the scopes that Auth0's Management API documents for each endpoint; the requests are those of the official
 * plugin as recorded, of the plugin in provider/, and of the commands here. The tests hold the table against the requests
 * of a stack's whole life, in each flavour.
 */
export const OPERATIONS: readonly Operation[] = [
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
    commands: AUDITS,
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
    commands: RUNS,
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

/**
 * The operations that these commands need under a configuration, and besides what it takes to remove the parts that the stack
 * holds (`held`: names of the resources in its state) and that the configuration no longer declares.
 */
export function operationsOf(
  commands: readonly TenantCommand[],
  configuration: Configuration,
  held: readonly string[] = [],
): readonly Operation[] {
  const isLeft = (part: Part): boolean =>
    !part.isDeclared(configuration) && held.some((name) => part.resources?.test(name));
  const asked = (operation: Operation): boolean => operation.commands.some((command) => commands.includes(command));
  return OPERATIONS.filter((operation) => {
    const { when, scope, removes, optional } = operation;
    if (optional === true) return false;
    if (asked(operation) && (when?.some((part) => part.isDeclared(configuration)) ?? true)) return true;
    if (!(when?.some(isLeft) ?? false)) return false;
    return scope.startsWith("read:")
      ? asked(operation)
      : removes === true && WRITES.some((command) => commands.includes(command));
  });
}

/** Their scopes, each once, in the table's order. */
export function scopesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ scope }) => scope))];
}
