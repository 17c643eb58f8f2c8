import {
  attributesOf,
  AUTH0S_OWN,
  harmless,
  kept,
  keptWhere,
  member,
  members,
  seenBy,
  type Settlements,
  STACK,
} from "./settlement.ts";

const NOBODY_GETS_A_TOKEN = "users get no tokens for this API, so nobody can complete Express Configuration";

/** Whom of those who ask for a token the policies are about. */
const SUBJECT_TYPES: Settlements = {
  "subject_type_authorization.user.policy": seenBy("api.attributes"),
  "subject_type_authorization.client.policy": harmless("of tokens without a user, which permit nothing"),
  "subject_type_authorization.anonymous_user.policy": harmless("the OIN client has no anonymous sessions"),
};

/** Every attribute of the guide's Express Configure API. */
export const API_ATTRIBUTES: Settlements = {
  id: AUTH0S_OWN,
  is_system: AUTH0S_OWN,
  client_id: AUTH0S_OWN,
  identifier: STACK,
  name: STACK,
  scopes: STACK,
  ...members("scopes", ["[].value", "[].description"], STACK),
  allow_offline_access: STACK,
  skip_consent_for_verifiable_first_party_clients: STACK,
  token_lifetime: STACK,
  enforce_policies: STACK,

  subject_type_authorization: keptWhere(
    (found) => [undefined, "allow_all"].includes(member(found, "user", "policy") as string | undefined),
    { user: { policy: "allow_all" }, client: { policy: "require_client_grant" } },
    NOBODY_GETS_A_TOKEN,
  ),
  ...SUBJECT_TYPES,
  authorization_policy: kept(null, "a policy decides besides who gets a token for this API"),
  signing_alg: kept("RS256", "Okta cannot verify the access token"),
  token_encryption: kept(null, "Okta cannot read the access token"),
  proof_of_possession: keptWhere(
    (found) => member(found, "required") !== true,
    null,
    "Auth0 refuses Okta's requests, which prove no possession of a key",
  ),
  "proof_of_possession.required": seenBy("api.attributes"),
  ...members("proof_of_possession", ["mechanism", "required_for"], harmless("of no use while it is not required")),
  consent_policy: kept(null, "Auth0 wants another factor for each consent, which Okta's requests do not prepare"),
  authorization_details: kept(null, "consent is asked in other terms than Okta's"),
  // The older dialect with its permissions is what the dashboard's "Add Permissions in the Access Token" makes.
  token_dialect: kept("access_token", "Okta gets an access token of another form", ["access_token_authz"]),

  signing_secret: harmless("of no use while tokens are signed with RS256"),
  allow_online_access: harmless("takes the grant type refresh_token, which the OIN client does not have"),
  allow_online_access_with_ephemeral_sessions: harmless(
    "takes the grant type refresh_token, which the OIN client does not have",
  ),
  token_lifetime_for_web: harmless("of tokens without a code only, which the OIN client cannot get"),
  token_lifetime_for_anonymous_access_tokens: harmless("the OIN client has no anonymous sessions"),
};

const REFUSED = harmless("Auth0 refuses to change it: the API is a system API");

/** Of Auth0's own system API a tenant can change few things. */
export const SYSTEM_API_ATTRIBUTES: Settlements = {
  ...Object.fromEntries(attributesOf(API_ATTRIBUTES).map((name) => [name, REFUSED])),
  subject_type_authorization: keptWhere(
    (found) => member(found, "user", "policy") !== "deny_all",
    { user: { policy: "allow_all" } },
    NOBODY_GETS_A_TOKEN,
  ),
  ...SUBJECT_TYPES,
  authorization_policy: kept(null, "a policy decides besides who gets a token for this API"),
  skip_consent_for_verifiable_first_party_clients: harmless("only whether the consent page is shown depends on it"),
  token_lifetime: harmless("Okta uses the token at once"),
  token_lifetime_for_web: harmless("of tokens without a code only, which the OIN client cannot get"),
};
