import type { ManagementClient } from "auth0";
import { NATIVE_API } from "../contract/native.ts";
import type { Configuration, Problem } from "../config/index.ts";
import { toProblem } from "./lookup-failure.ts";
import { undefinedOn404 } from "./management-api.ts";
import { findClient, type LookupFailure } from "./service-app.ts";
import { apiCommand } from "../config/shell.ts";

/** What Auth0's own Express Configuration needs to know of the tenant before anything is declared. */
export interface NativeFound {
  /** ID of the system API, where the tenant has it. */
  readonly apiId: string | undefined;
  /** Client IDs. */
  readonly linkedClients: readonly string[];
}

/**
 * Looks up what the native flavour's settings name (`read:tenant_settings`, `read:resource_servers`,
 * `read:clients`, and for existing profiles `read:user_attribute_profiles` and `read:connection_profiles`).
 */
export async function findNative(
  api: ManagementClient,
  configuration: Configuration,
  stack: string,
): Promise<{ readonly problems: readonly Problem[]; readonly found: NativeFound }> {
  const { flavour, linkedClients, userAttributeProfile, connectionProfile } = configuration;
  const [flag, systemApi, linked, profiles] = await Promise.all([
    toProblem("flavour", flavour, refuseClientConnections(api, stack), stack),
    toProblem("flavour", flavour, findSystemApi(api), stack),
    Promise.all(linkedClients.map((wanted) => toProblem("linkedClients", wanted, findClient(api, wanted), stack))),
    Promise.all([
      userAttributeProfile !== undefined && "id" in userAttributeProfile
        ? toProblem(
            "userAttributeProfile",
            userAttributeProfile.id,
            existing(
              api.userAttributeProfiles.get(userAttributeProfile.id),
              "user attribute profile",
              "user-attribute-profiles",
            ),
            stack,
          )
        : {},
      connectionProfile !== undefined && "id" in connectionProfile
        ? toProblem(
            "connectionProfile",
            connectionProfile.id,
            existing(api.connectionProfiles.get(connectionProfile.id), "connection profile", "connection-profiles"),
            stack,
          )
        : {},
    ]),
  ]);
  return {
    problems: [flag, systemApi, ...linked, ...profiles].filter((answer): answer is Problem => "key" in answer),
    found: {
      apiId: "apiId" in systemApi ? systemApi.apiId : undefined,
      linkedClients: linked.flatMap((client) => ("clientId" in client ? [client.clientId] : [])),
    },
  };
}

/** With this flag every connection that Okta makes would be enabled for every application of the tenant. */
async function refuseClientConnections(api: ManagementClient, stack: string): Promise<object | LookupFailure> {
  const { flags } = await api.tenants.settings.get({ fields: "flags", include_fields: true });
  if (flags?.enable_client_connections !== true) return {};
  return {
    expected:
      "The tenant flag enable_client_connections (dashboard: Enable Application Connections) is on, and Auth0's Express Configuration wants it off: " +
      "every connection that Okta makes would be enabled for every application.",
    mend: apiCommand(stack, "patch", "tenants/settings", { flags: { enable_client_connections: false } }),
  };
}

async function findSystemApi(api: ManagementClient): Promise<{ readonly apiId: string | undefined }> {
  const found = await undefinedOn404(api.resourceServers.get(NATIVE_API.identifier));
  return { apiId: found?.id };
}

async function existing(request: PromiseLike<object>, what: string, path: string): Promise<object | LookupFailure> {
  if ((await undefinedOn404(request)) !== undefined) return {};
  return {
    expected: `The tenant has no ${what} with this ID.`,
    mend: "set the ID of one of the tenant's, or remove the setting to get the default one",
    list: path,
  };
}
