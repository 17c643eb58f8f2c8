// The grant client_credentials: a token for a client that speaks for itself, at an API, perhaps in an organization.
import type { State } from "../core/state.ts";
import type { Tokens } from "../core/tokens.ts";
import { ofOrganization } from "../login/log-events.ts";
import type { Exchange } from "./exchange.ts";
import { organizationClaims } from "../login/issue.ts";
import { organizationNamed, requireAccess } from "../login/organizations.ts";
import { accessDenied, invalidRequest } from "./errors.ts";
import { unmodelledTokens } from "./token-dialect.ts";
import type { Parameters } from "./token-parameters.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";
import type { ClientGrantRow, ClientRow } from "../rows/clients.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

/** The answer with the token. Throws OAuthError. */
export async function clientCredentials(
  state: State,
  tokens: Tokens,
  client: ClientRow,
  parameters: Parameters,
  now: number,
): Promise<Exchange> {
  const api = requestedApi(state, parameters);
  refuseClients(client, api);
  const problem = unmodelledTokens(api);
  if (problem !== undefined) throw invalidRequest(problem);
  const grant = grantOf(state, client, api);
  const organization = organizationOf(state, client, grant, parameters);
  const scopes = grantedScopes(grant, api, parameters);
  const lifetimeSeconds = api.token_lifetime ?? 86_400;
  const claims = organizationClaims(state, { organizationId: organization?.id });
  const access_token = await tokens.issue(
    { clientId: client.client_id, audience: api.identifier, scopes, lifetimeSeconds, claims },
    now,
  );
  const scope = scopes.join(" ");
  return {
    answer: {
      access_token,
      ...(scopes.length > 0 ? { scope } : {}),
      expires_in: lifetimeSeconds,
      token_type: "Bearer",
    },
    about: { audience: api.identifier, scope, ...ofOrganization(state, organization?.id) },
  };
}

function requestedApi(state: State, { audience }: Parameters): ResourceServerRow {
  const defaultAudience = state.tenant_settings.get().default_audience;
  const wanted = audience ?? (defaultAudience === undefined || defaultAudience === "" ? undefined : defaultAudience);
  if (wanted === undefined) throw accessDenied("Non-global clients are not allowed access to APIv1", 403);
  const api = state.resource_servers.find((row) => row.identifier === wanted);
  if (api === undefined) throw accessDenied(`Service not found: ${wanted}`, 403);
  return api;
}

/** `subject_type_authorization.client`: whether clients may have tokens for the API at all, whatever they are granted. */
function refuseClients(
  { client_id: id }: ClientRow,
  { identifier, subject_type_authorization: policies }: ResourceServerRow,
): void {
  if (policies?.client?.policy === "deny_all")
    throw accessDenied(`Client "${id}" is not authorized to access resource server "${identifier}".`, 403);
}

function grantOf(state: State, client: ClientRow, api: ResourceServerRow): ClientGrantRow {
  const grant = state.client_grants.find(
    (row) => row.client_id === client.client_id && row.audience === api.identifier && row.subject_type === "client",
  );
  if (grant !== undefined) return grant;
  throw accessDenied(
    `Client is not authorized to access "${api.identifier}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`,
    403,
  );
}

/**
 * The organization asked for, else the client's default one, if the grant is good for organizations ("Machine-to-Machine
 * Access for Organizations" in Auth0's documentation).
 */
function organizationOf(
  state: State,
  client: ClientRow,
  grant: ClientGrantRow,
  { organization: asked }: Parameters,
): OrganizationRow | undefined {
  const usage = grant.organization_usage ?? "deny";
  if (usage === "deny" && asked !== undefined)
    throw invalidRequest("parameter organization is not allowed for this client");
  if (usage === "deny") return undefined;
  const wanted = asked ?? defaultOrganization(client);
  if (wanted === undefined && usage === "require")
    throw invalidRequest("parameter organization is required for this client");
  if (wanted === undefined) return undefined;
  const organization = organizationKnownAs(state, wanted);
  if (organization === undefined) throw invalidRequest("parameter organization is invalid");
  requireAccess(client, organization);
  if (!isGoodFor(state, client, grant, organization)) {
    throw accessDenied(
      `Client "${client.client_id}" is not authorized to access organization "${organization.id}".`,
      403,
    );
  }
  return organization;
}

const defaultOrganization = ({ default_organization: given }: ClientRow): string | undefined =>
  given?.flows.includes("client_credentials") === true ? given.organization_id : undefined;

/** By ID, or by name where the tenant allows names. */
function organizationKnownAs(state: State, idOrName: string): OrganizationRow | undefined {
  const byNames = state.tenant_settings.get().allow_organization_name_in_authentication_api === true;
  return state.organizations.get(idOrName) ?? (byNames ? organizationNamed(state, idOrName) : undefined);
}

/** A third party's client has to be let in by name. */
const isGoodFor = (state: State, client: ClientRow, grant: ClientGrantRow, { id }: OrganizationRow): boolean =>
  (grant.allow_any_organization === true && client.is_first_party !== false) ||
  state.organization_client_grants.has(`${id} ${grant.id}`);

/** The scopes of the grant; of those, the ones asked for where some are. */
function grantedScopes(grant: ClientGrantRow, api: ResourceServerRow, { scope }: Parameters): string[] {
  const own = (api.scopes ?? []).map(({ value }) => value);
  const granted = grant.allow_all_scopes === true ? own : (grant.scope ?? []).filter((value) => own.includes(value));
  const asked = (scope ?? "").split(" ").filter(Boolean);
  return asked.length === 0 ? granted : granted.filter((value) => asked.includes(value));
}
