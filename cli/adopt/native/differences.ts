import { NATIVE_API, NATIVE_OIN_CLIENT, nativeScopes } from "../../../contract/native.ts";
import { ADMIN_ROLE } from "../../../contract/guide.ts";
import type { Configuration } from "../../../config/index.ts";
import { type Difference, differing, type NativeObjectName, sorted, takenOff } from "../difference.ts";
import { permissionNames } from "../role.ts";
import { NATIVE_ACTION_KINDS, type NativeAction } from "./actions.ts";
import { declaredAction, type NativeFound } from "./found.ts";
import {
  asMade,
  BLOCK_ATTRIBUTE,
  byDeclaredName,
  declaredProfile,
  PROFILE_KINDS,
  type ProfileKind,
  shown,
} from "./profiles.ts";
import { POST_LOGIN_ACTION } from "../../../contract/guide.ts";
import { ownBindings } from "../found.ts";

export const PROFILE_NAME = {
  userAttributeProfile: "user attribute profile",
  connectionProfile: "connection profile",
} as const satisfies Record<ProfileKind, NativeObjectName>;
export const ACTION_NAME = {
  admins: "admins Action",
  domainAliases: "domain aliases Action",
} as const satisfies Record<NativeAction, NativeObjectName>;

/** What the configuration declares, as far as it shows on the native objects. */
export interface NativeDeclared {
  readonly configuration: Configuration;
  /** Client IDs of the linked clients, looked up. */
  readonly linkedClients: readonly string[];
  /** Whether the role stays somebody else's: only our permissions on it are declared. */
  readonly sharedRole: boolean;
  /** Whether the guide's objects are declared too, which then declare the role's name, and the consent setting. */
  readonly besideGuide: boolean;
}

/** Everything on the found objects that differs from what the stack declares. Objects that are not there have none. */
export function nativeDifferences(found: NativeFound, declared: NativeDeclared): Difference[] {
  return [role, client, keys, connections, profiles, block, actions, consent].flatMap((compare) =>
    compare(found, declared),
  );
}

function role(
  { role: found }: NativeFound,
  { configuration: { scim }, sharedRole, besideGuide }: NativeDeclared,
): Difference[] {
  if (found === undefined) return [];
  const permissions = permissionNames(found, NATIVE_API.identifier);
  const declared = nativeScopes(scim).map(({ name }) => name);
  // Of a role that belongs to somebody else nothing is taken away.
  const compared = sharedRole ? permissions.filter((name) => declared.includes(name)) : permissions;
  return differing("admin role", [
    ...(sharedRole || besideGuide
      ? []
      : ([
          ["name", found.role.name, ADMIN_ROLE.name],
          ["description", found.role.description, ADMIN_ROLE.description],
        ] as const)),
    ["permissions", sorted(compared), sorted(declared)],
  ]);
}

function client(
  { client: found }: NativeFound,
  { configuration: { adminLoginFlow, displayName } }: NativeDeclared,
): Difference[] {
  if (found === undefined) return [];
  return differing("native OIN client", [
    ["name", found.name, displayName ?? NATIVE_OIN_CLIENT.name],
    ["description", found.description, NATIVE_OIN_CLIENT.description],
    ["organization_require_behavior", found.organization_require_behavior, adminLoginFlow],
    ["client_metadata", found.client_metadata ?? {}, {}],
    ...takenOff(found),
  ]);
}

/** Compared by thumbprint: the keys themselves cannot be read. */
function keys(
  { client: found, credentials, attached }: NativeFound,
  { configuration: { oktaPublicKeys } }: NativeDeclared,
): Difference[] {
  if (found === undefined) return [];
  const signIn = credentials.filter(({ id = "" }) => attached.includes(id)).map(({ kid = "" }) => kid);
  return differing("native keys", [
    ["key IDs that can sign in", sorted(signIn), sorted(oktaPublicKeys.map(({ keyId }) => keyId))],
  ]);
}

/** Connections that are enabled and not declared stay enabled. */
function connections(
  { client: found, connections: enabled }: NativeFound,
  { configuration: { adminConnections } }: NativeDeclared,
): Difference[] {
  if (found === undefined) return [];
  const names = enabled.map(({ name }) => name);
  return differing("admin connections", [
    ["enabled", sorted(names), sorted([...new Set([...names, ...adminConnections])])],
  ]);
}

/** Only a profile of the stack's own is declared; one that it uses is somebody else's. */
function profiles({ profiles: all }: NativeFound, { configuration }: NativeDeclared): Difference[] {
  return PROFILE_KINDS.flatMap((kind) => {
    const found = byDeclaredName(kind, configuration, all);
    if (found === undefined) return [];
    const before = new Map(shown(kind, found));
    const after = new Map(shown(kind, asMade(kind, configuration)));
    const compared = [...after].filter(([, declared]) => declared !== undefined);
    return differing(
      PROFILE_NAME[kind],
      compared.map(([attribute, declared]) => [attribute, before.get(attribute), declared]),
    );
  });
}

function block(
  { clients: { block: found }, client: oinClient, profiles: all }: NativeFound,
  { configuration, linkedClients }: NativeDeclared,
): Difference[] {
  if (found === undefined) return [];
  const { domain, adminLoginDomain, enableClient, enableOrganization, initiateLoginUriTemplate } = configuration;
  const profileId = (kind: ProfileKind): string => {
    const declared = declaredProfile(kind, configuration);
    return "id" in declared
      ? declared.id
      : (byDeclaredName(kind, configuration, all)?.id ?? `a new one, "${declared.name}"`);
  };
  return differing("app block", [
    ["admin_login_domain", found.admin_login_domain, adminLoginDomain ?? domain],
    ["initiate_login_uri_template", found.initiate_login_uri_template, initiateLoginUriTemplate],
    ["enable_client", found.enable_client, enableClient],
    ["enable_organization", found.enable_organization, enableOrganization],
    ["linked_clients", (found.linked_clients ?? []).map(({ client_id }) => client_id), [...linkedClients]],
    ["okta_oin_client_id", found.okta_oin_client_id, oinClient?.client_id ?? "a new one"],
    ...PROFILE_KINDS.map((kind) => [BLOCK_ATTRIBUTE[kind], found[BLOCK_ATTRIBUTE[kind]], profileId(kind)] as const),
  ]);
}

function actions(found: NativeFound, { configuration }: NativeDeclared): Difference[] {
  return (["admins", "domainAliases"] as const).flatMap((kind) => {
    const action = declaredAction(kind, found, configuration);
    if (action === undefined) return [];
    const { name, code } = NATIVE_ACTION_KINDS[kind];
    const [bound] = ownBindings({ ...found, action });
    return differing(ACTION_NAME[kind], [
      ["name", action.name, name],
      ["runtime", action.runtime, POST_LOGIN_ACTION.runtime],
      ["code", action.code === code ? "this project's" : "other code", "this project's"],
      ["dependencies", (action.dependencies ?? []).map((dependency) => dependency.name), []],
      ["binding", bound === undefined ? "none" : bound.display_name, name],
    ]);
  });
}

function consent(
  { useScopeDescriptionsForConsent }: NativeFound,
  { configuration: { consentDescriptions }, besideGuide }: NativeDeclared,
): Difference[] {
  return consentDescriptions && !besideGuide
    ? differing("consent setting", [["use_scope_descriptions_for_consent", useScopeDescriptionsForConsent, true]])
    : [];
}
