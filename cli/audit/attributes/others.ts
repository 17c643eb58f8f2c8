import {
  AUTH0S_OWN,
  harmless,
  kept,
  members,
  seenBy,
  type Settlements,
  STACK,
  STACK_WHOLE,
  wholeSeenBy,
} from "./settlement.ts";

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
  ...members("supported_triggers", ["[].id", "[].version"], STACK),
  ...members(
    "supported_triggers",
    [
      "[].status",
      "[].runtimes",
      "[].default_runtime",
      "[].compatible_triggers[].id",
      "[].compatible_triggers[].version",
      "[].binding_policy",
    ],
    AUTH0S_OWN,
  ),
  runtime: STACK,
  code: STACK,
  dependencies: STACK_WHOLE,
  modules: STACK_WHOLE,
  secrets: wholeSeenBy("action.secrets", "by their names and when they were set; values cannot be read"),
  deployed_version: wholeSeenBy("action.deployed-code", "its code; `action.undeployed-changes` sees the rest of it"),
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
  action: wholeSeenBy("action.bindings", "which Action it is; what that is like is settled above"),
};

/** What SCIM tokens of connections with the profile may do, and how long they live, in seconds. */
const SCIM_TOKENS = ["scopes", "default_expiry", "max_allowed_expiry"];

/** The connection profile, where it is the stack's own. */
export const CONNECTION_PROFILE_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  name: STACK,
  organization: STACK,
  ...members("organization", ["show_as_button", "assign_membership_on_login"], STACK),
  connection_name_prefix_template: STACK,
  enabled_features: STACK,
  connection_config: harmless("it has no members"),
  "strategy_overrides.*.enabled_features": seenBy(
    "connection-profile.strategies",
    "those of strategies that the stack declares: preview and `up`",
  ),
  "strategy_overrides.*.connection_config": harmless("it has no members"),
  ...members("strategy_overrides.*.provisioning.scim.tokens", SCIM_TOKENS, seenBy("connection-profile.provisioning")),
  ...members(
    "provisioning.scim.tokens",
    SCIM_TOKENS,
    seenBy("connection-profile.provisioning", "where the stack sets `connectionProfile.scimTokens`: preview and `up`"),
  ),
  cross_app_access_resource_app: harmless(
    "whether customers may use Cross App Access is the tenant's own choice; where the stack sets `connectionProfile.crossAppAccess`: preview and `up`",
  ),
};

const MAPPINGS = ["oidc_mapping", "saml_mapping", "scim_mapping"];
const ATTRIBUTE_MAPPINGS = ["oidc_mapping.mapping", "oidc_mapping.display_name", "saml_mapping", "scim_mapping"];

/** The user attribute profile, where it is the stack's own. */
export const USER_ATTRIBUTE_PROFILE_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  name: STACK,
  user_id: STACK,
  ...members("user_id", [...MAPPINGS, ...MAPPINGS.map((name) => `strategy_overrides.*.${name}`)], STACK),
  user_attributes: STACK,
  ...members("user_attributes.*", ["description", "label", "profile_required", "auth0_mapping"], STACK),
  ...members("user_attributes.*", ATTRIBUTE_MAPPINGS, STACK),
  ...members("user_attributes.*.strategy_overrides.*", ATTRIBUTE_MAPPINGS, STACK),
};

/** The block of the service app. */
export const APP_BLOCK_ATTRIBUTES: Settlements = {
  admin_login_domain: STACK,
  connection_profile_id: STACK,
  enable_client: STACK,
  enable_organization: STACK,
  initiate_login_uri_template: STACK,
  linked_clients: STACK,
  "linked_clients[].client_id": STACK,
  okta_oin_client_id: STACK,
  user_attribute_profile_id: STACK,
  oin_submission_id: harmless("Okta's and Auth0's own note; it is kept as it is"),
};
