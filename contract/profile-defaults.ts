/**
 * Auth0's own profile templates made explicit, so that a change of theirs does not change a tenant unseen.
 *
 * Source: Auth0's documentation, "User Attribute Profile" and "Connection Profile" (their examples), and the claims that
 * OIDC, SAML and SCIM standardize for a person's name.
 */
import type { ConnectionProfileArgs, UserAttribute, UserAttributeProfileArgs } from "./profiles.ts";

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

const NAME = "Okta Express Configuration";

/** An attribute that has the same name in the token and on the Auth0 user. */
function attribute(claim: string, label: string, scimMapping: string, samlClaim: string): UserAttribute {
  return {
    label,
    description: label,
    auth0Mapping: claim,
    oidcMapping: { mapping: `\${context.tokenset.${claim}}`, displayName: claim },
    samlMapping: [`${CLAIMS}/${samlClaim}`],
    scimMapping,
  };
}

/** After Auth0's generic template: the user ID with its overrides; e-mail (required), full, given and family name. */
export const DEFAULT_USER_ATTRIBUTE_PROFILE: UserAttributeProfileArgs = {
  name: NAME,
  userId: {
    oidcMapping: "sub",
    samlMapping: [`${CLAIMS}/nameidentifier`, `${CLAIMS}/upn`, `${CLAIMS}/name`],
    scimMapping: "externalId",
    strategyOverrides: {
      "google-apps": { oidcMapping: "email" },
      samlp: { scimMapping: "userName" },
      waad: { oidcMapping: "oid" },
    },
  },
  userAttributes: {
    email: {
      ...attribute("email", "Email", "emails[primary eq true].value", "emailaddress"),
      profileRequired: true,
      strategyOverrides: { waad: { scimMapping: 'emails[type eq "work"].value' } },
    },
    family_name: attribute("family_name", "Family Name", "name.familyName", "surname"),
    given_name: attribute("given_name", "Given Name", "name.givenName", "givenname"),
    name: attribute("name", "Full Name", "displayName", "name"),
  },
};

/** After Auth0's generic template; SCIM only where it is wanted. */
export function defaultConnectionProfile(scim: boolean): ConnectionProfileArgs {
  return {
    name: NAME,
    connectionNamePrefixTemplate: "ec-{org_id}-",
    enabledFeatures: scim ? ["scim", "universal_logout"] : ["universal_logout"],
    organization: { showAsButton: "none", assignMembershipOnLogin: "none" },
  };
}
