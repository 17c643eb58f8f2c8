// Connections and their SCIM configuration, as the state keeps them.
import type { CreateConnectionBody, Strategy } from "../resources/connection-schema.ts";
import type { WithoutNull } from "../resources/merge.ts";
import type { Mapping } from "../resources/scim-mapping.ts";

export type Options = Readonly<Record<string, unknown>>;

type Attributes = WithoutNull<Omit<CreateConnectionBody, "options" | "strategy">>;

export type ConnectionRow = Attributes & {
  readonly id: string;
  readonly strategy: Strategy;
  readonly options: Options;
  /** In the order in which they were enabled. */
  readonly enabled_clients: readonly string[];
  /** Where an administrator of the identity provider sets the connection up. */
  readonly provisioning_ticket_url?: string;
};

export interface ScimConfigurationRow {
  readonly connection_id: string;
  readonly user_id_attribute: string;
  readonly mapping: readonly Mapping[];
  readonly created_at: string;
  readonly updated_on: string;
}

export interface ScimTokenRow {
  readonly token_id: string;
  readonly connection_id: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  /** Absent: without end. */
  readonly valid_until?: string;
  /** SHA-256 of the token, which itself is shown once and not kept. */
  readonly token_digest: string;
}
