/** What the stack calls its resources and outputs: facts that the program, its guards and the commands share. */

/** Names of the OIN clients in the program. They say why the engine refuses to delete them. */
export const OIN_CLIENT_RESOURCES = {
  guide: "express-oin-client-known-to-okta",
  native: "express-native-oin-client-known-to-okta",
} as const;

/** Names of what gives the OIN clients Okta's keys; absent from the state before the first key. */
export const CREDENTIALS_RESOURCES = {
  guide: "express-oin-credentials",
  native: "express-native-oin-credentials",
} as const;

/** Names of the deletion guards: protected resources that depend on everything else of a flavour. */
export const DELETION_GUARDS = {
  guide: "express-okta-knows-the-oin-client",
  native: "express-okta-knows-the-native-oin-client",
} as const;

/** Name of the resource that keeps StackMemory. */
export const MEMORY_RESOURCE = "express-memory";

/** What the engine's protocol writes where a value is not known yet: `pulumi.runtime.unknownValue`. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Type of the resources that keep a value in the state and nothing on the tenant. */
export const STASH = "pulumi:index:Stash";

/**
 * The outputs that later runs decide by. They are kept in a resource as well: a run of a part of the stack (`--target`,
 * `--exclude`) and a refresh replace the stack's outputs whole, but not what that resource keeps.
 */
export const REMEMBERED = [
  "flavour",
  "oinClientId",
  "oinClients",
  "oktaKnows",
  "releasedOinClient",
  "keyIds",
  "ownAdminRole",
  "managementApiAudience",
  "adopted",
] as const;

export type Remembered = (typeof REMEMBERED)[number];
