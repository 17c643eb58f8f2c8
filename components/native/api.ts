import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { NATIVE_API } from "../../contract/native.ts";

export interface NativeApiArgs {
  /**
   * ID of the system API where the tenant has it already, switched on by the dashboard or by somebody else.
   * Default: none, it is switched on. Of no effect once it is in the stack's state.
   */
  existingId?: string | undefined;
}

/**
 * Auth0's system API for Express Configuration, `urn:auth0:express-configure`. It is asked for where the tenant does not
 * have it yet, and used where it does. It belongs to Auth0: it is never altered, and stays when the stack goes.
 */
export class NativeApi extends pulumi.ComponentResource {
  /** Identifier of the API. It becomes known once the API exists, so that who uses it can rely on its permissions. */
  readonly identifier: pulumi.Output<string>;

  constructor(name: string, args: NativeApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:NativeApi", name, {}, opts);

    const api = new auth0.ResourceServer(
      `${name}-system-api`,
      { name: NATIVE_API.name, identifier: NATIVE_API.identifier },
      {
        parent: this,
        retainOnDelete: true,
        // The two inputs that the plugin would hold against the tenant; it leaves alone whatever else is not among them.
        ignoreChanges: ["name", "verificationLocation"],
        ...(args.existingId === undefined ? {} : { import: args.existingId }),
      },
    );

    this.identifier = api.identifier;
    this.registerOutputs({ identifier: this.identifier });
  }
}
