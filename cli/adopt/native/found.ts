import type { Management, ManagementClient } from "auth0";
import { NATIVE_API } from "../../../contract/native.ts";
import type { Configuration } from "../../../config/index.ts";
import { attachedKeyIds } from "../../../tenant/client-keys.ts";
import { enabledConnections } from "../../../tenant/enabled-connections.ts";
import { undefinedOn404 } from "../../../tenant/management-api.ts";
import type { ServiceApp } from "../../../tenant/service-app.ts";
import type { Clients } from "../clients.ts";
import type { Reading } from "../reading.ts";
import type { RoleWithPermissions } from "../role.ts";
import { isDeclared, type NativeAction, pickAction } from "./actions.ts";
import { type Profiles, readProfiles } from "./profiles.ts";

/** A connection, as far as it matters whether the OIN client is enabled for it. */
export interface EnabledConnection {
  readonly id: string;
  readonly name: string;
}

/** The native flavour's objects as they stand on the tenant; what is absent is not there. */
export interface NativeFound extends Pick<
  Reading,
  "postLoginActions" | "flow" | "useScopeDescriptionsForConsent" | "lacking"
> {
  readonly serviceApp: ServiceApp;
  readonly clients: Clients;
  readonly systemApi?: Management.ResourceServer;
  /** The admin role; none where app_metadata tells the admins. */
  readonly role?: RoleWithPermissions;
  readonly client?: Management.Client;
  /** The keys of the client, attached or not. */
  readonly credentials: readonly Management.ClientCredential[];
  /** IDs of the credentials that the client signs in with. */
  readonly attached: readonly string[];
  /** Connections that the client is enabled for; not read where an admin is asked for the organization first. */
  readonly connections: readonly EnabledConnection[];
  readonly profiles: Profiles;
}

/** What was chosen: at most one of each. */
export interface NativeChoice {
  readonly client: Management.Client | undefined;
  readonly role: RoleWithPermissions | undefined;
}

/** Reads what only the native flavour has, and what belongs to the chosen client. */
export async function readNative(
  api: ManagementClient,
  serviceApp: ServiceApp,
  { clients, roles: _roles, ...reading }: Reading,
  { client, role }: NativeChoice,
  { adminConnections }: Pick<Configuration, "adminConnections">,
): Promise<NativeFound> {
  const clientId = client?.client_id;
  const usesConnections = adminConnections.length > 0 || client?.organization_require_behavior === "post_login_prompt";
  const [systemApi, credentials, connections, profiles] = await Promise.all([
    undefinedOn404(api.resourceServers.get(NATIVE_API.identifier)),
    clientId === undefined ? [] : api.clients.credentials.list(clientId),
    clientId === undefined || !usesConnections ? [] : enabledFor(api, clientId),
    readProfiles(api),
  ]);
  return {
    serviceApp,
    clients,
    ...(systemApi === undefined ? {} : { systemApi }),
    ...(client === undefined ? {} : { client }),
    ...(role === undefined ? {} : { role }),
    credentials,
    attached: attachedKeyIds(client ?? {}),
    connections,
    profiles,
    ...reading,
  };
}

/** The declared Action of one kind, where the tenant has it. */
export function declaredAction(
  kind: NativeAction,
  { postLoginActions, flow }: Pick<NativeFound, "postLoginActions" | "flow">,
  configuration: Configuration,
): Management.Action | undefined {
  return isDeclared(kind, configuration) ? pickAction(kind, postLoginActions, flow) : undefined;
}

/** In the order of their names (`read:connections`). */
async function enabledFor(api: ManagementClient, clientId: string): Promise<EnabledConnection[]> {
  const connections = (await enabledConnections(api, clientId)) ?? [];
  return connections
    .flatMap(({ id, name }) => (id === undefined || name === undefined ? [] : [{ id, name }]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
