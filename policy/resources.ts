/** What the policies read of a program's resources. */
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { OIN_CLIENT } from "../contract/guide.ts";
import { NATIVE_OIN_CLIENT } from "../contract/native.ts";

/** Type tokens; the classes of @pulumi/auth0 would take seconds to load. */
export const TYPES = {
  action: "auth0:index/action:Action",
  client: "auth0:index/client:Client",
  clientCredentials: "auth0:index/clientCredentials:ClientCredentials",
  clientGrant: "auth0:index/clientGrant:ClientGrant",
  connectionClient: "auth0:index/connectionClient:ConnectionClient",
  connectionClients: "auth0:index/connectionClients:ConnectionClients",
  resourceServer: "auth0:index/resourceServer:ResourceServer",
  resourceServerScopes: "auth0:index/resourceServerScopes:ResourceServerScopes",
  role: "auth0:index/role:Role",
  rolePermission: "auth0:index/rolePermission:RolePermission",
  rolePermissions: "auth0:index/rolePermissions:RolePermissions",
  triggerActions: "auth0:index/triggerActions:TriggerActions",
} as const;

/** A resource as either kind of policy gets it. */
export type Declared = Pick<ResourceValidationArgs, "type" | "name" | "props">;

/**
 * Evaluates to undefined where it meets a value that only `up` will know: @pulumi/policy throws at any access to one, and a
 * whole policy would be left out for it. The same policy runs again in `up`, when the value is known.
 */
export function ifKnown<T>(evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    // The class of the error is not exported; this property is its own.
    if (error instanceof Error && "unknownTypeSentinel" in error) return undefined;
    throw error;
  }
}

/** A text among the properties; undefined where it is absent or only known in `up`. */
export function text({ props }: Declared, property: string): string | undefined {
  return ifKnown(() => {
    const value: unknown = props[property];
    return typeof value === "string" ? value : undefined;
  });
}

/** A list of texts; undefined where it is absent or one of them is only known in `up`. */
export function texts({ props }: Declared, property: string): readonly string[] | undefined {
  return ifKnown(() => {
    const value: unknown = props[property];
    return Array.isArray(value) ? value.map(String) : undefined;
  });
}

/** Which flavour's OIN client it is, by what Okta or Auth0 know one by; undefined for any other resource. */
export function oinClientFlavour(resource: Declared): "guide" | "native" | undefined {
  if (resource.type !== TYPES.client) return undefined;
  if (text(resource, "appType") === NATIVE_OIN_CLIENT.appType) return "native";
  const isNamed = text(resource, "name") === OIN_CLIENT.name;
  const isOktas = texts(resource, "callbacks")?.some((url) =>
    (OIN_CLIENT.callbacks as readonly string[]).includes(url),
  );
  const isMarked = ifKnown(() => Object.hasOwn(metadataOf(resource), OIN_CLIENT.serviceAppMetadataKey));
  return isNamed || isOktas === true || isMarked === true ? "guide" : undefined;
}

function metadataOf({ props }: Declared): object {
  const metadata: unknown = props["clientMetadata"];
  return typeof metadata === "object" && metadata !== null ? metadata : {};
}

/** Those of one type. */
export function ofType(resources: readonly PolicyResource[], type: string): PolicyResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** Whether a property is the other resource's ID: by the program, which knows before the ID is, or by the ID itself. */
export function refersTo(resource: PolicyResource, property: string, other: PolicyResource): boolean {
  if (resource.propertyDependencies[property]?.some(({ urn }) => urn === other.urn) === true) return true;
  const id = idOf(other);
  return id !== undefined && text(resource, property) === id;
}

/** ID of an object on the tenant. */
export function idOf(resource: PolicyResource): string | undefined {
  return text(resource, "id") ?? (resource.type === TYPES.client ? text(resource, "clientId") : undefined);
}

export interface OinClientResource {
  readonly client: PolicyResource;
  readonly flavour: "guide" | "native";
}

export function oinClients(resources: readonly PolicyResource[]): OinClientResource[] {
  return resources.flatMap((client) => {
    const flavour = oinClientFlavour(client);
    return flavour === undefined ? [] : [{ client, flavour }];
  });
}
