// The `event` of a post-login Action, as Auth0 documents it; members that need what the local tenant does not have (risk
// assessment, geography, MFA, refresh tokens) are left out, as Auth0 leaves them out where they do not apply.
import type { State } from "../core/state.ts";
import type { Transaction } from "./transaction.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

/** @param roles names of the roles that count in this login */
export function actionEvent(state: State, domain: string, transaction: Transaction, roles: readonly string[]): object {
  const { request, organizationId, authentication } = transaction;
  const client = state.clients.get(request.clientId);
  const user = state.users.get(authentication?.userId ?? "");
  const connection = state.connections.get(authentication?.connectionId ?? "");
  const organization = state.organizations.get(organizationId ?? "");
  const { logins_count: loginsCount = 0, last_login: _time, last_ip: _ip, ...profile } = user ?? {};
  return {
    authentication: { methods: [{ name: "pwd", timestamp: new Date(authentication?.at ?? 0).toISOString() }] },
    authorization: { roles },
    client: { client_id: client?.client_id, name: client?.name, metadata: client?.client_metadata ?? {} },
    connection: {
      id: connection?.id,
      name: connection?.name,
      strategy: connection?.strategy,
      metadata: connection?.metadata ?? {},
    },
    ...(organization === undefined ? {} : { organization: organizationOf(organization) }),
    request: requestOf(domain, transaction),
    ...(request.audience === undefined ? {} : { resource_server: { identifier: request.audience } }),
    stats: { logins_count: loginsCount },
    // A tenant's name is the first label of its domain.
    tenant: { id: domain.split(/[.:]/)[0] },
    transaction: transactionOf(transaction),
    user: { app_metadata: {}, user_metadata: {}, ...profile },
  };
}

const organizationOf = ({ id, name, display_name, metadata = {} }: OrganizationRow): object => ({
  id,
  name,
  ...(display_name === undefined ? {} : { display_name }),
  metadata,
});

const requestOf = (domain: string, { request, ip, userAgent }: Transaction): object => ({
  method: "GET",
  hostname: domain.split(":")[0],
  ip,
  query: request.query,
  body: {},
  geoip: {},
  ...(userAgent === undefined ? {} : { user_agent: userAgent }),
});

const transactionOf = ({ request }: Transaction): object => ({
  acr_values: [],
  locale: "en",
  prompt: [...request.prompt],
  protocol: "oidc-basic-profile",
  redirect_uri: request.redirectUri,
  requested_authorization_details: [],
  requested_scopes: request.scopes,
  response_mode: "query",
  response_type: ["code"],
  ui_locales: [],
  ...(request.state === undefined ? {} : { state: request.state }),
  ...(request.loginHint === undefined ? {} : { login_hint: request.loginHint }),
});
