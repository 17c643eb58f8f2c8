/** A value that somebody could set by hand, for each attribute that audit judges by a table: used by unit and e2e tests. */
type Changes = Readonly<Record<string, unknown>>;

/** Of an OIN client of either flavour. */
export const CLIENT_CHANGES: Changes = {
  is_first_party: false,
  require_pushed_authorization_requests: true,
  require_proof_of_possession: true,
  signed_request_object: { required: true },
  compliance_level: "fapi1_adv_pkj_par",
  default_organization: { organization_id: "org_1", flows: ["client_credentials"] },
  allowed_origins: ["https://a.example"],
  web_origins: ["https://a.example"],
  allowed_logout_urls: ["https://a.example/out"],
  initiate_login_uri: "https://a.example/login",
  cross_origin_authentication: true,
  sso_disabled: true,
  is_token_endpoint_ip_header_trusted: true,
  identity_assertion_authorization_grant: { active: true },
  anonymous_sessions: { active: true },
  logo_uri: "https://a.example/logo.png",
  client_aliases: ["alias"],
  allowed_clients: ["other"],
  sso: true,
  custom_login_page: "<html></html>",
  form_template: "<form></form>",
  addons: {},
};

/** Of the guide's client besides. */
export const GUIDE_CLIENT_CHANGES: Changes = {
  ...CLIENT_CHANGES,
  jwt_configuration: { alg: "RS256", scopes: { openid: { description: "x" } } },
};

/** Of the native flavour's client besides: the stack does not send these. */
export const NATIVE_CLIENT_CHANGES: Changes = {
  ...CLIENT_CHANGES,
  oidc_conformant: false,
};

/** Those of a client's changes that Auth0 lets somebody make where the client signs in by keys. */
export function besideKeys({ is_token_endpoint_ip_header_trusted: _refused, ...changes }: Changes): Changes {
  return changes;
}

/** Of the guide's API; token_encryption is left out here, for it takes a key. */
export const API_CHANGES: Changes = {
  subject_type_authorization: { user: { policy: "deny_all" }, client: { policy: "deny_all" } },
  authorization_policy: { policy_id: "policy_1" },
  signing_alg: "HS256",
  proof_of_possession: { mechanism: "dpop", required: true },
  consent_policy: "transactional-authorization-with-mfa",
  authorization_details: [{ type: "payment" }],
  token_dialect: "rfc9068_profile",
};

/** Of Auth0's system API a tenant can change no other one that matters. */
export const SYSTEM_API_CHANGES: Changes = {
  subject_type_authorization: { user: { policy: "deny_all" }, client: { policy: "deny_all" } },
  authorization_policy: { policy_id: "policy_1" },
};

/** Of an OIN client of either flavour: what the stack does not declare and the plugin takes off. */
export const TAKEN_OFF_CHANGES: Changes = {
  session_transfer: { can_create_session_transfer_token: true },
  oidc_logout: { backchannel_logout_urls: ["https://a.example/logout"] },
  cross_origin_loc: "https://a.example/verify",
  fedcm_login: { google: { is_enabled: true } },
  organization_discovery_methods: ["email"],
  skip_non_verifiable_callback_uri_confirmation_prompt: true,
  token_exchange: { allow_any_profile_of_type: ["custom_authentication"] },
  token_quota: { client_credentials: { enforce: true, per_day: 1 } },
  async_approval_notification_channels: ["email"],
};

/** The same in the plugin's names. */
export const TAKEN_OFF_PATHS = [
  "asyncApprovalNotificationChannels",
  "crossOriginLoc",
  "fedcmLogin",
  "oidcLogout",
  "organizationDiscoveryMethods",
  "sessionTransfer",
  "skipNonVerifiableCallbackUriConfirmationPrompt",
  "tokenExchange",
  "tokenQuota",
] as const;
