import { RunError } from "@pulumi/pulumi/errors.js";
import type { Management, ManagementClient } from "auth0";
import { NATIVE_OIN_CLIENT } from "../contract/native.ts";
import { everyClient } from "./every-client.ts";
import { changedBy, type OinClientGuard, refuseLostOinClient } from "./oin-client.ts";
import { deleteClientCommand } from "../config/shell.ts";

/**
 * Rejects, in words for the person, where a new OIN client of Auth0's own Express Configuration would be a second one:
 * the one that Okta knows is gone, the app names another already, or one is left over that no app names.
 */
export async function refuseSecondNativeOinClient(api: ManagementClient, guard: OinClientGuard): Promise<void> {
  await refuseLostOinClient(api, guard);
  const { named, leftOver } = await nativeOinClients(api, guard.serviceAppClientId, guard.displayName);
  if (named !== undefined && named !== guard.released) {
    throw new RunError(
      `the service app has Express Configuration already, with the OIN client ${named} that is not in this stack: the dashboard made it. ` +
        "A second one would not be known to Okta.\n" +
        `${await changedBy(guard)}\nTo adopt it:\nnpm run adopt -- --stack ${guard.stack}`,
    );
  }
  if (leftOver.length > 0) {
    throw new RunError(
      `the tenant has an OIN client that no application names: ${leftOver.join(", ")}. ` +
        "It was left by an up whose answer was lost, or by an app that left Express Configuration.\n" +
        `${await changedBy(guard)}\nTo adopt it:\nnpm run adopt -- --stack ${guard.stack}\nIf Okta was never told of it:\n${deleteClientCommand(guard.stack, leftOver[0] ?? "")}`,
    );
  }
}

/** Rejects where, after the OIN client was made, another one is there that no app names: a create that was sent twice. */
export async function findNativeDuplicate(
  api: ManagementClient,
  guard: OinClientGuard,
  clientId: string,
): Promise<void> {
  const { leftOver } = await nativeOinClients(api, guard.serviceAppClientId, guard.displayName);
  const duplicates = leftOver.filter((id) => id !== clientId);
  if (duplicates.length > 0) {
    throw new RunError(
      `the tenant has a second OIN client that no application names: ${duplicates.join(", ")} beside ${clientId}. ` +
        `A create whose answer was lost was sent again. The stack keeps ${clientId}. To delete the other:\n${duplicates.map((id) => deleteClientCommand(guard.stack, id)).join("\n")}`,
    );
  }
}

/** The OIN client that the service app's block names, if it is there, and those of ours that no block names (`read:clients`). */
export async function nativeOinClients(
  api: ManagementClient,
  serviceAppClientId: string,
  displayName: string | undefined,
): Promise<{ readonly named: string | undefined; readonly leftOver: readonly string[] }> {
  const clients: Management.Client[] = [];
  for await (const client of everyClient(api, "client_id,name,app_type,express_configuration")) clients.push(client);
  // A client of another name is most likely somebody else's: left by an app that is none of this stack's.
  const ownNames = [NATIVE_OIN_CLIENT.name, displayName];
  const namedBy = new Map(
    clients.map((client) => [client.client_id, client.express_configuration?.okta_oin_client_id]),
  );
  const named = namedBy.get(serviceAppClientId);
  return {
    named: clients.some((client) => client.client_id === named) ? named : undefined,
    leftOver: clients
      .filter((client) => client.app_type === NATIVE_OIN_CLIENT.appType && ownNames.includes(client.name))
      .flatMap(({ client_id: id }) => (id === undefined || [...namedBy.values()].includes(id) ? [] : [id])),
  };
}
