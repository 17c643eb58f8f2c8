import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { EXPRESS_CONFIGURE_API, expressConfigureScopes } from "../../contract/guide.ts";

export interface ExpressConfigureApiArgs {
  /**
   * Whether the API also offers the scope `expressconfigure:scim`.
   * Default: `false`. Changed in place; no replacement.
   */
  scim?: boolean;
  /**
   * ID (or identifier) of a resource server that exists already and is taken over instead of made.
   * Default: none, the API is made. Read only while the API is not in the stack's state.
   */
  importId?: string;
}

/**
 * Guide step "create resource server": the API `https://system.okta.com/actions/express-configure/v1` with RBAC and its
 * scopes. Touches only that resource server; its set of scopes is owned whole, a scope added by hand is removed.
 */
export class ExpressConfigureApi extends pulumi.ComponentResource {
  /** Identifier of the API. It becomes known once the scopes exist, so that who uses it can rely on them. */
  readonly identifier: pulumi.Output<string>;

  constructor(name: string, args: ExpressConfigureApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:ExpressConfigureApi", name, {}, opts);

    const api = new auth0.ResourceServer(
      `${name}-resource-server`,
      {
        name: EXPRESS_CONFIGURE_API.name,
        identifier: EXPRESS_CONFIGURE_API.identifier,
        enforcePolicies: true,
        tokenLifetime: EXPRESS_CONFIGURE_API.tokenLifetime,
        allowOfflineAccess: false,
        skipConsentForVerifiableFirstPartyClients: false,
      },
      { parent: this, ...(args.importId === undefined ? {} : { import: args.importId }) },
    );

    const scopes = new auth0.ResourceServerScopes(
      `${name}-scopes`,
      {
        resourceServerIdentifier: api.identifier,
        scopes: expressConfigureScopes(args.scim ?? false).map((scope) => ({ ...scope })),
      },
      {
        parent: this,
        // The scopes go with their API. To delete them alone, as a replacement does, would take them off every role.
        retainOnDelete: true,
        ...(args.importId === undefined ? {} : { import: EXPRESS_CONFIGURE_API.identifier }),
      },
    );

    this.identifier = scopes.resourceServerIdentifier;
    this.registerOutputs({ identifier: this.identifier });
  }
}
