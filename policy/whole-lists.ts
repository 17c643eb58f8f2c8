/**
 * Resources that own a whole list of the tenant remove what others put into it, now or at their next `up`. Beside the
 * objects of Express Configuration they are refused where the list is not this program's own.
 */
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { EXPRESS_CONFIGURE_API, expressConfigureScopes, POST_LOGIN_ACTION } from "../contract/guide.ts";
import { NATIVE_ACTIONS, NATIVE_API, nativeScopes } from "../contract/native.ts";
import { ifKnown, oinClients, ofType, refersTo, text, TYPES } from "./resources.ts";

const OUR_ACTIONS: readonly string[] = [POST_LOGIN_ACTION.name, ...Object.values(NATIVE_ACTIONS)];
const OUR_PERMISSIONS: readonly string[] = [...expressConfigureScopes(true), ...nativeScopes(true)].map(
  ({ name }) => name,
);

export const noTriggerActions: StackValidationPolicy = {
  name: "no-trigger-actions",
  description: "The post-login flow has no auth0.TriggerActions beside the Action of Express Configuration.",
  validateStack: ({ resources }, report) => {
    const hasOurs = ofType(resources, TYPES.action).some((action) => OUR_ACTIONS.includes(text(action, "name") ?? ""));
    if (!hasOurs) return;
    for (const flow of ofType(resources, TYPES.triggerActions)) {
      if (text(flow, "trigger") !== POST_LOGIN_ACTION.trigger) continue;
      report(
        [
          `${flow.name} owns the whole post-login flow.`,
          "It unbinds every Action that is not in its list. Without ours, Okta is told nothing about the customer, and no customer can set SSO up; without the others', their apps lose what those do at sign-in.",
          "Fix: bind each Action by itself:",
          `  new auth0.TriggerAction("name", { trigger: "${POST_LOGIN_ACTION.trigger}", actionId, displayName })`,
        ].join("\n"),
        flow.urn,
      );
    }
  },
};

/** Right on a role that the program makes or has imported; on somebody else's, RolePermission adds one at a time. */
export const noForeignRolePermissions: StackValidationPolicy = {
  name: "no-foreign-role-permissions",
  description: "The permissions of a role that the program did not make are added one by one.",
  validateStack: ({ resources }, report) => {
    const roles = ofType(resources, TYPES.role);
    const adopted = ofType(resources, TYPES.rolePermission)
      .filter((one) => OUR_PERMISSIONS.includes(text(one, "permission") ?? ""))
      .map((one) => text(one, "roleId"));
    for (const whole of ofType(resources, TYPES.rolePermissions)) {
      if (roles.some((role) => refersTo(whole, "roleId", role))) continue;
      const role = text(whole, "roleId");
      const isAdopted = role !== undefined && adopted.includes(role);
      if (!isAdopted && !givesOurs(whole)) continue;
      report(
        [
          `${whole.name} owns all permissions of the role ${role ?? "that it names"}, which this program did not make.`,
          "It takes every other permission off the role: the people who hold it lose what they could do, or can no longer run Express Configuration.",
          "Fix: let AdminRole of okta-express add its permissions (`existingRoleId`), or add each by itself:",
          '  new auth0.RolePermission("name", { roleId, permission, resourceServerIdentifier })',
        ].join("\n"),
        whole.urn,
      );
    }
  },
};

function givesOurs({ props }: PolicyResource): boolean {
  const isOurs = ifKnown(() => {
    const permissions = props["permissions"] as readonly { readonly name?: unknown }[] | undefined;
    return permissions?.some(({ name }) => typeof name === "string" && OUR_PERMISSIONS.includes(name));
  });
  return isOurs === true;
}

/** Right on an API that the program makes or has imported. The system API is Auth0's in any program. */
export const noForeignApiScopes: StackValidationPolicy = {
  name: "no-foreign-api-scopes",
  description:
    "The scopes of an API of Express Configuration are owned by the program that has the API, Auth0's own by none.",
  validateStack: ({ resources }, report) => {
    const hasApi = ofType(resources, TYPES.resourceServer).some(
      (api) => text(api, "identifier") === EXPRESS_CONFIGURE_API.identifier,
    );
    for (const scopes of ofType(resources, TYPES.resourceServerScopes)) {
      const identifier = text(scopes, "resourceServerIdentifier");
      const isForeign = identifier === EXPRESS_CONFIGURE_API.identifier && !hasApi;
      if (identifier !== NATIVE_API.identifier && !isForeign) continue;
      report(
        [
          `${scopes.name} owns all scopes of ${identifier}, which this program did not make.`,
          "It removes the scopes that are not in its list, and with them the permission of every admin who has it.",
          "Fix: remove the resource from the program.",
        ].join("\n"),
        scopes.urn,
      );
    }
  },
};

export const noConnectionClients: StackValidationPolicy = {
  name: "no-connection-clients",
  description: "The clients of a connection that Okta's admins sign in through are enabled one by one.",
  validateStack: ({ resources }, report) => {
    const clients = oinClients(resources).map(({ client }) => client);
    const ours = ofType(resources, TYPES.connectionClient)
      .filter((one) => clients.some((client) => refersTo(one, "clientId", client)))
      .map((one) => text(one, "connectionId"));
    for (const whole of ofType(resources, TYPES.connectionClients)) {
      const connection = text(whole, "connectionId");
      if (connection === undefined || !ours.includes(connection)) continue;
      report(
        [
          `${whole.name} owns all clients of the connection ${connection}.`,
          "It disables every client that is not in its list: Okta's admins can no longer sign in there, or the people of other apps cannot.",
          "Fix: enable each client by itself:",
          '  new auth0.ConnectionClient("name", { connectionId, clientId })',
        ].join("\n"),
        whole.urn,
      );
    }
  },
};
