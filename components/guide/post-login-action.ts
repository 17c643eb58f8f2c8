import * as pulumi from "@pulumi/pulumi";
import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../actions/code.ts";
import { type BoundAction, boundAction } from "../shared/bound-action.ts";
import { POST_LOGIN_ACTION, type POST_LOGIN_SECRETS } from "../../contract/guide.ts";

export interface PostLoginActionArgs {
  /** Identifier of the Express Configure API: the Action does nothing for any other API. Changed in place. */
  apiIdentifier: pulumi.Input<string>;
  /** Canonical domain of the tenant, `acme.us.auth0.com`, without scheme. Changed in place. */
  domain: pulumi.Input<string>;
  /** https URL where end users begin to sign in to the service app (Auth0's `initiate_login_uri`). Changed in place. */
  initiateLoginUri: pulumi.Input<string>;
  /**
   * ID of an Action made by hand that is taken over instead of made.
   * Default: none. Read only while the Action is not in the stack's state.
   */
  importId?: string;
  /**
   * Whether that Action is bound to the post-login flow already, so that its binding is taken over too.
   * Default: `false`, the binding is made.
   */
  importBinding?: boolean;
}

/**
 * Guide step "create the Action": the post-login Action, deployed, and one binding of it at the end of the post-login
 * flow. The other actions of the flow and their order stay (the guide's own commands would unbind them).
 */
export class PostLoginAction extends pulumi.ComponentResource {
  /** ID of the Action. */
  readonly actionId: pulumi.Output<string>;
  /** The Action and its binding, for whoever binds another one after it. */
  readonly bound: BoundAction;

  constructor(name: string, args: PostLoginActionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:PostLoginAction", name, {}, opts);

    this.bound = boundAction(this, name, {
      actionName: POST_LOGIN_ACTION.name,
      code: EXPRESS_CONFIGURE_POST_LOGIN,
      secrets: {
        SERVICE_INIT_LOGIN_URL: args.initiateLoginUri,
        EXPRESS_CONFIGURE_API_IDENTIFIER: args.apiIdentifier,
        TENANT_DOMAIN: pulumi.interpolate`https://${args.domain}`,
      } satisfies Record<(typeof POST_LOGIN_SECRETS)[number], pulumi.Input<string>>,
      importId: args.importId,
      importBinding: args.importBinding,
    });
    this.actionId = this.bound.action.id;
    this.registerOutputs({ actionId: this.actionId });
  }
}
