import type { Management, ManagementClient } from "auth0";
import type { Problem } from "../config/problems.ts";
import { isOinClient } from "./oin-client.ts";
import { everyClient } from "./every-client.ts";
import { undefinedOn404 } from "./management-api.ts";

/** The service app: the client that is published in the OIN. */
export interface ServiceApp {
  readonly clientId: string;
  readonly name: string;
}

/** What a look-up needs of a client. */
export const CLIENT_FIELDS = "client_id,name,client_metadata,callbacks";

/** What an error text says of a setting whose object the tenant does not have; key and value are the caller's. */
export interface LookupFailure extends Pick<Problem, "expected" | "mend"> {
  /** Path of the Management API that lists what there is. Default: none. */
  readonly list?: string;
}

/**
 * Finds the service app by client ID or by exact name (`read:clients`; by name it reads the list of clients).
 * Gives a LookupFailure where there is none, or several of that name, or where it is the OIN client itself.
 */
export async function findServiceApp(api: ManagementClient, wanted: string): Promise<ServiceApp | LookupFailure> {
  return findClient(api, wanted, "set the client ID of the one published in the OIN");
}

/** The same for any application that is no OIN client; `mend` says which one is meant. */
export async function findClient(
  api: ManagementClient,
  wanted: string,
  mend = "set the client ID of the one that is meant",
): Promise<ServiceApp | LookupFailure> {
  const found = (await byId(api, wanted)) ?? (await byName(api, wanted));
  if (found.length === 0) {
    return {
      expected: "The tenant has no application with this client ID or exact name.",
      mend,
      list: "clients?fields=client_id,name&include_fields=true",
    };
  }
  // On the dashboard an OIN client is easily given the app's own name, which Okta's admins see on the consent page.
  const [app, ...others] = found.filter((client) => !isOinClient(client));
  if (app === undefined) {
    return {
      expected:
        "This is the Okta OIN Integration Client, the one that Okta calls the tenant as; expected the app that end users sign in to.",
      mend: "set the client ID of the app that is published in the OIN",
    };
  }
  if (others.length > 0) {
    const ids = [app, ...others].map((client) => client.client_id).join(", ");
    return { expected: `${others.length + 1} applications have this name: ${ids}.`, mend };
  }
  return { clientId: app.client_id ?? wanted, name: app.name ?? wanted };
}

async function byId(api: ManagementClient, id: string): Promise<Management.Client[] | undefined> {
  if (!/^[A-Za-z0-9_-]{10,64}$/.test(id)) return undefined;
  const client = await undefinedOn404(api.clients.get(id, { fields: CLIENT_FIELDS, include_fields: true }));
  return client === undefined ? undefined : [client];
}

async function byName(api: ManagementClient, name: string): Promise<Management.Client[]> {
  const clients: Management.Client[] = [];
  for await (const client of everyClient(api, CLIENT_FIELDS)) {
    if (client.name === name) clients.push(client);
  }
  return clients;
}
