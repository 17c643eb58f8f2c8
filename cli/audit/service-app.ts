import type { Management } from "auth0";
import { NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import { isOinClient } from "../../tenant/oin-client.ts";
import type { Reading } from "./reading.ts";
import type { ExpectedState } from "./expected-state.ts";

/** The service app as an audit knows it. */
export interface AuditedApp {
  readonly clientId: string;
  /** Absent where it was not read, or is gone. */
  readonly client?: Management.Client;
}

/**
 * The service app: the one that the stack's objects name; where none does, the configured one, found as the stack finds
 * it: no OIN client, and the only one of its name. Undefined where it cannot be told; then no application can be said not
 * to be it.
 */
export function serviceAppIn(
  { clients, moreClients }: Pick<Reading, "clients" | "moreClients">,
  { serviceAppClientId: held, serviceApp: configured }: ExpectedState,
): AuditedApp | undefined {
  const client = clients.find(({ client_id }) => client_id === (held ?? configured));
  if (held !== undefined) return { clientId: held, ...(client === undefined ? {} : { client }) };
  const [app, ...others] = (client === undefined ? clients.filter(({ name }) => name === configured) : [client]).filter(
    isNoOinClient,
  );
  // Among the applications that were not read there may be another of that name.
  const isOnly = others.length === 0 && (client !== undefined || !moreClients);
  return app?.client_id === undefined || !isOnly ? undefined : { clientId: app.client_id, client: app };
}

function isNoOinClient(client: Management.Client): boolean {
  return !isOinClient(client) && client.app_type !== NATIVE_OIN_CLIENT.appType;
}
