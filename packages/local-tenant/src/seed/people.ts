// The sections of a seed about people: where they come from, who they are, and the organizations they belong to.
import { z } from "zod";
import type { IdKind } from "../core/ids.ts";

/** Makes one request on the new tenant and gives its answer; throws where the tenant refuses. */
export type Write = (
  method: string,
  path: string,
  body: object,
  preset?: Partial<Record<IdKind, string>>,
) => Record<string, unknown>;

const withId = z.looseObject({ id: z.string().optional() });

const user = z.looseObject({
  /** IDs of roles that the user has in the tenant. */
  roles: z.array(z.string()).optional(),
  /** Bodies' items of POST /users/{id}/permissions. */
  permissions: z.array(z.looseObject({})).optional(),
});

const member = z.strictObject({
  /** `auth0|…`. */
  user_id: z.string(),
  /** IDs of roles that the member has in this organization. */
  roles: z.array(z.string()).optional(),
});

const organization = withId.extend({
  members: z.array(member).optional(),
  /** Bodies of POST /organizations/{id}/connections. */
  connections: z.array(z.looseObject({})).optional(),
  /** IDs of client grants. */
  client_grants: z.array(z.string()).optional(),
});

export const peopleSections = {
  /**
   * Body of POST /connections; `enabled_clients` go to /connections/{id}/clients, and `scim` is the body of
   * POST /connections/{id}/scim-configuration.
   */
  connections: z
    .array(withId.extend({ scim: z.looseObject({}).optional(), enabled_clients: z.array(z.string()).optional() }))
    .optional(),
  /** Body of POST /users; `user_id` without the strategy. */
  users: z.array(user).optional(),
  organizations: z.array(organization).optional(),
  user_attribute_profiles: z.array(withId).optional(),
  connection_profiles: z.array(withId).optional(),
};

type People = z.output<z.ZodObject<typeof peopleSections>>;

/** Makes the rows, in an order in which none names one that is not there yet. Roles and client grants exist already. */
export function applyPeople(people: People, write: Write): void {
  for (const { id, scim, enabled_clients: clients = [], ...body } of people.connections ?? []) {
    const connectionId = made(write("POST", "/connections", body, id === undefined ? {} : { connection: id }), "id");
    if (clients.length > 0)
      write(
        "PATCH",
        `/connections/${connectionId}/clients`,
        clients.map((client) => ({ client_id: client, status: true })),
      );
    if (scim !== undefined) write("POST", `/connections/${connectionId}/scim-configuration`, scim);
  }
  for (const row of people.users ?? []) applyUser(row, write);
  for (const row of people.organizations ?? []) applyOrganization(row, write);
  for (const { id, ...body } of people.user_attribute_profiles ?? []) {
    write("POST", "/user-attribute-profiles", body, id === undefined ? {} : { user_attribute_profile: id });
  }
  for (const { id, ...body } of people.connection_profiles ?? []) {
    write("POST", "/connection-profiles", body, id === undefined ? {} : { connection_profile: id });
  }
}

function applyUser(
  { roles = [], permissions = [], ...body }: NonNullable<People["users"]>[number],
  write: Write,
): void {
  const path = `/users/${encodeURIComponent(made(write("POST", "/users", body), "user_id"))}`;
  if (roles.length > 0) write("POST", `${path}/roles`, { roles });
  if (permissions.length > 0) write("POST", `${path}/permissions`, { permissions });
}

function applyOrganization(row: NonNullable<People["organizations"]>[number], write: Write): void {
  const { id, members = [], connections = [], client_grants: grants = [], ...body } = row;
  const path = `/organizations/${made(write("POST", "/organizations", body, id === undefined ? {} : { organization: id }), "id")}`;
  for (const connection of connections) write("POST", `${path}/connections`, connection);
  for (const grant of grants) write("POST", `${path}/client-grants`, { grant_id: grant });
  for (const { user_id: userId, roles = [] } of members) {
    write("POST", `${path}/members`, { members: [userId] });
    if (roles.length > 0) write("POST", `${path}/members/${encodeURIComponent(userId)}/roles`, { roles });
  }
}

const made = (row: Record<string, unknown>, key: "id" | "user_id"): string => String(row[key]);
