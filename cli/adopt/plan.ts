import type { Management } from "auth0";
import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../actions/code.ts";
import { expressConfigureScopes, managementApiScopes, POST_LOGIN_ACTION } from "../../components/guide.ts";
import type { AdoptedIds } from "../../config/adopt.ts";
import type { Configuration } from "../../config/index.ts";
import { keyOf, pathOf } from "../../config/settings.ts";
import { ofType, type StackState } from "../state.ts";
import { isExpressConfigurePermission } from "./candidates.ts";
import { type Found, ownBindings } from "./found.ts";

/** What adopting writes: configuration of the stack and, where a key is not attached, the OIN client's list of keys. */
export interface Plan {
  /** Objects that the next `up` imports; absent where the stack has all that was found. */
  readonly adopt?: AdoptedIds;
  /** Other settings that follow from what was found. */
  readonly settings: Readonly<Record<string, string>>;
  /** IDs of all credentials that the client shall sign in with, where one of Okta's keys is not attached. */
  readonly attach?: readonly string[];
  /** ID of the stack's own Action, where an `up` was stopped before it deployed it: no later `up` would. */
  readonly deploy?: string;
}

/** Whether the tenant's objects are for SCIM too: then the stack has to be, or the next `up` would take it away. */
export function isForScim({ resourceServer, grant }: Found): boolean {
  const scimOnly = (all: readonly string[], sso: readonly string[]) => all.filter((name) => !sso.includes(name));
  const names = (scim: boolean) => expressConfigureScopes(scim).map(({ name }) => name);
  const offered = (resourceServer?.scopes ?? []).map(({ value }) => value ?? "");
  return (
    offered.some((name) => scimOnly(names(true), names(false)).includes(name)) ||
    (grant?.scope ?? []).some((name) => scimOnly(managementApiScopes(true), managementApiScopes(false)).includes(name))
  );
}

/** Whether the role serves somebody else too: it permits more than Express Configuration. */
export function isShared({ role }: Found): boolean {
  return role !== undefined && role.permissions.some((permission) => !isExpressConfigurePermission(permission));
}

/** What is to be written, given what the stack has already. Objects that it has are not taken over again. */
export function planOf(found: Found, configuration: Pick<Configuration, "scim" | "adminRole">, state: StackState, keyIds: readonly string[], now: Date): Plan {
  const { resourceServer, role, client, grant, action, credentials, attached } = found;
  const lacks = (...types: readonly string[]) => types.some((type) => ofType(state, type).length === 0);
  const shared = configuration.adminRole !== undefined || isShared(found);
  const permissions = (role?.permissions ?? []).filter(isExpressConfigurePermission).map(({ permission_name }) => permission_name ?? "");

  const ids: AdoptedIds = {
    ...(lacks("ResourceServer", "ResourceServerScopes") ? optional("resourceServer", resourceServer?.id) : {}),
    ...(!shared && lacks("Role", "RolePermissions") ? optional("role", role?.role.id) : {}),
    ...(shared && lacks("RolePermission") && permissions.length > 0 ? { rolePermissions: permissions } : {}),
    ...(lacks("Client", "ClientCredentials", "ClientGrant") ? optional("client", client?.client_id) : {}),
    ...(lacks("ClientGrant") ? optional("clientGrant", grant?.id) : {}),
    ...(lacks("Action", "TriggerAction") ? optional("action", action?.id) : {}),
    ...(lacks("TriggerAction") && ownBindings(found).length > 0 ? { binding: POST_LOGIN_ACTION.trigger } : {}),
  };
  const unattached = credentials.filter(({ id = "", kid = "" }) => keyIds.includes(kid) && !attached.includes(id));
  return {
    ...(Object.keys(ids).length === 0 ? {} : { adopt: { foundAt: now.toISOString(), ...ids } }),
    settings: {
      ...(isForScim(found) && !configuration.scim ? { [keyOf("scim")]: "true" } : {}),
      ...(configuration.adminRole === undefined && shared && role?.role.id !== undefined ? { [keyOf("adminRole")]: role.role.id } : {}),
    },
    ...(unattached.length === 0 ? {} : { attach: [...attached, ...unattached.map(({ id = "" }) => id)] }),
    ...(action?.id !== undefined && isLeftUndeployed(action, state) ? { deploy: action.id } : {}),
  };
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

/** The plugin deploys when it writes the Action; where that was cut short, state and draft agree, and nothing is written again. */
function isLeftUndeployed(action: Management.Action, state: StackState): boolean {
  const own = ofType(state, "Action").some(({ id }) => id === action.id);
  return own && action.code === EXPRESS_CONFIGURE_POST_LOGIN && action.deployed_version?.code !== action.code;
}

/** The configuration values of a plan by path, as `pulumi config set-all --path` takes them. */
export function configurationOf({ adopt = {}, settings }: Plan): Record<string, string> {
  const values: Record<string, string> = { ...settings };
  for (const [name, value] of Object.entries(adopt)) {
    if (typeof value === "string") values[pathOf("adopt", name)] = value;
    else value.forEach((item, index) => (values[pathOf("adopt", name, index)] = item));
  }
  return values;
}
