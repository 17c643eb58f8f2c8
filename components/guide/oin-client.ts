import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { type AdminConnection, adminConnections } from "../shared/admin-connections.ts";
import { managementApiScopes, OIN_CLIENT } from "../../contract/guide.ts";
import { NO_IDENTITY } from "../shared/no-identity.ts";
import { guardHooks, keyHooks, type OinClientGuardArgs } from "../shared/oin-client-guard.ts";
import { keyIdsOf, oktaCredentials, type OktaKey } from "../shared/okta-credentials.ts";

export interface OinClientArgs extends OinClientGuardArgs {
  /** Client ID of the service app: the app that is published in the OIN. Changed in place (client metadata). */
  serviceAppClientId: pulumi.Input<string>;
  /** Audience of the Management API, `https://DOMAIN/api/v2/`. A change replaces the grant, never the client. */
  managementApiAudience: pulumi.Input<string>;
  /**
   * Okta's public keys: one, or two while Okta changes keys; see OktaKey. None before Okta has sent its first one: the
   * client then has no grant either. Changed in place, never without a valid key once it had one.
   */
  publicKeys: readonly OktaKey[];
  /**
   * Whether the grant also covers SCIM configuration and tokens.
   * Default: `false`. Changed in place; no replacement.
   */
  scim?: boolean;
  /**
   * Connections that the client is enabled for, one by one: an Okta admin signs in before the organization is known, and
   * can only do so through these. Other clients of the connections stay. Default: none; whoever made the client's
   * connections otherwise (the tenant flag `enable_client_connections` enables a new client for all) keeps them.
   */
  adminConnections?: readonly AdminConnection[];
  /**
   * Whether Pulumi refuses to delete or replace the client. Okta knows it by its client ID: another client, however
   * alike, leaves every customer's Express Configuration without a working tenant.
   * Default: `true`. Changing it touches only the stack's state.
   */
  protect?: boolean;
  /**
   * Client ID, and ID of the client grant, that exist already and are taken over with their credentials.
   * Default: none. Read only while the resources are not in the stack's state.
   */
  importIds?: { readonly client: string; readonly grant?: string };
}

/**
 * Guide steps "create client" and "assign client grant": the "Okta OIN Integration Client", its private_key_jwt
 * credentials (so that it has no usable secret) and its one grant for the Management API. Touches nothing else.
 */
export class OinClient extends pulumi.ComponentResource {
  /** Client ID: the value that Okta is told, once, and that must then never change. */
  readonly clientId: pulumi.Output<string>;
  /** Key IDs (`kid`) of the credentials as the tenant has them: RFC 7638 thumbprints, sorted. */
  readonly keyIds: pulumi.Output<string[]>;

  constructor(name: string, args: OinClientArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:OinClient", name, {}, opts);
    const scim = args.scim ?? false;
    const importClient = args.importIds === undefined ? {} : { import: args.importIds.client };

    const client = new auth0.Client(
      // Pulumi's own refusal names the resource, so the name says why it refuses.
      `${name}-client-known-to-okta`,
      {
        name: OIN_CLIENT.name,
        description: OIN_CLIENT.description,
        appType: OIN_CLIENT.appType,
        callbacks: [...OIN_CLIENT.callbacks],
        oidcConformant: true,
        grantTypes: [...OIN_CLIENT.grantTypes],
        jwtConfiguration: { alg: OIN_CLIENT.signingAlgorithm },
        organizationUsage: OIN_CLIENT.organizationUsage,
        organizationRequireBehavior: OIN_CLIENT.organizationRequireBehavior,
        clientMetadata: { [OIN_CLIENT.serviceAppMetadataKey]: args.serviceAppClientId },
      },
      {
        parent: this,
        protect: args.protect ?? true,
        ...importClient,
        hooks: guardHooks(name, args),
      },
    );

    const credentials = oktaCredentials(
      `${name}-credentials`,
      { client, publicKeys: args.publicKeys },
      { parent: this, ...importClient, hooks: keyHooks(name, args) },
    );

    // Without its keys the client still authenticates by secret: it gets its rights only once it has them.
    if (credentials !== undefined) {
      new auth0.ClientGrant(
        `${name}-grant`,
        { clientId: client.id, audience: args.managementApiAudience, scopes: [...managementApiScopes(scim)] },
        {
          parent: this,
          dependsOn: [credentials],
          ...NO_IDENTITY,
          ...(args.importIds?.grant === undefined ? {} : { import: args.importIds.grant }),
        },
      );
    }

    adminConnections(this, name, { connections: args.adminConnections ?? [], clientId: client.id });

    this.clientId = client.id;
    this.keyIds = keyIdsOf(credentials);
    this.registerOutputs({ clientId: this.clientId, keyIds: this.keyIds });
  }
}
