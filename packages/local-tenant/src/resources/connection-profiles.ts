// How connections are set up that others make through delegated administration: /connection-profiles.
import type { z } from "zod";
import { created, endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { conflict, notFound } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { createBody, updateBody } from "./connection-profile-schema.ts";
import type { ConnectionProfileRow } from "../rows/profiles.ts";

/** The one template; its content is the example of Auth0's documentation ("Connection Profile"). */
const TEMPLATES: readonly {
  readonly id: string;
  readonly display_name: string;
  readonly template: z.infer<typeof createBody>;
}[] = [
  {
    id: "auth0-generic",
    display_name: "Auth0 Generic Connection Profile Template",
    template: {
      name: "Auth0 Generic Connection Profile",
      organization: { show_as_button: "none", assign_membership_on_login: "none" },
      connection_name_prefix_template: "ec-{org_id}-",
      enabled_features: ["scim", "universal_logout"],
    },
  },
];

export const connectionProfiles: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/connection-profiles",
    scopes: ["read:connection_profiles"],
    handle: ({ state, query }) =>
      ok(checkpointList(query, "connection_profiles", state.connection_profiles.all(), { defaultTake: 5 })),
  }),
  endpoint({
    method: "POST",
    path: "/connection-profiles",
    scopes: ["create:connection_profiles"],
    body: createBody,
    handle: ({ state, body, ids }) => {
      refuseDuplicate(state, body.name);
      const row = { id: ids.next("connection_profile"), connection_config: null, strategy_overrides: null, ...body };
      return created(state.connection_profiles.put(row));
    },
  }),
  endpoint({
    method: "GET",
    path: "/connection-profiles/templates",
    scopes: ["read:connection_profiles"],
    handle: () => ok({ connection_profile_templates: TEMPLATES }),
  }),
  endpoint({
    method: "GET",
    path: "/connection-profiles/templates/:id",
    scopes: ["read:connection_profiles"],
    handle: ({ param }) => {
      const template = TEMPLATES.find(({ id }) => id === param("id"));
      if (template === undefined) throw notFound("Connection profile template not found");
      return ok(template);
    },
  }),
  endpoint({
    method: "GET",
    path: "/connection-profiles/:id",
    scopes: ["read:connection_profiles"],
    handle: ({ state, param }) => ok(profileById(state, param("id"))),
  }),
  endpoint({
    method: "PATCH",
    path: "/connection-profiles/:id",
    scopes: ["update:connection_profiles"],
    body: updateBody,
    handle: ({ state, param, body }) => {
      const old = profileById(state, param("id"));
      if (body.name !== undefined && body.name !== old.name) refuseDuplicate(state, body.name);
      return ok(state.connection_profiles.put({ ...old, ...body, name: body.name ?? old.name }));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/connection-profiles/:id",
    scopes: ["delete:connection_profiles"],
    handle: ({ state, param }) => {
      state.connection_profiles.delete(param("id"));
      return noContent();
    },
  }),
];

function profileById(state: State, id: string): ConnectionProfileRow {
  const row = state.connection_profiles.get(id);
  if (row === undefined) throw notFound("Connection profile not found");
  return row;
}

function refuseDuplicate(state: State, wanted: string): void {
  if (state.connection_profiles.find((row) => row.name === wanted) !== undefined) {
    throw conflict("Connection profile conflict", "connection_profile_conflict");
  }
}
