import type { Management, ManagementClient } from "auth0";
import { bindingsOf } from "../../tenant/bindings.ts";
import { attachedKeyIds } from "../../tenant/client-keys.ts";
import { ownTokensGrant } from "../../tenant/client-grants.ts";
import { managementApiAudience } from "../../contract/guide.ts";
import type { ServiceApp } from "../../tenant/service-app.ts";
import type { Candidates } from "./candidates.ts";
import type { Choice } from "./choice.ts";
import type { RoleWithPermissions } from "./role.ts";

/** The guide's objects as they stand on the tenant; what is absent is not there. */
export interface Found {
  readonly serviceApp: ServiceApp;
  readonly resourceServer?: Management.ResourceServer;
  readonly role?: RoleWithPermissions;
  readonly client?: Management.Client;
  /** The keys of the client, attached or not. */
  readonly credentials: readonly Management.ClientCredential[];
  /** IDs of the credentials that the client signs in with. */
  readonly attached: readonly string[];
  readonly grant?: Management.ClientGrantResponseContent;
  readonly action?: Management.Action;
  readonly flow: readonly Management.ActionBinding[];
  readonly postLoginActions: readonly Management.Action[];
  readonly useScopeDescriptionsForConsent: boolean;
}

/** Reads what belongs to the chosen objects: the client's keys and its grant. */
export async function readFound(
  api: ManagementClient,
  domain: string,
  serviceApp: ServiceApp,
  candidates: Candidates,
  choice: Choice,
): Promise<Found> {
  const { resourceServer, flow, postLoginActions, useScopeDescriptionsForConsent } = candidates;
  const clientId = choice.client?.client_id;
  const [credentials, grants] =
    clientId === undefined
      ? [[], []]
      : await Promise.all([
          api.clients.credentials.list(clientId),
          api.clientGrants
            .list({ client_id: clientId, audience: managementApiAudience(domain) })
            .then(({ data }) => data),
        ]);
  const grant = ownTokensGrant(grants, managementApiAudience(domain));
  return {
    serviceApp,
    ...(resourceServer === undefined ? {} : { resourceServer }),
    ...choice,
    credentials,
    attached: attachedKeyIds(choice.client ?? {}),
    ...(grant === undefined ? {} : { grant }),
    flow,
    postLoginActions,
    useScopeDescriptionsForConsent,
  };
}

/** The Action's bindings in the post-login flow. */
export function ownBindings({
  action,
  flow,
}: Pick<Found, "flow"> & { readonly action?: Management.Action | undefined }): readonly Management.ActionBinding[] {
  return bindingsOf(flow, action?.id);
}
