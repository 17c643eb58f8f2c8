/** The OIN client, which Okta knows by its client ID. Of the native one Auth0 fills in what the stack does not declare. */
import { OIN_CLIENT } from "../../../contract/guide.ts";
import { NATIVE_OIN_CLIENT } from "../../../contract/native.ts";
import { NATIVE_OIN_CLIENT_ATTRIBUTES, OIN_CLIENT_ATTRIBUTES } from "../../audit/attributes/oin-client.ts";
import { differing, sorted, takenOff } from "../difference.ts";
import { object } from "../found-object.ts";
import { type SharedObject, optional } from "../object.ts";
import { insideNative, lacks, outsideNative } from "../own.ts";
import { unmanagedOn } from "../unmanaged.ts";

export const guideClient: SharedObject = {
  describe: ({ client }) => [object("OIN client", client?.client_id, client?.name)],
  differences({ client: found, serviceApp }) {
    if (found === undefined) return [];
    return differing("OIN client", [
      ["name", found.name, OIN_CLIENT.name],
      ["description", found.description, OIN_CLIENT.description],
      ["app_type", found.app_type, OIN_CLIENT.appType],
      ["callbacks", found.callbacks ?? [], OIN_CLIENT.callbacks],
      ["oidc_conformant", found.oidc_conformant ?? false, true],
      ["grant_types", sorted(found.grant_types ?? []), sorted(OIN_CLIENT.grantTypes)],
      ["jwt_configuration.alg", found.jwt_configuration?.alg, OIN_CLIENT.signingAlgorithm],
      ["organization_usage", found.organization_usage, OIN_CLIENT.organizationUsage],
      ["organization_require_behavior", found.organization_require_behavior, OIN_CLIENT.organizationRequireBehavior],
      ["client_metadata", found.client_metadata ?? {}, { [OIN_CLIENT.serviceAppMetadataKey]: serviceApp.clientId }],
      ...takenOff(found),
    ]);
  },
  unmanaged: ({ client }) => unmanagedOn("OIN client", client, OIN_CLIENT_ATTRIBUTES),
  plan: ({ client }, { state }) => ({
    adopt: lacks(outsideNative(state), "Client", "ClientCredentials", "ClientGrant")
      ? optional("client", client?.client_id)
      : {},
  }),
};

export const nativeClient: SharedObject = {
  describe: ({ client }) => [object("native OIN client", client?.client_id, client?.name)],
  differences({ client: found }, { configuration: { adminLoginFlow, displayName } }) {
    if (found === undefined) return [];
    return differing("native OIN client", [
      ["name", found.name, displayName ?? NATIVE_OIN_CLIENT.name],
      ["description", found.description, NATIVE_OIN_CLIENT.description],
      ["organization_require_behavior", found.organization_require_behavior, adminLoginFlow],
      ["client_metadata", found.client_metadata ?? {}, {}],
      ...takenOff(found),
    ]);
  },
  unmanaged: ({ client }) => unmanagedOn("native OIN client", client, NATIVE_OIN_CLIENT_ATTRIBUTES),
  plan: ({ client }, { state }) => ({
    adopt: lacks(insideNative(state), "Client", "ClientCredentials") ? optional("nativeClient", client?.client_id) : {},
  }),
};
