// Clients (applications): /clients.
import { created, endpoint, noContent, ok, type Call, type Endpoint, type Plan, type Site } from "../core/endpoint.ts";
import { badRequest, forbidden, insufficientScope, notFound } from "../core/errors.ts";
import { clientSecret } from "../core/ids.ts";
import { list, selectFields } from "../core/query.ts";
import type { Scope } from "../core/scopes.ts";
import type { State } from "../core/state.ts";
import { clientGone } from "./cascades.ts";
import { wantedClients } from "./client-query.ts";
import { credentialsNamed, withCredentials, withNewCredentials } from "./client-credential-members.ts";
import { clientDefaults } from "./client-defaults.ts";
import { createClientBody, updateClientBody, type CreateClientBody, type UpdateClientBody } from "./client-schema.ts";
import { patched } from "./merge.ts";
import { credentialView } from "./new-credential.ts";
import { checkModeStays, checkStrict, isStrict } from "./third-party-clients.ts";
import type { ClientRow } from "../rows/clients.ts";

/**
 * Attributes that a PATCH merges one level deep. Recorded of the first three (TestAccClientMetadataBehavior,
 * …PrivateKeyJWT); of social and FedCM logins the SDK's PATCH types say so, where null takes one provider away; of the
 * others the recordings permit both, and a merge is what Auth0's CLI counts on, which sends the changed settings only.
 */
const MERGED = [
  "client_metadata",
  "jwt_configuration",
  "refresh_token",
  "session_transfer",
  "mobile",
  "native_social_login",
  "fedcm_login",
  "signed_request_object",
  "token_vault_privileged_access",
  "oidc_logout",
  "addons",
] as const;

/** Readable with any scope that opens the endpoint. */
const SUMMARY: readonly string[] = ["client_id", "app_type", "name", "description"];

/** Attributes that take a scope of their own (documentation of GET /clients/{id}). */
const GUARDED: Readonly<Record<string, readonly Scope[]>> = {
  client_secret: ["read:client_keys"],
  signing_keys: ["read:client_keys"],
  encryption_key: ["read:client_keys"],
  client_authentication_methods: ["read:client_keys", "read:client_credentials"],
};

const READ = ["read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"] as const;

export const clients: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/clients",
    scopes: READ,
    handle: ({ state, query, scopes, site }) =>
      ok(
        list(query, "clients", state.clients.filter(wantedClients(state, query)), {
          view: (row) => view(row, scopes, site),
        }),
      ),
  }),
  endpoint({
    method: "POST",
    path: "/clients",
    scopes: ["create:clients"],
    body: createClientBody,
    handle: (call) => created(withWholeCredentials(call.state, fullView(create(call), call.site))),
  }),
  endpoint({
    method: "GET",
    path: "/clients/:id",
    scopes: READ,
    handle: ({ state, param, query, scopes, site }) =>
      ok(selectFields(query, view(clientById(state, param("id")), scopes, site))),
  }),
  endpoint({
    method: "PATCH",
    path: "/clients/:id",
    scopes: ["update:clients", "update:client_keys"],
    body: updateClientBody,
    handle: (call) => ok(view(update(call), call.scopes, call.site)),
  }),
  endpoint({
    method: "DELETE",
    path: "/clients/:id",
    scopes: ["delete:clients"],
    handle: ({ state, param }) => {
      if (state.clients.get(param("id"))?.global === true) throw badRequest("The global client can't be deleted");
      clientGone(state, param("id"));
      return noContent();
    },
  }),
  endpoint({
    method: "POST",
    path: "/clients/:id/rotate-secret",
    scopes: ["update:client_keys"],
    handle: ({ state, param, site }) => {
      const row = clientById(state, param("id"));
      return ok(fullView(state.clients.put({ ...row, client_secret: clientSecret() }), site));
    },
  }),
];

/** The client, or 404 `inexistent_client`. */
export function clientById(state: State, id: string): ClientRow {
  const row = state.clients.get(id);
  if (row === undefined) throw notFound("The client does not exist", "inexistent_client");
  return row;
}

function create(call: Call<CreateClientBody>): ClientRow {
  const { state, body, ids, site } = call;
  const client_id = ids.next(isStrict(body) ? "third_party_client" : "client");
  if (credentialsNamed(body).length > 0) demand(call, "create:client_credentials");
  const { client_secret: givenSecret, ...attributes } = withNewCredentials(call, client_id);
  const row = patched<ClientRow>(
    {
      ...clientDefaults(body),
      name: body.name,
      client_id,
      client_secret: givenSecret ?? clientSecret(),
    },
    mirrored(attributes),
    MERGED,
  );
  check(state, row, site.plan);
  checkProfiles(state, body);
  checkGrantTypes(row, attributes);
  checkStrict(row);
  linkResourceServer(state, row);
  if (row.app_type === "express_configuration") grantExpressConfiguration(call, client_id);
  return state.clients.put(row);
}

/** What Auth0 itself grants an OIN client of Express Configuration, for Okta's requests (the Go SDK's recordings). */
function grantExpressConfiguration({ state, ids, site }: Call<unknown>, client_id: string): void {
  state.client_grants.put({
    id: ids.next("client_grant"),
    client_id,
    audience: site.managementAudience,
    scope: [...EXPRESS_CONFIGURATION_SCOPES],
    is_system: true,
    subject_type: "client",
  });
}

const EXPRESS_CONFIGURATION_SCOPES = [
  ...["read:clients", "read:user_attribute_profiles", "read:connection_profiles", "read:organizations_summary"],
  ...["read:connections", "create:connections", "update:connections"],
  ...["read:connections_options", "update:connections_options"],
  ...["read:organization_connections", "create:organization_connections", "update:organization_connections"],
  ...["create:scim_config", "read:scim_token", "create:scim_token", "delete:scim_token"],
];

/** Some attributes take a scope beside the endpoint's own. */
function demand({ scopes }: Call<unknown>, scope: Scope): void {
  if (!scopes.has(scope)) throw insufficientScope([scope]);
}

function update(call: Call<UpdateClientBody>): ClientRow {
  const { state, param, body, site } = call;
  // Documentation of PATCH /clients/{id}.
  if (body.client_secret !== undefined) demand(call, "update:client_keys");
  if (body.client_authentication_methods !== undefined) demand(call, "update:client_credentials");
  const old = clientById(state, param("id"));
  const row = patched<ClientRow>(old, mirrored(body), MERGED);
  checkModeStays(old, body);
  check(state, row, site.plan);
  checkProfiles(state, body);
  checkGrantTypes(row, body);
  checkStrict(row);
  return state.clients.put(row);
}

/** Attributes that have had another name: one setting under both, or under today's. */
function mirrored<Body extends UpdateClientBody>({ cross_origin_auth: older, ...body }: Body) {
  const crossOrigin = older === undefined ? {} : { cross_origin_authentication: older };
  return { ...crossOrigin, ...body, ...mirroredLogout(body) } as Omit<
    Body,
    "client_secret" | "client_metadata" | "cross_origin_auth"
  >;
}

/** `oidc_logout` and its older name `oidc_backchannel_logout` are two views of one setting. */
function mirroredLogout({ oidc_logout: logout, oidc_backchannel_logout: older }: UpdateClientBody): UpdateClientBody {
  if (logout !== undefined) {
    const urls = logout?.backchannel_logout_urls;
    return { oidc_backchannel_logout: urls === undefined ? null : { backchannel_logout_urls: urls } };
  }
  return older === undefined ? {} : { oidc_logout: older };
}

/** Rules between attributes, over the client as it would become. */
function check(state: State, row: ClientRow, plan: Plan): void {
  const methods = row.client_authentication_methods;
  if (methods !== undefined) {
    if (plan === "free")
      throw forbidden("Your plan does not include client_authentication_methods", "feature_not_enabled");
    if (row.token_endpoint_auth_method !== undefined) {
      throw badRequest("client_authentication_methods and token_endpoint_auth_method are mutually exclusive");
    }
    if (row.is_token_endpoint_ip_header_trusted === true) {
      throw badRequest("is_token_endpoint_ip_header_trusted cannot be set beside client_authentication_methods");
    }
    const alg = row.jwt_configuration?.alg;
    if (methods.private_key_jwt !== undefined && (alg === undefined || alg === "HS256")) {
      throw badRequest("private_key_jwt requires jwt_configuration.alg to be RS256, RS512 or PS256");
    }
  }
  for (const { id } of credentialsNamed(row)) {
    if (state.credentials.get(id)?.client_id !== row.client_id)
      throw badRequest(`The credential ${id} does not exist for this client`);
  }
}

/** A public client has nothing to prove itself by (auth0-deploy-cli, issue 205). Asked of the grant types of a request, not of those that a client has. */
function checkGrantTypes(row: ClientRow, { grant_types: asked }: UpdateClientBody): void {
  if (row.token_endpoint_auth_method !== "none" || asked?.includes("client_credentials") !== true) return;
  throw badRequest("Invalid grant types: client_credentials");
}

/** A client of app_type `resource_server` shows on its API as `client_id`. */
function linkResourceServer(state: State, row: ClientRow): void {
  if (row.resource_server_identifier === undefined) return;
  const api = state.resource_servers.find((candidate) => candidate.identifier === row.resource_server_identifier);
  if (api === undefined) throw badRequest(`The resource server ${row.resource_server_identifier} does not exist`);
  state.resource_servers.put({ ...api, client_id: row.client_id });
}

/** The answer that makes a client shows whole the credentials that came with it; later ones name them by ID. */
function withWholeCredentials(state: State, client: ReturnType<typeof fullView>): object {
  const whole = (named: readonly { readonly id: string }[]): object[] =>
    named.flatMap(({ id }) => state.credentials.get(id) ?? []).map(credentialView);
  return { ...client, ...withCredentials(client, whole) };
}

/** Profiles that a client names have to be there. */
function checkProfiles(
  state: State,
  { my_organization_configuration: configuration }: Pick<UpdateClientBody, "my_organization_configuration">,
): void {
  const { connection_profile_id: connection, user_attribute_profile_id: attributes } = configuration ?? {};
  if (connection !== undefined && !state.connection_profiles.has(connection))
    throw badRequest(`The connection profile ${connection} does not exist`);
  if (attributes !== undefined && !state.user_attribute_profiles.has(attributes))
    throw badRequest(`The user attribute profile ${attributes} does not exist`);
}

function view(row: ClientRow, scopes: ReadonlySet<string>, site: Site): object {
  const general = scopes.has("read:clients") || scopes.has("read:client_keys");
  return Object.fromEntries(
    Object.entries(fullView(row, site)).filter(([name]) => {
      if (SUMMARY.includes(name)) return true;
      const guards = GUARDED[name];
      return guards === undefined ? general : guards.some((scope) => scopes.has(scope));
    }),
  );
}

/** Whoever creates a client, or rotates its secret, is shown it. Key-based authentication has no secret to show. */
function fullView({ client_secret, ...row }: ClientRow, { signingCertificate }: Site) {
  return {
    ...row,
    ...(row.client_authentication_methods === undefined ? { client_secret } : {}),
    signing_keys: [{ cert: signingCertificate }],
  };
}
