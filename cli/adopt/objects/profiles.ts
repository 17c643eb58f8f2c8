/** The two profiles of the native flavour. Only one of the stack's own is declared; one that it uses is somebody else's. */
import { differing } from "../difference.ts";
import type { NativeFound } from "../found.ts";
import { object } from "../found-object.ts";
import { type AdoptObject, optional } from "../object.ts";
import { insideNative, lacks } from "../own.ts";
import {
  asMade,
  byDeclaredName,
  declaredProfile,
  PROFILE_NAME,
  type ProfileKind,
  readProfiles,
  shown,
} from "../profiles.ts";

const TYPE = { userAttributeProfile: "UserAttributeProfile", connectionProfile: "ConnectionProfile" } as const;

export function profile(kind: ProfileKind): AdoptObject<NativeFound> {
  return {
    describe({ profiles }, { configuration }) {
      const declared = declaredProfile(kind, configuration);
      const found =
        "id" in declared
          ? profiles[kind].find(({ id }) => id === declared.id)
          : byDeclaredName(kind, configuration, profiles);
      return [
        {
          ...object(PROFILE_NAME[kind], found?.id, found?.name),
          ...("id" in declared ? { used: "stays as it is" } : {}),
        },
      ];
    },
    differences({ profiles }, { configuration }) {
      const found = byDeclaredName(kind, configuration, profiles);
      if (found === undefined) return [];
      const before = new Map(shown(kind, found));
      return differing(
        PROFILE_NAME[kind],
        shown(kind, asMade(kind, configuration))
          .filter(([, declared]) => declared !== undefined)
          .map(([attribute, declared]) => [attribute, before.get(attribute), declared]),
      );
    },
    plan: ({ profiles }, { configuration, state }) => ({
      adopt: lacks(insideNative(state), TYPE[kind])
        ? optional(kind, byDeclaredName(kind, configuration, profiles)?.id)
        : {},
    }),
  };
}

/** Both kinds are read together: the block names one of each. */
export const allProfiles: AdoptObject<NativeFound> = {
  find: async (api) => ({ profiles: await readProfiles(api) }),
};
