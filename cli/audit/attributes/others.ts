import { AUTH0S_OWN, harmless, kept, seenBy, type Settlements, STACK } from "./settlement.ts";

/** The guide's client grant. */
export const GRANT_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  client_id: STACK,
  audience: STACK,
  scope: STACK,
  subject_type: seenBy("oin-client.grants"),
  allow_all_scopes: seenBy("oin-client.scopes"),
  organization_usage: seenBy("oin-client.grant-organizations"),
  allow_any_organization: seenBy("oin-client.grant-organizations"),
  authorization_details_types: kept([], "every preview shows it"),
  default_for: harmless("of grants without a client only"),
  is_system: AUTH0S_OWN,
};

/** Okta's keys. */
export const CREDENTIAL_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  created_at: AUTH0S_OWN,
  updated_at: AUTH0S_OWN,
  kid: seenBy("oin-client.keys"),
  expires_at: seenBy("oin-client.key-expiry"),
  name: harmless("fixed once the key is made; nothing goes by it on the tenant"),
  alg: harmless("fixed once the key is made; another key is told as a further one"),
  credential_type: harmless("fixed once the key is made; another key is told as a further one"),
  subject_dn: harmless("of certificates for mutual TLS only"),
  thumbprint_sha256: harmless("of certificates only"),
};

/** The role, where it is the stack's own; of an existing one the stack sees to its permissions only. */
export const ROLE_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  name: STACK,
  description: STACK,
  type: AUTH0S_OWN,
  owner_id: AUTH0S_OWN,
};

/** A permission of the role. */
export const PERMISSION_ATTRIBUTES: Settlements = {
  permission_name: STACK,
  resource_server_identifier: STACK,
  resource_server_name: harmless("the API's name, shown again"),
  description: harmless("the scope's description, shown again"),
};

/** A post-login Action of either flavour. */
export const ACTION_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  created_at: AUTH0S_OWN,
  updated_at: AUTH0S_OWN,
  built_at: AUTH0S_OWN,
  status: AUTH0S_OWN,
  installed_integration_id: AUTH0S_OWN,
  integration: AUTH0S_OWN,
  name: STACK,
  supported_triggers: STACK,
  runtime: STACK,
  code: STACK,
  dependencies: STACK,
  modules: STACK,
  secrets: seenBy("action.secrets"),
  deployed_version: seenBy("action.deployed-code"),
  all_changes_deployed: seenBy("action.undeployed-changes"),
  deploy: harmless("of requests only: whether to deploy at once"),
};

/** The Action's place in the post-login flow. */
export const BINDING_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  trigger_id: AUTH0S_OWN,
  created_at: AUTH0S_OWN,
  updated_at: AUTH0S_OWN,
  display_name: STACK,
  action: seenBy("action.bindings"),
};

/** The connection profile, where it is the stack's own. */
export const CONNECTION_PROFILE_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  name: STACK,
  organization: STACK,
  connection_name_prefix_template: STACK,
  enabled_features: STACK,
  connection_config: harmless("it has no members"),
  strategy_overrides: seenBy("connection-profile.strategies"),
  provisioning: harmless("what customers' SCIM tokens may do at most is the tenant's own choice"),
  cross_app_access_resource_app: harmless("whether customers may use Cross App Access is the tenant's own choice"),
};

/** The user attribute profile, where it is the stack's own. */
export const USER_ATTRIBUTE_PROFILE_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  name: STACK,
  user_id: STACK,
  user_attributes: STACK,
};

/** The block of the service app. */
export const APP_BLOCK_ATTRIBUTES: Settlements = {
  admin_login_domain: STACK,
  connection_profile_id: STACK,
  enable_client: STACK,
  enable_organization: STACK,
  initiate_login_uri_template: STACK,
  linked_clients: STACK,
  okta_oin_client_id: STACK,
  user_attribute_profile_id: STACK,
  oin_submission_id: harmless("Okta's and Auth0's own note; it is kept as it is"),
};
