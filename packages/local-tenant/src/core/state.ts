// Everything the tenant knows: one table a resource. A new resource adds one line here.
import { type Json, Single, Table } from "./table.ts";
import { DEFAULT_PROMPTS, type PromptSettings } from "../resources/prompts-schema.ts";
import { DEFAULT_SETTINGS, type TenantSettings } from "../resources/tenant-settings-schema.ts";
import type { ActionRow, ActionVersionRow, BindingsRow } from "../rows/actions.ts";
import type { ResourceServerRow, RolePermissionRow, RoleRow } from "../rows/apis-and-roles.ts";
import type { ClientGrantRow, ClientRow, CredentialRow } from "../rows/clients.ts";
import type { ConnectionRow, ScimConfigurationRow, ScimTokenRow } from "../rows/connections.ts";
import type {
  DiscoveryDomainRow,
  OrganizationClientGrantRow,
  OrganizationClientRow,
  OrganizationConnectionRow,
  OrganizationMemberRoleRow,
  OrganizationMemberRow,
  OrganizationRow,
} from "../rows/organizations.ts";
import type { AuthenticationMethodRow, FactorSettings } from "../rows/mfa.ts";
import type { ConnectionProfileRow, UserAttributeProfileRow } from "../rows/profiles.ts";
import type {
  ConsentRow,
  PasswordRow,
  PasswordTicketRow,
  UserPermissionRow,
  UserRoleRow,
  UserRow,
} from "../rows/users.ts";

export function emptyState() {
  return {
    tenant_settings: new Single<TenantSettings>(DEFAULT_SETTINGS),
    prompts: new Single<PromptSettings>(DEFAULT_PROMPTS),
    clients: new Table<ClientRow>((row) => row.client_id),
    credentials: new Table<CredentialRow>((row) => row.id),
    resource_servers: new Table<ResourceServerRow>((row) => row.id),
    client_grants: new Table<ClientGrantRow>((row) => row.id),
    roles: new Table<RoleRow>((row) => row.id),
    role_permissions: new Table<RolePermissionRow>(
      (row) => `${row.role_id} ${row.resource_server_identifier} ${row.permission_name}`,
      "no-order",
    ),
    actions: new Table<ActionRow>((row) => row.id),
    action_versions: new Table<ActionVersionRow>((row) => row.id),
    bindings: new Table<BindingsRow>((row) => row.trigger_id),
    connections: new Table<ConnectionRow>((row) => row.id),
    scim_configurations: new Table<ScimConfigurationRow>((row) => row.connection_id),
    scim_tokens: new Table<ScimTokenRow>((row) => row.token_id),
    users: new Table<UserRow>((row) => row.user_id),
    passwords: new Table<PasswordRow>((row) => row.user_id, "no-order"),
    password_tickets: new Table<PasswordTicketRow>((row) => row.ticket, "no-order"),
    guardian_factors: new Single<FactorSettings>({ enabled: [] }),
    authentication_methods: new Table<AuthenticationMethodRow>((row) => row.id),
    user_roles: new Table<UserRoleRow>((row) => `${row.user_id} ${row.role_id}`, "no-order"),
    user_permissions: new Table<UserPermissionRow>(
      (row) => `${row.user_id} ${row.resource_server_identifier} ${row.permission_name}`,
      "no-order",
    ),
    organizations: new Table<OrganizationRow>((row) => row.id),
    organization_members: new Table<OrganizationMemberRow>(
      (row) => `${row.organization_id} ${row.user_id}`,
      "no-order",
    ),
    organization_member_roles: new Table<OrganizationMemberRoleRow>(
      (row) => `${row.organization_id} ${row.user_id} ${row.role_id}`,
      "no-order",
    ),
    organization_connections: new Table<OrganizationConnectionRow>(
      (row) => `${row.organization_id} ${row.connection_id}`,
      "no-order",
    ),
    organization_clients: new Table<OrganizationClientRow>(
      (row) => `${row.organization_id} ${row.client_id}`,
      "no-order",
    ),
    organization_client_grants: new Table<OrganizationClientGrantRow>(
      (row) => `${row.organization_id} ${row.grant_id}`,
      "no-order",
    ),
    discovery_domains: new Table<DiscoveryDomainRow>((row) => row.id),
    consents: new Table<ConsentRow>((row) => `${row.user_id} ${row.client_id} ${row.audience}`, "no-order"),
    user_attribute_profiles: new Table<UserAttributeProfileRow>((row) => row.id),
    connection_profiles: new Table<ConnectionProfileRow>((row) => row.id),
  };
}

export type State = ReturnType<typeof emptyState>;

/** The state as plain JSON: members in alphabetical order, rows in the order they were made, relations by key. Equal states, equal text. */
export type Snapshot = { readonly [collection: string]: Json };

type Collection = Table<object> | Single<object>;

/** The state's collections by name, as what they have in common. */
const collectionsOf = (state: State): [string, Collection][] =>
  Object.entries(state as unknown as Record<string, Collection>);

/** A state that can change without `state` noticing; rows are shared, so it is cheap. */
export function fork(state: State): State {
  const copies = collectionsOf(state).map(([name, collection]) => [name, collection.fork()]);
  return Object.fromEntries(copies) as State;
}

export function takeSnapshot(state: State): Snapshot {
  const content = collectionsOf(state).map(([name, collection]) => [
    name,
    collection instanceof Table ? collection.canonical() : collection.get(),
  ]);
  return sortKeys(Object.fromEntries(content) as Json) as Snapshot;
}

/** The state that a snapshot describes. Collections that it lacks are empty; ones that it has too many are refused. */
export function fromSnapshot(snapshot: Snapshot): State {
  const state = emptyState();
  const collections = new Map(collectionsOf(state));
  for (const [name, content] of Object.entries(structuredClone(snapshot))) {
    const collection = collections.get(name);
    if (collection === undefined)
      throw new Error(`The snapshot has a collection that this tenant does not know: ${name}`);
    if (collection instanceof Single) collection.put(content as object);
    else for (const row of content as object[]) collection.put(row);
  }
  return state;
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Record<string, Json | undefined>).filter(([, child]) => child !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sortKeys(child as Json)]),
  );
}
