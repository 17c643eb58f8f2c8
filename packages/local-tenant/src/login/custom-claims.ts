// Claims that Actions may not set ("Create Custom Claims" in Auth0's documentation): the login goes on, the claim is left out.

/** Claims of OpenID Connect, OAuth and Auth0 itself. */
const RESTRICTED: ReadonlySet<string> = new Set([
  "acr", "act", "active", "amr", "at_hash", "ath", "attest", "aud", "auth_time", "authorization_details", "azp", "c_hash",
  "client_id", "cnf", "cty", "dest", "entitlements", "events", "exp", "groups", "gty", "htm", "htu", "iat",
  "internalService", "iss", "jcard", "jku", "jti", "jwe", "jwk", "kid", "may_act", "mky", "nbf", "nonce", "object_id",
  "org_id", "org_name", "orig", "origid", "permissions", "roles", "rph", "s_hash", "scope", "sid", "sip_callid",
  "sip_cseq_num", "sip_date", "sip_from_tag", "sip_via_branch", "sub", "sub_jwk", "toe", "txn", "typ", "uuid", "vot",
  "vtm", "x5t#S256",
]);

export const permittedClaims = (claims: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !RESTRICTED.has(name) && !name.startsWith("urn:auth0")));
