// A connection and the clients that it is enabled for. Its options, which differ from one kind of connection to the
// next, are left out: nothing in Okta's integration is found by them.
import type { Api, JsonObject } from "../management/api.ts";
import { HUNDRED_BY_MARK, byMark, firstOf } from "../management/listing.ts";
import { fromWire } from "../management/wire.ts";
import { readEnabledClients } from "../resources/connection-clients.ts";
import { block, flag, list, map, set, text } from "../schema/attribute.ts";
import type { Fields } from "../schema/attribute.ts";
import { textOf } from "../schema/value.ts";
import type { Values } from "../schema/value.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

const eitherOne = ["connection_id", "name"];

/** Strategies whose connections can have a button of their own on the login page. */
const ENTERPRISE = ["oidc", "google-apps", "okta", "ad", "adfs", "waad", "samlp", "pingfederate"];

const fields: Fields = {
  name: text(),
  displayName: text(),
  isDomainConnection: flag(),
  strategy: text(),
  showAsButton: flag(),
  realms: list(),
  metadata: map(),
  authentication: block({ active: flag() }),
  connectedAccounts: block({ active: flag() }),
  enabledClients: set(),
};

async function findConnection(api: Api, args: Values): Promise<JsonObject> {
  const id = textOf(args["connectionId"]);
  if (id !== "") return api.get(["connections", id]);
  const name = textOf(args["name"]);
  const found = await firstOf(
    byMark(api, ["connections"], "connections", HUNDRED_BY_MARK),
    (connection) => connection["name"] === name,
  );
  if (!found) throw new Error(`No connection found with "name" = ${JSON.stringify(name)}`);
  return found;
}

export const getConnection: Lookup = {
  token: "auth0:index/getConnection:getConnection",
  arguments: {
    connectionId: text({ atLeastOneOf: eitherOne }),
    name: text({ atLeastOneOf: eitherOne }),
    skipEnabledClients: flag({ default: false }),
  },
  read: async (api, args) => {
    const connection = await findConnection(api, args);
    const id = textOf(connection["id"]);
    const { showAsButton, ...said } = fromWire(fields, connection);
    const enabledClients = args["skipEnabledClients"] === true ? [] : await readEnabledClients(api, id);
    const button = ENTERPRISE.includes(textOf(said["strategy"])) ? { showAsButton: showAsButton ?? false } : {};
    return { ...resultsOf(fields, { ...said, ...button, enabledClients }), id };
  },
};
