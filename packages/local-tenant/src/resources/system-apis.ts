// APIs that belong to Auth0 itself. Asking for one of these identifiers switches it on: whatever else the request says,
// the API comes out as Auth0 defines it (recordings of TestAccResourceServer_ACR, and the Go SDK's of Express Configuration).
import { isDeepStrictEqual } from "node:util";
import type { Site } from "../core/endpoint.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";

type SystemApi = Omit<ResourceServerRow, "id" | "identifier">;

const EXPRESS_CONFIGURE: SystemApi = {
  name: "Okta OIN Express Configuration API",
  is_system: true,
  enforce_policies: true,
  token_lifetime: 300,
  subject_type_authorization: { client: { policy: "deny_all" }, user: { policy: "allow_all" } },
  scopes: [
    { value: "express_configure:sso", description: "Ability to create SSO configurations" },
    { value: "express_configure:scim", description: "Ability to create scim configurations" },
  ],
};

const MY_ACCOUNT: SystemApi = {
  name: "Auth0 My Account API",
  is_system: true,
  allow_offline_access: true,
  skip_consent_for_verifiable_first_party_clients: true,
  subject_type_authorization: { client: { policy: "deny_all" }, user: { policy: "require_client_grant" } },
  token_lifetime: 600,
  token_lifetime_for_web: 600,
  proof_of_possession: { mechanism: "dpop", required: false },
  scopes: [
    { value: "create:me:connected_accounts", description: "Create Connected Accounts" },
    { value: "read:me:connected_accounts", description: "Read Connected Accounts" },
    { value: "delete:me:connected_accounts", description: "Delete Connected Accounts" },
    { value: "read:me:authentication_methods", description: "Read Authentication Methods" },
    { value: "delete:me:authentication_methods", description: "Delete Authentication Methods" },
    { value: "update:me:authentication_methods", description: "Update Authentication Methods" },
    { value: "read:me:factors", description: "Read Factors" },
    { value: "create:me:authentication_methods", description: "Create Authentication Methods" },
  ],
};

/** The system's definition of the API with this identifier, if the system has one. */
export function systemApi(identifier: string, { url }: Site): SystemApi | undefined {
  switch (identifier) {
    case "urn:auth0:express-configure":
      return EXPRESS_CONFIGURE;
    case `${url}/me/`:
      return MY_ACCOUNT;
    default:
      return undefined;
  }
}

/** What was switched on can be switched off again by deleting it; the Management API cannot. */
export const canBeDeleted = (row: ResourceServerRow, site: Site): boolean =>
  row.is_system !== true || systemApi(row.identifier, site) !== undefined;

/** Of a system API, what a tenant decides for itself (the official Terraform provider sends these for the Management API). */
const OWN: ReadonlySet<string> = new Set([
  "authorization_policy",
  "skip_consent_for_verifiable_first_party_clients",
  "subject_type_authorization",
  "token_lifetime",
  "token_lifetime_for_web",
]);

/** Whether a change keeps to that, and otherwise says what is so already. */
export const leavesDefinition = (row: ResourceServerRow, changes: object): boolean =>
  Object.entries(changes).every(([name, value]) => {
    const current = (row as Readonly<Record<string, unknown>>)[name];
    return (
      OWN.has(name) ||
      value === undefined ||
      (value === null && current === undefined) ||
      isDeepStrictEqual(value, current)
    );
  });
