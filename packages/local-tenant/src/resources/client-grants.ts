// Client grants: which client may get which scopes of which API: /client-grants.
import type { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, conflict, notFound } from "../core/errors.ts";
import { list, type Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { clientGrantGone } from "./cascades.ts";
import { clientById } from "./clients.ts";
import { patched } from "./merge.ts";
import { createGrantBody, updateGrantBody } from "./client-grant-schema.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";
import type { ClientGrantRow } from "../rows/clients.ts";

export const clientGrants: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/client-grants",
    scopes: ["read:client_grants"],
    handle: ({ state, query }) => ok(list(query, "client_grants", state.client_grants.filter(wanted(query)))),
  }),
  endpoint({
    method: "POST",
    path: "/client-grants",
    scopes: ["create:client_grants"],
    body: createGrantBody,
    handle: (call) => created(create(call)),
  }),
  endpoint({
    method: "GET",
    path: "/client-grants/:id",
    scopes: ["read:client_grants"],
    handle: ({ state, param }) => ok(grantById(state, param("id"))),
  }),
  endpoint({
    method: "PATCH",
    path: "/client-grants/:id",
    scopes: ["update:client_grants"],
    body: updateGrantBody,
    handle: ({ state, param, body }) => {
      const old = grantById(state, param("id"));
      const api = state.resource_servers.find(({ identifier }) => identifier === old.audience);
      if (api !== undefined) refuseAllOfSystem(api, body);
      return ok(state.client_grants.put(withoutScopeIfAll(patched<ClientGrantRow>(old, body))));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/client-grants/:id",
    scopes: ["delete:client_grants"],
    handle: ({ state, param }) => {
      // Deleting what is not there is no error (recordings of TestAccClientGrant).
      clientGrantGone(state, param("id"));
      return noContent();
    },
  }),
];

/** The grant, or 404 `inexistent_client_grant`. */
export function grantById(state: State, id: string): ClientGrantRow {
  const row = state.client_grants.get(id);
  if (row === undefined) throw notFound("The grant does not exist.", "inexistent_client_grant");
  return row;
}

function create({ state, body, ids }: Call<z.infer<typeof createGrantBody>>): ClientGrantRow {
  if ((body.client_id === undefined) === (body.default_for === undefined)) {
    throw badRequest("Exactly one of client_id and default_for must be given");
  }
  if (body.client_id !== undefined && clientById(state, body.client_id).app_type === "express_configuration")
    throw badRequest("Client of type express_configuration cannot be used", "validation_error");
  const api = state.resource_servers.find(({ identifier }) => identifier === body.audience);
  if (api === undefined) throw notFound("The resource server does not exist", "inexistent_resource_server");
  refuseAllOfSystem(api, body);
  const subjectType = body.subject_type ?? "client";
  const duplicate = state.client_grants.find(
    (row) =>
      row.client_id === body.client_id &&
      row.default_for === body.default_for &&
      row.audience === body.audience &&
      row.subject_type === subjectType,
  );
  if (duplicate !== undefined) {
    throw conflict(
      "A resource server client grant for this client and audience already exists",
      "client_grant_conflict",
    );
  }
  const row = patched<ClientGrantRow>(
    { id: ids.next("client_grant"), audience: body.audience, subject_type: subjectType },
    body,
  );
  return state.client_grants.put(withoutScopeIfAll(row));
}

/** Whether it is true or false (pulumi-auth0, issue 1069). */
function refuseAllOfSystem(api: ResourceServerRow, body: z.infer<typeof updateGrantBody>): void {
  if (api.is_system !== true || typeof body.allow_all_scopes !== "boolean") return;
  throw badRequest("`allow_all_scopes` cannot be provided when `audience` is a system API");
}

/** A grant of every scope names none (recordings of TestAccClientGrant). */
function withoutScopeIfAll(row: ClientGrantRow): ClientGrantRow {
  if (row.allow_all_scopes !== true) return row;
  const { scope: _named, ...rest } = row;
  return rest;
}

function wanted(query: Query): (row: ClientGrantRow) => boolean {
  const audience = query.text("audience");
  const clientId = query.text("client_id");
  const subjectType = query.text("subject_type");
  const defaultFor = query.text("default_for");
  const anyOrganization = query.boolean("allow_any_organization");
  return (row) =>
    (audience === undefined || row.audience === audience) &&
    (clientId === undefined || row.client_id === clientId) &&
    (subjectType === undefined || row.subject_type === subjectType) &&
    (defaultFor === undefined || row.default_for === defaultFor) &&
    (anyOrganization === undefined || (row.allow_any_organization ?? false) === anyOrganization);
}
