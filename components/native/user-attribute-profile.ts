import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";

/** An identity provider's strategy, as Auth0 names it. */
export type Strategy = "ad" | "adfs" | "google-apps" | "oidc" | "okta" | "pingfederate" | "samlp" | "waad";

/** Where the user's ID comes from, by protocol. What is left out is Auth0's default. */
export interface UserIdMapping {
  /** OIDC claim, `sub` for example. */
  readonly oidcMapping?: string;
  /** SAML attributes; the first that an assertion has counts. */
  readonly samlMapping?: readonly string[];
  /** SCIM attribute, `externalId` for example. */
  readonly scimMapping?: string;
}

/** Where one attribute of a user comes from, by protocol. */
export interface AttributeMapping {
  /** OIDC: the claim, or an expression such as `${context.tokenset.email}`, and the name that people are shown. */
  readonly oidcMapping?: { readonly mapping: string; readonly displayName?: string };
  /** SAML attributes; the first that an assertion has counts. */
  readonly samlMapping?: readonly string[];
  /** SCIM attribute, `name.givenName` for example. */
  readonly scimMapping?: string;
}

export interface UserAttribute extends AttributeMapping {
  /** What people are shown for the attribute. */
  readonly label: string;
  /** What the attribute is. */
  readonly description: string;
  /** Attribute of the Auth0 user that it becomes: `email`, or `app_metadata.department`. */
  readonly auth0Mapping: string;
  /** Whether a user must have it. Default: `false`. */
  readonly profileRequired?: boolean;
  /** What differs for single strategies. Default: none. */
  readonly strategyOverrides?: Readonly<Partial<Record<Strategy, AttributeMapping>>>;
}

/** How the connections that Okta makes map a user's attributes, for OIDC and for SCIM. */
export interface UserAttributeProfileArgs {
  /** Name of the profile, of which the tenant may have one. */
  readonly name: string;
  /** Where the user's ID comes from. Default: Auth0's own mapping. */
  readonly userId?: UserIdMapping & { readonly strategyOverrides?: Readonly<Partial<Record<Strategy, UserIdMapping>>> };
  /** The attributes by name. */
  readonly userAttributes: Readonly<Record<string, UserAttribute>>;
}

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
