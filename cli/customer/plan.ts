import { type Finding, problem } from "../findings.ts";
import { commandAgain, type GivenOptions } from "../again.ts";
import { setCommand } from "../../config/settings.ts";
import type { Account, Connection, CustomerReading, CustomerWanted } from "./reading.ts";

/** One thing to be made, in the order of the list: each needs those before it. */
export interface Missing {
  readonly kind: "organization" | "organization-connection" | "account" | "membership" | "role" | "app-metadata";
  /** What will be done, in words. */
  readonly does: string;
}

export interface Plan {
  readonly connection: Connection;
  /** The account that is there. */
  readonly account?: Account;
  readonly missing: readonly Missing[];
}

/** What is missing of a customer's enablement, or what a person has to decide first. */
export function planOf(
  reading: CustomerReading,
  wanted: CustomerWanted,
  stack: string,
  options: GivenOptions,
): Plan | Finding {
  const { organization, admin } = wanted;
  if (reading.organization === undefined && organization.startsWith("org_"))
    return problem("organization", `The tenant has no organization with the ID ${organization}.`);
  const connection = connectionIn(reading, wanted, stack, options);
  if ("severity" in connection) return connection;
  if (reading.ofClient !== undefined && !reading.ofClient.includes(connection.name)) {
    return problem(
      "connection",
      `The OIN client is not enabled for ${connection.name}, so that nobody signs in through it. That is the stack's to do:`,
      [setCommand(stack, "adminConnections", connection.name), `pulumi up --stack ${stack}`],
    );
  }
  const account = reading.accounts.find(({ connections }) => connections.includes(connection.name));
  if (account === undefined && connection.strategy !== "auth0") {
    return problem(
      "account",
      `${admin} has no account in ${connection.name}, and accounts of a connection of the kind ${connection.strategy} are made by signing in, not here. The person signs in once through it, or another connection is named with --connection.`,
    );
  }
  if (reading.organization === undefined && !/^[a-z0-9][a-z0-9_-]{0,49}$/.test(organization)) {
    return problem(
      "organization",
      `The tenant has no organization ${organization}, and none can be made of that name: expected lower-case letters, digits, - and _, at most 50.`,
    );
  }
  const named = wanted.appMetadataKey === undefined ? undefined : account?.appMetadata[wanted.appMetadataKey];
  if (named !== undefined && named !== null && typeof named !== "boolean" && !Array.isArray(named)) {
    return problem(
      "app-metadata",
      `app_metadata.${wanted.appMetadataKey ?? ""} of ${admin} is neither true nor a list of organization IDs. It is left as it is: set it on the dashboard.`,
    );
  }
  const isMember = account !== undefined && reading.members.includes(account.userId);
  const isAdmin = account !== undefined && reading.admins.includes(account.userId);
  const inOrganization = reading.enabled.includes(connection.name);
  const missing: Missing[] = [];
  if (reading.organization === undefined)
    missing.push({ kind: "organization", does: `make the organization ${organization}` });
  if (!inOrganization)
    missing.push({
      kind: "organization-connection",
      does: `enable ${connection.name} in the organization ${organization}`,
    });
  if (account === undefined)
    missing.push({
      kind: "account",
      does: `make an account for ${admin} in ${connection.name}, without a known password`,
    });
  if (!isMember) missing.push({ kind: "membership", does: `make ${admin} a member of ${organization}` });
  if (wanted.roleId !== undefined && !isAdmin)
    missing.push({ kind: "role", does: `give ${admin} the admin role ${wanted.roleId} in ${organization}` });
  if (wanted.appMetadataKey !== undefined && !isNamed(account, wanted.appMetadataKey, reading.organization?.id))
    missing.push({
      kind: "app-metadata",
      does: `name ${organization} in app_metadata.${wanted.appMetadataKey} of ${admin}`,
    });
  return { connection, ...(account === undefined ? {} : { account }), missing };
}

function connectionIn(
  { candidates, accounts }: CustomerReading,
  { connection, admin }: CustomerWanted,
  stack: string,
  options: GivenOptions,
): Connection | Finding {
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  // Of several, the one where the person has an account is meant.
  const [having, ...further] = candidates.filter(({ name }) =>
    accounts.some(({ connections }) => connections.includes(name)),
  );
  if (having !== undefined && further.length === 0) return having;
  if (connection !== undefined) return problem("connection", `The tenant has no connection ${connection}.`);
  if (only === undefined)
    return problem(
      "connection",
      `The tenant has no database connection for an account of ${admin}: make one on the dashboard.`,
    );
  return problem(
    "connection",
    `Several connections can hold the account of ${admin}: ${candidates.map(({ name }) => name).join(", ")}. Name one:`,
    candidates.map(({ name }) => commandAgain("customer", stack, { ...options, connection: name })),
  );
}

/** Whether the value under the key lets the person run it in this organization: `true` for all, or a list of IDs. */
function isNamed(account: Account | undefined, key: string, organizationId: string | undefined): boolean {
  const value = account?.appMetadata[key];
  return value === true || (Array.isArray(value) && organizationId !== undefined && value.includes(organizationId));
}
