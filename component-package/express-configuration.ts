import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { declareExpress, type ExpressConfigurationArgs as ComponentArgs } from "../components/express-configuration.ts";
import { AppBlockProvider } from "../components/index.ts";

/** The objects of Okta's guide "Enable Express Configuration". */
export interface GuideArgs {
  /** https URL where end users begin to sign in to the service app. Changed in place; no replacement. */
  initiateLoginUri: pulumi.Input<string>;
  /**
   * Okta's public keys, PEM text: one, or two while Okta changes keys; empty before Okta has sent its first one.
   * Changed in place: a new key is added before the former one is removed.
   */
  oktaPublicKeys: OktaPublicKey[];
  /** Whether the OIN client may be deleted: it loses its protection. Default: `false`. */
  release?: boolean;
}

/** One of Okta's public keys. */
export interface OktaPublicKey {
  /** PEM text of a public key or a certificate: RSA, 2,048 to 4,096 bits. */
  pem: string;
  /** Name of the credential. Two keys must have two names. Default: `OIN Public Key`. Never change it. */
  name?: string;
}

/** Auth0's own Express Configuration. Its plugin for the service app's block has to be named in the program's Pulumi.yaml. */
export interface NativeArgs {
  /** Domain where an Okta admin signs in, without scheme: the tenant's own, or a custom domain. Default: `domain`. */
  adminLoginDomain?: pulumi.Input<string>;
  /**
   * https URL where end users begin to sign in to the app. `{organization_name}`, `{organization_id}` and
   * `{connection_name}` stand for the customer's own. Changed in place; no replacement.
   */
  initiateLoginUriTemplate: pulumi.Input<string>;
  /** Okta's public keys; see the same argument of the guide. */
  oktaPublicKeys: OktaPublicKey[];
  /** Name of the OIN client on the consent page. Default: `Okta OIN Express Configuration`. */
  displayName?: string;
  /** ID of an existing user attribute profile, `uap_…`. Default: one is made, with Auth0's default mapping. */
  userAttributeProfileId?: string;
  /** ID of an existing connection profile, `cop_…`. Default: one is made, with Auth0's default settings. */
  connectionProfileId?: string;
  /** ID of the system API where the tenant has it already. Default: none, it is switched on. */
  existingApiId?: string;
  /** Whether the connections that Okta makes are enabled for the service app. Default: `true`. */
  enableClient?: boolean;
  /** Whether they are enabled in the admin's organization. Default: `true`. */
  enableOrganization?: boolean;
  /** Client IDs that they are enabled for besides. Default: none. */
  linkedClients?: string[];
  /** Key in a user's app_metadata that tells who may run Express Configuration, instead of a role. Default: none. */
  adminsAppMetadataKey?: string;
  /** Key in an organization's metadata with its e-mail domains, for home realm discovery. Default: none. */
  domainAliasesMetadataKey?: string;
  /** Whether the OIN client may be deleted: it loses its protection. Default: `false`. */
  release?: boolean;
}

/** Arguments of ExpressConfiguration. */
export interface ExpressConfigurationArgs {
  /** Canonical domain of the tenant, `acme.us.auth0.com`, without scheme; not a custom domain. */
  domain: string;
  /** Client ID of the service app: the app that is published in the OIN. */
  serviceAppClientId: pulumi.Input<string>;
  /** The objects of Okta's guide. Default: none of them. At least one of `guide` and `native` is given. */
  guide?: GuideArgs;
  /** Auth0's own Express Configuration. Default: none of it. */
  native?: NativeArgs;
  /** Whether SCIM can be set up as well as SSO. Default: `false`. Changed in place; no replacement. */
  scim?: boolean;
  /** Names of the connections that Okta's admins sign in through; the OIN client is enabled for them. Default: none. */
  adminConnections?: string[];
  /** ID of an existing role that gets the permissions. Default: none, a role is made. */
  existingRoleId?: string;
  /** Whether to set the tenant flag `use_scope_descriptions_for_consent`. Default: `true`. */
  consentDescriptions?: boolean;
}

/** Everything that makes one Auth0 tenant ready for Okta's Express Configuration. */
export class ExpressConfiguration extends pulumi.ComponentResource {
  /** Client ID of the guide's OIN client: the value that Okta is told. Absent without `guide`. */
  readonly guideOinClientId?: pulumi.Output<string>;
  /** Key IDs (RFC 7638 thumbprints) of its credentials, sorted. Absent without `guide`. */
  readonly guideKeyIds?: pulumi.Output<string[]>;
  /** Client ID of the native OIN client: the value that Okta is told. Absent without `native`. */
  readonly nativeOinClientId?: pulumi.Output<string>;
  /** Key IDs (RFC 7638 thumbprints) of its credentials, sorted. Absent without `native`. */
  readonly nativeKeyIds?: pulumi.Output<string[]>;
  /** ID of the role that lets a member run Express Configuration. Absent where app_metadata tells the admins. */
  readonly adminRoleId?: pulumi.Output<string>;
  /** Audience of the tenant's Management API. */
  readonly managementApiAudience: pulumi.Output<string>;

  constructor(name: string, args: ExpressConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:ExpressConfiguration", name, {}, withBlockProvider(name, args, opts));
    if (args.guide === undefined && args.native === undefined) {
      throw new Error(`${name}: neither "guide" nor "native" is given. Give the arguments of at least one of them.`);
    }
    const { guide, native, adminRoleId, managementApiAudience } = declareExpress(
      this,
      name,
      toComponentArgs(this, args),
    );

    if (guide !== undefined) {
      this.guideOinClientId = guide.oinClientId;
      this.guideKeyIds = guide.keyIds;
    }
    if (native !== undefined) {
      this.nativeOinClientId = native.oinClientId;
      this.nativeKeyIds = native.keyIds;
    }
    if (adminRoleId !== undefined) this.adminRoleId = adminRoleId;
    this.managementApiAudience = managementApiAudience;
    // The same outputs as the class in components/ registers: a state of the one previews empty in the other.
    this.registerOutputs({
      guideOinClientId: this.guideOinClientId,
      nativeOinClientId: this.nativeOinClientId,
      adminRoleId: this.adminRoleId,
      managementApiAudience: this.managementApiAudience,
    });
  }
}

/** The block's plugin has no SDK in other languages: a program that gives no provider for it gets one for its tenant. */
function withBlockProvider(
  name: string,
  { domain, native }: ExpressConfigurationArgs,
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
  // The component provider host always gives them by package.
  const given = { ...opts.providers } as Record<string, pulumi.ProviderResource>;
  if (native === undefined || "auth0-app-block" in given) return opts;
  return { ...opts, providers: { ...given, "auth0-app-block": new AppBlockProvider(`${name}-app-block`, { domain }) } };
}

function toComponentArgs(component: pulumi.Resource, args: ExpressConfigurationArgs): ComponentArgs {
  const { domain, serviceAppClientId, guide, native, adminConnections = [], ...shared } = args;
  const connections = {
    adminConnections: adminConnections.map((connection) => ({
      name: connection,
      id: auth0.getConnectionOutput({ name: connection, skipEnabledClients: true }, { parent: component }).id,
    })),
  };
  return {
    domain,
    serviceAppClientId,
    ...shared,
    ...(guide === undefined ? {} : { guide: { ...guide, ...connections } }),
    ...(native === undefined ? {} : { native: { ...nativeArgs(native, domain), ...connections } }),
  };
}

function nativeArgs(
  { userAttributeProfileId, connectionProfileId, ...native }: NativeArgs,
  domain: string,
): NonNullable<ComponentArgs["native"]> {
  return {
    ...native,
    adminLoginDomain: native.adminLoginDomain ?? domain,
    ...(userAttributeProfileId === undefined ? {} : { userAttributeProfile: { id: userAttributeProfileId } }),
    ...(connectionProfileId === undefined ? {} : { connectionProfile: { id: connectionProfileId } }),
  };
}
