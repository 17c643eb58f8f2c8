// Every resource and function that the stand-in knows. A new one is a file and a row here.
import { getAction } from "./functions/action.ts";
import { getClientGrants } from "./functions/client-grants.ts";
import { getClient, getClients } from "./functions/clients.ts";
import { getConnection } from "./functions/connection.ts";
import type { Lookup } from "./functions/function.ts";
import { getConnectionProfile, getUserAttributeProfile } from "./functions/profiles.ts";
import { getResourceServer } from "./functions/resource-server.ts";
import { getRole } from "./functions/role.ts";
import { getTenant } from "./functions/tenant.ts";
import { action } from "./resources/action.ts";
import { clientCredentials } from "./resources/client-credentials.ts";
import { clientGrant } from "./resources/client-grant.ts";
import { client } from "./resources/client.ts";
import { connectionClient, connectionClients } from "./resources/connection-clients.ts";
import { connectionProfile } from "./resources/connection-profile.ts";
import { resourceServerScopes } from "./resources/resource-server-scopes.ts";
import { resourceServer } from "./resources/resource-server.ts";
import type { Resource } from "./resources/resource.ts";
import { rolePermission, rolePermissions } from "./resources/role-permissions.ts";
import { role } from "./resources/role.ts";
import { tenant } from "./resources/tenant.ts";
import { triggerAction } from "./resources/trigger-action.ts";
import { triggerActions } from "./resources/trigger-actions.ts";
import { userAttributeProfile } from "./resources/user-attribute-profile.ts";

export const resources: readonly Resource[] = [
  action,
  client,
  clientCredentials,
  clientGrant,
  connectionClient,
  connectionClients,
  connectionProfile,
  resourceServer,
  resourceServerScopes,
  role,
  rolePermission,
  rolePermissions,
  tenant,
  triggerAction,
  triggerActions,
  userAttributeProfile,
];

export const functions: readonly Lookup[] = [
  getAction,
  getClient,
  getClientGrants,
  getClients,
  getConnection,
  getConnectionProfile,
  getResourceServer,
  getRole,
  getTenant,
  getUserAttributeProfile,
];
