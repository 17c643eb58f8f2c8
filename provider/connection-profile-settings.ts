import type { Management } from "auth0";
import type { ConnectionProfileSettingsArgs } from "../contract/profiles.ts";
import { undefinedOn404 } from "../tenant/management-api.ts";
import type { Resource } from "./resource.ts";
import { answered, type ConfiguredTenant } from "./tenant.ts";

/** What a program declares of a connection profile, and what the tenant has of it. */
export interface ConnectionProfileSettingsState extends ConnectionProfileSettingsArgs {
  readonly connectionProfileId: string;
}

type Sent = Pick<Management.UpdateConnectionProfileRequestContent, "provisioning" | "cross_app_access_resource_app">;

/**
 * SCIM tokens and Cross App Access of a connection profile, which the Auth0 plugin owns but for these. A write names only
 * what is declared. Its ID is the profile's.
 */
export class ConnectionProfileSettings implements Resource<ConnectionProfileSettingsState> {
  readonly #tenant: ConfiguredTenant;

  constructor(tenant: ConfiguredTenant) {
    this.#tenant = tenant;
  }

  idOf({ connectionProfileId }: ConnectionProfileSettingsState): string {
    return connectionProfileId;
  }

  /** What is declared, as it is (`read:connection_profiles`): what is not declared belongs to somebody else. */
  async read(
    id: string,
    declared: ConnectionProfileSettingsState | undefined,
  ): Promise<ConnectionProfileSettingsState | undefined> {
    const found = await this.#said(undefinedOn404(this.#tenant.api.connectionProfiles.get(id)));
    if (found === undefined) return undefined;
    const { scimTokens, crossAppAccess } = fromApi(found);
    return {
      connectionProfileId: id,
      ...(scimTokens === undefined || (declared && declared.scimTokens === undefined) ? {} : { scimTokens }),
      ...(crossAppAccess === undefined || (declared && declared.crossAppAccess === undefined)
        ? {}
        : { crossAppAccess }),
    };
  }

  create(state: ConnectionProfileSettingsState): Promise<ConnectionProfileSettingsState> {
    return this.write(state);
  }

  /** Sends what is declared and nothing else (`update:connection_profiles`). */
  async write(state: ConnectionProfileSettingsState): Promise<ConnectionProfileSettingsState> {
    await this.#said(this.#tenant.api.connectionProfiles.update(state.connectionProfileId, toApi(state)));
    return state;
  }

  /** Leaves the profile as it is: the API has no request that takes these settings off again. */
  async remove(): Promise<void> {}

  #said<T>(request: PromiseLike<T>): Promise<T> {
    return answered("The connection profile", request);
  }
}

function fromApi({
  provisioning,
  cross_app_access_resource_app: access,
}: Management.ConnectionProfile): ConnectionProfileSettingsArgs {
  const tokens = provisioning?.scim?.tokens;
  return {
    ...(tokens === undefined
      ? {}
      : {
          scimTokens: {
            scopes: tokens.scopes.toSorted(),
            ...seconds("defaultExpiry", tokens.default_expiry),
            ...seconds("maxAllowedExpiry", tokens.max_allowed_expiry),
          },
        }),
    ...(access === undefined
      ? {}
      : {
          crossAppAccess: {
            defaultValue: access.status.default_value,
            allowedValues: (access.status.allowed_values ?? []).toSorted(),
          },
        }),
  };
}

/** No expiry is no member at all: a Pulumi program has no null. */
function seconds<Name extends string>(name: Name, value: number | null | undefined): { readonly [N in Name]?: number } {
  return (typeof value === "number" ? { [name]: value } : {}) as { readonly [N in Name]?: number };
}

function toApi({ scimTokens, crossAppAccess }: ConnectionProfileSettingsArgs): Sent {
  return {
    ...(scimTokens === undefined
      ? {}
      : {
          provisioning: {
            scim: {
              tokens: {
                scopes: [...scimTokens.scopes],
                default_expiry: scimTokens.defaultExpiry ?? null,
                max_allowed_expiry: scimTokens.maxAllowedExpiry ?? null,
              },
            },
          },
        }),
    ...(crossAppAccess === undefined
      ? {}
      : {
          cross_app_access_resource_app: {
            status: {
              default_value: crossAppAccess.defaultValue,
              allowed_values: [...crossAppAccess.allowedValues],
            },
          },
        }),
  };
}
