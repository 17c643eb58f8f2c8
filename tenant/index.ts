import type { ManagementClient } from "auth0";
import { ConfigurationError, type Configuration, type Problem } from "../config/index.ts";
import { keyOf, SETTINGS } from "../config/settings.ts";
import { findConnection, type FoundConnection } from "./admin-connections.ts";
import { findAdminRole } from "./admin-role.ts";
import { toProblem } from "./lookup-failure.ts";
import { findNative, type NativeFound } from "./native.ts";
import { findServiceApp, type ServiceApp } from "./service-app.ts";

/** What the configuration names, found on the tenant. */
export interface Found {
  readonly serviceApp: ServiceApp;
  /** ID of the existing admin role, where one is configured. */
  readonly adminRoleId: string | undefined;
  /** The connections in `adminConnections`. */
  readonly adminConnections: readonly FoundConnection[];
  /** For Auth0's own Express Configuration, where the stack declares it. */
  readonly native: NativeFound | undefined;
}

/**
 * Looks up on the tenant what the configuration names, before anything is declared.
 * Throws ConfigurationError with every problem at once.
 */
export async function lookUp(api: ManagementClient, configuration: Configuration, stack: string): Promise<Found> {
  const { serviceApp, adminRole, adminConnections, flavour } = configuration;
  const [app, role, connections, native] = await Promise.all([
    toProblem("serviceApp", serviceApp, findServiceApp(api, serviceApp), stack),
    adminRole === undefined ? undefined : toProblem("adminRole", adminRole, findAdminRole(api, adminRole), stack),
    Promise.all(adminConnections.map((name) => toProblem("adminConnections", name, findConnection(api, name), stack))),
    flavour === "guide" ? undefined : findNative(api, configuration, stack),
  ]);
  const answers = [app, role, ...connections, ...(native?.problems ?? [])];
  const problems = answers
    .filter((answer): answer is Problem => answer !== undefined && "key" in answer)
    .toSorted((a, b) => rank(a) - rank(b));
  if (problems.length > 0 || "key" in app) throw new ConfigurationError(stack, problems);
  return {
    serviceApp: app,
    adminRoleId: role !== undefined && "roleId" in role ? role.roleId : undefined,
    adminConnections: connections.flatMap((connection) => ("id" in connection ? [connection] : [])),
    native: native?.found,
  };
}

/** The place of a problem's setting among the settings: problems are told in that order. */
function rank({ key }: Problem): number {
  return SETTINGS.findIndex((setting) => keyOf(setting) === key);
}
