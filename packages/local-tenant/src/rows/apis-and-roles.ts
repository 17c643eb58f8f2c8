// APIs, roles and their permissions, as the state keeps them.
import type { ResourceServerBody } from "../resources/resource-server-schema.ts";

export type ResourceServerRow = Omit<ResourceServerBody, "token_encryption"> & {
  readonly id: string;
  readonly is_system?: boolean;
  /** The client of app_type `resource_server` that belongs to this API. */
  readonly client_id?: string;
  readonly token_encryption?: object;
};

export interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: "tenant" | "organization";
  readonly owner_id?: string;
}

export interface RolePermissionRow {
  readonly role_id: string;
  readonly resource_server_identifier: string;
  readonly permission_name: string;
}
