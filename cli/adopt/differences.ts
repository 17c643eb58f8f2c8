import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../actions/code.ts";
import {
  ADMIN_ROLE,
  EXPRESS_CONFIGURE_API,
  expressConfigureScopes,
  managementApiScopes,
  OIN_CLIENT,
  POST_LOGIN_ACTION,
} from "../../contract/guide.ts";
import { type Found, ownBindings } from "./found.ts";
import { type Difference, differing, sorted, takenOff } from "./difference.ts";
import { permissionNames } from "./role.ts";

/** What a person chose in the configuration, as far as it shows on the objects. */
export interface Declared {
  readonly scim: boolean;
  readonly keyIds: readonly string[];
  readonly consentDescriptions: boolean;
  /** Whether the role stays somebody else's: only our permissions on it are declared. */
  readonly sharedRole: boolean;
}

/** Everything on the found objects that differs from what the stack declares. Objects that are not there have none. */
export function differences(found: Found, declared: Declared): Difference[] {
  return [api, role, client, keys, grant, action, binding, consent].flatMap((compare) => compare(found, declared));
}

function api({ resourceServer }: Found, { scim }: Declared): Difference[] {
  if (resourceServer === undefined) return [];
  return differing("Express Configure API", [
    ["name", resourceServer.name, EXPRESS_CONFIGURE_API.name],
    ["enforce_policies", resourceServer.enforce_policies ?? false, true],
    ["token_lifetime", resourceServer.token_lifetime, EXPRESS_CONFIGURE_API.tokenLifetime],
    ["allow_offline_access", resourceServer.allow_offline_access ?? false, false],
    [
      "skip_consent_for_verifiable_first_party_clients",
      resourceServer.skip_consent_for_verifiable_first_party_clients ?? false,
      false,
    ],
    [
      "scopes",
      sorted((resourceServer.scopes ?? []).map(({ value, description }) => `${value} "${description ?? ""}"`)),
      sorted(expressConfigureScopes(scim).map(({ name, description }) => `${name} "${description}"`)),
    ],
  ]);
}

function role({ role: found }: Found, { scim, sharedRole }: Declared): Difference[] {
  if (found === undefined) return [];
  const permissions = permissionNames(found, EXPRESS_CONFIGURE_API.identifier);
  const declared = expressConfigureScopes(scim).map(({ name }) => name);
  // Of a role that belongs to somebody else nothing is taken away.
  const compared = sharedRole ? permissions.filter((name) => declared.includes(name)) : permissions;
  return differing("admin role", [
    ...(sharedRole
      ? []
      : ([
          ["name", found.role.name, ADMIN_ROLE.name],
          ["description", found.role.description, ADMIN_ROLE.description],
        ] as const)),
    ["permissions", sorted(compared), sorted(declared)],
  ]);
}

function client({ client: found, serviceApp }: Found): Difference[] {
  if (found === undefined) return [];
  return differing("OIN client", [
    ["name", found.name, OIN_CLIENT.name],
    ["description", found.description, OIN_CLIENT.description],
    ["app_type", found.app_type, OIN_CLIENT.appType],
    ["callbacks", found.callbacks ?? [], OIN_CLIENT.callbacks],
    ["oidc_conformant", found.oidc_conformant ?? false, true],
    ["grant_types", sorted(found.grant_types ?? []), sorted(OIN_CLIENT.grantTypes)],
    ["jwt_configuration.alg", found.jwt_configuration?.alg, OIN_CLIENT.signingAlgorithm],
    ["organization_usage", found.organization_usage, OIN_CLIENT.organizationUsage],
    ["organization_require_behavior", found.organization_require_behavior, OIN_CLIENT.organizationRequireBehavior],
    ["client_metadata", found.client_metadata ?? {}, { [OIN_CLIENT.serviceAppMetadataKey]: serviceApp.clientId }],
    ...takenOff(found),
  ]);
}

/** Compared by thumbprint: the keys themselves cannot be read. */
function keys({ client: found, credentials, attached }: Found, { keyIds }: Declared): Difference[] {
  if (found === undefined) return [];
  const signIn = credentials.filter(({ id = "" }) => attached.includes(id)).map(({ kid = "" }) => kid);
  return differing("keys", [["key IDs that can sign in", sorted(signIn), sorted(keyIds)]]);
}

function grant({ grant: found }: Found, { scim }: Declared): Difference[] {
  return found === undefined
    ? []
    : differing("grant", [["scope", sorted(found.scope ?? []), sorted(managementApiScopes(scim))]]);
}

function action({ action: found }: Found): Difference[] {
  if (found === undefined) return [];
  return differing("Action", [
    ["name", found.name, POST_LOGIN_ACTION.name],
    ["runtime", found.runtime, POST_LOGIN_ACTION.runtime],
    ["code", digest(found.code ?? ""), digest(EXPRESS_CONFIGURE_POST_LOGIN)],
    ["dependencies", (found.dependencies ?? []).map(({ name }) => name), []],
  ]);
}

/** Code as a difference can show it: how long it is, and whether it is this project's. */
function digest(code: string): string {
  return code === EXPRESS_CONFIGURE_POST_LOGIN ? "this project's" : `other code, ${code.split("\n").length} lines`;
}

function binding(found: Found): Difference[] {
  const [first] = ownBindings(found);
  return first === undefined
    ? []
    : differing("binding", [["display_name", first.display_name, POST_LOGIN_ACTION.name]]);
}

function consent({ useScopeDescriptionsForConsent }: Found, { consentDescriptions }: Declared): Difference[] {
  return consentDescriptions
    ? differing("consent setting", [["use_scope_descriptions_for_consent", useScopeDescriptionsForConsent, true]])
    : [];
}
