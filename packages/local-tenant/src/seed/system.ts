// What every tenant has from the start: the Management API, the global client, and one machine-to-machine client that may
// do everything, for whoever works on the local tenant. All are ordinary rows and show in every listing.
import { clientSecret, Ids } from "../core/ids.ts";
import { MANAGEMENT_SCOPES, scopeDescription } from "../core/scopes.ts";
import type { State } from "../core/state.ts";
import { clientDefaults } from "../resources/client-defaults.ts";
import type { ClientRow } from "../rows/clients.ts";

const OPERATOR_NAME = "Local Tenant Operator";

/** Adds the system's rows where they are missing (a state that was saved has them) and gives the operator's client. */
export function ensureSystemRows(state: State, managementAudience: string): ClientRow {
  const ids = new Ids();
  if (state.resource_servers.find((row) => row.identifier === managementAudience) === undefined) {
    state.resource_servers.put({
      id: ids.next("resource_server"),
      name: "Auth0 Management API",
      identifier: managementAudience,
      is_system: true,
      allow_offline_access: false,
      skip_consent_for_verifiable_first_party_clients: false,
      subject_type_authorization: { client: { policy: "require_client_grant" }, user: { policy: "allow_all" } },
      token_lifetime: 86_400,
      token_lifetime_for_web: 7200,
      signing_alg: "RS256",
      scopes: MANAGEMENT_SCOPES.map((value) => ({ value, description: scopeDescription(value) })),
    });
  }
  if (state.clients.find(({ global }) => global === true) === undefined) addGlobalClient(state, ids);
  const operator = state.clients.find((row) => row.name === OPERATOR_NAME) ?? addOperator(state, ids);
  if (!state.client_grants.find((row) => row.client_id === operator.client_id && row.audience === managementAudience)) {
    state.client_grants.put({
      id: ids.next("client_grant"),
      client_id: operator.client_id,
      audience: managementAudience,
      scope: [...MANAGEMENT_SCOPES],
      subject_type: "client",
    });
  }
  return operator;
}

/** Stands for the tenant itself, and has less than other clients (recordings of TestAccDataClients). */
function addGlobalClient(state: State, ids: Ids): void {
  state.clients.put({
    client_id: ids.next("client"),
    client_secret: clientSecret(),
    global: true,
    name: "All Applications",
    is_first_party: true,
    callbacks: [],
    custom_login_page_on: false,
    refresh_token: clientDefaults({ name: "All Applications" }).refresh_token,
  });
}

function addOperator(state: State, ids: Ids): ClientRow {
  const body = {
    name: OPERATOR_NAME,
    app_type: "non_interactive",
    token_endpoint_auth_method: "client_secret_post",
  } as const;
  return state.clients.put({
    ...clientDefaults(body),
    ...body,
    grant_types: ["client_credentials"],
    client_id: ids.next("client"),
    client_secret: clientSecret(),
  });
}
