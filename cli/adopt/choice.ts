import type { Management } from "auth0";
import { isBound } from "../../tenant/bindings.ts";
import { attachedKeyIds } from "../../tenant/client-keys.ts";
import type { Candidates } from "./candidates.ts";
import type { Clients } from "./clients.ts";
import type { RoleWithPermissions } from "./role.ts";

/** Kinds of objects of which a tenant may have more candidates than one. */
export type Kind = "client" | "nativeClient" | "role" | "action";

export const NAME_OF: Record<Kind, string> = {
  client: "OIN client",
  nativeClient: "OIN client of Auth0's Express Configuration",
  role: "admin role",
  action: "post-login Action",
};

/** IDs that a person chose where there are several candidates. */
export type Chosen = Partial<Record<Kind, string>>;

/** Candidates between which a person has to choose. */
export interface Ambiguity {
  readonly kind: Kind;
  /** ID and what tells it from the others. */
  readonly candidates: readonly { readonly id: string; readonly described: string }[];
}

/** The candidates that are taken: at most one a kind. */
export interface Choice extends RoleChoice {
  readonly client?: Management.Client;
  readonly action?: Management.Action;
}

/** The admin role, which both flavours share. */
export interface RoleChoice {
  readonly role?: RoleWithPermissions;
}

/** Takes the only candidate of each kind, or the chosen one; names every kind where a person has to choose. */
export function choose(
  candidates: Candidates,
  chosen: Chosen,
): { readonly choice: Choice; readonly ambiguities: readonly Ambiguity[] } {
  const client = pick("client", candidates.clients, ({ client_id }) => client_id, describeClient, chosen);
  const role = pickRole(candidates.roles, chosen);
  const action = pick(
    "action",
    candidates.actions,
    ({ id }) => id,
    (found) => describeAction(found, candidates),
    chosen,
  );
  return {
    choice: { ...taken("client", client), ...taken("role", role), ...taken("action", action) },
    ambiguities: [client, role, action].flatMap(({ ambiguity }) => (ambiguity === undefined ? [] : [ambiguity])),
  };
}

/** The role, out of its candidates. */
export function pickRole(candidates: readonly RoleWithPermissions[], chosen: Chosen): Picked<RoleWithPermissions> {
  return pick("role", candidates, ({ role: { id } }) => id, describeRole, chosen);
}

/**
 * The native OIN client: the stack's own; else the one that the service app's block names; else one that no application
 * names, whatever it is called. One that another application names is never taken.
 */
export function pickNativeClient(
  { native, named, unnamed }: Clients,
  own: string | undefined,
  chosen: Chosen,
): Picked<Management.Client> {
  const wanted = chosen.nativeClient ?? own;
  const free = native.filter((client) => client === named || unnamed.includes(client) || client.client_id === own);
  return pick(
    "nativeClient",
    wanted === undefined && named !== undefined ? [named] : free,
    ({ client_id }) => client_id,
    describe,
    wanted === undefined ? {} : { nativeClient: wanted },
  );

  function describe(client: Management.Client): string {
    return `"${client.name ?? ""}", ${keysText(client)}, ${client === named ? "named by the service app" : "named by no application"}`;
  }
}

/** An object that was taken, or the choice that a person has; neither where there is no candidate. */
export interface Picked<T> {
  readonly object?: T;
  readonly ambiguity?: Ambiguity;
}

/** Takes the only candidate, or the chosen one. */
function pick<T>(
  kind: Kind,
  candidates: readonly T[],
  idOf: (candidate: T) => string | undefined,
  describe: (candidate: T) => string,
  chosen: Chosen,
): Picked<T> {
  const wanted = chosen[kind];
  const found = wanted === undefined ? candidates : candidates.filter((candidate) => idOf(candidate) === wanted);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return { object: only };
  if (only === undefined && wanted === undefined) return {};
  return {
    ambiguity: {
      kind,
      candidates: candidates.map((candidate) => ({ id: idOf(candidate) ?? "", described: describe(candidate) })),
    },
  };
}

function taken<K extends Kind, T>(kind: K, { object }: Picked<T>): Partial<Record<K, T>> {
  return object === undefined ? {} : ({ [kind]: object } as Record<K, T>);
}

function describeClient(client: Management.Client): string {
  const { name, client_metadata } = client;
  return `"${name ?? ""}", ${keysText(client)}${client_metadata === undefined ? ", not linked to the service app" : ""}`;
}

/** How many keys a client signs in with. */
function keysText(client: Management.Client): string {
  const keys = attachedKeyIds(client).length;
  return keys === 0 ? "without a key" : keys === 1 ? "1 key" : `${keys} keys`;
}

function describeRole({ role: { name }, permissions }: RoleWithPermissions): string {
  return `"${name ?? ""}", ${permissions.length} ${permissions.length === 1 ? "permission" : "permissions"}`;
}

function describeAction({ id, name }: Management.Action, { flow }: Candidates): string {
  return `"${name ?? ""}", ${isBound(flow, id) ? "bound" : "not bound"}`;
}
