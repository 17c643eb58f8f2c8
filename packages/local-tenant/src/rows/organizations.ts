// Organizations and what belongs to them, as the state keeps them.
import type { WithoutNull } from "../resources/merge.ts";
import type { CreateOrganizationBody } from "../resources/organization-schema.ts";

export type OrganizationRow = WithoutNull<Omit<CreateOrganizationBody, "enabled_connections" | "metadata">> & {
  readonly id: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly third_party_client_access: "allow" | "block";
  readonly is_app_entitlement_active: boolean;
};

/** Rows are in the order in which members joined. */
export interface OrganizationMemberRow {
  readonly organization_id: string;
  readonly user_id: string;
}

export interface OrganizationMemberRoleRow {
  readonly organization_id: string;
  readonly user_id: string;
  readonly role_id: string;
}

export interface OrganizationConnectionRow {
  readonly organization_id: string;
  readonly connection_id: string;
  readonly organization_connection_name?: string;
  readonly assign_membership_on_login: boolean;
  readonly show_as_button: boolean;
  /** Shown for database connections only. */
  readonly is_signup_enabled: boolean;
  readonly is_enabled: boolean;
  readonly organization_access_level: "none" | "readonly" | "limited" | "full";
}

export interface OrganizationClientRow {
  readonly organization_id: string;
  readonly client_id: string;
  /** Whether members come to the organization through this client. */
  readonly use_for_member_access: boolean;
}

export interface OrganizationClientGrantRow {
  readonly organization_id: string;
  readonly grant_id: string;
}

export interface DiscoveryDomainRow {
  readonly id: string;
  readonly organization_id: string;
  readonly domain: string;
  readonly status: "pending" | "verified";
  /** The DNS name at which the owner of the domain puts `verification_txt`. */
  readonly verification_host: string;
  readonly verification_txt: string;
  readonly use_for_organization_discovery: boolean;
}
