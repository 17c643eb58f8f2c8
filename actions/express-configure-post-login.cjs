/**
 * Post-login Action `express_configure_postlogin_action` (trigger post-login v3, Node 22, no dependency).
 *
 * When an Okta admin runs Express Configuration, Okta's OIN Integration Client asks this tenant for an access token of
 * the Express Configure API. Okta reads from that token which app to configure, which Management API to call and where
 * end users sign in. Every other login passes through untouched.
 *
 * Auth0 runs this file as it stands: it is CommonJS and must stay on its own.
 *
 * Secrets: EXPRESS_CONFIGURE_API_IDENTIFIER, TENANT_DOMAIN (https://DOMAIN), SERVICE_INIT_LOGIN_URL.
 */

exports.onExecutePostLogin = async (event, api) => {
  const { EXPRESS_CONFIGURE_API_IDENTIFIER, TENANT_DOMAIN, SERVICE_INIT_LOGIN_URL } = event.secrets;

  // The transaction knows its API even where the parameters did not come by query (pushed or posted requests);
  // the query is only a fallback for transactions that carry no resource server.
  const requestedApi = event.resource_server?.identifier ?? event.request?.query?.audience;
  if (!requestedApi || requestedApi !== EXPRESS_CONFIGURE_API_IDENTIFIER) return;

  const serviceAppClientId = event.client?.metadata?.express_configure_sp_client_id;
  if (!serviceAppClientId) {
    api.access.deny("Express Configuration: this client is not linked to an application (client metadata express_configure_sp_client_id is missing).");
    return;
  }
  if (!event.organization?.id) {
    api.access.deny("Express Configuration: sign in to an organization. Without one there is nothing to configure.");
    return;
  }

  api.accessToken.setCustomClaim("sp_client_id", serviceAppClientId);
  api.accessToken.setCustomClaim("management_api_audience", `${TENANT_DOMAIN}/api/v2/`);
  api.accessToken.setCustomClaim("init_login_uri", SERVICE_INIT_LOGIN_URL);
};
