import * as pulumi from "@pulumi/pulumi";
import type { AdminConnection } from "../shared/admin-connections.ts";
import type { ApiPermission } from "../shared/admin-role.ts";
import type { BoundAction } from "../shared/bound-action.ts";
import { ExpressConfigureApi } from "./express-configure-api.ts";
import { expressConfigureScopes, managementApiAudience, POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { OinClient } from "./oin-client.ts";
import type { OinClientGuardArgs } from "../shared/oin-client-guard.ts";
import type { OktaKey } from "../shared/okta-credentials.ts";
import { PostLoginAction } from "./post-login-action.ts";

/** IDs of the guide's objects that exist on the tenant already; each is imported at the next `up` and kept. */
export interface AdoptedGuideObjects {
  readonly resourceServer?: string;
  /** The OIN client, with its credentials. */
  readonly client?: string;
  readonly clientGrant?: string;
  readonly action?: string;
  /** The trigger whose flow the Action is bound to already. */
  readonly binding?: typeof POST_LOGIN_ACTION.trigger;
}

export interface GuideFlavourArgs {
  /** Canonical domain of the tenant, `acme.us.auth0.com`, without scheme; not a custom domain. */
  domain: string;
  /** Client ID of the service app: the app that is published in the OIN. Only its ID is used; it is never touched. */
  serviceAppClientId: pulumi.Input<string>;
  /** https URL where end users begin to sign in to the service app. */
  initiateLoginUri: pulumi.Input<string>;
  /** Okta's public keys: one, or two while Okta changes keys; none before Okta has given out its first one. */
  oktaPublicKeys: readonly OktaKey[];
  /** Whether SCIM can be set up as well as SSO. Default: `false`. Changed in place; no replacement. */
  scim?: boolean;
  /** Connections that the OIN client is enabled for; see OinClientArgs. Default: none. */
  adminConnections?: readonly AdminConnection[];
  /** Whether the OIN client may be deleted: it loses its protection. Default: `false`. */
  release?: boolean;
  /** Asked before, and told after, an OIN client is made. Default: none. */
  oinClientGuard?: OinClientGuardArgs;
  /** Objects that were made by hand and are taken over instead of made. Default: none. */
  adopt?: AdoptedGuideObjects;
}

/** Okta's guide "Enable Express Configuration", but for the role and the consent setting, which both flavours share. */
export class GuideFlavour extends pulumi.ComponentResource {
  /** Client ID of the OIN client. */
  readonly oinClientId: pulumi.Output<string>;
  /** Key IDs (RFC 7638 thumbprints) of the OIN client's credentials, sorted. */
  readonly keyIds: pulumi.Output<string[]>;
  /** Identifier of the Express Configure API. */
  readonly apiIdentifier: pulumi.Output<string>;
  /** What the admin role must hold. */
  readonly permissions: readonly ApiPermission[];
  /** The last Action that was bound. */
  readonly bound: BoundAction;

  constructor(name: string, args: GuideFlavourArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:GuideFlavour", name, {}, opts);
    const { scim = false, release = false } = args;
    const adopt = args.adopt ?? {};
    const child = { parent: this };

    const api = new ExpressConfigureApi(`${name}-api`, { scim, ...importId(adopt.resourceServer) }, child);

    const oinClient = new OinClient(
      `${name}-oin`,
      {
        serviceAppClientId: args.serviceAppClientId,
        managementApiAudience: managementApiAudience(args.domain),
        publicKeys: args.oktaPublicKeys,
        scim,
        adminConnections: args.adminConnections ?? [],
        protect: !release,
        ...args.oinClientGuard,
        ...(adopt.client === undefined
          ? {}
          : {
              importIds: {
                client: adopt.client,
                ...(adopt.clientGrant === undefined ? {} : { grant: adopt.clientGrant }),
              },
            }),
      },
      child,
    );

    const login = new PostLoginAction(
      `${name}-login`,
      {
        apiIdentifier: api.identifier,
        domain: args.domain,
        initiateLoginUri: args.initiateLoginUri,
        ...importId(adopt.action),
        importBinding: adopt.binding === POST_LOGIN_ACTION.trigger,
      },
      child,
    );

    this.oinClientId = oinClient.clientId;
    this.keyIds = oinClient.keyIds;
    this.apiIdentifier = api.identifier;
    this.permissions = expressConfigureScopes(scim).map((scope) => ({
      name: scope.name,
      apiIdentifier: api.identifier,
    }));
    this.bound = login.bound;
    this.registerOutputs({ oinClientId: this.oinClientId, keyIds: this.keyIds, apiIdentifier: this.apiIdentifier });
  }
}

function importId(id: string | undefined): { importId?: string } {
  return id === undefined ? {} : { importId: id };
}
