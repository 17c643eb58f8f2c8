import { differing } from "../difference.ts";
import type { NativeFound } from "../found.ts";
import { object } from "../found-object.ts";
import { hasBlock } from "../inferred-settings.ts";
import type { AdoptObject } from "../object.ts";
import { BLOCK_ATTRIBUTE, byDeclaredName, declaredProfile, PROFILE_KINDS, type ProfileKind } from "../profiles.ts";

/** The `express_configuration` block of the service app. */
export const appBlock: AdoptObject<NativeFound> = {
  describe: ({ clients: { block }, serviceApp }) => [
    block === undefined ? object("app block", undefined) : object("app block", serviceApp.clientId, serviceApp.name),
  ],
  differences({ clients: { block: found }, client, profiles }, { configuration, linkedClients }) {
    if (found === undefined) return [];
    const { domain, adminLoginDomain, enableClient, enableOrganization, initiateLoginUriTemplate } = configuration;
    const profileId = (kind: ProfileKind): string => {
      const declared = declaredProfile(kind, configuration);
      return "id" in declared
        ? declared.id
        : (byDeclaredName(kind, configuration, profiles)?.id ?? `a new one, "${declared.name}"`);
    };
    return differing("app block", [
      ["admin_login_domain", found.admin_login_domain, adminLoginDomain ?? domain],
      ["initiate_login_uri_template", found.initiate_login_uri_template, initiateLoginUriTemplate],
      ["enable_client", found.enable_client, enableClient],
      ["enable_organization", found.enable_organization, enableOrganization],
      ["linked_clients", (found.linked_clients ?? []).map(({ client_id }) => client_id), [...linkedClients]],
      ["okta_oin_client_id", found.okta_oin_client_id, client?.client_id ?? "a new one"],
      ...PROFILE_KINDS.map((kind) => [BLOCK_ATTRIBUTE[kind], found[BLOCK_ATTRIBUTE[kind]], profileId(kind)] as const),
    ]);
  },
  plan: ({ clients: { block }, serviceApp }, { state }) =>
    block === undefined || hasBlock(state) ? {} : { adopt: { appBlock: serviceApp.clientId } },
};
