// Auth0's own mapping from SCIM attributes to those of a user, the default of a new SCIM configuration: recorded of the
// strategy okta (TestAccSCIMConfiguration); what differs elsewhere, Auth0's guides to SCIM for SAML and Entra ID say.
import type { Strategy } from "./connection-schema.ts";

export interface Mapping {
  readonly scim: string;
  readonly auth0: string;
}

const WORK = 'addresses[type eq "work"]';
const ENTERPRISE_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** The SCIM attribute that a user is known by: `userName` where the protocol is SAML (documentation of inbound SCIM). */
export const defaultUserIdAttribute = (strategy: Strategy): string =>
  strategy === "samlp" ? "userName" : "externalId";

const MAPPING: readonly Mapping[] = [
  { scim: "userName", auth0: "preferred_username" },
  { scim: "emails[primary eq true].value", auth0: "email" },
  { scim: "externalId", auth0: "app_metadata.external_id" },
  { scim: "active", auth0: "blocked" },
  { scim: "displayName", auth0: "name" },
  { scim: "name.givenName", auth0: "given_name" },
  { scim: "name.familyName", auth0: "family_name" },
  { scim: "name.middleName", auth0: "app_metadata.middle_name" },
  { scim: "name.honorificPrefix", auth0: "app_metadata.honorific_prefix" },
  { scim: "name.honorificSuffix", auth0: "app_metadata.honorific_suffix" },
  { scim: "nickName", auth0: "nickname" },
  { scim: 'photos[type eq "photo"].value', auth0: "picture" },
  { scim: "phoneNumbers[primary eq true].value", auth0: "app_metadata.primary_phone_number" },
  { scim: 'phoneNumbers[type eq "mobile"].value', auth0: "app_metadata.mobile_phone_number" },
  { scim: `${WORK}.streetAddress`, auth0: "app_metadata.street_address" },
  { scim: `${WORK}.locality`, auth0: "app_metadata.city" },
  { scim: `${WORK}.region`, auth0: "app_metadata.state" },
  { scim: `${WORK}.postalCode`, auth0: "app_metadata.postal_code" },
  { scim: `${WORK}.formatted`, auth0: "app_metadata.postal_address" },
  { scim: `${WORK}.country`, auth0: "app_metadata.country" },
  { scim: "profileUrl", auth0: "app_metadata.profile_url" },
  { scim: "userType", auth0: "app_metadata.user_type" },
  { scim: "title", auth0: "app_metadata.title" },
  { scim: "preferredLanguage", auth0: "app_metadata.language" },
  { scim: "locale", auth0: "app_metadata.locale" },
  { scim: "timezone", auth0: "app_metadata.timezone" },
  { scim: `${ENTERPRISE_USER}.employeeNumber`, auth0: "app_metadata.employee_id" },
  { scim: `${ENTERPRISE_USER}.costCenter`, auth0: "app_metadata.cost_center" },
  { scim: `${ENTERPRISE_USER}.organization`, auth0: "app_metadata.organization" },
  { scim: `${ENTERPRISE_USER}.division`, auth0: "app_metadata.division" },
  { scim: `${ENTERPRISE_USER}.department`, auth0: "app_metadata.department" },
  { scim: `${ENTERPRISE_USER}.manager`, auth0: "app_metadata.manager" },
];

/** SCIM attributes that a strategy maps in another way, each in the place of the one beside it. */
const DIFFERENT: Partial<Record<Strategy, Readonly<Record<string, Mapping>>>> = {
  // Who signs in by SAML is known by the name.
  samlp: { userName: { scim: "userName", auth0: "username" } },
  // Entra ID sends no primary address.
  waad: { "emails[primary eq true].value": { scim: 'emails[type eq "work"].value', auth0: "email" } },
};

export const defaultMapping = (strategy: Strategy): readonly Mapping[] =>
  MAPPING.map((item) => DIFFERENT[strategy]?.[item.scim] ?? item);
