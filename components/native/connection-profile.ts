import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import type { ImportedProfile, Strategy } from "./user-attribute-profile.ts";

/** What a connection may offer besides sign-in: provisioning by SCIM, logout from everywhere. */
export type ConnectionFeature = "scim" | "universal_logout";

/** Auth0: `none` is no, `required` is yes; Express Configuration takes an `optional` membership for a required one. */
export type ProfileChoice = "none" | "optional" | "required";

/** How the connections that Okta makes are set up. */
export interface ConnectionProfileArgs {
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

/** A connection profile of our own, owned whole. */
export class ConnectionProfile extends pulumi.ComponentResource {
  /** ID of the profile, `cop_…`. */
  readonly profileId: pulumi.Output<string>;

  constructor(name: string, args: ConnectionProfileArgs & ImportedProfile, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:ConnectionProfile", name, {}, opts);
    const { showAsButton = "none", assignMembershipOnLogin = "none" } = args.organization ?? {};

    const profile = new auth0.ConnectionProfile(
      `${name}-profile`,
      {
        name: args.name,
        connectionNamePrefixTemplate: args.connectionNamePrefixTemplate ?? "ec-{org_id}-",
        enabledFeatures: [...(args.enabledFeatures ?? [])],
        organization: { showAsButton, assignMembershipOnLogin },
        ...(args.strategyOverrides === undefined ? {} : { strategyOverrides: sent(args.strategyOverrides) }),
      },
      { parent: this, ...(args.importId === undefined ? {} : { import: args.importId }) },
    );

    this.profileId = profile.id;
    this.registerOutputs({ profileId: this.profileId });
  }
}

/** The plugin spells one strategy in its own way. */
function sent(overrides: NonNullable<ConnectionProfileArgs["strategyOverrides"]>) {
  return Object.fromEntries(
    Object.entries(overrides).map(([strategy, { enabledFeatures }]) => [
      strategy === "google-apps" ? "googleApps" : strategy,
      { enabledFeatures: [...enabledFeatures] },
    ]),
  );
}
