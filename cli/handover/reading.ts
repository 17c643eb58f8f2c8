import type { ManagementClient } from "auth0";
import type { Configuration } from "../../config/index.ts";
import { NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import { connectionFeatures } from "../../tenant/connection-features.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import type { StackState } from "../state.ts";
import type { WizardValues } from "./wizard.ts";

/**
 * What the OIN Wizard's fields are filled with (`read:clients`); nothing before the first `up`, and nothing in the guide's
 * flavour while Okta's team has not sent its key: the mail that asks for it comes first.
 */
export async function readWizardValues(
  api: ManagementClient,
  configuration: Configuration,
  state: StackState,
): Promise<WizardValues | undefined> {
  const { serviceAppClientId: appClientId } = state;
  const isFirstMail = configuration.flavour === "guide" && configuration.oktaPublicKeys.length === 0;
  if (appClientId === undefined || isFirstMail) return undefined;
  const { domain, adminLoginDomain, scim } = configuration;
  const app = await undefinedOn404(
    api.clients.get(appClientId, {
      fields: "client_id,grant_types,oidc_logout,allowed_logout_urls",
      include_fields: true,
    }),
  );
  return {
    appClientId,
    domain,
    adminLoginDomain: adminLoginDomain ?? domain,
    scim,
    ...ofFlavour(configuration, state, await connectionFeatures(api, configuration)),
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

/** While a tenant moves, the integration is to be that of the native flavour. */
function ofFlavour(
  configuration: Configuration,
  { outputs }: StackState,
  features: readonly string[],
): Pick<WizardValues, "native" | "initiateLoginUri" | "universalLogout"> {
  const { oinClients } = outputs as { readonly oinClients?: Readonly<Record<string, unknown>> };
  const oinClientId = oinClients?.["native"];
  if (configuration.flavour === "guide" || typeof oinClientId !== "string")
    return { initiateLoginUri: configuration.initiateLoginUri, universalLogout: false };
  const { displayName = NATIVE_OIN_CLIENT.name, initiateLoginUriTemplate } = configuration;
  return {
    native: { displayName, oinClientId },
    initiateLoginUri: initiateLoginUriTemplate ?? "",
    universalLogout: features.includes("universal_logout"),
  };
}
