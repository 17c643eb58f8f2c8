// What goes with an object that is deleted, and what stops pointing at it. One place, so that no reference is left behind.
import type { State } from "../core/state.ts";
import { credentialsNamed, withCredentials } from "./client-credential-members.ts";
import type { ClientRow, CredentialRow } from "../rows/clients.ts";

export function clientGone(state: State, clientId: string): void {
  state.clients.delete(clientId);
  state.credentials.deleteWhere((row) => row.client_id === clientId);
  for (const grant of state.client_grants.filter((row) => row.client_id === clientId)) clientGrantGone(state, grant.id);
  state.organization_clients.deleteWhere((row) => row.client_id === clientId);
  state.consents.deleteWhere((row) => row.client_id === clientId);
  state.connections.update((row) => {
    const kept = row.enabled_clients.filter((id) => id !== clientId);
    return kept.length === row.enabled_clients.length ? row : { ...row, enabled_clients: kept };
  });
  state.resource_servers.update((row) => {
    if (row.client_id !== clientId) return row;
    const { client_id: _gone, ...rest } = row;
    return rest;
  });
}

/** A deleted key is no longer a way to authenticate, nor to sign. */
export function credentialGone(state: State, { id, client_id }: CredentialRow): void {
  state.credentials.delete(id);
  const client = state.clients.get(client_id);
  if (client === undefined || !credentialsNamed(client).some((credential) => credential.id === id)) return;
  const kept = withCredentials(client, (credentials) => credentials.filter((credential) => credential.id !== id));
  state.clients.put({ ...client, ...kept } as ClientRow);
}

export function clientGrantGone(state: State, grantId: string): void {
  state.client_grants.delete(grantId);
  state.organization_client_grants.deleteWhere((row) => row.grant_id === grantId);
}

export function resourceServerGone(state: State, id: string): void {
  const row = state.resource_servers.get(id);
  if (row === undefined) return;
  state.resource_servers.delete(id);
  for (const grant of state.client_grants.filter(({ audience }) => audience === row.identifier))
    clientGrantGone(state, grant.id);
  state.role_permissions.deleteWhere((permission) => permission.resource_server_identifier === row.identifier);
  state.user_permissions.deleteWhere((permission) => permission.resource_server_identifier === row.identifier);
  state.consents.deleteWhere((consent) => consent.audience === row.identifier);
}

/** Scopes taken off an API leave the roles and users that had them as permissions. */
export function scopesGone(state: State, identifier: string, scopes: ReadonlySet<string>): void {
  if (scopes.size === 0) return;
  const gone = (row: { readonly resource_server_identifier: string; readonly permission_name: string }): boolean =>
    row.resource_server_identifier === identifier && scopes.has(row.permission_name);
  state.role_permissions.deleteWhere(gone);
  state.user_permissions.deleteWhere(gone);
}

export function roleGone(state: State, roleId: string): void {
  state.roles.delete(roleId);
  state.role_permissions.deleteWhere((row) => row.role_id === roleId);
  state.user_roles.deleteWhere((row) => row.role_id === roleId);
  state.organization_member_roles.deleteWhere((row) => row.role_id === roleId);
}

export function userGone(state: State, userId: string): void {
  state.users.delete(userId);
  state.passwords.delete(userId);
  state.password_tickets.deleteWhere((row) => row.user_id === userId);
  state.authentication_methods.deleteWhere((row) => row.user_id === userId);
  state.consents.deleteWhere((row) => row.user_id === userId);
  state.user_roles.deleteWhere((row) => row.user_id === userId);
  state.user_permissions.deleteWhere((row) => row.user_id === userId);
  for (const { organization_id } of state.organization_members.filter((row) => row.user_id === userId)) {
    memberGone(state, organization_id, userId);
  }
}

export function memberGone(state: State, organizationId: string, userId: string): void {
  state.organization_members.delete(`${organizationId} ${userId}`);
  state.organization_member_roles.deleteWhere(
    (row) => row.organization_id === organizationId && row.user_id === userId,
  );
}

/** A connection takes its users with it. */
export function connectionGone(state: State, connectionId: string): void {
  const row = state.connections.get(connectionId);
  if (row === undefined) return;
  state.connections.delete(connectionId);
  scimConfigurationGone(state, connectionId);
  state.organization_connections.deleteWhere((other) => other.connection_id === connectionId);
  const users = state.users.filter(({ identities }) => identities.every(({ connection }) => connection === row.name));
  for (const { user_id } of users) userGone(state, user_id);
}

export function scimConfigurationGone(state: State, connectionId: string): void {
  state.scim_configurations.delete(connectionId);
  state.scim_tokens.deleteWhere((row) => row.connection_id === connectionId);
}

export function organizationGone(state: State, organizationId: string): void {
  const ofOrganization = (row: { readonly organization_id: string }): boolean => row.organization_id === organizationId;
  state.organizations.delete(organizationId);
  state.organization_members.deleteWhere(ofOrganization);
  state.organization_member_roles.deleteWhere(ofOrganization);
  state.organization_connections.deleteWhere(ofOrganization);
  state.organization_clients.deleteWhere(ofOrganization);
  state.organization_client_grants.deleteWhere(ofOrganization);
  state.discovery_domains.deleteWhere(ofOrganization);
  for (const { id } of state.roles.filter((row) => row.owner_id === organizationId)) roleGone(state, id);
}

export function actionGone(state: State, actionId: string): void {
  state.actions.delete(actionId);
  state.action_versions.deleteWhere((row) => row.action_id === actionId);
  state.bindings.update((row) => {
    const kept = row.bindings.filter((binding) => binding.action_id !== actionId);
    return kept.length === row.bindings.length ? row : { ...row, bindings: kept };
  });
}
