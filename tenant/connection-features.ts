import type { ManagementClient } from "auth0";
import type { Configuration } from "../config/index.ts";
import { defaultConnectionProfile } from "../contract/profile-defaults.ts";
import { undefinedOn404 } from "./management-api.ts";

/**
 * What the connections that Okta makes may offer besides sign-in (`scim`, `universal_logout`), by the connection profile of
 * the native flavour; nothing in the guide's flavour, which has none. Of an existing profile the tenant is asked
 * (`read:connection_profiles`).
 */
export async function connectionFeatures(
  api: ManagementClient,
  { flavour, connectionProfile, scim }: Pick<Configuration, "flavour" | "connectionProfile" | "scim">,
): Promise<readonly string[]> {
  if (flavour === "guide") return [];
  const profile = connectionProfile ?? defaultConnectionProfile(scim);
  if (!("id" in profile)) return profile.strategyOverrides?.okta?.enabledFeatures ?? profile.enabledFeatures ?? [];
  const found = await undefinedOn404(api.connectionProfiles.get(profile.id));
  return found?.strategy_overrides?.okta?.enabled_features ?? found?.enabled_features ?? [];
}
