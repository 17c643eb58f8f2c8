/** What adopt knows of one object of the stack: a flavour is a list of these (flavours.ts). */
import type { Management, ManagementClient } from "auth0";
import type { AdoptedIds } from "../../config/adopt.ts";
import type { Configuration } from "../../config/index.ts";
import type { ServiceApp } from "../../tenant/service-app.ts";
import type { StackState } from "../state.ts";
import type { Attachment } from "./attach.ts";
import type { Difference } from "./difference.ts";
import type { FoundObject } from "./found-object.ts";
import type { RoleWithPermissions } from "./role.ts";
import type { InferredSettings } from "./settings.ts";
import type { UnmanagedAttribute } from "./unmanaged.ts";

/** What both flavours have on a tenant; what is absent is not there. */
export interface CommonFound {
  readonly serviceApp: ServiceApp;
  /** The admin role; none where app_metadata tells the admins. */
  readonly role?: RoleWithPermissions;
  /** The flavour's OIN client. */
  readonly client?: Management.Client;
  /** The keys of the client, attached or not. */
  readonly credentials: readonly Management.ClientCredential[];
  /** IDs of the credentials that the client signs in with. */
  readonly attached: readonly string[];
  readonly flow: readonly Management.ActionBinding[];
  readonly postLoginActions: readonly Management.Action[];
  readonly useScopeDescriptionsForConsent: boolean;
}

/** What the objects are looked for by. */
export interface Target {
  /** The tenant's own domain. */
  readonly domain: string;
  /** The flavour's OIN client, as chosen; absent where the tenant has none. */
  readonly client?: Management.Client;
  readonly adminConnections: Configuration["adminConnections"];
}

/** What the objects are compared with, and what the stack has already. */
export interface Context {
  /** With the inferred settings. */
  readonly configuration: Configuration;
  /** Settings that follow from what was found. */
  readonly inferred: InferredSettings;
  /** Whether the stack will declare SCIM: it is configured, or the guide's objects are for it. */
  readonly scim: boolean;
  /** Whether the role stays somebody else's: only our permissions on it are declared. */
  readonly sharedRole: boolean;
  /** Client IDs of the linked clients, looked up. */
  readonly linkedClients: readonly string[];
  readonly state: StackState;
}

/** What adopting one object writes (see `Plan`); absent: nothing. */
export interface ObjectPlan {
  readonly adopt?: AdoptedIds;
  readonly settings?: Readonly<Record<string, string>>;
  readonly attach?: readonly Attachment[];
  readonly deploy?: readonly string[];
}

export interface AdoptObject<Found extends CommonFound> {
  /** Reads what belongs to it and is not read with the rest of the tenant (reading.ts). Default: nothing. */
  readonly find?: (api: ManagementClient, target: Target) => Promise<Partial<Found>>;
  /** Says how it stands, for people and as JSON. Default: nothing. */
  readonly describe?: (found: Found, context: Context) => readonly FoundObject[];
  /** What `up` would change on it; nothing on what is not there. */
  readonly differences?: (found: Found, context: Context) => readonly Difference[];
  /** What `up` would not change on it although somebody should: `audit` names it. Default: nothing. */
  readonly unmanaged?: (found: Found) => readonly UnmanagedAttribute[];
  /** What is to be written, given what the stack has already. Default: nothing. */
  readonly plan?: (found: Found, context: Context) => ObjectPlan;
}

/** An object of any flavour. */
export type SharedObject = AdoptObject<CommonFound>;

/** A value under its name, where there is one. */
export function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}
