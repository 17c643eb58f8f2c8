import type { Management } from "auth0";
import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../actions/code.ts";
import {
  EXPRESS_CONFIGURE_API,
  expressConfigureScopes,
  managementApiScopes,
  POST_LOGIN_ACTION,
} from "../../contract/guide.ts";
import type { AdoptedIds } from "../../config/adopt.ts";
import type { Configuration } from "../../config/index.ts";
import { keyOf, pathOf } from "../../config/settings.ts";
import { ofType, type StackState } from "../state.ts";
import { type Attachment, attachmentOf } from "./attach.ts";
import { type Found, ownBindings } from "./found.ts";
import { permissionNames } from "./role.ts";

/** What adopting writes: configuration of the stack and, where an `up` was cut short, what no later `up` would do. */
export interface Plan {
  /** Objects that the next `up` imports; absent where the stack has all that was found. */
  readonly adopt?: AdoptedIds;
  /** Other settings that follow from what was found. */
  readonly settings: Readonly<Record<string, string>>;
  /** Clients that shall sign in with a key of Okta's that they have already. */
  readonly attach: readonly Attachment[];
  /** IDs of the stack's own Actions that an `up` was stopped before it deployed: no later `up` would. */
  readonly deploy: readonly string[];
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

/** What is to be written, given what the stack has already. Objects that it has are not taken over again. */
export function planOf(
  found: Found,
  configuration: Pick<Configuration, "scim" | "adminRole">,
  sharedRole: boolean,
  state: StackState,
  keyIds: readonly string[],
  now: Date,
): Plan {
  const { resourceServer, role, client, grant, action, credentials, attached } = found;
  const lacks = (...types: readonly string[]) => types.some((type) => ofType(state, type).length === 0);
  const permissions = permissionNames(role, EXPRESS_CONFIGURE_API.identifier);

  const ids: AdoptedIds = {
    ...(lacks("ResourceServer", "ResourceServerScopes") ? optional("resourceServer", resourceServer?.id) : {}),
    ...(!sharedRole && lacks("Role", "RolePermissions") ? optional("role", role?.role.id) : {}),
    ...(sharedRole && lacks("RolePermission") && permissions.length > 0 ? { rolePermissions: permissions } : {}),
    ...(lacks("Client", "ClientCredentials", "ClientGrant") ? optional("client", client?.client_id) : {}),
    ...(lacks("ClientGrant") ? optional("clientGrant", grant?.id) : {}),
    ...(lacks("Action", "TriggerAction") ? optional("action", action?.id) : {}),
    ...(lacks("TriggerAction") && ownBindings(found).length > 0 ? { binding: POST_LOGIN_ACTION.trigger } : {}),
  };
  const attachment = attachmentOf(client?.client_id, credentials, attached, keyIds, false);
  return {
    ...(Object.keys(ids).length === 0 ? {} : { adopt: { foundAt: now.toISOString(), ...ids } }),
    settings: {
      ...(isForScim(found) && !configuration.scim ? { [keyOf("scim")]: "true" } : {}),
      ...(configuration.adminRole === undefined && sharedRole && role?.role.id !== undefined
        ? { [keyOf("adminRole")]: role.role.id }
        : {}),
    },
    attach: attachment === undefined ? [] : [attachment],
    deploy: leftUndeployed(action, EXPRESS_CONFIGURE_POST_LOGIN, state),
  };
}

/** A value under its name, where there is one. */
export function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

/** The plugin deploys when it writes the Action; where that was cut short, state and draft agree, and nothing is written again. */
export function leftUndeployed(action: Management.Action | undefined, code: string, state: StackState): string[] {
  if (action?.id === undefined || action.code !== code || action.deployed_version?.code === code) return [];
  return ofType(state, "Action").some(({ id }) => id === action.id) ? [action.id] : [];
}

/** Two plans for one stack as one: they share the role, and nothing else. */
export function together(plans: readonly Plan[]): Plan {
  const rolePermissions = plans.flatMap(({ adopt }) => adopt?.rolePermissions ?? []);
  const adopted = plans.flatMap(({ adopt }) => (adopt === undefined ? [] : [adopt]));
  return {
    ...(adopted.length === 0
      ? {}
      : {
          adopt: {
            ...(Object.assign({}, ...adopted) as AdoptedIds),
            ...(rolePermissions.length === 0 ? {} : { rolePermissions }),
          },
        }),
    settings: Object.assign({}, ...plans.map(({ settings }) => settings)) as Plan["settings"],
    attach: plans.flatMap(({ attach }) => attach),
    deploy: plans.flatMap(({ deploy }) => deploy),
  };
}

/** Whether there is nothing to write. */
export function isNothing({ adopt, settings, attach, deploy }: Plan): boolean {
  return adopt === undefined && Object.keys(settings).length === 0 && attach.length === 0 && deploy.length === 0;
}

/** The configuration values of a plan by path, as `pulumi config set-all --path` takes them. */
export function configurationOf({ adopt = {}, settings }: Pick<Plan, "adopt" | "settings">): Record<string, string> {
  const values: Record<string, string> = { ...settings };
  for (const [name, value] of Object.entries(adopt)) {
    if (typeof value === "string") values[pathOf("adopt", name)] = value;
    else value.forEach((item, index) => (values[pathOf("adopt", name, index)] = item));
  }
  return values;
}
