import { managementApiAudience, managementApiScopes } from "../../../contract/guide.ts";
import { ownTokensGrant } from "../../../tenant/client-grants.ts";
import { GRANT_ATTRIBUTES } from "../../audit/attributes/others.ts";
import { differing, sorted } from "../difference.ts";
import type { Found } from "../found.ts";
import { object } from "../found-object.ts";
import { type AdoptObject, optional } from "../object.ts";
import { lacks, outsideNative } from "../own.ts";
import { unmanagedOn } from "../unmanaged.ts";

/** The grant of the guide's OIN client for the Management API. */
export const clientGrant: AdoptObject<Found> = {
  async find(api, { domain, client }) {
    if (client?.client_id === undefined) return {};
    const audience = managementApiAudience(domain);
    const { data } = await api.clientGrants.list({ client_id: client.client_id, audience });
    const grant = ownTokensGrant(data, audience);
    return grant === undefined ? {} : { grant };
  },
  describe: ({ grant }) => [object("grant", grant?.id)],
  differences: ({ grant }, { scim }) =>
    grant === undefined
      ? []
      : differing("grant", [["scope", sorted(grant.scope ?? []), sorted(managementApiScopes(scim))]]),
  unmanaged: ({ grant }) => unmanagedOn("grant", grant, GRANT_ATTRIBUTES),
  plan: ({ grant }, { state }) => ({
    adopt: lacks(outsideNative(state), "ClientGrant") ? optional("clientGrant", grant?.id) : {},
  }),
};
