import type { Management, ManagementClient } from "auth0";
import { undefinedOn404 } from "./management-api.ts";

/** Connections in one answer; the Management API gives no more. */
const MOST_A_CALL = 100;

/**
 * Connections that a client is enabled for, each with ID, name and strategy (`read:connections`): the first `most` in one
 * call, or all of them, a hundred a call. Resolves to undefined where the client is gone.
 */
export async function enabledConnections(
  api: ManagementClient,
  clientId: string,
  most?: number,
): Promise<readonly Management.ConnectionForList[] | undefined> {
  const page = await undefinedOn404(
    api.clients.connections.get(clientId, {
      take: most ?? MOST_A_CALL,
      fields: "id,name,strategy",
      include_fields: true,
    }),
  );
  if (page === undefined || most !== undefined) return page?.data;
  const connections = [];
  for await (const connection of page) connections.push(connection);
  return connections;
}
