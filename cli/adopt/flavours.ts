/** A flavour is a list of objects, in the order in which they are told. */
import type { ManagementClient } from "auth0";
import type { AdoptedIds } from "../../config/adopt.ts";
import type { Difference } from "./difference.ts";
import type { Found, NativeFound } from "./found.ts";
import type { FoundObject } from "./found-object.ts";
import type { AdoptObject, CommonFound, Context, Target } from "./object.ts";
import { guideAction, nativeAction } from "./objects/actions.ts";
import { expressConfigureApi, systemApi } from "./objects/api.ts";
import { appBlock } from "./objects/app-block.ts";
import { connections } from "./objects/connections.ts";
import { consentSetting } from "./objects/consent.ts";
import { clientGrant } from "./objects/grant.ts";
import { oktaKeys } from "./objects/keys.ts";
import { guideClient, nativeClient } from "./objects/oin-client.ts";
import { allProfiles, profile } from "./objects/profiles.ts";
import { adminRole } from "./objects/role.ts";
import type { Plan } from "./plan.ts";
import { pathsOf } from "./settings.ts";
import type { UnmanagedAttribute } from "./unmanaged.ts";

export const GUIDE: readonly AdoptObject<Found>[] = [
  expressConfigureApi,
  adminRole("guide"),
  guideClient,
  oktaKeys("guide"),
  clientGrant,
  guideAction,
  consentSetting("guide"),
];

export const NATIVE: readonly AdoptObject<NativeFound>[] = [
  systemApi,
  adminRole("native"),
  nativeClient,
  oktaKeys("native"),
  connections,
  allProfiles,
  profile("userAttributeProfile"),
  profile("connectionProfile"),
  appBlock,
  nativeAction("admins"),
  nativeAction("domainAliases"),
  consentSetting("native"),
];

/** Reads every object. `known` is what was read and chosen before. */
export async function find<F extends CommonFound>(
  objects: readonly AdoptObject<F>[],
  api: ManagementClient,
  target: Target,
  known: Partial<F>,
): Promise<F> {
  const parts = await Promise.all(objects.map(async (object) => object.find?.(api, target)));
  return Object.assign({}, known, ...parts) as F;
}

/** Every object as it stands, those that are not there too; optional ones only where they are declared. */
export function describe<F extends CommonFound>(
  objects: readonly AdoptObject<F>[],
  found: F,
  context: Context,
): FoundObject[] {
  return objects.flatMap((object) => object.describe?.(found, context) ?? []);
}

/** Everything on the found objects that differs from what the stack declares. */
export function differences<F extends CommonFound>(
  objects: readonly AdoptObject<F>[],
  found: F,
  context: Context,
): Difference[] {
  return objects.flatMap((object) => object.differences?.(found, context) ?? []);
}

/** What `up` would not change on the found objects, and `audit` names. */
export function unmanaged<F extends CommonFound>(objects: readonly AdoptObject<F>[], found: F): UnmanagedAttribute[] {
  return objects.flatMap((object) => object.unmanaged?.(found) ?? []);
}

/** What is to be written for all of them. */
export function planOf<F extends CommonFound>(
  objects: readonly AdoptObject<F>[],
  found: F,
  context: Context,
  now: Date,
): Plan {
  const plans = objects.map((object) => object.plan?.(found, context) ?? {});
  const ids = Object.assign({}, ...plans.map(({ adopt }) => adopt)) as AdoptedIds;
  return {
    ...(Object.keys(ids).length === 0 ? {} : { adopt: { foundAt: now.toISOString(), ...ids } }),
    settings: Object.assign(pathsOf(context.inferred), ...plans.map(({ settings }) => settings)) as Plan["settings"],
    attach: plans.flatMap(({ attach }) => attach ?? []),
    deploy: plans.flatMap(({ deploy }) => deploy ?? []),
  };
}
