// Roles: /roles.
import { z } from "zod";
import { endpoint, ok, type Endpoint } from "../core/endpoint.ts";
import { badRequest, conflict, notFound } from "../core/errors.ts";
import { list, type Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { roleGone } from "./cascades.ts";
import type { RoleRow } from "../rows/apis-and-roles.ts";

const roleName = z.string().min(1).max(250);

const createBody = z.strictObject({
  name: roleName,
  description: z.string().nullish(),
  type: z.enum(["tenant", "organization"]).optional(),
  /** The organization that owns a role of type `organization`. */
  owner_id: z.string().min(1).optional(),
});

const updateBody = z.strictObject({ name: roleName.optional(), description: z.string().nullish() });

export const roles: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/roles",
    scopes: ["read:roles"],
    handle: ({ state, query }) => {
      return ok(list(query, "roles", state.roles.filter(wanted(query))));
    },
  }),
  endpoint({
    method: "POST",
    path: "/roles",
    scopes: ["create:roles"],
    body: createBody,
    handle: ({ state, body, ids }) => {
      refuseDuplicate(state, body.name, body.owner_id);
      const type = body.type ?? "tenant";
      if ((type === "organization") !== (body.owner_id !== undefined)) {
        throw badRequest("A role has an owner_id if, and only if, its type is organization");
      }
      const { owner_id } = body;
      const row: RoleRow = {
        id: ids.next("role"),
        name: body.name,
        description: body.description ?? "",
        type,
        ...(owner_id === undefined ? {} : { owner_id }),
      };
      state.roles.put(row);
      // 200, and a description that was not given is null here, "" from then on (recordings of TestAccRole…).
      return ok({ ...row, description: body.description ?? null });
    },
  }),
  endpoint({
    method: "GET",
    path: "/roles/:id",
    scopes: ["read:roles"],
    handle: ({ state, param }) => ok(roleById(state, param("id"))),
  }),
  endpoint({
    method: "PATCH",
    path: "/roles/:id",
    scopes: ["update:roles"],
    body: updateBody,
    handle: ({ state, param, body }) => {
      const row = roleById(state, param("id"));
      const name = body.name ?? row.name;
      if (name !== row.name) refuseDuplicate(state, name, row.owner_id);
      const description = body.description === undefined ? row.description : (body.description ?? "");
      return ok(state.roles.put({ ...row, name, description }));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/roles/:id",
    scopes: ["delete:roles"],
    handle: ({ state, param }) => {
      roleGone(state, roleById(state, param("id")).id);
      return ok({});
    },
  }),
];

function wanted(query: Query): (row: RoleRow) => boolean {
  const name = query.text("name_filter")?.toLowerCase();
  const type = query.text("type");
  const owner = query.text("owner_id");
  return (row) =>
    (name === undefined || row.name.toLowerCase().includes(name)) &&
    (type === undefined || row.type === type) &&
    (owner === undefined || row.owner_id === owner);
}

/** The role, or 404 `inexistent_role`. */
export function roleById(state: State, id: string): RoleRow {
  const row = state.roles.get(id);
  if (row === undefined) throw notFound("The role does not exist.");
  return row;
}

/** Names are unique within the tenant, or within the organization that owns the role. */
function refuseDuplicate(state: State, name: string, ownerId: string | undefined): void {
  if (state.roles.find((row) => row.name === name && row.owner_id === ownerId)) {
    throw conflict("The role already exists.", "role_conflict");
  }
}
