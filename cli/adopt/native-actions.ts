import type { Management } from "auth0";
import { EXPRESS_CONFIGURATION_ADMINS, EXPRESS_CONFIGURATION_DOMAIN_ALIASES } from "../../actions/code.ts";
import { NATIVE_ACTIONS, NATIVE_API } from "../../contract/native.ts";
import { isBound } from "../../tenant/bindings.ts";
import type { Configuration } from "../../config/index.ts";
import type { CommonFound } from "./object.ts";

/** The optional Actions of this project. */
export type NativeAction = "admins" | "domainAliases";

/** One of them: what tells it, and the setting that declares it. */
interface Kind {
  readonly name: string;
  readonly code: string;
  readonly secrets: readonly string[];
  readonly setting: "adminsAppMetadataKey" | "domainAliasesMetadataKey";
  /** What it does, in words. */
  readonly does: string;
  /** Component in the stack's state. */
  readonly component: string;
}

export const NATIVE_ACTION_KINDS: Readonly<Record<NativeAction, Kind>> = {
  admins: {
    name: NATIVE_ACTIONS.admins,
    code: EXPRESS_CONFIGURATION_ADMINS,
    secrets: ["APP_METADATA_KEY", "SCOPES"],
    setting: "adminsAppMetadataKey",
    does: "says by app_metadata who may run Express Configuration",
    component: "AdminsAction",
  },
  domainAliases: {
    name: NATIVE_ACTIONS.domainAliases,
    code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
    secrets: ["METADATA_KEY"],
    setting: "domainAliasesMetadataKey",
    does: "tells Okta the e-mail domains of an organization",
    component: "DomainAliasesAction",
  },
};

/** The Actions of one kind: by its name, which no second one can have, or by its code to the letter. */
export function actionsOf(kind: NativeAction, actions: readonly Management.Action[]): Management.Action[] {
  const { name, code } = NATIVE_ACTION_KINDS[kind];
  return actions.filter((action) => action.name === name || action.code === code);
}

/** The one that is taken: with the name, else bound, else the first. */
function pickAction(
  kind: NativeAction,
  actions: readonly Management.Action[],
  flow: readonly Management.ActionBinding[],
): Management.Action | undefined {
  const found = actionsOf(kind, actions);
  return (
    found.find(({ name }) => name === NATIVE_ACTION_KINDS[kind].name) ??
    found.find(({ id }) => isBound(flow, id)) ??
    found[0]
  );
}

export function isDeclared(kind: NativeAction, configuration: Configuration): boolean {
  return configuration[NATIVE_ACTION_KINDS[kind].setting] !== undefined;
}

/** Actions of somebody else that speak of Auth0's API: they decide about the same logins. */
export function othersOnTheApi(actions: readonly Management.Action[]): Management.Action[] {
  const ours = [...actionsOf("admins", actions), ...actionsOf("domainAliases", actions)];
  return actions.filter((action) => !ours.includes(action) && (action.code ?? "").includes(NATIVE_API.identifier));
}

/** The declared Action of one kind, where the tenant has it. */
export function declaredAction(
  kind: NativeAction,
  { postLoginActions, flow }: Pick<CommonFound, "postLoginActions" | "flow">,
  configuration: Configuration,
): Management.Action | undefined {
  return isDeclared(kind, configuration) ? pickAction(kind, postLoginActions, flow) : undefined;
}
