import { NATIVE_API, NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import type { Configuration } from "../../config/index.ts";
import { pathOf, removeCommand, setCommand } from "../../config/settings.ts";
import { deleteClientCommand, quoted } from "../../config/shell.ts";
import { isBound } from "../../tenant/bindings.ts";
import { type Finding, notice, problem } from "../findings.ts";
import { furtherSecrets, type Keys, duplicateNames, unknownKeys } from "./blockers.ts";
import type { RoleWithPermissions } from "./role.ts";
import {
  actionsOf,
  declaredAction,
  isDeclared,
  NATIVE_ACTION_KINDS,
  type NativeAction,
  othersOnTheApi,
} from "./native-actions.ts";
import type { NativeFound } from "./found.ts";
import { BLOCK_ATTRIBUTE, byDeclaredName, isUsedElsewhere, PROFILE_KINDS, PROFILE_NAME } from "./profiles.ts";

/** What the findings follow from beside what was found. */
export interface NativeJudging {
  readonly stack: string;
  readonly configuration: Configuration;
  readonly keys: Keys;
  /** Roles that hold the permissions and were not taken. */
  readonly otherRoles: readonly RoleWithPermissions[];
  /** Whether the client is taken over now: then its display name changes in front of Okta's admins. */
  readonly takesClient: boolean;
}

const ACTIONS: readonly NativeAction[] = ["admins", "domainAliases"];

/** What stands in the way of writing anything (problems), and what a person should know (notices). */
export function nativeFindings(found: NativeFound, judging: NativeJudging): Finding[] {
  return [
    displayName,
    login,
    leftOverClients,
    lostReferences,
    notRead,
    otherRoles,
    undeclaredActions,
    foreignActions,
    ambiguousActions,
    takenProfiles,
    keys,
    secrets,
  ].flatMap((judge) => judge(found, judging));
}

function displayName({ client }: NativeFound, { takesClient, configuration }: NativeJudging): Finding[] {
  const declared = configuration.displayName ?? NATIVE_OIN_CLIENT.name;
  if (client === undefined || !takesClient || client.name === declared) return [];
  return [
    notice(
      "native.display-name",
      `Okta's admins see the OIN client as "${client.name ?? ""}" on the consent page; after up they see "${declared}".`,
      undefined,
      { clientId: client.client_id },
    ),
  ];
}

/** Credentials first, with no connection to sign in through. */
function login(
  { client, connections }: NativeFound,
  { configuration: { adminLoginFlow }, stack }: NativeJudging,
): Finding[] {
  if (
    client?.organization_require_behavior !== "post_login_prompt" ||
    adminLoginFlow === "post_login_prompt" ||
    connections.length > 0
  )
    return [];
  return [
    notice(
      "native.no-connections",
      "The OIN client asks an Okta admin for the credentials first, and no connection is enabled for it: nobody can sign in. up has it ask for the organization first.",
      [
        "To keep asking for the credentials first:",
        setCommand(stack, "adminConnections"),
        setCommand(stack, "adminLoginFlow", "postLoginPrompt"),
      ],
      { clientId: client.client_id },
    ),
  ];
}

function leftOverClients({ client, clients: { unnamed } }: NativeFound, { stack }: NativeJudging): Finding[] {
  return unnamed
    .filter((other) => other !== client && client !== undefined)
    .map(({ client_id: clientId = "", name }) =>
      notice(
        "native.left-over-client",
        `The tenant has a further OIN client, ${clientId} "${name ?? ""}", that no application names. The stack leaves it alone.`,
        ["If Okta was never told of it:", deleteClientCommand(stack, clientId)],
        { clientId },
      ),
    );
}

/** What the block names and the tenant does not have. */
function lostReferences({ clients: { block, ids, named }, profiles }: NativeFound): Finding[] {
  if (block === undefined) return [];
  const lost = [
    ...(named === undefined ? [`the OIN client ${block.okta_oin_client_id}`] : []),
    ...PROFILE_KINDS.filter((kind) => !profiles[kind].some(({ id }) => id === block[BLOCK_ATTRIBUTE[kind]])).map(
      (kind) => `the ${PROFILE_NAME[kind]} ${block[BLOCK_ATTRIBUTE[kind]]}`,
    ),
    ...(block.linked_clients ?? [])
      .filter(({ client_id }) => !ids.has(client_id))
      .map(({ client_id }) => `the linked client ${client_id}`),
  ];
  return lost.length === 0
    ? []
    : [
        notice(
          "native.lost",
          `The service app's block names what is no longer on the tenant: ${lost.join(", ")}. up replaces it.`,
          undefined,
          { lost },
        ),
      ];
}

function notRead({ lacking }: NativeFound): Finding[] {
  if (lacking.length === 0) return [];
  return [
    notice(
      "native.not-read",
      `The credentials lack ${lacking.join(" and ")}, which the stack does not need: whether something else on the tenant says who may run Express Configuration was not looked at.`,
      undefined,
      { lacking },
    ),
  ];
}

function otherRoles(_: NativeFound, { otherRoles: others }: NativeJudging): Finding[] {
  if (others.length === 0) return [];
  const roles = others.map(({ role }) => `${role.id ?? ""} "${role.name ?? ""}"`);
  return [
    notice(
      "native.other-roles",
      `${others.length === 1 ? "Another role holds" : "Other roles hold"} permissions of Auth0's API, and who has ${others.length === 1 ? "it" : "them"} may run Express Configuration too: ${roles.join(", ")}. The stack leaves ${others.length === 1 ? "it" : "them"} alone.`,
      undefined,
      {
        roles: others.map(({ role }) => role.id),
      },
    ),
  ];
}

/** The key that such an Action reads is a secret of it, which the API does not tell. */
function undeclaredActions({ postLoginActions }: NativeFound, { configuration, stack }: NativeJudging): Finding[] {
  return ACTIONS.filter((kind) => !isDeclared(kind, configuration)).flatMap((kind) =>
    actionsOf(kind, postLoginActions).map(({ id, name }) => {
      const { setting, does } = NATIVE_ACTION_KINDS[kind];
      return notice(
        `native.undeclared-action`,
        `The tenant has this project's Action "${name ?? ""}", which ${does}, and the configuration does not declare it. The stack leaves it alone.`,
        [
          "The key that it reads is a secret, which cannot be read. To take it over, set that key and run adopt again:",
          setCommand(stack, setting, "<key>"),
        ],
        { actionId: id },
      );
    }),
  );
}

function foreignActions({ postLoginActions, flow }: NativeFound): Finding[] {
  return othersOnTheApi(postLoginActions).map(({ id, name, code = "" }) => {
    const bound = isBound(flow, id);
    const misspelt = /addScope\(\s*["'`]expressconfigure:/.test(code);
    return notice(
      misspelt ? "native.misspelt-action" : "native.foreign-action",
      `The action "${name ?? ""}" (${bound ? "bound" : "not bound"}) decides about logins to ${NATIVE_API.identifier} too. The stack leaves it alone.` +
        (misspelt
          ? " It grants expressconfigure:…, as an example of Auth0's documentation has it; the API's permissions are express_configure:sso and express_configure:scim."
          : ""),
      undefined,
      { actionId: id },
    );
  });
}

/** Two with the same code, none with the name: which one is meant cannot be told. */
function ambiguousActions({ postLoginActions, flow }: NativeFound, { configuration }: NativeJudging): Finding[] {
  return ACTIONS.filter((kind) => isDeclared(kind, configuration)).flatMap((kind) => {
    const found = actionsOf(kind, postLoginActions);
    const bound = found.filter(({ id }) => isBound(flow, id));
    if (found.length < 2 || bound.length === 1 || found.some(({ name }) => name === NATIVE_ACTION_KINDS[kind].name))
      return [];
    return [
      problem(
        "ambiguous.action",
        `There are ${found.length} Actions with the code of ${NATIVE_ACTION_KINDS[kind].name}.`,
        [
          ...found.map(({ id, name }) => `${id ?? ""}   "${name ?? ""}"`),
          "Delete all but the one to take over, then run adopt again.",
        ],
        { candidates: found.map(({ id }) => id) },
      ),
    ];
  });
}

/** A profile of the stack's own needs a name that no other profile has; the tenant refuses a second one. */
function takenProfiles({ profiles, clients }: NativeFound, { configuration, stack }: NativeJudging): Finding[] {
  return PROFILE_KINDS.flatMap((kind) => {
    const own = byDeclaredName(kind, configuration, profiles);
    if (own?.id === undefined || !isUsedElsewhere(kind, own.id, clients)) return [];
    return [
      problem(
        "native.taken-profile",
        `The ${PROFILE_NAME[kind]} "${own.name ?? ""}" (${own.id}) belongs to another application, and the configuration declares one of that name.`,
        [
          "Give it another name, or use that one as it is:",
          removeCommand(stack, kind),
          `pulumi config set --path ${quoted(pathOf(kind, "id"))} ${quoted(own.id)} --stack ${stack}`,
        ],
        { profileId: own.id },
      ),
    ];
  });
}

function keys(found: NativeFound, { keys: given, stack }: NativeJudging): Finding[] {
  return [...unknownKeys(found, given, stack), ...duplicateNames(found, given, stack)];
}

function secrets(found: NativeFound, { configuration, stack }: NativeJudging): Finding[] {
  return ACTIONS.flatMap((kind) =>
    furtherSecrets(declaredAction(kind, found, configuration), NATIVE_ACTION_KINDS[kind].secrets, stack),
  );
}
