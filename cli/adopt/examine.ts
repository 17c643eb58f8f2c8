import { ADMIN_ROLE } from "../../contract/guide.ts";
import { NATIVE_API } from "../../contract/native.ts";
import type { Configuration } from "../../config/index.ts";
import { lookUp } from "../../tenant/index.ts";
import type { NativeFound as LookedUp } from "../../tenant/native.ts";
import { ofType, type StackState } from "../state.ts";
import type { SignedIn } from "../tenant.ts";
import { blockers, type Keys } from "./blockers.ts";
import { candidatesIn } from "./candidates.ts";
import { type Ambiguity, choose, type Chosen, pickNativeClient, pickRole } from "./choice.ts";
import type { Examination, Part } from "./examination.ts";
import { guideFaults } from "./faults.ts";
import { flavourFindings } from "./other-flavour.ts";
import { describe, differences, find, GUIDE, NATIVE, planOf, unmanaged } from "./flavours.ts";
import type { Found, NativeFound } from "./found.ts";
import { inferredSettings } from "./inferred-settings.ts";
import { type NativeJudging, nativeFindings } from "./native-findings.ts";
import type { Context } from "./object.ts";
import { isForScim } from "./objects/api.ts";
import { insideNative, outsideNative } from "./own.ts";
import { together } from "./plan.ts";
import { type Reading, readTenant } from "./reading.ts";
import { isSomebodyElses, permissionNames, type RoleWithPermissions } from "./role.ts";
import type { InferredSettings, Settings } from "./settings.ts";
import { unmanagedFinding } from "./unmanaged.ts";

export interface ExaminationContext {
  readonly settings: Settings;
  readonly chosen: Chosen;
  /** Key IDs that the next `up` may remove. */
  readonly dropKeys: readonly string[];
  /** The command that was given, with further options. */
  readonly again: Keys["again"];
  /** Whether nothing but IDs is written: what was chosen on the dashboard gives way to the configuration. */
  readonly asConfigured: boolean;
}

/** Reads the tenant and judges it; or names what a person has to choose first. */
export async function examine(
  { api, domain }: SignedIn,
  context: ExaminationContext,
): Promise<Examination | { readonly ambiguities: readonly Ambiguity[] }> {
  const { settings, chosen, dropKeys, again, asConfigured } = context;
  const { stack, state } = settings;
  const asSet = await settings.asSet();
  const { flavour } = asSet;
  const { serviceApp, adminRoleId, native: lookedUp } = await lookUp(api, asSet, stack);
  const reading = await readTenant(api, serviceApp.clientId, adminRoleId, asSet);

  const guide = flavour === "native" ? undefined : candidatesIn(reading);
  const own = ownIds(state);
  const guideChosen = guide === undefined ? undefined : choose(guide, { ...own, ...chosen });
  const nativeRole = guide === undefined ? pickRole(nativeRoles(reading, asSet), { ...own, ...chosen }) : {};
  const nativeClient =
    flavour === "guide" ? {} : pickNativeClient(reading.clients, ofType(insideNative(state), "Client")[0]?.id, chosen);
  const ambiguities = [
    ...(guideChosen?.ambiguities ?? []),
    ...[nativeRole, nativeClient].flatMap(({ ambiguity }) => ambiguity ?? []),
  ];
  if (ambiguities.length > 0) return { ambiguities };

  const now = new Date();
  const role = guideChosen?.choice.role ?? nativeRole.object;
  const sharedRole = isSomebodyElses(role, adminRoleId, flavour, state) || isNameTaken(role, reading, state);
  const { adminConnections, adminsAppMetadataKey } = asSet;
  const { postLoginActions, flow, useScopeDescriptionsForConsent } = reading;
  const known = { serviceApp, postLoginActions, flow, useScopeDescriptionsForConsent };
  const { client } = guideChosen?.choice ?? {};
  const guideFound =
    guideChosen === undefined
      ? undefined
      : await find(
          GUIDE,
          api,
          { domain, adminConnections, ...(client === undefined ? {} : { client }) },
          { ...known, ...guideChosen.choice },
        );
  const native = {
    ...(nativeClient.object === undefined ? {} : { client: nativeClient.object }),
    ...(role === undefined || adminsAppMetadataKey !== undefined ? {} : { role }),
  };
  const nativeFound =
    flavour === "guide"
      ? undefined
      : await find(
          NATIVE,
          api,
          { domain, adminConnections, ...native },
          { ...known, ...native, clients: reading.clients, lacking: reading.lacking },
        );
  const inferred: InferredSettings =
    nativeFound === undefined || asConfigured
      ? {}
      : {
          ...inferredSettings(nativeFound, asSet, settings, state),
          ...(guideFound !== undefined && isForScim(guideFound) && !asSet.scim ? { scim: "true" } : {}),
        };
  const configuration = await settings.withInferred(inferred);
  const keys: Keys = { keyIds: configuration.oktaPublicKeys.map(({ keyId }) => keyId), dropKeys, again };

  const common = { configuration, sharedRole, state, stack, keys, now };
  const parts = [
    ...(guideFound === undefined ? [] : [guidePart(guideFound, common)]),
    ...(nativeFound === undefined
      ? []
      : [nativePart(nativeFound, { ...common, inferred, lookedUp, otherRoles: otherRoles(reading, role) })]),
  ];
  const hasDeclared = (guideFound?.client ?? nativeFound?.client) !== undefined;
  return {
    serviceApp,
    parts,
    plan: together(parts.map(({ plan }) => plan)),
    findings: [
      ...flavourFindings(flavour, reading.clients, hasDeclared, serviceApp.clientId, stack),
      ...parts.flatMap(({ findings }) => findings),
      ...unmanagedFinding(
        parts.flatMap(({ unmanaged: all }) => all),
        stack,
      ),
    ],
  };
}

interface PartExamination extends Pick<Context, "configuration" | "sharedRole" | "state"> {
  readonly stack: string;
  readonly keys: Keys;
  readonly now: Date;
}

function guidePart(found: Found, { stack, keys, now, ...rest }: PartExamination): Part {
  const scim = rest.configuration.scim || isForScim(found);
  const context: Context = { ...rest, scim, inferred: {}, linkedClients: [] };
  const plan = planOf(GUIDE, found, context, now);
  return {
    title: "Okta's guide",
    objects: describe(GUIDE, found, context),
    differences: differences(GUIDE, found, context),
    unmanaged: unmanaged(GUIDE, found),
    plan,
    // The stack's own Action has none of the guide's faults.
    findings: [
      ...(plan.adopt?.action === undefined ? [] : guideFaults(found, rest.configuration.initiateLoginUri, stack)),
      ...blockers(found, keys, stack),
    ],
  };
}

interface NativeExamination extends PartExamination, Pick<NativeJudging, "otherRoles"> {
  readonly inferred: InferredSettings;
  readonly lookedUp: LookedUp | undefined;
}

function nativePart(
  found: NativeFound,
  { stack, keys, now, otherRoles: others, lookedUp, ...rest }: NativeExamination,
): Part {
  const { configuration, inferred } = rest;
  // What the tenant offers are client IDs already.
  const linkedClients =
    inferred.linkedClients === undefined ? (lookedUp?.linkedClients ?? []) : configuration.linkedClients;
  const context: Context = { ...rest, scim: configuration.scim, linkedClients };
  const plan = planOf(NATIVE, found, context, now);
  const takesClient = plan.adopt?.nativeClient !== undefined;
  return {
    title: "Auth0's own Express Configuration",
    objects: describe(NATIVE, found, context),
    differences: differences(NATIVE, found, context),
    unmanaged: unmanaged(NATIVE, found),
    plan,
    findings: nativeFindings(found, { stack, configuration, keys, otherRoles: others, takesClient }),
  };
}

/** By their permissions, and by the name only where no role has any. Where app_metadata tells the admins there is none. */
function nativeRoles(
  { roles }: Reading,
  { adminRole, adminsAppMetadataKey }: Configuration,
): readonly RoleWithPermissions[] {
  if (adminsAppMetadataKey !== undefined) return [];
  const holders = roles.filter((role) => permissionNames(role, NATIVE_API.identifier).length > 0);
  return adminRole !== undefined || holders.length === 0 ? roles : holders;
}

function otherRoles({ roles }: Reading, chosen: RoleWithPermissions | undefined): RoleWithPermissions[] {
  return roles.filter((role) => role !== chosen && permissionNames(role, NATIVE_API.identifier).length > 0);
}

/** Whether another role has the name that a role of the stack's own gets: then this one keeps the name that it has. */
function isNameTaken(chosen: RoleWithPermissions | undefined, { roles }: Reading, state: StackState): boolean {
  if (chosen === undefined || ofType(state, "Role").some(({ id }) => id === chosen.role.id)) return false;
  return roles.some((role) => role !== chosen && role.role.name === ADMIN_ROLE.name);
}

/** What the stack has already is not a matter of choice. */
function ownIds(state: StackState): Chosen {
  const idOf = (type: string) => ofType(outsideNative(state), type)[0]?.id;
  const ids = { client: idOf("Client"), role: idOf("Role"), action: idOf("Action") };
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
}
