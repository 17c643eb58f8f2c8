import { RunError } from "@pulumi/pulumi/errors.js";
import type { Management, ManagementClient } from "auth0";
import { OIN_CLIENT } from "../contract/guide.ts";
import { setCommand } from "../config/settings.ts";
import { deleteClientCommand } from "../config/shell.ts";
import { everyClient } from "./every-client.ts";
import { undefinedOn404 } from "./management-api.ts";

/** Whether a client is an OIN client, whoever made it: by Okta's callback or by the metadata that Okta reads. */
export function isOinClient(client: Management.Client): boolean {
  return (
    serviceAppOf(client) !== undefined ||
    (client.callbacks ?? []).some((callback) => OIN_CLIENT.callbacks.some((okta) => okta === callback))
  );
}

/** Client IDs of the tenant's OIN clients for one service app (`read:clients`). */
export async function findOinClients(api: ManagementClient, serviceAppClientId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const client of everyClient(api, "client_id,client_metadata")) {
    if (client.client_id !== undefined && serviceAppOf(client) === serviceAppClientId) ids.push(client.client_id);
  }
  return ids;
}

function serviceAppOf(client: Management.Client): unknown {
  return client.client_metadata?.[OIN_CLIENT.serviceAppMetadataKey];
}

/** What the guard of the OIN client goes by. */
export interface OinClientGuard {
  readonly stack: string;
  readonly serviceAppClientId: string;
  /** Client ID that the stack's last successful `up` handed over, if there was one. */
  readonly handedOver: string | undefined;
  /** Client ID that a person has released: it may be deleted, or made anew where it is gone. */
  readonly released: string | undefined;
  /** Configured name of the native OIN client. Default: the stack's own name for it. */
  readonly displayName?: string | undefined;
  /** Says what the run has changed by the time of a refusal. Default: nothing, it is refused before anything is declared. */
  readonly changed?: () => Promise<string>;
}

export const NOTHING_CHANGED = "Nothing was changed.";

/** What a refusal says of the run so far. */
export async function changedBy({ changed }: OinClientGuard): Promise<string> {
  return changed === undefined ? NOTHING_CHANGED : changed();
}

/**
 * Throws where the OIN client that was handed over has not been released and another one is to be made: where it is gone, and
 * where it is there, but not in the state, or to be replaced (`read:clients`).
 */
export async function refuseLostOinClient(api: ManagementClient, guard: OinClientGuard): Promise<void> {
  const { handedOver, released, stack } = guard;
  if (handedOver === undefined || handedOver === released) return;
  const fields = { fields: "client_id", include_fields: true };
  if ((await undefinedOn404(api.clients.get(handedOver, fields))) !== undefined) {
    throw new RunError(
      `the OIN client ${handedOver}, which Okta knows by that client ID, is on the tenant, and this run would make a second one. ` +
        "It cannot be replaced: leave --replace out, and take the mark off it if somebody tainted it.\n" +
        `${await changedBy(guard)}\nIf it was taken out of the stack's state, this adopts it again:\nnpm run adopt -- --stack ${stack}`,
    );
  }
  throw new RunError(
    `the OIN client ${handedOver} is no longer on the tenant, and Okta knows it by that client ID. ` +
      "A new client gets another ID, so Express Configuration stays broken for every customer until Okta is told the new one.\n" +
      `${await changedBy(guard)}\nTo make a new one all the same, whose client ID is then sent to Okta:\n${setCommand(stack, "releaseOinClient", handedOver)}\npulumi up --stack ${stack}`,
  );
}

/**
 * Rejects, in words for the person, where a new OIN client would be a second one: the one that Okta knows is gone
 * from the tenant, or the tenant has one for this service app that is not the stack's.
 */
export async function refuseSecondOinClient(api: ManagementClient, guard: OinClientGuard): Promise<void> {
  await refuseLostOinClient(api, guard);
  const others = await findOinClients(api, guard.serviceAppClientId);
  if (others.length > 0) {
    throw new RunError(
      `the tenant has an OIN client for this service app that is not in this stack: ${others.join(", ")}. ` +
        "It was made by hand, or by an up whose answer was lost; a second one would not be known to Okta.\n" +
        `${await changedBy(guard)}\nTo adopt it:\nnpm run adopt -- --stack ${guard.stack}\nIf Okta was never told of it:\n${deleteClientCommand(guard.stack, others[0] ?? "")}`,
    );
  }
}

/** Rejects where, after the OIN client was made, the tenant has another one: a create that was sent twice. */
export async function findDuplicate(api: ManagementClient, guard: OinClientGuard, clientId: string): Promise<void> {
  const duplicates = (await findOinClients(api, guard.serviceAppClientId)).filter((id) => id !== clientId);
  if (duplicates.length > 0) {
    throw new RunError(
      `the tenant has a second OIN client for this service app: ${duplicates.join(", ")} beside ${clientId}. ` +
        "A create whose answer was lost was sent again. The stack keeps " +
        `${clientId}. To delete the other:\n${duplicates.map((id) => deleteClientCommand(guard.stack, id)).join("\n")}`,
    );
  }
}
