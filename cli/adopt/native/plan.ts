import { POST_LOGIN_ACTION } from "../../../contract/guide.ts";
import { NATIVE_API } from "../../../contract/native.ts";
import type { AdoptedIds } from "../../../config/adopt.ts";
import type { Configuration } from "../../../config/index.ts";
import { keyOf } from "../../../config/settings.ts";
import { ofType, type StackState } from "../../state.ts";
import { attachmentOf } from "../attach.ts";
import { ownBindings } from "../found.ts";
import { insideNative } from "../own.ts";
import { leftUndeployed, optional, type Plan } from "../plan.ts";
import { permissionNames } from "../role.ts";
import { type InferredSettings, pathsOf } from "../settings.ts";
import { NATIVE_ACTION_KINDS, type NativeAction } from "./actions.ts";
import { declaredAction, type NativeFound } from "./found.ts";
import { hasBlock } from "./inferred-settings.ts";
import { byDeclaredName, type ProfileKind } from "./profiles.ts";

/** What the plan follows from beside what was found. */
export interface NativePlanning {
  /** With the offers. */
  readonly configuration: Configuration;
  readonly inferred: InferredSettings;
  readonly sharedRole: boolean;
  readonly state: StackState;
  readonly now: Date;
}

/** What is to be written, given what the stack has already. Objects that it has are not taken over again. */
export function nativePlanOf(
  found: NativeFound,
  { configuration, inferred, sharedRole, state, now }: NativePlanning,
): Plan {
  const { client, role, credentials, attached } = found;
  const own = insideNative(state);
  const lacks = (of: StackState, ...types: readonly string[]) => types.some((type) => ofType(of, type).length === 0);
  const ids: AdoptedIds = {
    ...(!sharedRole && lacks(state, "Role", "RolePermissions") ? optional("role", role?.role.id) : {}),
    ...rolePermissions(found, sharedRole, state),
    ...(lacks(own, "Client", "ClientCredentials") ? optional("nativeClient", client?.client_id) : {}),
    ...connections(found, configuration, own),
    ...(found.clients.block !== undefined && !hasBlock(state) ? { appBlock: found.serviceApp.clientId } : {}),
    ...(lacks(own, "UserAttributeProfile") ? profile("userAttributeProfile", found, configuration) : {}),
    ...(lacks(own, "ConnectionProfile") ? profile("connectionProfile", found, configuration) : {}),
    ...action("admins", found, configuration, state),
    ...action("domainAliases", found, configuration, state),
  };
  const attachment = attachmentOf(
    client?.client_id,
    credentials,
    attached,
    configuration.oktaPublicKeys.map(({ keyId }) => keyId),
    true,
  );
  return {
    ...(Object.keys(ids).length === 0 ? {} : { adopt: { foundAt: now.toISOString(), ...ids } }),
    settings: {
      ...pathsOf(inferred),
      ...(configuration.adminRole === undefined && sharedRole && role?.role.id !== undefined
        ? { [keyOf("adminRole")]: role.role.id }
        : {}),
    },
    attach: attachment === undefined ? [] : [attachment],
    deploy: (["admins", "domainAliases"] as const).flatMap((kind) =>
      leftUndeployed(declaredAction(kind, found, configuration), NATIVE_ACTION_KINDS[kind].code, own),
    ),
  };
}

/** Of a role that is somebody else's, the permissions that it holds already. */
function rolePermissions(
  { role }: NativeFound,
  sharedRole: boolean,
  state: StackState,
): Pick<AdoptedIds, "rolePermissions"> {
  const held = ofType(state, "RolePermission").some(({ id }) => id?.includes(`::${NATIVE_API.identifier}::`) === true);
  const permissions = permissionNames(role, NATIVE_API.identifier);
  return sharedRole && !held && permissions.length > 0 ? { rolePermissions: permissions } : {};
}

/** Connections that the client is enabled for already, of those that are declared. */
function connections(
  { client, connections: enabled }: NativeFound,
  { adminConnections }: Configuration,
  own: StackState,
): Pick<AdoptedIds, "adminConnections"> {
  const held = new Set(ofType(own, "ConnectionClient").map(({ id }) => id));
  const ids = enabled
    .filter(({ id, name }) => adminConnections.includes(name) && !held.has(`${id}::${client?.client_id ?? ""}`))
    .map(({ id }) => id);
  return ids.length === 0 ? {} : { adminConnections: ids };
}

function profile(
  kind: ProfileKind,
  { profiles }: NativeFound,
  configuration: Configuration,
): Partial<Record<ProfileKind, string>> {
  return optional(kind, byDeclaredName(kind, configuration, profiles)?.id);
}

function action(kind: NativeAction, found: NativeFound, configuration: Configuration, state: StackState): AdoptedIds {
  const taken = declaredAction(kind, found, configuration);
  const own = insideNative(state, NATIVE_ACTION_KINDS[kind].component);
  if (taken?.id === undefined || (ofType(own, "Action").length > 0 && ofType(own, "TriggerAction").length > 0))
    return {};
  const isBound = ofType(own, "TriggerAction").length === 0 && ownBindings({ ...found, action: taken }).length > 0;
  return { [`${kind}Action`]: taken.id, ...(isBound ? { [`${kind}Binding`]: POST_LOGIN_ACTION.trigger } : {}) };
}
