import type { Management, ManagementClient } from "auth0";
import { EXPRESS_CONFIGURE_API, OIN_CLIENT, POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import type { Reading } from "./reading.ts";
import type { RoleWithPermissions } from "./role.ts";

/** Objects of the tenant that could be the guide's, by what they are and not by name alone. */
export interface Candidates extends Omit<Reading, "clients" | "lacking"> {
  readonly resourceServer?: Management.ResourceServer;
  readonly clients: readonly Management.Client[];
  readonly roles: readonly RoleWithPermissions[];
  readonly actions: readonly Management.Action[];
}

/** Picks them out of what was read, and reads the one object that only the guide has. */
export async function findCandidates(
  api: ManagementClient,
  { clients, lacking: _lacking, ...reading }: Reading,
): Promise<Candidates> {
  const resourceServer = await undefinedOn404(api.resourceServers.get(EXPRESS_CONFIGURE_API.identifier));
  return {
    ...(resourceServer === undefined ? {} : { resourceServer }),
    ...reading,
    clients: clients.guide,
    actions: reading.postLoginActions.filter(isExpressConfigureAction),
  };
}

/** An Action is the guide's by the secret that names the API, or by reading the metadata that only the OIN client has. */
function isExpressConfigureAction({ name, code, secrets }: Management.Action): boolean {
  return (
    name === POST_LOGIN_ACTION.name ||
    (secrets ?? []).some((secret) => secret.name === "EXPRESS_CONFIGURE_API_IDENTIFIER") ||
    (code ?? "").includes(OIN_CLIENT.serviceAppMetadataKey)
  );
}
