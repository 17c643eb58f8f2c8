import type { ManagementClient } from "auth0";
import type { LookupFailure } from "./service-app.ts";

/** A connection that holds the accounts of people who may run Express Configuration. */
export interface FoundConnection {
  readonly name: string;
  /** `con_…` */
  readonly id: string;
}

/** Finds a connection by exact name (`read:connections`); gives a LookupFailure where there is none. */
export async function findConnection(api: ManagementClient, name: string): Promise<FoundConnection | LookupFailure> {
  for await (const connection of await api.connections.list({ name, fields: "id,name", include_fields: true })) {
    if (connection.name === name && connection.id !== undefined) return { name, id: connection.id };
  }
  return {
    expected: "The tenant has no connection with this exact name.",
    mend: "set the name of the connection that holds the admins' accounts",
    list: "connections?fields=name,strategy&include_fields=true",
  };
}
