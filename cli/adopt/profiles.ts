import type { Management, ManagementClient } from "auth0";
import type { ConnectionProfileArgs, ExistingProfile, UserAttributeProfileArgs } from "../../contract/profiles.ts";
import { DEFAULT_USER_ATTRIBUTE_PROFILE, defaultConnectionProfile } from "../../contract/profile-defaults.ts";
import type { Configuration } from "../../config/index.ts";
import type { Clients } from "./clients.ts";
import { readAll } from "../../tenant/read-all.ts";

/** The two kinds of profiles, by the settings that name them. */
export type ProfileKind = "userAttributeProfile" | "connectionProfile";

export const PROFILE_KINDS: readonly ProfileKind[] = ["userAttributeProfile", "connectionProfile"];

/** How a person is told of a profile of this kind. */
export const PROFILE_NAME = {
  userAttributeProfile: "user attribute profile",
  connectionProfile: "connection profile",
} as const;

/** The attribute of the block that names a profile of this kind. */
export const BLOCK_ATTRIBUTE = {
  userAttributeProfile: "user_attribute_profile_id",
  connectionProfile: "connection_profile_id",
} as const;

type Profile = Management.UserAttributeProfile | Management.ConnectionProfile;

/** Every profile of the tenant. */
export type Profiles = Readonly<Record<ProfileKind, readonly Profile[]>>;

/** Reads them (`read:user_attribute_profiles`, `read:connection_profiles`). */
export async function readProfiles(api: ManagementClient): Promise<Profiles> {
  const [userAttributeProfile, connectionProfile] = await Promise.all([
    readAll(api.userAttributeProfiles.list({ take: 50 })),
    readAll(api.connectionProfiles.list({ take: 50 })),
  ]);
  return { userAttributeProfile, connectionProfile };
}

/** What the stack declares: a profile of its own, or the ID of one that it only uses. */
export function declaredProfile(
  kind: ProfileKind,
  { userAttributeProfile, connectionProfile, scim }: Configuration,
): UserAttributeProfileArgs | ConnectionProfileArgs | ExistingProfile {
  return kind === "userAttributeProfile"
    ? (userAttributeProfile ?? DEFAULT_USER_ATTRIBUTE_PROFILE)
    : (connectionProfile ?? defaultConnectionProfile(scim));
}

/** Whether another application uses a profile: then it cannot become the stack's own. */
export function isUsedElsewhere(
  kind: ProfileKind,
  id: string | undefined,
  { otherBlocks }: Pick<Clients, "otherBlocks">,
): boolean {
  return otherBlocks.some((block) => block[BLOCK_ATTRIBUTE[kind]] === id);
}

/** The profile that has the name of the stack's own: an `up` before made it, since no second one can have the name. */
export function byDeclaredName(
  kind: ProfileKind,
  configuration: Configuration,
  profiles: Profiles,
): Profile | undefined {
  const declared = declaredProfile(kind, configuration);
  return "id" in declared ? undefined : profiles[kind].find(({ name }) => name === declared.name);
}

/** A profile's attributes as a difference shows them, those that the stack declares. */
export function shown(kind: ProfileKind, profile: Profile): readonly (readonly [attribute: string, value: unknown])[] {
  if (kind === "connectionProfile") {
    const { organization, connection_name_prefix_template, enabled_features, strategy_overrides } =
      profile as Management.ConnectionProfile;
    return [
      ["connection_name_prefix_template", connection_name_prefix_template],
      ["enabled_features", [...(enabled_features ?? [])].sort()],
      ["organization", organization],
      ["strategy_overrides", strategy_overrides ?? {}],
    ];
  }
  const { user_id, user_attributes = {} } = profile as Management.UserAttributeProfile;
  return [
    ["user_id", user_id],
    ["user_attributes", Object.keys(user_attributes).sort()],
    ...Object.entries(user_attributes).map(([name, value]) => [`user_attributes.${name}`, value] as const),
  ];
}

/** What the stack would make, in the Management API's words. */
export function asMade(kind: ProfileKind, configuration: Configuration): Profile {
  const declared = declaredProfile(kind, configuration);
  if (kind === "userAttributeProfile") return userAttributesMade(declared as UserAttributeProfileArgs);
  const { name, connectionNamePrefixTemplate, enabledFeatures, organization, strategyOverrides } =
    declared as ConnectionProfileArgs;
  return {
    name,
    connection_name_prefix_template: connectionNamePrefixTemplate ?? "ec-{org_id}-",
    enabled_features: [...(enabledFeatures ?? [])],
    organization: {
      show_as_button: organization?.showAsButton ?? "none",
      assign_membership_on_login: organization?.assignMembershipOnLogin ?? "none",
    },
    strategy_overrides: snake(strategyOverrides ?? {}) as Management.ConnectionProfileStrategyOverrides,
  };
}

function userAttributesMade({
  name,
  userId,
  userAttributes,
}: UserAttributeProfileArgs): Management.UserAttributeProfile {
  return {
    name,
    ...(userId === undefined ? {} : { user_id: snake(userId) as Management.UserAttributeProfileUserId }),
    user_attributes: Object.fromEntries(
      Object.entries(userAttributes).map(([attribute, value]) => [
        attribute,
        snake({ profileRequired: false, ...value }) as Management.UserAttributeProfileUserAttributeAdditionalProperties,
      ]),
    ),
  };
}

/** Field names as the Management API spells them, all the way down; strategies have no capital letters. */
function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snake(inner),
    ]),
  );
}
