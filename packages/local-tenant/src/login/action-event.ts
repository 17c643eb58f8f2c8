// The `event` of a post-login Action, as Auth0 documents it; members that need what the local tenant does not have (risk
// assessment, geography) are left out, as Auth0 leaves them out where they do not apply.
import type { AuthorizeRequest } from "./authorize-request.ts";
import type { State } from "../core/state.ts";
import { enrolledFactors } from "./factors.ts";
import type { Members } from "./log-events.ts";
import type { Authentication, Transaction } from "./transaction.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

/** What Actions are told of: a login, or the exchange of a refresh token. */
export interface Occasion {
  readonly clientId: string;
  /** Identifier of the API. */
  readonly audience: string | undefined;
  readonly organizationId: string | undefined;
  readonly authentication: Authentication;
  readonly ip: string;
  readonly userAgent: string | undefined;
  /** Of `event.request`. */
  readonly request: { readonly method: "GET" | "POST"; readonly query: object; readonly body: object };
  /** `event.transaction`. */
  readonly transaction: object;
  /** `event.refresh_token`, where one is exchanged. */
  readonly refreshToken?: object;
  /** For the logs. */
  readonly about: Members;
}

/** A login by somebody who is known by now. */
export const loginOccasion = (transaction: Transaction, authentication: Authentication, about: Members): Occasion => ({
  clientId: transaction.request.clientId,
  audience: transaction.request.audience,
  organizationId: transaction.organizationId,
  authentication,
  ip: transaction.ip,
  userAgent: transaction.userAgent,
  request: { method: "GET", query: transaction.request.query, body: {} },
  transaction: transactionOf(transaction),
  about,
});

/** @param roles names of the roles that count in this login */
export function actionEvent(state: State, domain: string, occasion: Occasion, roles: readonly string[]): object {
  const { clientId, audience, organizationId, authentication, refreshToken } = occasion;
  const client = state.clients.get(clientId);
  const user = state.users.get(authentication.userId);
  const connection = state.connections.get(authentication.connectionId);
  const organization = state.organizations.get(organizationId ?? "");
  const { logins_count: loginsCount = 0, last_login: _time, last_ip: _ip, ...profile } = user ?? {};
  return {
    authentication: { methods: methodsOf(authentication) },
    authorization: { roles },
    client: { client_id: client?.client_id, name: client?.name, metadata: client?.client_metadata ?? {} },
    connection: {
      id: connection?.id,
      name: connection?.name,
      strategy: connection?.strategy,
      metadata: connection?.metadata ?? {},
    },
    ...(organization === undefined ? {} : { organization: organizationOf(organization) }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    request: requestOf(domain, occasion),
    ...(audience === undefined ? {} : { resource_server: { identifier: audience } }),
    stats: { logins_count: loginsCount },
    // A tenant's name is the first label of its domain.
    tenant: { id: domain.split(/[.:]/)[0] },
    transaction: occasion.transaction,
    user: {
      app_metadata: {},
      user_metadata: {},
      ...profile,
      enrolledFactors: enrolledFactors(state, authentication.userId).map((type) => ({ type })),
    },
  };
}

const methodsOf = ({ at, factors = [] }: Authentication): object[] => [
  { name: "pwd", timestamp: new Date(at).toISOString() },
  ...factors.map((factor) => ({ name: "mfa", type: factor.type, timestamp: new Date(factor.at).toISOString() })),
];

const organizationOf = ({ id, name, display_name, metadata = {} }: OrganizationRow): object => ({
  id,
  name,
  ...(display_name === undefined ? {} : { display_name }),
  metadata,
});

const requestOf = (domain: string, { request, ip, userAgent }: Occasion): object => ({
  ...request,
  hostname: domain.split(":")[0],
  ip,
  geoip: {},
  ...(userAgent === undefined ? {} : { user_agent: userAgent }),
});

/** What of authentication the client asks for, in words. */
export const acrValues = ({ query }: Pick<AuthorizeRequest, "query">): string[] =>
  (query["acr_values"] ?? "").split(" ").filter(Boolean);

const transactionOf = ({ request }: Transaction): object => ({
  acr_values: acrValues(request),
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
