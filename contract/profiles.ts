/** The profiles of Auth0's own Express Configuration as the configuration gives them and the components declare them. */

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

/** What a connection may offer besides sign-in: provisioning by SCIM, logout from everywhere. */
export type ConnectionFeature = "scim" | "universal_logout";

/** Auth0: `none` is no, `required` is yes; Express Configuration takes an `optional` membership for a required one. */
export type ProfileChoice = "none" | "optional" | "required";

/** What a SCIM token may do with the users of its connection. */
export type ScimTokenScope = "get:users" | "post:users" | "put:users" | "patch:users" | "delete:users";

/** Whether an organization's admin may use Cross App Access with the connection. */
export type CrossAppAccessStatus = "enabled" | "disabled";

/** Settings of a connection profile that the plugin in provider/ writes: the Auth0 plugin does not know them. */
export interface ConnectionProfileSettingsArgs {
  /**
   * The SCIM tokens of connections made after the profile. Default: nothing is declared; Auth0 then limits nothing, and what
   * somebody has set stays. Changed in place. Taken out again, the last values stay: the API has no request that removes them.
   */
  readonly scimTokens?: {
    /** What a token may do. Okta's provisioning needs all five. */
    readonly scopes: readonly ScimTokenScope[];
    /** Seconds until a token expires that asks for no expiry of its own. Default: never. */
    readonly defaultExpiry?: number;
    /** The most seconds that a token may ask for. Default: no limit. */
    readonly maxAllowedExpiry?: number;
  };
  /**
   * Whether organization admins may switch on Cross App Access for their connection. Default: nothing is declared. Changed in
   * place. Taken out again, the last values stay, as above.
   */
  readonly crossAppAccess?: {
    /** What a new connection has. */
    readonly defaultValue: CrossAppAccessStatus;
    /** What an admin may choose. */
    readonly allowedValues: readonly CrossAppAccessStatus[];
  };
}

/** How the connections that Okta makes are set up. */
export interface ConnectionProfileArgs extends ConnectionProfileSettingsArgs {
  /** Name of the profile, of which the tenant may have one. */
  readonly name: string;
  /**
   * How connections are named: at most 15 characters, `{org_id}` and `{org_name}` stand for the admin's organization.
   * Default: `ec-{org_id}-`.
   */
  readonly connectionNamePrefixTemplate?: string;
  /** What the connections may offer. Default: none. */
  readonly enabledFeatures?: readonly ConnectionFeature[];
  /** The connection in the admin's organization. Default: `none` for both. */
  readonly organization?: {
    /** Whether it shows as a button on the organization's login page. */
    readonly showAsButton?: ProfileChoice;
    /** Whether who signs in through it becomes a member of the organization. */
    readonly assignMembershipOnLogin?: ProfileChoice;
  };
  /** Other features for single strategies. Default: none. */
  readonly strategyOverrides?: Readonly<
    Partial<Record<Strategy, { readonly enabledFeatures: readonly ConnectionFeature[] }>>
  >;
}

/** A profile of the tenant that exists already and belongs to somebody else. */
export interface ExistingProfile {
  /** ID of the profile: `uap_…` or `cop_…`. */
  readonly id: string;
}
