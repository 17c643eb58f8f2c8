import type { Configuration } from "../../config/index.ts";
import {
  EXPRESS_CONFIGURE_API,
  expressConfigureScopes,
  managementApiAudience,
  managementApiScopes,
  POST_LOGIN_ACTION,
} from "../../contract/guide.ts";
import { NATIVE_ACTIONS, NATIVE_API, nativeScopes } from "../../contract/native.ts";
import type { OwnOinClient } from "../audit/expected-state.ts";
import type { StackState } from "../state.ts";
import type { Needs } from "./judge.ts";

/** What an Okta admin's sign-in needs, by the stack and the OIN client that Okta uses. */
export function needsOf(
  stack: string,
  configuration: Configuration,
  { outputs: { adminRole } }: StackState,
  { flavour, clientId }: OwnOinClient,
): Needs {
  const { scim, domain, adminLoginFlow, adminsAppMetadataKey, domainAliasesMetadataKey } = configuration;
  const isGuide = flavour === "guide";
  const api = isGuide ? EXPRESS_CONFIGURE_API.identifier : NATIVE_API.identifier;
  const scopes = isGuide ? expressConfigureScopes(scim) : nativeScopes(scim);
  return {
    stack,
    flavour,
    oinClientId: clientId,
    keyIds: configuration.oktaPublicKeys.map(({ keyId }) => keyId),
    ...(typeof adminRole === "string" ? { roleId: adminRole } : {}),
    permissions: scopes.map(({ name }) => `${api} ${name}`),
    audience: managementApiAudience(domain),
    grantScopes: managementApiScopes(scim),
    adminLoginFlow: isGuide ? "post_login_prompt" : adminLoginFlow,
    actions: isGuide
      ? [POST_LOGIN_ACTION.name]
      : [
          ...(adminsAppMetadataKey === undefined ? [] : [NATIVE_ACTIONS.admins]),
          ...(domainAliasesMetadataKey === undefined ? [] : [NATIVE_ACTIONS.domainAliases]),
        ],
  };
}
