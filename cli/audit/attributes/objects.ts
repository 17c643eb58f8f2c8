import { API_ATTRIBUTES, SYSTEM_API_ATTRIBUTES } from "./api.ts";
import { NATIVE_OIN_CLIENT_ATTRIBUTES, OIN_CLIENT_ATTRIBUTES } from "./oin-client.ts";
import {
  ACTION_ATTRIBUTES,
  APP_BLOCK_ATTRIBUTES,
  BINDING_ATTRIBUTES,
  CONNECTION_PROFILE_ATTRIBUTES,
  CREDENTIAL_ATTRIBUTES,
  GRANT_ATTRIBUTES,
  PERMISSION_ATTRIBUTES,
  ROLE_ATTRIBUTES,
  USER_ATTRIBUTE_PROFILE_ATTRIBUTES,
} from "./others.ts";
import type { Settlements } from "./settlement.ts";

/** A kind of object that the stack owns, with every attribute that the Management API has for it. */
export interface OwnedObject {
  readonly title: string;
  /** The type of the `auth0` SDK (`Management.…`) that lists the attributes. */
  readonly type: string;
  readonly settlements: Settlements;
  /** The finding of `audit` that names the attributes judged by the table; absent where none is. */
  readonly finding?: string;
}

/** Every kind of object that the stack owns, in either flavour. */
export const OWNED_OBJECTS: readonly OwnedObject[] = [
  {
    title: "OIN client, flavour `guide`",
    type: "Client",
    settlements: OIN_CLIENT_ATTRIBUTES,
    finding: "oin-client.attributes",
  },
  {
    title: "OIN client, flavour `native`",
    type: "Client",
    settlements: NATIVE_OIN_CLIENT_ATTRIBUTES,
    finding: "oin-client.attributes",
  },
  { title: "Okta's keys on an OIN client", type: "ClientCredential", settlements: CREDENTIAL_ATTRIBUTES },
  {
    title: "Client grant, flavour `guide`",
    type: "ClientGrantResponseContent",
    settlements: GRANT_ATTRIBUTES,
    finding: "oin-client.grant-attributes",
  },
  {
    title: "Express Configure API, flavour `guide`",
    type: "ResourceServer",
    settlements: API_ATTRIBUTES,
    finding: "api.attributes",
  },
  {
    title: "Auth0's system API, flavour `native`",
    type: "ResourceServer",
    settlements: SYSTEM_API_ATTRIBUTES,
    finding: "api.attributes",
  },
  { title: "Admin role", type: "Role", settlements: ROLE_ATTRIBUTES },
  {
    title: "Permissions of the admin role",
    type: "PermissionsResponsePayload",
    settlements: PERMISSION_ATTRIBUTES,
  },
  { title: "Actions", type: "Action", settlements: ACTION_ATTRIBUTES },
  { title: "Bindings of the Actions", type: "ActionBinding", settlements: BINDING_ATTRIBUTES },
  { title: "Connection profile", type: "ConnectionProfile", settlements: CONNECTION_PROFILE_ATTRIBUTES },
  {
    title: "User attribute profile",
    type: "UserAttributeProfile",
    settlements: USER_ATTRIBUTE_PROFILE_ATTRIBUTES,
  },
  { title: "Block of the service app", type: "ExpressConfiguration", settlements: APP_BLOCK_ATTRIBUTES },
];
