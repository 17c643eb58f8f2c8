import type { ManagementClient } from "auth0";
import type { Configuration } from "../../config/index.ts";
import { NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import type { StackState } from "../state.ts";
import type { WizardValues } from "./wizard.ts";

/** What the OIN Wizard's fields are filled with (`read:clients`); nothing for a stack without the native flavour. */
export async function readWizardValues(
  api: ManagementClient,
  configuration: Configuration,
  state: StackState,
): Promise<WizardValues | undefined> {
  const { oinClients } = state.outputs as { readonly oinClients?: Readonly<Record<string, unknown>> };
  const oinClientId = oinClients?.["native"];
  const { serviceAppClientId: appClientId } = state;
  if (configuration.flavour === "guide" || typeof oinClientId !== "string" || appClientId === undefined)
    return undefined;
  const { connectionProfile, displayName, domain, adminLoginDomain, initiateLoginUriTemplate, scim } = configuration;
  const app = await undefinedOn404(
    api.clients.get(appClientId, {
      fields: "client_id,grant_types,oidc_logout,allowed_logout_urls",
      include_fields: true,
    }),
  );
  // Of an existing profile only its ID is known here: it most likely has the default's features.
  const features =
    connectionProfile !== undefined && "enabledFeatures" in connectionProfile
      ? connectionProfile.enabledFeatures
      : undefined;
  return {
    displayName: displayName ?? NATIVE_OIN_CLIENT.name,
    appClientId,
    oinClientId,
    domain,
    adminLoginDomain: adminLoginDomain ?? domain,
    initiateLoginUriTemplate: initiateLoginUriTemplate ?? "",
    scim,
    universalLogout: features?.includes("universal_logout") ?? true,
    ...(app === undefined
      ? {}
      : {
          app: {
            usesRefreshTokens: app.grant_types?.includes("refresh_token") === true,
            hasBackChannelLogout: (app.oidc_logout?.backchannel_logout_urls ?? []).length > 0,
            logoutUrls: app.allowed_logout_urls ?? [],
          },
        }),
  };
}
