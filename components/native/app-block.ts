import * as pulumi from "@pulumi/pulumi";

/** The `express_configuration` block of the service app, in the names of `auth0.Client`'s `expressConfiguration`. */
export interface AppBlockArgs {
  /** Domain where an Okta admin signs in, without scheme: the tenant's own, or a custom domain of the tenant. */
  adminLoginDomain: pulumi.Input<string>;
  /** ID of the connection profile that connections are set up after, `cop_…`. */
  connectionProfileId: pulumi.Input<string>;
  /** Whether the connections that Okta makes are enabled for the service app. */
  enableClient: pulumi.Input<boolean>;
  /** Whether the connections that Okta makes are enabled in the admin's organization. */
  enableOrganization: pulumi.Input<boolean>;
  /**
   * https URL where end users begin to sign in to the app; Okta's tile opens it. `{organization_name}`,
   * `{organization_id}` and `{connection_name}` stand for the customer's own.
   */
  initiateLoginUriTemplate: pulumi.Input<string>;
  /** Further clients that the connections are enabled for. Left out where there are none. */
  linkedClients?: pulumi.Input<{ clientId: string }[]>;
  /** Client ID of the OIN client. */
  oktaOinClientId: pulumi.Input<string>;
  /** ID of the user attribute profile that connections map attributes by, `uap_…`. */
  userAttributeProfileId: pulumi.Input<string>;
}

/** The tenant, as for `auth0.Provider`; credentials that are not among the arguments come from AUTH0_* variables. */
export interface AppBlockProviderArgs {
  domain: pulumi.Input<string>;
  apiToken?: pulumi.Input<string>;
  clientId?: pulumi.Input<string>;
  clientSecret?: pulumi.Input<string>;
  clientAssertionPrivateKey?: pulumi.Input<string>;
  clientAssertionSigningAlg?: pulumi.Input<string>;
}

/** The plugin in provider/, which owns the block of an app that belongs to somebody else. */
export class AppBlockProvider extends pulumi.ProviderResource {
  constructor(name: string, args: AppBlockProviderArgs, opts?: pulumi.ResourceOptions) {
    super("auth0-app-block", name, { ...args }, opts);
  }
}

/**
 * The `express_configuration` block of an app that another team may own, and nothing else of that app: no other
 * attribute is ever read, written or sent back. Drift of the block is repaired; on removal it is taken off again.
 *
 * `auth0.Client` cannot do this. Measured with the official plugin, an app imported with `ignoreChanges` for all else:
 * lists that others have lengthened since go back shortened, a missing description becomes "Managed by Pulumi", the
 * ID of the OIN submission is overwritten, the last linked client cannot be unlinked, nor the block be taken off.
 */
export class AppBlock extends pulumi.CustomResource {
  constructor(name: string, clientId: pulumi.Input<string>, block: AppBlockArgs, opts: pulumi.CustomResourceOptions) {
    super(
      "auth0-app-block:index:ExpressConfiguration",
      name,
      { clientId, expressConfiguration: block },
      // Another app: the block comes off the former one.
      { ...opts, replaceOnChanges: ["clientId"] },
    );
  }
}
