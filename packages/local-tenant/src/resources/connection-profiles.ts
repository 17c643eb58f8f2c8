// How connections are set up that others make through delegated administration: /connection-profiles.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { conflict, notFound } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { strategyOverrides } from "./profile-strategies.ts";

const name = z.string().min(1).max(50);
const choice = z.enum(["none", "optional", "required"]);
const features = z.array(z.enum(["scim", "universal_logout"]));
const status = z.enum(["enabled", "disabled"]);

const provisioning = z.strictObject({
  scim: z
    .strictObject({
      tokens: z.strictObject({
        scopes: z.array(z.enum(["get:users", "post:users", "patch:users", "delete:users", "put:users"])),
        default_expiry: z.int().positive().nullish(),
        max_allowed_expiry: z.int().positive().nullish(),
      }),
    })
    .optional(),
});

const attributes = {
  organization: z
    .strictObject({ show_as_button: choice.optional(), assign_membership_on_login: choice.optional() })
    .optional(),
  connection_name_prefix_template: z
    .string()
    .max(15)
    .regex(/^(?!-)(?!.*--)(?:[a-zA-Z0-9-]|{org_id}|{org_name})*$/)
    .optional(),
  enabled_features: features.optional(),
  connection_config: z.strictObject({}).nullish(),
  strategy_overrides: strategyOverrides(
    z.strictObject({
      enabled_features: features.optional(),
      connection_config: z.strictObject({}).optional(),
      provisioning: provisioning.optional(),
    }),
  ).nullish(),
  provisioning: provisioning.optional(),
  cross_app_access_resource_app: z
    .strictObject({ status: z.strictObject({ default_value: status, allowed_values: z.array(status).optional() }) })
    .optional(),
};

const createBody = z.strictObject({ name, ...attributes });
const updateBody = z.strictObject({ name: name.optional(), ...attributes });

export type ConnectionProfileRow = z.infer<typeof createBody> & { readonly id: string };

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
      refuseTwin(state, body.name);
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
      if (body.name !== undefined && body.name !== old.name) refuseTwin(state, body.name);
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

function refuseTwin(state: State, wanted: string): void {
  if (state.connection_profiles.find((row) => row.name === wanted) !== undefined) {
    throw conflict("Connection profile conflict", "connection_profile_conflict");
  }
}
