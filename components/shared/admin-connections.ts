import * as auth0 from "@pulumi/auth0";
import type * as pulumi from "@pulumi/pulumi";
import { NO_IDENTITY } from "./no-identity.ts";

/** A connection that holds the accounts of people who may run Express Configuration. */
export interface AdminConnection {
  /** Name of the connection; the resource is named by it. */
  readonly name: string;
  /** ID of the connection, `con_…`. A change disables the client on the former connection. */
  readonly id: pulumi.Input<string>;
}

export interface AdminConnectionsArgs {
  readonly connections: readonly AdminConnection[];
  /** Client ID of the OIN client. */
  readonly clientId: pulumi.Input<string>;
  /** IDs of the connections that the client `client` is enabled for already, which is taken over. Default: none. */
  readonly imported?: { readonly client: string; readonly connections: readonly string[] } | undefined;
}

/**
 * An OIN client enabled for connections, one by one, as children of `parent`: where credentials come before the
 * organization, an Okta admin can only sign in through these. Other clients of the connections stay.
 */
export function adminConnections(
  parent: pulumi.ComponentResource,
  name: string,
  { connections, clientId, imported }: AdminConnectionsArgs,
): void {
  for (const connection of connections) {
    const isEnabled = typeof connection.id === "string" && imported?.connections.includes(connection.id) === true;
    // ConnectionClient enables one client; ConnectionClients would own the whole list and disable everybody else's.
    new auth0.ConnectionClient(
      `${name}-on-${connection.name}`,
      { connectionId: connection.id, clientId },
      { parent, ...NO_IDENTITY, ...(isEnabled ? { import: `${connection.id}::${imported.client}` } : {}) },
    );
  }
}
