/** The guard rails one by one, for a policy pack of your own; `pack.ts` is the ready-made one. docs/policy.md */
import type { Policies } from "@pulumi/policy";
import { expressConfigureToken } from "./api.ts";
import { oinClientCallbacks, oinClientProtected } from "./oin-client.ts";
import { oinClientGrant } from "./oin-client-grant.ts";
import { oinClientKeys, oinClientNoSecret } from "./oin-client-keys.ts";
import { noConnectionClients, noForeignApiScopes, noForeignRolePermissions, noTriggerActions } from "./whole-lists.ts";

export {
  expressConfigureToken,
  noConnectionClients,
  noForeignApiScopes,
  noForeignRolePermissions,
  noTriggerActions,
  oinClientCallbacks,
  oinClientGrant,
  oinClientKeys,
  oinClientNoSecret,
  oinClientProtected,
};

/** All of them. A program without objects of Express Configuration passes. */
export const policies: Policies = [
  oinClientProtected,
  oinClientCallbacks,
  oinClientNoSecret,
  oinClientKeys,
  oinClientGrant,
  expressConfigureToken,
  noTriggerActions,
  noForeignRolePermissions,
  noForeignApiScopes,
  noConnectionClients,
];
