import * as pulumi from "@pulumi/pulumi";
import { AdminRole } from "./shared/admin-role.ts";
import { ConsentSetting } from "./shared/consent-setting.ts";
import { managementApiAudience } from "../contract/guide.ts";
import type { Remembered } from "../contract/stack.ts";
import { type AdoptedGuideObjects, GuideFlavour, type GuideFlavourArgs } from "./guide/flavour.ts";
import { type AdoptedNativeObjects, NativeFlavour, type NativeFlavourArgs } from "./native/flavour.ts";

/** IDs of objects that exist on the tenant already; each is imported at the next `up` and kept. */
export interface AdoptedObjects extends AdoptedGuideObjects, AdoptedNativeObjects {
  /** A role made for this purpose. */
  readonly role?: string;
  /** Which of the permissions, of either flavour, the existing role holds already. */
  readonly rolePermissions?: readonly string[];
}

/** Which flavour's OIN client Okta uses, and which one it is to use; they differ while a tenant moves. */
export interface OktasFlavour {
  readonly known: "guide" | "native";
  readonly target: "guide" | "native";
}

/** Arguments that both flavours take from ExpressConfigurationArgs. */
export type SharedArgs = "domain" | "serviceAppClientId" | "scim" | "adopt" | "bindAfter";

export interface ExpressConfigurationArgs {
  /** Canonical domain of the tenant, `acme.us.auth0.com`, without scheme; not a custom domain. */
  domain: string;
  /** Client ID of the service app: the app that is published in the OIN. */
  serviceAppClientId: pulumi.Input<string>;
  /** Whether SCIM can be set up as well as SSO. Default: `false`. Changed in place; no replacement. */
  scim?: boolean;
  /** The objects of Okta's guide. Default: none of them; at least one flavour is declared. */
  guide?: Omit<GuideFlavourArgs, SharedArgs>;
  /** Auth0's own Express Configuration. Default: not declared. Both flavours are declared while a tenant moves. */
  native?: Omit<NativeFlavourArgs, SharedArgs>;
  /** ID of an existing role that gets the permissions. Default: none, a role of our own is made. */
  existingRoleId?: string;
  /**
   * Whether to set the tenant flag `use_scope_descriptions_for_consent`; `false` keeps out of the tenant's settings.
   * Default: `true`.
   */
  consentDescriptions?: boolean;
  /** IDs of objects that were made by hand and are taken over instead of made. Default: none. */
  adopt?: AdoptedObjects;
  /** What later runs are told besides what is declared. Default: Okta uses the one flavour; nothing else. */
  remember?: {
    readonly okta: OktasFlavour;
    /** Client ID that a person has released. */
    readonly released?: string;
    /** The setting `adopt`, once everything in it is adopted. */
    readonly adopted?: object;
  };
}

/**
 * Everything that makes one Auth0 tenant ready for Express Configuration, in one flavour or, while it moves, in both.
 * The role and the consent setting are shared: they stay through a move, so that nobody loses the role.
 */
export class ExpressConfiguration extends pulumi.ComponentResource {
  /** The guide's objects, where they are declared. */
  readonly guide: GuideFlavour | undefined;
  /** The objects of Auth0's own Express Configuration, where they are declared. */
  readonly native: NativeFlavour | undefined;
  /** ID of the role that lets a member run Express Configuration, where a role does. */
  readonly adminRoleId: pulumi.Output<string> | undefined;
  readonly okta: OktasFlavour;
  /** The outputs that later runs decide by. The resource `<name>-memory` keeps them in the state. */
  readonly remembered: Readonly<Partial<Record<Remembered, pulumi.Input<unknown>>>>;
  /** Audience of the tenant's Management API. */
  readonly managementApiAudience: pulumi.Output<string>;

  constructor(name: string, args: ExpressConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:ExpressConfiguration", name, {}, opts);
    const declared = declareExpress(this, name, args);
    this.guide = declared.guide;
    this.native = declared.native;
    this.adminRoleId = declared.adminRoleId;
    this.okta = declared.okta;
    this.remembered = declared.remembered;
    this.managementApiAudience = declared.managementApiAudience;

    this.registerOutputs({
      guideOinClientId: this.guide?.oinClientId,
      nativeOinClientId: this.native?.oinClientId,
      adminRoleId: this.adminRoleId,
      managementApiAudience: this.managementApiAudience,
    });
  }
}

/** What was declared of an ExpressConfiguration: its own members. */
type DeclaredExpress = Omit<ExpressConfiguration, keyof pulumi.ComponentResource>;

/**
 * Declares the children of an ExpressConfiguration. The component package has a class of its own for the same resource
 * type, as its arguments have to be plain data.
 */
export function declareExpress(
  parent: pulumi.ComponentResource,
  name: string,
  args: ExpressConfigurationArgs,
): DeclaredExpress {
  const { domain, serviceAppClientId, scim = false, adopt = {}, consentDescriptions = true } = args;
  const child = { parent };

  const guide =
    args.guide === undefined
      ? undefined
      : new GuideFlavour(name, { ...args.guide, domain, serviceAppClientId, scim, adopt }, child);
  const native =
    args.native === undefined
      ? undefined
      : new NativeFlavour(
          `${name}-native`,
          { ...args.native, serviceAppClientId, scim, adopt, bindAfter: guide?.bound },
          child,
        );

  const permissions = [...(guide?.permissions ?? []), ...(native?.permissions ?? [])];
  const role =
    permissions.length === 0
      ? undefined
      : new AdminRole(
          `${name}-admin`,
          {
            permissions,
            ...(args.existingRoleId === undefined ? {} : { existingRoleId: args.existingRoleId }),
            ...(adopt.role === undefined ? {} : { importId: adopt.role }),
            ...(adopt.rolePermissions === undefined ? {} : { importPermissions: adopt.rolePermissions }),
          },
          child,
        );

  const released = [args.guide, args.native].every((flavour) => flavour === undefined || flavour.release === true);
  const consent = consentDescriptions
    ? new ConsentSetting(`${name}-consent`, { giveBack: released }, child)
    : undefined;

  const one = guide === undefined ? "native" : "guide";
  const okta = args.remember?.okta ?? { known: one, target: one };
  const declared = {
    guide,
    native,
    adminRoleId: role?.roleId,
    okta,
    managementApiAudience: pulumi.output(managementApiAudience(domain)),
  };
  const remembered = toRemember(declared, args);

  const parts = [guide, native, role, consent].filter((component) => component !== undefined);
  const protect = !released;
  // It depends on everything: what is adopted, for one, is remembered as adopted once all of it is.
  const memory = new pulumi.Stash(`${name}-memory`, { input: remembered }, { parent, protect, dependsOn: parts });

  const shared = [role, consent, memory].filter((component) => component !== undefined);
  if (guide !== undefined)
    guardDeletion(parent, `${name}-okta-knows-the-oin-client`, guide, shared, args.guide?.release);
  if (native !== undefined)
    guardDeletion(parent, `${name}-okta-knows-the-native-oin-client`, native, shared, args.native?.release);
  return { ...declared, remembered };
}

function toRemember(
  declared: Omit<DeclaredExpress, "remembered">,
  { existingRoleId, remember }: ExpressConfigurationArgs,
): DeclaredExpress["remembered"] {
  const { guide, native, adminRoleId, okta } = declared;
  const used = declared[okta.known];
  if (used === undefined) throw new Error(`the flavour ${okta.known}, which Okta uses, is not declared`);
  return {
    flavour: guide === undefined ? "native" : native === undefined ? "guide" : "both",
    /** Client ID that Okta uses; `oinClients` has those of both flavours. */
    oinClientId: used.oinClientId,
    oinClients: {
      ...(guide === undefined ? {} : { guide: guide.oinClientId }),
      ...(native === undefined ? {} : { native: native.oinClientId }),
    },
    oktaKnows: okta.known,
    ...(remember?.released === undefined ? {} : { releasedOinClient: remember.released }),
    keyIds: used.keyIds,
    /** Only where the role is the stack's own: `adminRole` may never name it. */
    ...(adminRoleId === undefined || existingRoleId !== undefined ? {} : { ownAdminRole: adminRoleId }),
    managementApiAudience: declared.managementApiAudience,
    ...(remember?.adopted === undefined ? {} : { adopted: remember.adopted }),
  };
}

/**
 * Pulumi deletes what depends on the client before it comes to the client's own protection, and by then Okta's keys
 * and grants are gone. The deletion guard depends on everything, so a destroy meets it first; its refusal spares whatever it
 * depends on. Pulumi prints the name of what it refuses to delete, so the name says why.
 */
function guardDeletion(
  parent: pulumi.ComponentResource,
  name: string,
  flavour: GuideFlavour | NativeFlavour,
  shared: readonly pulumi.Resource[],
  release = false,
): void {
  new pulumi.Stash(
    name,
    { input: flavour.oinClientId },
    { parent, protect: !release, dependsOn: [flavour, ...shared] },
  );
}
