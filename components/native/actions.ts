import * as pulumi from "@pulumi/pulumi";
import { EXPRESS_CONFIGURATION_ADMINS, EXPRESS_CONFIGURATION_DOMAIN_ALIASES } from "../../actions/code.ts";
import { type BoundAction, boundAction } from "../shared/bound-action.ts";
import { type NATIVE_ACTION_SECRETS, NATIVE_ACTIONS, nativeScopes } from "../../contract/native.ts";

type Secrets<Of extends keyof typeof NATIVE_ACTION_SECRETS> = Record<
  (typeof NATIVE_ACTION_SECRETS)[Of][number],
  pulumi.Input<string>
>;

/** What both Actions take. */
interface Bound {
  /** ID of an Action that is there already and is taken over. Default: none, the Action is made. */
  importId?: string | undefined;
  /** Whether that Action's binding is there already. Default: `false`, the binding is made. */
  importBinding?: boolean | undefined;
  /** A binding of the same stack that must be written first. Default: none. */
  after?: BoundAction | undefined;
}

export interface AdminsActionArgs extends Bound {
  /**
   * Key in a user's app_metadata. A user with `true` under it, or with a list that holds the ID of the organization, may
   * run Express Configuration. Changed in place.
   */
  appMetadataKey: pulumi.Input<string>;
  /** Whether they may set up SCIM as well as SSO. Default: `false`. Changed in place. */
  scim?: boolean;
}

/** Who may run Express Configuration without roles: a post-login Action that grants its permissions by app_metadata. */
export class AdminsAction extends pulumi.ComponentResource {
  /** The Action and its binding, for whoever binds another one after it. */
  readonly bound: BoundAction;

  constructor(name: string, args: AdminsActionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:AdminsAction", name, {}, opts);
    this.bound = boundAction(this, name, {
      actionName: NATIVE_ACTIONS.admins,
      code: EXPRESS_CONFIGURATION_ADMINS,
      secrets: {
        APP_METADATA_KEY: args.appMetadataKey,
        SCOPES: nativeScopes(args.scim ?? false)
          .map((scope) => scope.name)
          .join(" "),
      } satisfies Secrets<"admins">,
      importId: args.importId,
      importBinding: args.importBinding,
      after: args.after,
    });
    this.registerOutputs({ actionId: this.bound.action.id });
  }
}

export interface DomainAliasesActionArgs extends Bound {
  /** Key in an organization's metadata that holds its e-mail domains. Changed in place. */
  metadataKey: pulumi.Input<string>;
}

/** Home realm discovery: a post-login Action that tells Okta the e-mail domains of the admin's organization. */
export class DomainAliasesAction extends pulumi.ComponentResource {
  /** The Action and its binding, for whoever binds another one after it. */
  readonly bound: BoundAction;

  constructor(name: string, args: DomainAliasesActionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:DomainAliasesAction", name, {}, opts);
    this.bound = boundAction(this, name, {
      actionName: NATIVE_ACTIONS.domainAliases,
      code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
      secrets: { METADATA_KEY: args.metadataKey } satisfies Secrets<"domainAliases">,
      importId: args.importId,
      importBinding: args.importBinding,
      after: args.after,
    });
    this.registerOutputs({ actionId: this.bound.action.id });
  }
}
