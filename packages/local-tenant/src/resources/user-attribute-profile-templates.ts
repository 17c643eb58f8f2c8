// Auth0's templates of user attribute profiles. The mapping of the user ID is as recorded; the attributes are those of
// Auth0's documentation ("User Attribute Profile", its examples) and of the claims that each protocol standardizes.
import type { UserAttributes, UserId } from "./user-attribute-profile-schema.ts";

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** The user ID's mapping where a profile says nothing (recordings of TestAccUserAttributeProfile). */
export const DEFAULT_USER_ID: UserId = {
  oidc_mapping: "sub",
  saml_mapping: [`${CLAIMS}/nameidentifier`, `${CLAIMS}/upn`, `${CLAIMS}/name`],
  scim_mapping: "externalId",
};

interface Template {
  readonly id: string;
  readonly display_name: string;
  /** Fit to be sent as the body that creates a profile. */
  readonly template: { readonly name: string; readonly user_id: UserId; readonly user_attributes: UserAttributes };
}

/** One attribute of a template: the same claim name in the token and in the profile. */
const attribute = (
  claim: string,
  label: string,
  scim: string,
  saml: string,
  required = false,
): UserAttributes[string] => ({
  description: label,
  label,
  profile_required: required,
  auth0_mapping: claim,
  oidc_mapping: { mapping: `\${context.tokenset.${claim}}`, display_name: claim },
  saml_mapping: [`${CLAIMS}/${saml}`],
  scim_mapping: scim,
});

export const USER_ATTRIBUTE_PROFILE_TEMPLATES: readonly Template[] = [
  {
    id: "auth0-generic",
    display_name: "Auth0 Generic User Attribute Profile Template",
    template: {
      name: "Auth0 Generic User Attribute Profile",
      user_id: {
        ...DEFAULT_USER_ID,
        strategy_overrides: {
          waad: { oidc_mapping: "oid" },
          samlp: { scim_mapping: "userName" },
          "google-apps": { oidc_mapping: "email" },
        },
      },
      user_attributes: {
        email: {
          ...attribute("email", "Email", "emails[primary eq true].value", "emailaddress", true),
          strategy_overrides: { waad: { scim_mapping: 'emails[type eq "work"].value' } },
        },
        name: attribute("name", "Full Name", "displayName", "name"),
        given_name: attribute("given_name", "Given Name", "name.givenName", "givenname"),
        family_name: attribute("family_name", "Family Name", "name.familyName", "surname"),
      },
    },
  },
];
