import {
  EXPRESS_CONFIGURATION_ADMINS,
  EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
  EXPRESS_CONFIGURE_POST_LOGIN,
} from "../../actions/code.ts";
import type { Configuration, OneFlavour } from "../../config/index.ts";
import {
  EXPRESS_CONFIGURE_API,
  expressConfigureScopes,
  managementApiAudience,
  managementApiScopes,
  OIN_CLIENT,
  POST_LOGIN_ACTION,
} from "../../contract/guide.ts";
import { type AdminLoginFlow, NATIVE_ACTIONS, NATIVE_API, nativeScopes } from "../../contract/native.ts";
import type { OwnOinClient } from "../audit/expected-state.ts";
import type { StackState } from "../state.ts";

/** What an Okta admin's sign-in needs, by the stack: what the readings are compared with. */
export interface Needs {
  readonly stack: string;
  readonly flavour: OneFlavour;
  readonly oinClientId: string;
  /** Key IDs of the configured key files. */
  readonly keyIds: readonly string[];
  /** Absent where the stack has no role: app_metadata tells the admins. */
  readonly roleId?: string;
  /** Permissions that the role must hold, as `API permission`. */
  readonly permissions: readonly string[];
  /** Audience of the Management API, and the scopes that the guide's OIN client must be granted for it. */
  readonly audience: string;
  readonly grantScopes: readonly string[];
  /** In the guide's flavour always `post_login_prompt`. */
  readonly adminLoginFlow: AdminLoginFlow;
  /** The API that the admin's token is for, and those of its scopes that Okta asks for. */
  readonly api: { readonly identifier: string; readonly scopes: readonly string[] };
  /** Attributes of the OIN client, by their names in the Management API, that must be so. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The stack's own Actions that must run, with their code. */
  readonly actions: readonly { readonly name: string; readonly code: string }[];
  readonly scim: boolean;
  /** Whether the stack has the consent page show what scopes mean. */
  readonly consentDescriptions: boolean;
}

/** What an Okta admin's sign-in needs, by the stack and the OIN client that Okta uses. */
export function needsOf(
  stack: string,
  configuration: Configuration,
  { outputs: { adminRole }, serviceAppClientId }: StackState,
  { flavour, clientId }: OwnOinClient,
): Needs {
  const { scim, consentDescriptions, domain, adminLoginFlow, adminsAppMetadataKey, domainAliasesMetadataKey } =
    configuration;
  const isGuide = flavour === "guide";
  const loginFlow = isGuide ? "post_login_prompt" : adminLoginFlow;
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
    adminLoginFlow: loginFlow,
    api: { identifier: api, scopes: scopes.map(({ name }) => name) },
    settings: {
      callbacks: OIN_CLIENT.callbacks,
      grant_types: OIN_CLIENT.grantTypes,
      organization_usage: OIN_CLIENT.organizationUsage,
      organization_require_behavior: loginFlow,
      ...(isGuide ? { client_metadata: { [OIN_CLIENT.serviceAppMetadataKey]: serviceAppClientId } } : {}),
    },
    actions: isGuide
      ? [{ name: POST_LOGIN_ACTION.name, code: EXPRESS_CONFIGURE_POST_LOGIN }]
      : [
          ...(adminsAppMetadataKey === undefined
            ? []
            : [{ name: NATIVE_ACTIONS.admins, code: EXPRESS_CONFIGURATION_ADMINS }]),
          ...(domainAliasesMetadataKey === undefined
            ? []
            : [{ name: NATIVE_ACTIONS.domainAliases, code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES }]),
        ],
    scim,
    consentDescriptions,
  };
}
