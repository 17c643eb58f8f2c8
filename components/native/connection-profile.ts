import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import type { ConnectionProfileArgs } from "../../contract/profiles.ts";
import { ConnectionProfileSettings } from "./connection-profile-settings.ts";
import type { ImportedProfile } from "./user-attribute-profile.ts";

/**
 * A connection profile of our own, owned whole. `scimTokens` and `crossAppAccess` are written by the plugin in provider/: where
 * either is declared, the component needs an AppBlockProvider among its `providers`.
 */
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
    const { scimTokens, crossAppAccess } = args;
    if (scimTokens !== undefined || crossAppAccess !== undefined) {
      new ConnectionProfileSettings(`${name}-settings`, profile.id, { scimTokens, crossAppAccess }, { parent: this });
    }

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
