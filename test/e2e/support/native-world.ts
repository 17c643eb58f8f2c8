/** The native flavour on a populated tenant: its configurations, its objects, and what of the tenant must not change. */
import type { Session } from "../../../packages/pulumi-sandbox/src/session.ts";
import type { Snapshot, Tenant } from "../../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import { foreign, idsInState, OKTA_KEY, type OwnIds } from "./world.ts";

export { SERVICE_APP_CLIENT_ID };

export const NATIVE_API = "urn:auth0:express-configure";
export const TEMPLATE = "https://{organization_name}.acme.example/login?connection={connection_name}";

/** The least that the native flavour is told. */
export const NATIVE_CONFIG = {
  flavour: "native",
  serviceApp: "Acme SaaS",
  oktaPublicKeys: [OKTA_KEY],
  initiateLoginUriTemplate: TEMPLATE,
};

/** Everything that it can be told, but for profiles. */
export const FULL_CONFIG = {
  ...NATIVE_CONFIG,
  scim: "true",
  adminLoginDomain: "login.acme.example",
  adminLoginFlow: "postLoginPrompt",
  adminConnections: ["Username-Password-Authentication"],
  adminsAppMetadataKey: "is_admin",
  domainAliasesMetadataKey: "domains",
  enableClient: "false",
  enableOrganization: "false",
  linkedClients: ["Acme Dashboard", "Acme Admin"],
};

/** What the dashboard does when somebody opens an app's Okta Integration Network tab: the system API is switched on. */
export async function visitDashboard(tenant: Tenant): Promise<void> {
  const { status } = await tenant.api("POST", "/api/v2/resource-servers", { identifier: NATIVE_API });
  if (status !== 201) throw new Error(`the system API could not be switched on: ${status}`);
}

/** IDs of the native flavour's objects; the client is the OIN client, the action the one that names the admins. */
export async function nativeIds(
  session: Session,
): Promise<OwnIds & Record<"userAttributeProfile" | "connectionProfile" | "systemApi" | "domainsAction", string>> {
  const idOf = await idsInState(session);
  return {
    client: idOf("express-native-oin-client-known-to-okta"),
    role: idOf("express-admin-role"),
    action: idOf("express-native-admins-action"),
    domainsAction: idOf("express-native-domains-action"),
    resourceServer: "",
    grant: "",
    systemApi: idOf("express-native-api-system-api"),
    userAttributeProfile: idOf("express-native-attributes-profile"),
    connectionProfile: idOf("express-native-connections-profile"),
  };
}

type Row = Readonly<Record<string, unknown>>;

/**
 * What must stay byte for byte: see `foreign`; of the service app all but its block, and of a connection all but the OIN
 * client among those that it is enabled for.
 */
export function foreignToNative(snapshot: Snapshot, ids: Record<string, string>): string {
  const rows = (name: string) => snapshot[name] as unknown as Row[];
  return foreign(
    {
      ...snapshot,
      clients: rows("clients").map((client) =>
        client["client_id"] === SERVICE_APP_CLIENT_ID ? withoutBlock(client) : client,
      ),
      connections: rows("connections").map((connection) => ({
        ...connection,
        enabled_clients: (connection["enabled_clients"] as string[] | undefined)?.filter((id) => id !== ids["client"]),
      })),
    } as unknown as Snapshot,
    { ...ids, systemApi: ids["systemApi"] ?? "" },
  );
}

export function withoutBlock(client: Row): Row {
  const { express_configuration: _block, ...rest } = client;
  return rest;
}

/** The service app as the tenant has it. */
export function serviceApp(tenant: Tenant): Row {
  const app = (tenant.snapshot()["clients"] as unknown as Row[]).find(
    (client) => client["client_id"] === SERVICE_APP_CLIENT_ID,
  );
  if (app === undefined) throw new Error("the service app is gone");
  return app;
}
