import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { type AdminConnection, adminConnections } from "../shared/admin-connections.ts";
import { type AdminLoginFlow, NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import { guardHooks, keyHooks, type OinClientGuardArgs } from "../shared/oin-client-guard.ts";
import { keyIdsOf, type OktaKey, oktaCredentials } from "../shared/okta-credentials.ts";

export interface NativeOinClientArgs extends OinClientGuardArgs {
  /**
   * Okta's public keys: one, or two while Okta changes keys (Auth0 keeps at most two). None before Okta's OIN Wizard has
   * given out the first one: nobody can authenticate as the client then, for Auth0 makes it without a secret. A change
   * adds and removes credentials in place, in an order that always leaves a valid one.
   */
  publicKeys: readonly OktaKey[];
  /**
   * Name of the client, which Auth0 shows the Okta admin on the consent page; the OIN Wizard asks for it. Characters other
   * than < and >. Default: `Okta OIN Express Configuration`. Changed in place; no replacement.
   */
  displayName?: string | undefined;
  /** How an Okta admin signs in. Default: `pre_login_prompt`. Changed in place; no replacement. */
  adminLoginFlow?: AdminLoginFlow;
  /**
   * Connections that the client is enabled for, one by one: with `post_login_prompt` an admin can only sign in through
   * these. Other clients of the connections stay. Default: none.
   */
  adminConnections?: readonly AdminConnection[];
  /**
   * Whether Pulumi refuses to delete or replace the client. Okta knows it by its client ID: another client, however
   * alike, leaves every customer's Express Configuration without a working tenant.
   * Default: `true`. Changing it touches only the stack's state.
   */
  protect?: boolean;
  /** Client ID of a client made by hand that is taken over with its credentials. Default: none. */
  importId?: string | undefined;
  /** IDs of the connections that this client is enabled for already; taken over with it. Default: none. */
  importConnections?: readonly string[] | undefined;
}

/**
 * The OIN client of Auth0's own Express Configuration, with Okta's keys: the client that an Okta admin signs in to and
 * consents for. Auth0 grants it the Management API scopes that Okta's requests take, when it is made.
 */
export class NativeOinClient extends pulumi.ComponentResource {
  /** Client ID: the value that Okta is told, once, and that must then never change. */
  readonly clientId: pulumi.Output<string>;
  /** Key IDs (`kid`) of the credentials as the tenant has them: RFC 7638 thumbprints, sorted. */
  readonly keyIds: pulumi.Output<string[]>;

  constructor(name: string, args: NativeOinClientArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:NativeOinClient", name, {}, opts);
    const imported = args.importId === undefined ? {} : { import: args.importId };

    const client = new auth0.Client(
      // Pulumi's own refusal names the resource, so the name says why it refuses.
      `${name}-client-known-to-okta`,
      {
        name: args.displayName ?? NATIVE_OIN_CLIENT.name,
        description: NATIVE_OIN_CLIENT.description,
        appType: NATIVE_OIN_CLIENT.appType,
        organizationRequireBehavior: args.adminLoginFlow ?? "pre_login_prompt",
      },
      { parent: this, protect: args.protect ?? true, ...imported, hooks: guardHooks(name, args) },
    );

    const credentials = oktaCredentials(
      `${name}-credentials`,
      { client, publicKeys: args.publicKeys },
      { parent: this, ...imported, hooks: keyHooks(name, args) },
    );

    adminConnections(this, name, {
      connections: args.adminConnections ?? [],
      clientId: client.id,
      ...(args.importId === undefined
        ? {}
        : { imported: { client: args.importId, connections: args.importConnections ?? [] } }),
    });

    this.clientId = client.id;
    this.keyIds = keyIdsOf(credentials);
    this.registerOutputs({ clientId: this.clientId, keyIds: this.keyIds });
  }
}
