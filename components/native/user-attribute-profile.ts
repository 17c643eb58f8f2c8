import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import type { AttributeMapping, Strategy, UserAttributeProfileArgs, UserIdMapping } from "../../contract/profiles.ts";

/** A profile of either kind that is there already and becomes the stack's own. */
export interface ImportedProfile {
  /** ID of the profile. Default: none, it is made. Read only while the profile is not in the stack's state. */
  readonly importId?: string | undefined;
}

/** A user attribute profile of our own, owned whole: an attribute added by hand is removed. */
export class UserAttributeProfile extends pulumi.ComponentResource {
  /** ID of the profile, `uap_…`. */
  readonly profileId: pulumi.Output<string>;

  constructor(name: string, args: UserAttributeProfileArgs & ImportedProfile, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:UserAttributeProfile", name, {}, opts);
    const { userId } = args;

    const profile = new auth0.UserAttributeProfile(
      `${name}-profile`,
      {
        name: args.name,
        ...(userId === undefined
          ? {}
          : {
              userId: {
                ...userIdMapping(userId),
                strategyOverrides: overrides(userId.strategyOverrides, userIdMapping),
              },
            }),
        userAttributes: byName(args.userAttributes).map(([attribute, value]) => ({
          name: attribute,
          label: value.label,
          description: value.description,
          auth0Mapping: value.auth0Mapping,
          profileRequired: value.profileRequired ?? false,
          ...attributeMapping(value),
          strategyOverrides: overrides(value.strategyOverrides, attributeMapping),
        })),
      },
      { parent: this, ...(args.importId === undefined ? {} : { import: args.importId }) },
    );

    this.profileId = profile.id;
    this.registerOutputs({ profileId: this.profileId });
  }
}

/** In the order that the plugin reads them back in. */
function byName<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}

function overrides<Mapping, Sent>(
  of: Readonly<Partial<Record<Strategy, Mapping>>> | undefined,
  sent: (mapping: Mapping) => Sent,
): ({ strategy: string } & Sent)[] {
  return byName((of ?? {}) as Record<string, Mapping>).map(([strategy, mapping]) => ({ strategy, ...sent(mapping) }));
}

function userIdMapping({ oidcMapping, samlMapping, scimMapping }: UserIdMapping) {
  return {
    ...(oidcMapping === undefined ? {} : { oidcMapping }),
    ...(samlMapping === undefined ? {} : { samlMappings: [...samlMapping] }),
    ...(scimMapping === undefined ? {} : { scimMapping }),
  };
}

function attributeMapping({ oidcMapping, samlMapping, scimMapping }: AttributeMapping) {
  return {
    ...(oidcMapping === undefined ? {} : { oidcMapping: { ...oidcMapping } }),
    ...(samlMapping === undefined ? {} : { samlMappings: [...samlMapping] }),
    ...(scimMapping === undefined ? {} : { scimMapping }),
  };
}
