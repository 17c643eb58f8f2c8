// Which clients a connection is enabled for: /connections/{id}/clients.
import { z } from "zod";
import { endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { checkpointList } from "../core/query.ts";
import { clientById } from "./clients.ts";
import { connectionById } from "./connections.ts";

const changes = z.array(z.strictObject({ client_id: z.string().min(1), status: z.boolean() })).min(1).max(50);

export const connectionClients: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/connections/:id/clients",
    scopes: ["read:connections"],
    handle: ({ state, param, query }) => {
      const rows = connectionById(state, param("id")).enabled_clients.map((clientId) => ({ client_id: clientId }));
      return ok(checkpointList(query, "clients", rows, { maximumTake: 1000 }));
    },
  }),
  endpoint({
    method: "PATCH",
    path: "/connections/:id/clients",
    scopes: ["update:connections"],
    body: changes,
    handle: (call) => {
      change(call);
      return noContent();
    },
  }),
];

function change({ state, param, body }: Call<z.infer<typeof changes>>): void {
  const row = connectionById(state, param("id"));
  const enabled = new Set(row.enabled_clients);
  for (const { client_id: clientId, status } of body) {
    clientById(state, clientId);
    if (status) enabled.add(clientId);
    else enabled.delete(clientId);
  }
  state.connections.put({ ...row, enabled_clients: [...enabled] });
}
