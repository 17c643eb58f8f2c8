import * as pulumi from "@pulumi/pulumi";
import type { AdminConnection } from "../shared/admin-connections.ts";
import type { ApiPermission } from "../shared/admin-role.ts";
import type { BoundAction } from "../shared/bound-action.ts";
import { type AdminLoginFlow, nativeScopes } from "../../contract/native.ts";
import type { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { AdminsAction, DomainAliasesAction } from "./actions.ts";
import { NativeApi } from "./api.ts";
import { AppBlock, type AppBlockArgs } from "./app-block.ts";
import { ConnectionProfile } from "./connection-profile.ts";
import { NativeOinClient } from "./oin-client.ts";
import { DEFAULT_USER_ATTRIBUTE_PROFILE, defaultConnectionProfile } from "../../contract/profile-defaults.ts";
import type { ConnectionProfileArgs, ExistingProfile, UserAttributeProfileArgs } from "../../contract/profiles.ts";
import { UserAttributeProfile } from "./user-attribute-profile.ts";
import type { OinClientGuardArgs } from "../shared/oin-client-guard.ts";
import type { OktaKey } from "../shared/okta-credentials.ts";

/** IDs of native objects that exist on the tenant already; each is imported at the next `up` and kept. */
export interface AdoptedNativeObjects {
  /** The OIN client, with its credentials. */
  readonly nativeClient?: string;
  /** IDs of the admins' connections that the OIN client is enabled for. */
  readonly adminConnections?: readonly string[];
  /** Client ID of the service app, where it has its block. */
  readonly appBlock?: string;
  /** A profile that becomes the stack's own; one that stays somebody else's is an ExistingProfile. */
  readonly userAttributeProfile?: string;
  /** The same for the connection profile. */
  readonly connectionProfile?: string;
  /** The Action that names the admins, and the trigger whose flow it is bound to. */
  readonly adminsAction?: string;
  readonly adminsBinding?: typeof POST_LOGIN_ACTION.trigger;
  /** The Action for home realm discovery, and the trigger whose flow it is bound to. */
  readonly domainAliasesAction?: string;
  readonly domainAliasesBinding?: typeof POST_LOGIN_ACTION.trigger;
}

export interface NativeFlavourArgs {
  /** Client ID of the service app: the app that is published in the OIN. Only its block is touched. */
  serviceAppClientId: pulumi.Input<string>;
  /** Domain where an Okta admin signs in, without scheme: the tenant's own, or a custom domain of the tenant. */
  adminLoginDomain: pulumi.Input<string>;
  /** https URL where end users begin to sign in to the app, with the placeholders of AppBlockArgs. */
  initiateLoginUriTemplate: pulumi.Input<string>;
  /** Okta's public keys: one, or two while Okta changes keys; none before Okta has given out its first one. */
  oktaPublicKeys: readonly OktaKey[];
  /** Whether SCIM can be set up as well as SSO. Default: `false`. Changed in place; no replacement. */
  scim?: boolean;
  /** Name of the OIN client on the consent page; see NativeOinClientArgs. Default: `Okta OIN Express Configuration`. */
  displayName?: string | undefined;
  /** How an Okta admin signs in. Default: `pre_login_prompt`. Changed in place. */
  adminLoginFlow?: AdminLoginFlow;
  /** Connections that the OIN client is enabled for; see NativeOinClientArgs. Default: none. */
  adminConnections?: readonly AdminConnection[];
  /** Whether the connections that Okta makes are enabled for the service app. Default: `true`. Changed in place. */
  enableClient?: boolean;
  /** Whether they are enabled in the admin's organization. Default: `true`. Changed in place. */
  enableOrganization?: boolean;
  /** Client IDs that they are enabled for besides. Default: none. Changed in place. */
  linkedClients?: readonly string[];
  /** The user attribute profile: one of our own, or an existing one. Default: Auth0's template made explicit. */
  userAttributeProfile?: UserAttributeProfileArgs | ExistingProfile;
  /** The connection profile: one of our own, or an existing one. Default: Auth0's template made explicit. */
  connectionProfile?: ConnectionProfileArgs | ExistingProfile;
  /** Key in a user's app_metadata that tells who may run Express Configuration, instead of a role. Default: none. */
  adminsAppMetadataKey?: string;
  /** Key in an organization's metadata with its e-mail domains, for home realm discovery. Default: none. */
  domainAliasesMetadataKey?: string;
  /**
   * Whether to declare the block of the service app. `false` where the program itself owns the app's `auth0.Client`: it
   * then takes the block from `expressConfiguration`. Default: `true`. Going to `false` takes the block off the app.
   */
  declareAppBlock?: boolean;
  /** ID of the system API where the tenant has it already. Default: none, it is switched on. */
  existingApiId?: string | undefined;
  /**
   * Whether the OIN client may be deleted: it loses its protection, and the block is taken off the app, which would
   * otherwise name a client that is gone. Default: `false`.
   */
  release?: boolean;
  /** Asked before, and told after, an OIN client is made. Default: none. */
  oinClientGuard?: OinClientGuardArgs;
  /** Objects made by hand or by the dashboard that are taken over instead of made. Default: none. */
  adopt?: AdoptedNativeObjects;
  /** A binding of the same stack that must be written before ours. Default: none. */
  bindAfter?: BoundAction | undefined;
}

/** Auth0's own Express Configuration, but for the role and the consent setting, which both flavours share. */
export class NativeFlavour extends pulumi.ComponentResource {
  /** Client ID of the OIN client. */
  readonly oinClientId: pulumi.Output<string>;
  /** Key IDs (RFC 7638 thumbprints) of the OIN client's credentials, sorted. */
  readonly keyIds: pulumi.Output<string[]>;
  /** Identifier of the system API. */
  readonly apiIdentifier: pulumi.Output<string>;
  /** What the admin role must hold; nothing where app_metadata tells the admins. */
  readonly permissions: readonly ApiPermission[];
  /** The block of the service app, fit for `auth0.Client`'s `expressConfiguration`. */
  readonly expressConfiguration: AppBlockArgs;

  constructor(name: string, args: NativeFlavourArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:NativeFlavour", name, {}, opts);
    const { scim = false, release = false, linkedClients = [], adopt = {} } = args;
    const child = { parent: this };

    const api = new NativeApi(`${name}-api`, { existingId: args.existingApiId }, child);

    const oinClient = new NativeOinClient(
      `${name}-oin`,
      {
        publicKeys: args.oktaPublicKeys,
        displayName: args.displayName,
        adminLoginFlow: args.adminLoginFlow ?? "pre_login_prompt",
        adminConnections: args.adminConnections ?? [],
        protect: !release,
        importId: adopt.nativeClient,
        importConnections: adopt.adminConnections,
        ...args.oinClientGuard,
      },
      child,
    );

    const attributes = args.userAttributeProfile ?? DEFAULT_USER_ATTRIBUTE_PROFILE;
    const userAttributeProfileId =
      "id" in attributes
        ? attributes.id
        : new UserAttributeProfile(`${name}-attributes`, { ...attributes, importId: adopt.userAttributeProfile }, child)
            .profileId;
    const connections = args.connectionProfile ?? defaultConnectionProfile(scim);
    const connectionProfileId =
      "id" in connections
        ? connections.id
        : new ConnectionProfile(`${name}-connections`, { ...connections, importId: adopt.connectionProfile }, child)
            .profileId;

    this.expressConfiguration = {
      adminLoginDomain: args.adminLoginDomain,
      connectionProfileId,
      enableClient: args.enableClient ?? true,
      enableOrganization: args.enableOrganization ?? true,
      initiateLoginUriTemplate: args.initiateLoginUriTemplate,
      ...(linkedClients.length === 0 ? {} : { linkedClients: linkedClients.map((clientId) => ({ clientId })) }),
      oktaOinClientId: oinClient.clientId,
      userAttributeProfileId,
    };
    if ((args.declareAppBlock ?? true) && !release) {
      // Okta can use it from the moment the app names it, so that comes last.
      new AppBlock(`${name}-app-block`, args.serviceAppClientId, this.expressConfiguration, {
        parent: this,
        dependsOn: [api, oinClient],
        ...(adopt.appBlock === undefined ? {} : { import: adopt.appBlock }),
      });
    }

    const { adminsAppMetadataKey, domainAliasesMetadataKey } = args;
    const admins =
      adminsAppMetadataKey === undefined
        ? undefined
        : new AdminsAction(
            `${name}-admins`,
            {
              appMetadataKey: adminsAppMetadataKey,
              scim,
              importId: adopt.adminsAction,
              importBinding: adopt.adminsBinding !== undefined,
              after: args.bindAfter,
            },
            child,
          );
    if (domainAliasesMetadataKey !== undefined) {
      new DomainAliasesAction(
        `${name}-domains`,
        {
          metadataKey: domainAliasesMetadataKey,
          importId: adopt.domainAliasesAction,
          importBinding: adopt.domainAliasesBinding !== undefined,
          after: admins?.bound ?? args.bindAfter,
        },
        child,
      );
    }

    this.oinClientId = oinClient.clientId;
    this.keyIds = oinClient.keyIds;
    this.apiIdentifier = api.identifier;
    this.permissions =
      admins === undefined
        ? nativeScopes(scim).map((scope) => ({ name: scope.name, apiIdentifier: api.identifier }))
        : [];
    this.registerOutputs({ oinClientId: this.oinClientId, keyIds: this.keyIds, apiIdentifier: this.apiIdentifier });
  }
}
