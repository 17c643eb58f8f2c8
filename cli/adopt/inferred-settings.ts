import { APP_BLOCK, ofType, type StackState } from "../state.ts";
import type { Configuration } from "../../config/index.ts";
import { insideNative } from "./own.ts";
import { permissionNames } from "./role.ts";
import type { InferredSettings, Settings } from "./settings.ts";
import { NATIVE_API, NATIVE_OIN_CLIENT, nativeScopes } from "../../contract/native.ts";
import type { NativeFound } from "./found.ts";
import { BLOCK_ATTRIBUTE, byDeclaredName, isUsedElsewhere, PROFILE_KINDS, type ProfileKind } from "./profiles.ts";

type Unset = Pick<Settings, "isUnset">;

/** Whether the stack has the block of the service app: then what the tenant has otherwise is drift, and not a choice. */
export function hasBlock(state: StackState): boolean {
  return state.resources.some(({ type }) => type === APP_BLOCK);
}

/**
 * What people chose on the dashboard and the configuration does not say: it goes on, as settings. Nothing that the stack
 * has already is offered, for there the configuration decides.
 */
export function inferredSettings(
  found: NativeFound,
  configuration: Configuration,
  settings: Unset,
  state: StackState,
): InferredSettings {
  const scim = scimSetting(found, settings, state);
  return {
    ...scim,
    ...(hasBlock(state)
      ? {}
      : {
          ...blockSettings(found, configuration, settings),
          ...profileSettings(found, { ...configuration, scim: configuration.scim || scim.scim === "true" }, settings),
        }),
    ...(ofType(insideNative(state), "Client").length > 0
      ? {}
      : { ...nameSetting(found, settings), ...loginSettings(found, settings) }),
  };
}

/** Whoever may set SCIM up so far goes on to. */
function scimSetting({ role }: NativeFound, settings: Unset, state: StackState): Pick<InferredSettings, "scim"> {
  if (!settings.isUnset("scim") || ofType(state, "Role").some(({ id }) => id === role?.role.id)) return {};
  const sso = nativeScopes(false).map(({ name }) => name);
  return permissionNames(role, NATIVE_API.identifier).some(
    (name) => nativeScopes(true).some((scope) => scope.name === name) && !sso.includes(name),
  )
    ? { scim: "true" }
    : {};
}

function blockSettings(
  { clients: { block, ids } }: NativeFound,
  { domain }: Configuration,
  settings: Unset,
): InferredSettings {
  if (block === undefined) return {};
  const linked = (block.linked_clients ?? []).map(({ client_id }) => client_id).filter((id) => ids.has(id));
  return {
    ...(settings.isUnset("initiateLoginUriTemplate")
      ? { initiateLoginUriTemplate: block.initiate_login_uri_template }
      : {}),
    ...(settings.isUnset("adminLoginDomain") && block.admin_login_domain !== domain
      ? { adminLoginDomain: block.admin_login_domain }
      : {}),
    ...(settings.isUnset("enableClient") && !block.enable_client ? { enableClient: "false" } : {}),
    ...(settings.isUnset("enableOrganization") && !block.enable_organization ? { enableOrganization: "false" } : {}),
    ...(settings.isUnset("linkedClients") && linked.length > 0 ? { linkedClients: linked } : {}),
  };
}

/**
 * A profile that the dashboard made is used on, and stays as it is. One with the name of the stack's own is that, made by
 * an `up` before, unless another application uses it too: then nobody can have it whole.
 */
function profileSettings(found: NativeFound, configuration: Configuration, settings: Unset): InferredSettings {
  const infer = (kind: ProfileKind): InferredSettings => {
    if (!settings.isUnset(kind)) return {};
    const own = byDeclaredName(kind, configuration, found.profiles);
    const named = found.profiles[kind].find(({ id }) => id === found.clients.block?.[BLOCK_ATTRIBUTE[kind]]);
    if (named?.id !== undefined && named !== own) return { [kind]: { id: named.id } };
    return own?.id !== undefined && isUsedElsewhere(kind, own.id, found.clients) ? { [kind]: { id: own.id } } : {};
  };
  return Object.assign({}, ...PROFILE_KINDS.map(infer)) as InferredSettings;
}

/** What Okta's admins know the client as, they go on to. */
function nameSetting({ client }: NativeFound, settings: Unset): InferredSettings {
  const name = client?.name ?? NATIVE_OIN_CLIENT.name;
  return name !== NATIVE_OIN_CLIENT.name && settings.isUnset("displayName") ? { displayName: name } : {};
}

/** Credentials first needs connections that the client is enabled for; without one nobody can sign in. */
function loginSettings({ client, connections }: NativeFound, settings: Unset): InferredSettings {
  const chosen = client?.organization_require_behavior === "post_login_prompt" && connections.length > 0;
  if (!chosen || !settings.isUnset("adminLoginFlow") || !settings.isUnset("adminConnections")) return {};
  return { adminLoginFlow: "postLoginPrompt", adminConnections: connections.map(({ name }) => name) };
}
