import * as pulumi from "@pulumi/pulumi";
import type { ConnectionProfileSettingsArgs } from "../../contract/profiles.ts";

/**
 * SCIM tokens and Cross App Access of a connection profile that the program declares as `auth0.ConnectionProfile`, which does
 * not know them. A write names only what is declared here; deletion leaves the profile as it is.
 */
export class ConnectionProfileSettings extends pulumi.CustomResource {
  constructor(
    name: string,
    connectionProfileId: pulumi.Input<string>,
    {
      scimTokens,
      crossAppAccess,
    }: { readonly [Name in keyof ConnectionProfileSettingsArgs]: ConnectionProfileSettingsArgs[Name] | undefined },
    opts: pulumi.CustomResourceOptions,
  ) {
    super(
      "auth0-app-block:index:ConnectionProfileSettings",
      name,
      {
        connectionProfileId,
        // In the order that the plugin reads them back in.
        ...(scimTokens === undefined ? {} : { scimTokens: { ...scimTokens, scopes: scimTokens.scopes.toSorted() } }),
        ...(crossAppAccess === undefined
          ? {}
          : { crossAppAccess: { ...crossAppAccess, allowedValues: crossAppAccess.allowedValues.toSorted() } }),
      },
      { ...opts, replaceOnChanges: ["connectionProfileId"] },
    );
  }
}
