/**
 * Post-login Action `express_configuration_domain_aliases` (trigger post-login v3, Node 22, no dependency).
 *
 * For apps that ask for the e-mail address first (home realm discovery): puts the e-mail domains of the admin's
 * organization on the access token of Auth0's Express Configuration, and Okta sets the connection up for them. The
 * domains stand in the organization's metadata, separated by commas or as a JSON list. Every other login passes through
 * untouched.
 *
 * Auth0 runs this file as it stands: it is CommonJS and must stay on its own.
 *
 * Secret: METADATA_KEY, the key in the organization's metadata.
 */

const EXPRESS_CONFIGURATION_API = "urn:auth0:express-configure";

/** A domain name of at least two labels. Anything else in the list would send somebody else's users to this customer. */
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

exports.onExecutePostLogin = async (event, api) => {
  // The transaction knows its API even where the parameters did not come by query (pushed or posted requests);
  // the query is only a fallback for transactions that carry no resource server.
  const requestedApi = event.resource_server?.identifier ?? event.request?.query?.audience;
  if (requestedApi !== EXPRESS_CONFIGURATION_API) return;

  const listed = event.organization?.metadata?.[event.secrets.METADATA_KEY];
  if (typeof listed !== "string") return;

  // A JSON list differs from the plain one only in brackets and quote marks around the names.
  const names = listed.split(",").map((name) => name.replace(/^[\s"'[]+|[\s"'\]]+$/g, "").toLowerCase());
  const domains = [...new Set(names.filter((name) => DOMAIN.test(name)))];
  if (domains.length > 0) api.accessToken.setCustomClaim("express_configuration", { domain_aliases: domains });
};
