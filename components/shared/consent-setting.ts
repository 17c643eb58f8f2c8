import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";

/**
 * The settings that the plugin clears, or takes for ours, when they are not among the inputs. Ignoring their changes
 * makes the plugin send back what it has just read; every other setting is not sent at all.
 */
const SETTINGS_SENT_BACK = [
  "acrValuesSupporteds",
  "defaultRedirectionUri",
  "defaultTokenQuota",
  "disableAcrValuesSupported",
  "errorPage",
  "mtls",
  "skipNonVerifiableCallbackUriConfirmationPrompt",
] as const satisfies readonly (keyof auth0.TenantArgs)[];

export interface ConsentSettingArgs {
  /**
   * Value of the tenant flag `use_scope_descriptions_for_consent`: the consent page shows "Configure SSO with Express
   * Configuration" in place of `expressconfigure:sso`. It holds for every consent page of the tenant.
   * Default: `true`, as Okta recommends. Changed in place; no replacement.
   */
  useScopeDescriptions?: boolean;
  /**
   * Whether the flag goes back to what it was when the stack first saw the tenant: the step before a destroy, since
   * deleting the setting's resource changes nothing on the tenant.
   * Default: `false`. Changed in place; no replacement.
   */
  giveBack?: boolean;
}

/**
 * Guide step "tenant setting": one tenant flag, and nothing else of the tenant.
 *
 * Creating `auth0.Tenant` would clear the error page, mTLS, token quota and callback prompt settings. So the tenant's
 * settings are imported instead, and deleting leaves the tenant as it is. Measured with the official plugin: the one
 * write holds the flag and the settings above as they were read, and the tenant is byte-identical but for the flag.
 */
export class ConsentSetting extends pulumi.ComponentResource {
  constructor(name: string, args: ConsentSettingArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("okta-express:index:ConsentSetting", name, {}, opts);

    // The stash keeps its first value for good; later readings of the flag are not its business.
    const before = new pulumi.Stash(
      `${name}-before`,
      {
        input: auth0
          .getTenantOutput({ parent: this })
          .apply(({ flags }) => flags[0]?.useScopeDescriptionsForConsent ?? false),
      },
      { parent: this, ignoreChanges: ["input"] },
    );

    new auth0.Tenant(
      `${name}-tenant`,
      {
        flags: {
          useScopeDescriptionsForConsent: args.giveBack === true ? before.output : (args.useScopeDescriptions ?? true),
        },
      },
      // Read first and set then: an up that is stopped in between must not take what it has set for what was there before.
      {
        parent: this,
        dependsOn: [before],
        import: "tenant",
        ignoreChanges: [...SETTINGS_SENT_BACK],
        retainOnDelete: true,
      },
    );

    this.registerOutputs({});
  }
}
