import type { Management } from "auth0";
import { OIN_CLIENT, POST_LOGIN_ACTION } from "../../contract/guide.ts";
import type { Reading } from "./reading.ts";
import type { RoleWithPermissions } from "./role.ts";

/** Objects of the tenant that could be the guide's, by what they are and not by name alone. */
export interface Candidates extends Omit<Reading, "clients" | "lacking"> {
  readonly clients: readonly Management.Client[];
  readonly roles: readonly RoleWithPermissions[];
  readonly actions: readonly Management.Action[];
}

/** Picks them out of what was read. */
export function candidatesIn({ clients, lacking: _lacking, ...reading }: Reading): Candidates {
  return { ...reading, clients: clients.guide, actions: reading.postLoginActions.filter(isExpressConfigureAction) };
}

/** An Action is the guide's by the secret that names the API, or by reading the metadata that only the OIN client has. */
function isExpressConfigureAction({ name, code, secrets }: Management.Action): boolean {
  return (
    name === POST_LOGIN_ACTION.name ||
    (secrets ?? []).some((secret) => secret.name === "EXPRESS_CONFIGURE_API_IDENTIFIER") ||
    (code ?? "").includes(OIN_CLIENT.serviceAppMetadataKey)
  );
}
