// What a user may do at an API: roles, permissions, and the scopes that follow from them.
import type { State } from "../core/state.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";
import type { ClientRow } from "../rows/clients.ts";

export interface Authorization {
  /** Names of the roles that count in this login. */
  readonly roles: readonly string[];
  /** Permissions at the API. */
  readonly permissions: readonly string[];
}

/**
 * In an organization only the member's roles there count; without one the user's roles and direct permissions in the
 * tenant, and not those in any organization.
 */
export function authorizationOf(
  state: State,
  userId: string,
  organizationId: string | undefined,
  api: ResourceServerRow | undefined,
): Authorization {
  const rows =
    organizationId === undefined
      ? state.user_roles.filter((row) => row.user_id === userId)
      : state.organization_member_roles.filter(
          (row) => row.user_id === userId && row.organization_id === organizationId,
        );
  const roleIds = new Set(rows.map(({ role_id }) => role_id));
  const direct = organizationId === undefined ? state.user_permissions.filter((row) => row.user_id === userId) : [];
  const permissions = [...state.role_permissions.filter((row) => roleIds.has(row.role_id)), ...direct]
    .filter((row) => row.resource_server_identifier === api?.identifier)
    .map(({ permission_name }) => permission_name);
  return {
    roles: [...roleIds].flatMap((id) => state.roles.get(id)?.name ?? []).sort(),
    permissions: [...new Set(permissions)].sort(),
  };
}

/** Scopes of OpenID Connect that everybody may have. */
export const OIDC_SCOPES: readonly string[] = ["openid", "profile", "email", "address", "phone"];

/** The scope that a refresh token is given for. */
export const OFFLINE_ACCESS = "offline_access";

/** For clients that have the grant, at APIs that allow it; without an API, for OIDC-conformant clients. */
function allowsOfflineAccess(client: ClientRow | undefined, api: ResourceServerRow | undefined): boolean {
  if (client?.grant_types?.includes("refresh_token") !== true) return false;
  return api === undefined ? client.oidc_conformant === true : api.allow_offline_access === true;
}

/**
 * Of the scopes asked for, those that are granted: OpenID Connect's; `offline_access`; and the API's own, cut to the user's permissions
 * where the API enforces them and to the client's grant where the API requires one. Others are left out, as Auth0 does.
 */
export function grantedScopes(
  state: State,
  asked: readonly string[],
  {
    clientId,
    api,
    permissions,
  }: {
    readonly clientId: string;
    readonly api: ResourceServerRow | undefined;
    readonly permissions: readonly string[];
  },
): string[] {
  const ofApi = new Set((api?.scopes ?? []).map(({ value }) => value));
  const allowed = api === undefined ? undefined : grantOf(state, clientId, api);
  const offline = allowsOfflineAccess(state.clients.get(clientId), api);
  const granted = (scope: string): boolean =>
    ofApi.has(scope) &&
    (api?.enforce_policies !== true || permissions.includes(scope)) &&
    (allowed === undefined || allowed.has(scope));
  return asked.filter((scope) => OIDC_SCOPES.includes(scope) || (scope === OFFLINE_ACCESS ? offline : granted(scope)));
}

/** The scopes of the client's grant for users; undefined where the API asks for none, or the grant has every scope. */
function grantOf(state: State, clientId: string, api: ResourceServerRow): ReadonlySet<string> | undefined {
  if (api.subject_type_authorization?.user?.policy !== "require_client_grant") return undefined;
  const grant = state.client_grants.find(
    (row) => row.client_id === clientId && row.audience === api.identifier && row.subject_type === "user",
  );
  return grant?.allow_all_scopes === true ? undefined : new Set(grant?.scope ?? []);
}
