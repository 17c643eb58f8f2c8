// Which attributes users have and where they come from, protocol by protocol: /user-attribute-profiles.
import { created, endpoint, noContent, ok, type Endpoint } from "../core/endpoint.ts";
import { conflict, notFound } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { DEFAULT_USER_ID, USER_ATTRIBUTE_PROFILE_TEMPLATES } from "./user-attribute-profile-templates.ts";
import { createBody, updateBody, type UserId } from "./user-attribute-profile-schema.ts";
import type { UserAttributeProfileRow } from "../rows/profiles.ts";

export const userAttributeProfiles: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/user-attribute-profiles",
    scopes: ["read:user_attribute_profiles"],
    handle: ({ state, query }) =>
      ok(checkpointList(query, "user_attribute_profiles", state.user_attribute_profiles.all(), { defaultTake: 5 })),
  }),
  endpoint({
    method: "POST",
    path: "/user-attribute-profiles",
    scopes: ["create:user_attribute_profiles"],
    body: createBody,
    handle: ({ state, body, ids }) => {
      refuseDuplicate(state, body.name);
      const row = { id: ids.next("user_attribute_profile"), ...body, user_id: completed(body.user_id) };
      return created(state.user_attribute_profiles.put(row));
    },
  }),
  endpoint({
    method: "GET",
    path: "/user-attribute-profiles/templates",
    scopes: ["read:user_attribute_profiles"],
    handle: () => ok({ user_attribute_profile_templates: USER_ATTRIBUTE_PROFILE_TEMPLATES }),
  }),
  endpoint({
    method: "GET",
    path: "/user-attribute-profiles/templates/:id",
    scopes: ["read:user_attribute_profiles"],
    handle: ({ param }) => {
      const template = USER_ATTRIBUTE_PROFILE_TEMPLATES.find(({ id }) => id === param("id"));
      if (template === undefined) throw notFound("User attribute profile template not found");
      return ok(template);
    },
  }),
  endpoint({
    method: "GET",
    path: "/user-attribute-profiles/:id",
    scopes: ["read:user_attribute_profiles"],
    handle: ({ state, param }) => ok(profileById(state, param("id"))),
  }),
  endpoint({
    method: "PATCH",
    path: "/user-attribute-profiles/:id",
    scopes: ["update:user_attribute_profiles"],
    body: updateBody,
    handle: ({ state, param, body }) => {
      const old = profileById(state, param("id"));
      const { name = old.name, user_attributes = old.user_attributes } = body;
      if (name !== old.name) refuseDuplicate(state, name);
      const mapping = body.user_id === undefined ? old.user_id : completed(body.user_id ?? undefined);
      return ok(state.user_attribute_profiles.put({ ...old, name, user_attributes, user_id: mapping }));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/user-attribute-profiles/:id",
    scopes: ["delete:user_attribute_profiles"],
    handle: ({ state, param }) => {
      state.user_attribute_profiles.delete(param("id"));
      return noContent();
    },
  }),
];

/** Every user has an ID, so what the mapping leaves open is filled in (recordings of TestAccUserAttributeProfile). */
const completed = (given: UserId = {}): UserId => ({ ...DEFAULT_USER_ID, ...given });

function profileById(state: State, id: string): UserAttributeProfileRow {
  const row = state.user_attribute_profiles.get(id);
  if (row === undefined) throw notFound("User attribute profile not found.");
  return row;
}

function refuseDuplicate(state: State, name: string): void {
  if (state.user_attribute_profiles.find((row) => row.name === name) !== undefined) {
    throw conflict("User attribute profile conflict", "user_attribute_profile_conflict");
  }
}
