// Which clients a connection is enabled for: all of them (auth0.ConnectionClients) or one (auth0.ConnectionClient).
import type { Api, Json } from "../management/api.ts";
import { Gone, orGone } from "../management/errors.ts";
import { allOf, byMark } from "../management/listing.ts";
import { set, text } from "../schema/attribute.ts";
import { inOrder } from "../schema/sets.ts";
import { listOf, textOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import { compositeId } from "./composite-id.ts";
import type { Resource } from "./resource.ts";

const enabledClients = set({ required: true });

export async function readEnabledClients(api: Api, connectionId: string): Promise<string[]> {
  const clients = await allOf(byMark(api, ["connections", connectionId, "clients"], "clients"));
  return clients.map((client) => textOf(client["client_id"]));
}

function switchClients(
  api: Api,
  connectionId: string,
  on: readonly Value[],
  off: readonly Value[] = [],
): Promise<unknown> {
  const changes: Json[] = [
    ...on.map((client) => ({ client_id: textOf(client), status: true })),
    ...off.map((client) => ({ client_id: textOf(client), status: false })),
  ];
  return changes.length === 0 ? Promise.resolve() : api.patchList(["connections", connectionId, "clients"], changes);
}

async function nameAndStrategy(api: Api, connectionId: string): Promise<Values> {
  const { name, strategy } = await orGone(
    api.get(["connections", connectionId], { fields: "strategy,name", include_fields: true }),
  );
  return { name: textOf(name), strategy: textOf(strategy) };
}

export const connectionClients: Resource = {
  type: "auth0:index/connectionClients:ConnectionClients",
  name: "auth0_connection_clients",
  fields: {
    connectionId: text({ required: true, replaces: true }),
    enabledClients,
    name: text({ computed: true }),
    strategy: text({ computed: true }),
  },
  create: async ({ api, planned }) => {
    const connectionId = textOf(planned["connectionId"]);
    const wanted = inOrder(enabledClients, listOf(planned["enabledClients"])).map(textOf);
    const present = await readEnabledClients(api, connectionId);
    if (present.length > 0 && present.join() !== wanted.join()) {
      throw new Error(
        "Connection with non empty enabled clients: \nThe connection already has enabled clients attached to it. Import the resource instead in order to proceed with the changes. " +
          `Run: 'terraform import auth0_connection_clients.<given-name> ${connectionId}'.`,
      );
    }
    await switchClients(api, connectionId, wanted);
    return connectionId;
  },
  read: async ({ api, id }) => ({
    connectionId: id,
    enabledClients: await readEnabledClients(api, id),
    ...(await nameAndStrategy(api, id)),
  }),
  update: async ({ api, id, prior, planned }) => {
    const [before, after] = [listOf(prior["enabledClients"]), listOf(planned["enabledClients"])];
    await orGone(
      switchClients(
        api,
        id,
        after.filter((client) => !before.includes(client)),
        before.filter((client) => !after.includes(client)),
      ),
    );
  },
  delete: async ({ api, id, state }) =>
    void (await orGone(switchClients(api, id, [], listOf(state["enabledClients"])))),
};

const ids = compositeId("connectionId", "clientId");

export const connectionClient: Resource = {
  type: "auth0:index/connectionClient:ConnectionClient",
  name: "auth0_connection_client",
  fields: {
    connectionId: text({ required: true, replaces: true }),
    clientId: text({ required: true, replaces: true }),
    name: text({ computed: true }),
    strategy: text({ computed: true }),
  },
  create: async ({ api, planned }) => {
    await orGone(switchClients(api, textOf(planned["connectionId"]), [planned["clientId"] ?? ""]));
    return ids.join(planned);
  },
  read: async ({ api, state }) => {
    const connectionId = textOf(state["connectionId"]);
    if (!(await readEnabledClients(api, connectionId)).includes(textOf(state["clientId"])))
      throw new Gone("The connection is not enabled for the client.");
    return nameAndStrategy(api, connectionId);
  },
  delete: async ({ api, state }) =>
    void (await orGone(switchClients(api, textOf(state["connectionId"]), [], [state["clientId"] ?? ""]))),
  importState: ids.importState,
};
