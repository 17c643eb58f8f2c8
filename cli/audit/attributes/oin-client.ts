import {
  AUTH0S_OWN,
  filled,
  harmless,
  kept,
  keptWhere,
  member,
  members,
  seenBy,
  type Settlements,
  STACK,
  wholeSeenBy,
} from "./settlement.ts";

/** The words for an attribute that does no harm but that the plugin keeps showing and never writes. */
const SHOWN_FOR_EVER = "every preview shows it";
const NO_SUCH_GRANT_TYPE = harmless("it takes a grant type that the client does not have");
const LOGIN_PAGE_OFF = harmless("the page itself is looked at: custom_login_page");
const METADATA_DOCUMENT = harmless("of clients registered by a metadata document only");

/** What the stack does not declare and the plugin takes off all the same: a preview shows it, and so does `adopt`. */
export const TAKEN_OFF = [
  "session_transfer",
  "oidc_logout",
  "cross_origin_loc",
  "addons",
  "fedcm_login",
  "organization_discovery_methods",
  "skip_non_verifiable_callback_uri_confirmation_prompt",
  "token_exchange",
  "token_quota",
  "async_approval_notification_channels",
] as const;

/** Every attribute of the guide's OIN client. Which of them the plugin shows and takes back is measured. */
export const OIN_CLIENT_ATTRIBUTES: Settlements = {
  client_id: AUTH0S_OWN,
  created_at: AUTH0S_OWN,
  updated_at: AUTH0S_OWN,
  tenant: AUTH0S_OWN,
  global: AUTH0S_OWN,
  signing_keys: AUTH0S_OWN,
  name: STACK,
  description: STACK,
  app_type: STACK,
  callbacks: STACK,
  oidc_conformant: STACK,
  grant_types: STACK,
  "jwt_configuration.alg": STACK,
  "jwt_configuration.lifetime_in_seconds": harmless("how long an ID token lives: Okta uses it at once"),
  "jwt_configuration.secret_encoded": harmless("of tokens signed with the client's secret only"),
  "jwt_configuration.scopes": kept({}, SHOWN_FOR_EVER),
  organization_usage: STACK,
  organization_require_behavior: STACK,
  client_metadata: STACK,
  client_authentication_methods: wholeSeenBy("oin-client.keys", "by the credentials behind it, of every method"),
  token_endpoint_auth_method: STACK,
  client_secret: harmless("of no use while the client authenticates by key"),

  // What makes Auth0 refuse Okta's requests.
  is_first_party: kept(true, "a third-party client cannot use the organizations' connections"),
  require_pushed_authorization_requests: kept(false, "Auth0 refuses Okta's login requests, which are not pushed"),
  require_proof_of_possession: kept(false, "Auth0 refuses Okta's requests, which prove no possession of a key"),
  "signed_request_object.required": kept(false, "Auth0 refuses Okta's login requests, which are not signed"),
  "signed_request_object.credentials[].id": harmless("what such a key signs may also be asked for unsigned"),
  compliance_level: kept(null, "Auth0 refuses Okta's requests, which do not follow that profile", ["none"]),
  default_organization: kept(null, "Okta's own tokens are for that organization, and Okta asks for them in none"),

  // What lets somebody else do something, or leads people astray.
  allowed_origins: kept([], "pages of other origins may send requests as this client"),
  web_origins: kept([], "pages of other origins may ask for tokens as this client"),
  allowed_logout_urls: kept([], "Auth0 redirects to these addresses after a logout"),
  initiate_login_uri: kept("", "Auth0 sends people there, and they do not come back to Okta"),
  cross_origin_authentication: kept(false, "pages of other origins may sign people in to this client"),
  sso_disabled: kept(false, "an admin who is signed in already must sign in again"),
  is_token_endpoint_ip_header_trusted: kept(false, "the IP address that Auth0 protects by is what the request says"),
  token_vault_privileged_access: keptWhere(
    (found) => [undefined, 0].includes(length(member(found, "credentials"))),
    { credentials: [] },
    "a further key may read people's tokens in the Token Vault",
  ),
  "token_vault_privileged_access.credentials[].id": seenBy("oin-client.attributes"),
  ...members(
    "token_vault_privileged_access",
    ["ip_allowlist", "grants[].connection", "grants[].scopes"],
    harmless("of use with such a key only"),
  ),
  identity_assertion_authorization_grant: kept(null, "a further way to get tokens", [{ active: false }]),
  anonymous_sessions: kept(null, "tokens without anybody signed in", [{ active: false }]),

  logo_uri: kept("", SHOWN_FOR_EVER),
  client_aliases: kept([], SHOWN_FOR_EVER),
  allowed_clients: kept([], SHOWN_FOR_EVER),
  sso: kept(false, SHOWN_FOR_EVER),
  custom_login_page: kept(null, "an admin signs in on a page of its own, where the client has it on"),
  form_template: kept(null, SHOWN_FOR_EVER),

  ...Object.fromEntries(TAKEN_OFF.map((name) => [name, STACK])),
  // The plugin takes every add-on off, and leaves an empty group.
  addons: {
    ...keptWhere((found) => (found ?? null) === null, null, "an up empties it, and every preview shows what is left"),
    always: true,
    hidden: true,
    whole: true,
  },
  ...members(
    "session_transfer",
    [
      "can_create_session_transfer_token",
      "enforce_cascade_revocation",
      "allowed_authentication_methods",
      "enforce_device_binding",
      "allow_refresh_token",
      "enforce_online_refresh_tokens",
      "delegation.allow_delegated_access",
      "delegation.enforce_device_binding",
    ],
    STACK,
  ),
  ...members(
    "oidc_logout",
    [
      "backchannel_logout_urls",
      "backchannel_logout_initiators.mode",
      "backchannel_logout_initiators.selected_initiators",
      "backchannel_logout_session_metadata.include",
    ],
    STACK,
  ),
  "fedcm_login.google.is_enabled": STACK,
  "token_exchange.allow_any_profile_of_type": STACK,
  ...members("token_quota.client_credentials", ["enforce", "per_day", "per_hour"], STACK),

  refresh_token: NO_SUCH_GRANT_TYPE,
  native_social_login: NO_SUCH_GRANT_TYPE,
  mobile: harmless("of mobile apps only"),
  encryption_key: harmless("of WS-Federation answers only"),
  custom_login_page_on: LOGIN_PAGE_OFF,
  custom_login_page_preview: LOGIN_PAGE_OFF,
  par_request_expiry: harmless("Okta pushes no requests"),
  third_party_security_mode: harmless("of third-party clients only, which this one is kept from being"),
  redirection_policy: harmless("only where an error is shown depends on it"),
  b2b_integration_configuration: harmless("names profiles for other integrations"),
  my_organization_configuration: harmless("takes a grant for the My Organization API, and audit names further grants"),
  express_configuration: harmless(
    "only the service app's block counts; one that names our client is told (oin-client.apps)",
  ),
  resource_server_identifier: harmless("can be set only when a client is made"),
  external_metadata_type: METADATA_DOCUMENT,
  external_metadata_created_by: METADATA_DOCUMENT,
  external_client_id: METADATA_DOCUMENT,
  jwks_uri: METADATA_DOCUMENT,
};

/** What is otherwise in the native flavour, whose client Auth0 fills in: the stack does not send these. */
export const NATIVE_OIN_CLIENT_ATTRIBUTES: Settlements = {
  ...Object.fromEntries(
    Object.entries(OIN_CLIENT_ATTRIBUTES).filter(([name]) => !name.startsWith("jwt_configuration.")),
  ),
  callbacks: seenBy("oin-client.settings"),
  grant_types: seenBy("oin-client.settings"),
  organization_usage: seenBy("oin-client.settings"),
  oidc_conformant: filled(true, "the logins that Okta asks for work otherwise"),
  jwt_configuration: harmless("Auth0 refuses another alg than RS256 while the client authenticates by key"),
};

function length(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}
