/** The API that an Okta admin's login asks an access token for: the guide's own one, or Auth0's system API. */
import { EXPRESS_CONFIGURE_API, expressConfigureScopes, managementApiScopes } from "../../../contract/guide.ts";
import { NATIVE_API } from "../../../contract/native.ts";
import { keyOf } from "../../../config/settings.ts";
import { undefinedOn404 } from "../../../tenant/management-api.ts";
import { API_ATTRIBUTES, SYSTEM_API_ATTRIBUTES } from "../../audit/attributes/api.ts";
import { differing, sorted } from "../difference.ts";
import type { Found, NativeFound } from "../found.ts";
import { object } from "../found-object.ts";
import { type AdoptObject, optional } from "../object.ts";
import { lacks, outsideNative } from "../own.ts";
import { unmanagedOn } from "../unmanaged.ts";

export const expressConfigureApi: AdoptObject<Found> = {
  async find(api) {
    const resourceServer = await undefinedOn404(api.resourceServers.get(EXPRESS_CONFIGURE_API.identifier));
    return resourceServer === undefined ? {} : { resourceServer };
  },
  describe: ({ resourceServer }) => [object("Express Configure API", resourceServer?.id, resourceServer?.name)],
  differences({ resourceServer }, { scim }) {
    if (resourceServer === undefined) return [];
    return differing("Express Configure API", [
      ["name", resourceServer.name, EXPRESS_CONFIGURE_API.name],
      ["enforce_policies", resourceServer.enforce_policies ?? false, true],
      ["token_lifetime", resourceServer.token_lifetime, EXPRESS_CONFIGURE_API.tokenLifetime],
      ["allow_offline_access", resourceServer.allow_offline_access ?? false, false],
      [
        "skip_consent_for_verifiable_first_party_clients",
        resourceServer.skip_consent_for_verifiable_first_party_clients ?? false,
        false,
      ],
      [
        "scopes",
        sorted((resourceServer.scopes ?? []).map(({ value, description }) => `${value} "${description ?? ""}"`)),
        sorted(expressConfigureScopes(scim).map(({ name, description }) => `${name} "${description}"`)),
      ],
    ]);
  },
  unmanaged: ({ resourceServer }) => unmanagedOn("Express Configure API", resourceServer, API_ATTRIBUTES),
  plan: ({ resourceServer }, { configuration, scim, state }) => ({
    adopt: lacks(outsideNative(state), "ResourceServer", "ResourceServerScopes")
      ? optional("resourceServer", resourceServer?.id)
      : {},
    settings: scim && !configuration.scim ? { [keyOf("scim")]: "true" } : {},
  }),
};

/** Auth0's own: the stack only uses it. */
export const systemApi: AdoptObject<NativeFound> = {
  async find(api) {
    const found = await undefinedOn404(api.resourceServers.get(NATIVE_API.identifier));
    return found === undefined ? {} : { systemApi: found };
  },
  describe: ({ systemApi: found }) => [object("system API", found?.id, found?.name)],
  unmanaged: ({ systemApi: found }) => unmanagedOn("system API", found, SYSTEM_API_ATTRIBUTES),
};

/** Whether the guide's objects are for SCIM too: then the stack has to be, or the next `up` would take it away. */
export function isForScim({ resourceServer, grant }: Pick<Found, "resourceServer" | "grant">): boolean {
  const scimOnly = (all: readonly string[], sso: readonly string[]) => all.filter((name) => !sso.includes(name));
  const names = (scim: boolean) => expressConfigureScopes(scim).map(({ name }) => name);
  const offered = (resourceServer?.scopes ?? []).map(({ value }) => value ?? "");
  return (
    offered.some((name) => scimOnly(names(true), names(false)).includes(name)) ||
    (grant?.scope ?? []).some((name) => scimOnly(managementApiScopes(true), managementApiScopes(false)).includes(name))
  );
}
