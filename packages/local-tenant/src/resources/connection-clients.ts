// Which clients a connection is enabled for: /connections/{id}/clients and, from the other side, /clients/{id}/connections.
import { z } from "zod";
import { endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { forbidden } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import { clientById } from "./clients.ts";
import { byName, connectionById } from "./connections.ts";

const changes = z
  .array(z.strictObject({ client_id: z.string().min(1), status: z.boolean() }))
  .min(1)
  .max(50);

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
  endpoint({
    method: "GET",
    path: "/clients/:id/connections",
    scopes: ["read:connections"],
    handle: ({ state, param, query, scopes }) => {
      // Documentation of the endpoint: a scope for the client beside the one for its connections.
      if (!scopes.has("read:clients") && !scopes.has("read:client_summary")) {
        throw forbidden("Insufficient scope, expected any of: read:clients,read:client_summary", "insufficient_scope");
      }
      const { client_id: clientId } = clientById(state, param("id"));
      const strategies = query.texts("strategy");
      const rows = state.connections
        .filter(
          ({ enabled_clients: enabled, strategy }) =>
            enabled.includes(clientId) && (strategies.length === 0 || strategies.includes(strategy)),
        )
        .sort(byName);
      return ok(
        checkpointList(query, "connections", rows, { view: ({ enabled_clients: _others, ...shown }) => shown }),
      );
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
