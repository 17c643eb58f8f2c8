import type { Management, ManagementClient } from "auth0";
import type { Configuration } from "../../config/index.ts";
import { apiCommand } from "../../config/shell.ts";
import { ADMIN_ROLE, EXPRESS_CONFIGURE_API, POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { NATIVE_ACTIONS } from "../../contract/native.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import { byDeclaredName, PROFILE_KINDS, readProfiles } from "../adopt/profiles.ts";
import { readAll } from "../../tenant/read-all.ts";
import { type Finding, notice, problem } from "../findings.ts";
import { called, type StackState } from "../state.ts";

export interface WantedAction {
  readonly name: string;
  /** ID of the one that the stack has, or takes over at the next `up`. */
  readonly id: string | undefined;
  /** Whether the state has it already. */
  readonly isHeld: boolean;
}

/** The Actions that the configuration declares. */
export function wantedActions(configuration: Configuration, state: StackState): WantedAction[] {
  const { flavour, adminsAppMetadataKey, domainAliasesMetadataKey, adopt = {} } = configuration;
  const wanted = (name: string, resource: string, adopted: string | undefined): WantedAction => {
    const held = called(state, resource)?.id;
    return { name, id: held ?? adopted, isHeld: held !== undefined };
  };
  return [
    ...(flavour === "native" ? [] : [wanted(POST_LOGIN_ACTION.name, "express-login-action", adopt.action)]),
    ...(flavour === "guide" || adminsAppMetadataKey === undefined
      ? []
      : [wanted(NATIVE_ACTIONS.admins, "express-native-admins-action", adopt.adminsAction)]),
    ...(flavour === "guide" || domainAliasesMetadataKey === undefined
      ? []
      : [wanted(NATIVE_ACTIONS.domainAliases, "express-native-domains-action", adopt.domainAliasesAction)]),
  ];
}

const isPostLogin = ({ supported_triggers }: Management.Action): boolean =>
  (supported_triggers ?? []).some(({ id }) => id === POST_LOGIN_ACTION.trigger);

/** What is to be said of names that something else on the tenant has, so that `up` could not give them. */
export function takenNames(
  names: readonly TakenName[],
  wanted: readonly WantedAction[],
  actions: readonly Management.Action[],
  stack: string,
): Finding[] {
  const all = [...names, ...takenActions(wanted, actions)];
  return [
    ...all.filter(({ held }) => held !== undefined).map((name) => heldUnderAnotherName(name, stack)),
    ...foreignTrigger(wanted, actions, stack),
    ...toAdopt(
      all.filter(({ held }) => held === undefined),
      stack,
    ),
  ];
}

/** An object that has the name of one of the stack's, and is not the stack's. */
export interface TakenName {
  /** `the role EXPRESS_CONFIGURE_ADMIN_ROLE` */
  readonly what: string;
  readonly name: string;
  readonly id: string;
  /** Path of such objects below `/api/v2/`. */
  readonly path: string;
  /** ID of the stack's own, where the state has it: under another name for now. */
  readonly held: string | undefined;
}

/** Those of the API, the role and the profiles. */
export async function namesOnTenant(
  api: ManagementClient,
  configuration: Configuration,
  state: StackState,
): Promise<readonly TakenName[]> {
  const { flavour, adminRole, adminsAppMetadataKey, adopt = {} } = configuration;
  const names: TakenName[] = [];
  const add = (taken: Omit<TakenName, "id"> & { id: string | undefined }, adopted: string | undefined): void => {
    const { id } = taken;
    if (id !== undefined && id !== taken.held && id !== adopted) names.push({ ...taken, id });
  };

  if (flavour !== "native") {
    const { identifier } = EXPRESS_CONFIGURE_API;
    const held = called(state, "express-api-resource-server")?.id;
    const found = held === undefined ? await undefinedOn404(api.resourceServers.get(identifier)) : undefined;
    const what = `the API ${identifier}`;
    add({ what, name: identifier, id: found?.id, path: "resource-servers", held }, adopt.resourceServer);
  }
  if (adminRole === undefined && (flavour !== "native" || adminsAppMetadataKey === undefined)) {
    const { name } = ADMIN_ROLE;
    // The filter finds parts of names too.
    const found = (await readAll(api.roles.list({ name_filter: name, per_page: 100 }))).find(
      (one) => one.name === name,
    );
    const held = called(state, "express-admin-role")?.id;
    add({ what: `the role ${name}`, name, id: found?.id, path: "roles", held }, adopt.role);
  }
  if (flavour !== "guide") {
    const profiles = await readProfiles(api);
    for (const kind of PROFILE_KINDS) {
      const { title, path, resource } = PROFILES[kind];
      const found = byDeclaredName(kind, configuration, profiles);
      const name = found?.name ?? "";
      add(
        { what: `the ${title} "${name}"`, name, id: found?.id, path, held: called(state, resource)?.id },
        adopt[kind],
      );
    }
  }
  return names;
}

const PROFILES = {
  userAttributeProfile: {
    title: "user attribute profile",
    path: "user-attribute-profiles",
    resource: "express-native-attributes-profile",
  },
  connectionProfile: {
    title: "connection profile",
    path: "connection-profiles",
    resource: "express-native-connections-profile",
  },
} as const;

/** Those of the post-login trigger: what is under another one cannot be adopted. */
function takenActions(wanted: readonly WantedAction[], actions: readonly Management.Action[]): TakenName[] {
  return wanted.flatMap(({ name, id, isHeld }) => {
    const other = actions.find((action) => action.name === name && action.id !== id && isPostLogin(action));
    if (other?.id === undefined) return [];
    return [{ what: `the Action ${name}`, name, id: other.id, path: "actions/actions", held: isHeld ? id : undefined }];
  });
}

function foreignTrigger(
  wanted: readonly WantedAction[],
  actions: readonly Management.Action[],
  stack: string,
): Finding[] {
  return wanted.flatMap(({ name, id }) => {
    const other = actions.find((action) => action.name === name && action.id !== id && !isPostLogin(action));
    if (other?.id === undefined) return [];
    const triggers = (other.supported_triggers ?? []).map((trigger) => trigger.id).join(", ");
    return [
      problem(
        "names.action",
        `The tenant has an Action called ${name} for another trigger (${triggers}). Auth0 takes a name but once for all triggers, so up would fail at making the stack's own for ${POST_LOGIN_ACTION.trigger}.`,
        ["Give that one another name; it stays bound:", renameCommand(stack, "actions/actions", other.id, name)],
        { name, actionId: other.id, triggers },
      ),
    ];
  });
}

function heldUnderAnotherName({ what, name, id, path, held }: TakenName, stack: string): Finding {
  return problem(
    "names.taken",
    `Somebody gave the stack's own object (${held ?? ""}) another name, and the tenant has ${what} besides (${id}): up would fail at giving the name back.`,
    ["Give the other one another name:", renameCommand(stack, path, id, name)],
    { name, id, held },
  );
}

function renameCommand(stack: string, path: string, id: string, name: string): string {
  return apiCommand(stack, "patch", `${path}/${id}`, { name: `${name}_other` });
}

function toAdopt(names: readonly TakenName[], stack: string): Finding[] {
  if (names.length === 0) return [];
  return [
    notice(
      "names.taken",
      `The tenant has what up would make, made by hand or by a run that the stack does not remember: ${names.map(({ what, id }) => `${what} (${id})`).join(", ")}. Auth0 keeps such names unique, so up would fail at ${names.length === 1 ? "it" : "them"}.`,
      ["This adopts what is there:", `npm run adopt -- --stack ${stack}`],
      { names: names.map(({ name, id }) => ({ name, id })) },
    ),
  ];
}
