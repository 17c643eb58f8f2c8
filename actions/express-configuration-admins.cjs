/**
 * Post-login Action `express_configuration_admins` (trigger post-login v3, Node 22, no dependency).
 *
 * For tenants that do not use roles: who may run Auth0's Express Configuration is told by the user's app_metadata, which
 * users cannot write themselves. The value under the configured key is `true`, or a list of the IDs of the organizations
 * that the user may do it for. Whoever asks for the Express Configuration API without it is refused. Every other login
 * passes through untouched.
 *
 * Auth0 runs this file as it stands: it is CommonJS and must stay on its own.
 *
 * Secrets: APP_METADATA_KEY; SCOPES, the permissions to be granted, separated by spaces.
 */

const EXPRESS_CONFIGURATION_API = "urn:auth0:express-configure";

exports.onExecutePostLogin = async (event, api) => {
  // The transaction knows its API even where the parameters did not come by query (pushed or posted requests);
  // the query is only a fallback for transactions that carry no resource server.
  const requestedApi = event.resource_server?.identifier ?? event.request?.query?.audience;
  if (requestedApi !== EXPRESS_CONFIGURATION_API) return;

  if (!event.organization?.id) {
    api.access.deny("Express Configuration: sign in to an organization. Without one there is nothing to configure.");
    return;
  }
  const admin = event.user?.app_metadata?.[event.secrets.APP_METADATA_KEY];
  if (admin !== true && !(Array.isArray(admin) && admin.includes(event.organization.id))) {
    api.access.deny("Express Configuration: this account may not set it up for this organization. Ask whoever runs the app.");
    return;
  }

  // A login that asks for some of the permissions gets those; one that names none gets all.
  const permitted = event.secrets.SCOPES.split(" ");
  const asked = permitted.filter((scope) => event.transaction?.requested_scopes?.includes(scope));
  for (const scope of asked.length > 0 ? asked : permitted) api.accessToken.addScope(scope);
};
