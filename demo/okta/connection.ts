// What Okta makes on the app's tenant: the connection to the admin's Okta organization, and for SCIM its configuration and
// one token. A second run finds them and brings them up to date.
import { z } from "zod";
import type { ManagementApi } from "./management-api.ts";

/** The admin's own Okta organization, and the app in it. */
export interface OktaOrganization {
  /** `northwind.okta.com`. */
  readonly domain: string;
  /** Of the app that the admin has added to their Okta organization: the connection signs in as this client. */
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface MadeConnection {
  readonly id: string;
  readonly name: string;
  /** False where it was there already. */
  readonly created: boolean;
  /** ID of the one SCIM token; absent without SCIM. */
  readonly scimTokenId?: string;
}

export interface Wanted {
  readonly okta: OktaOrganization;
  /** Client ID of the app that users sign in to. */
  readonly serviceApp: string;
  readonly organizationId: string;
  readonly scim: boolean;
}

const connection = z.object({ id: z.string(), name: z.string() });
const nothing = z.unknown();

export async function makeConnection(api: ManagementApi, wanted: Wanted): Promise<MadeConnection> {
  const made = await ownConnection(api, wanted);
  await enableInOrganization(api, wanted.organizationId, made.id);
  if (!wanted.scim) return made;
  return { ...made, scimTokenId: await makeScim(api, made.id) };
}

/** One connection for each organization of the app's and Okta organization; its name, which never changes, says which. */
const nameOf = ({ okta, organizationId }: Wanted): string =>
  `okta-${okta.domain.replace(/[^a-zA-Z0-9]+/g, "-")}-${organizationId.replace(/^org_/, "")}`;

async function ownConnection(api: ManagementApi, wanted: Wanted): Promise<MadeConnection> {
  const name = nameOf(wanted);
  const [known] = await api.call(z.array(connection), "GET", `connections?strategy=okta&name=${name}`);
  const attributes = { display_name: "Okta", options: optionsOf(wanted.okta) };
  if (known === undefined) {
    const { id } = await api.call(connection, "POST", "connections", {
      name,
      strategy: "okta",
      ...attributes,
    });
    await enableForApp(api, id, wanted.serviceApp);
    return { id, name, created: true };
  }
  await api.call(connection, "PATCH", `connections/${known.id}`, attributes);
  await enableForApp(api, known.id, wanted.serviceApp);
  return { id: known.id, name, created: false };
}

/** The clients that others enabled it for stay. */
async function enableForApp(api: ManagementApi, connectionId: string, serviceApp: string): Promise<void> {
  const change = [{ client_id: serviceApp, status: true }];
  await api.call(nothing, "PATCH", `connections/${connectionId}/clients`, change);
}

/** All of them, as a change replaces the options as a whole. */
const optionsOf = ({ domain, clientId, clientSecret }: OktaOrganization): object => ({
  type: "back_channel",
  domain,
  issuer: `https://${domain}`,
  authorization_endpoint: `https://${domain}/oauth2/v1/authorize`,
  token_endpoint: `https://${domain}/oauth2/v1/token`,
  userinfo_endpoint: `https://${domain}/oauth2/v1/userinfo`,
  jwks_uri: `https://${domain}/oauth2/v1/keys`,
  client_id: clientId,
  client_secret: clientSecret,
  scope: "openid email profile",
  attribute_map: { mapping_mode: "basic_profile" },
  connection_settings: { pkce: "auto" },
});

/** As a button on the organization's login page, whose users become its members by signing in. */
async function enableInOrganization(api: ManagementApi, organizationId: string, connectionId: string): Promise<void> {
  const connections = `organizations/${organizationId}/enabled_connections`;
  const how = { show_as_button: true, assign_membership_on_login: true };
  if (await api.has(`${connections}/${connectionId}`))
    await api.call(nothing, "PATCH", `${connections}/${connectionId}`, how);
  else await api.call(nothing, "POST", connections, { connection_id: connectionId, ...how });
}

const tokens = z.array(z.object({ token_id: z.string(), created_at: z.string() }));

/** The tenant's own mapping, and one new token in place of any older one: the tenant takes two at most and shows each once. */
async function makeScim(api: ManagementApi, connectionId: string): Promise<string> {
  const configuration = `connections/${connectionId}/scim-configuration`;
  if (!(await api.has(configuration))) await api.call(nothing, "POST", configuration, {});
  const old = (await api.call(tokens, "GET", `${configuration}/tokens`)).sort((a, b) =>
    a.created_at < b.created_at ? -1 : 1,
  );
  const remove = async (list: typeof old): Promise<void> => {
    for (const { token_id: id } of list) await api.call(nothing, "DELETE", `${configuration}/tokens/${id}`);
  };
  // The newest goes last: it works until its successor does.
  await remove(old.slice(0, -1));
  const { token_id: id } = await api.call(z.object({ token_id: z.string() }), "POST", `${configuration}/tokens`, {});
  await remove(old.slice(-1));
  return id;
}
