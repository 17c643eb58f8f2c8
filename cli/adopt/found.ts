import type { Management } from "auth0";
import { bindingsOf } from "../../tenant/bindings.ts";
import type { Clients } from "./clients.ts";
import type { CommonFound } from "./object.ts";
import type { Profiles } from "./profiles.ts";
import type { Reading } from "./reading.ts";

/** The guide's objects as they stand on the tenant. */
export interface Found extends CommonFound {
  readonly resourceServer?: Management.ResourceServer;
  readonly grant?: Management.ClientGrantResponseContent;
  readonly action?: Management.Action;
}

/** A connection, as far as it matters whether the OIN client is enabled for it. */
export interface EnabledConnection {
  readonly id: string;
  readonly name: string;
}

/** The native flavour's objects as they stand on the tenant. */
export interface NativeFound extends CommonFound, Pick<Reading, "lacking"> {
  readonly clients: Clients;
  readonly systemApi?: Management.ResourceServer;
  /** Connections that the client is enabled for; not read where an admin is asked for the organization first. */
  readonly connections: readonly EnabledConnection[];
  readonly profiles: Profiles;
}

/** The Action's bindings in the post-login flow. */
export function ownBindings({
  action,
  flow,
}: Pick<Found, "flow"> & { readonly action?: Management.Action | undefined }): readonly Management.ActionBinding[] {
  return bindingsOf(flow, action?.id);
}
