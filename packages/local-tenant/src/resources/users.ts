// Users: /users and /users-by-email.
import { badRequest, conflict, notFound, queryError } from "../core/errors.ts";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { list, selectFields } from "../core/query.ts";
import { sorted } from "../core/search.ts";
import type { State } from "../core/state.ts";
import { timestamp } from "../core/time.ts";
import { userGone } from "./cascades.ts";
import { patched } from "./merge.ts";
import { checkPassword } from "./password-policy.ts";
import { keepPassword } from "./passwords.ts";
import { filledProfile } from "./user-profile.ts";
import { createUserBody, updateUserBody, type CreateUserBody, type UpdateUserBody } from "./user-schema.ts";
import { userSearch } from "./user-search.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { Metadata, UserRow } from "../rows/users.ts";

/** In Auth0's words (auth0.net, issue 979). */
const TOO_FAR = badRequest(
  "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation",
  "invalid_paging",
);

export const users: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/users",
    scopes: ["read:users", "read:user_idp_tokens"],
    handle: ({ state, query }) =>
      ok(
        list(query, "users", sorted(query.text("sort"), state.users.filter(userSearch(query))), {
          totals: (page) => ({ length: page.rows.length }),
          tooFar: TOO_FAR,
        }),
      ),
  }),
  endpoint({
    method: "GET",
    path: "/users-by-email",
    scopes: ["read:users"],
    handle: ({ state, query }) => {
      const email = query.text("email");
      if (email === undefined) throw queryError("'Missing required property: email'");
      // Addresses are stored in lower case, and this search does not fold the one it is given.
      return ok(state.users.filter((row) => row.email === email).map((row) => selectFields(query, row)));
    },
  }),
  endpoint({
    method: "POST",
    path: "/users",
    scopes: ["create:users"],
    body: createUserBody,
    handle: (call) => created(create(call)),
  }),
  endpoint({
    method: "GET",
    path: "/users/:id",
    scopes: ["read:users", "read:current_user", "read:user_idp_tokens"],
    handle: ({ state, param, query }) => ok(selectFields(query, userById(state, param("id")))),
  }),
  endpoint({
    method: "PATCH",
    path: "/users/:id",
    scopes: ["update:users", "update:users_app_metadata", "update:current_user_metadata"],
    body: updateUserBody,
    handle: (call) => ok(update(call)),
  }),
  endpoint({
    method: "DELETE",
    path: "/users/:id",
    scopes: ["delete:users", "delete:current_user"],
    handle: ({ state, param }) => {
      userGone(state, param("id"));
      return noContent();
    },
  }),
];

/** The user, or 404 `inexistent_user`. */
export function userById(state: State, id: string): UserRow {
  const row = state.users.get(id);
  if (row === undefined) throw notFound("The user does not exist.", "inexistent_user");
  return row;
}

function create({ state, body, ids, now }: Call<CreateUserBody>): UserRow {
  const connection = connectionFor(state, body);
  const { connection: _name, user_id: givenId, password, verify_email: _mail, username, ...profile } = body;
  const userId = givenId === undefined || givenId === "" ? ids.next("user") : givenId;
  const email = body.email?.toLowerCase();
  if (password !== undefined) checkPassword(connection.options, password);
  refuseDuplicate(state, connection, { user_id: `${connection.strategy}|${userId}`, email, username });
  if (password !== undefined) keepPassword(state, `${connection.strategy}|${userId}`, password);
  const at = timestamp(now);
  return state.users.put({
    user_id: `${connection.strategy}|${userId}`,
    created_at: at,
    updated_at: at,
    identities: [{ connection: connection.name, user_id: userId, provider: connection.strategy, isSocial: false }],
    ...withoutUndefined({ ...profile, username }),
    ...(email === undefined ? {} : { email, email_verified: body.email_verified ?? false }),
    ...(body.phone_number === undefined ? {} : { phone_verified: body.phone_verified ?? false }),
    ...filledProfile({ ...profile, email }),
  });
}

/** Users are made in database and passwordless connections; those of others come by signing in. */
function connectionFor(state: State, body: CreateUserBody): ConnectionRow {
  const connection = state.connections.find((row) => row.name === body.connection);
  if (connection === undefined) throw badRequest("The connection does not exist.", "inexistent_connection");
  const { strategy } = connection;
  if (strategy !== "auth0" && strategy !== "email" && strategy !== "sms") {
    throw badRequest(
      "Connection does not support user creation through the API. It must either be a database or passwordless connection.",
    );
  }
  if (strategy === "auth0" && body.password === undefined) throw badRequest("Missing required property: password");
  if (
    strategy !== "sms" &&
    body.email === undefined &&
    body.username === undefined &&
    body.phone_number === undefined
  ) {
    throw badRequest("Missing required property: email");
  }
  if (body.username !== undefined) requireUsernames(connection);
  return connection;
}

/** By the older option, or by the newer attribute "username". */
function requireUsernames({ options }: ConnectionRow): void {
  const attributes = options["attributes"] as { readonly username?: object } | null | undefined;
  if (options["requires_username"] === true || attributes?.username !== undefined) return;
  throw badRequest("Cannot set username for connection without requires_username");
}

interface Names {
  readonly user_id: string;
  readonly email?: string | undefined;
  readonly username?: string | undefined;
}

function refuseDuplicate(state: State, connection: ConnectionRow, names: Names): void {
  if (!state.users.has(names.user_id) && nameTaken(state, connection, names) === undefined) return;
  throw conflict("The user already exists.", "auth0_idp_error");
}

/** Which of the names another user of the connection has. */
function nameTaken(
  state: State,
  connection: ConnectionRow,
  { user_id: userId, ...names }: Names,
): "email" | "username" | undefined {
  const others = state.users.filter(
    (row) => row.user_id !== userId && row.identities.some((identity) => identity.connection === connection.name),
  );
  return (["email", "username"] as const).find(
    (name) => names[name] !== undefined && others.some((row) => row[name] === names[name]),
  );
}

/** Pairs that Auth0 refuses in one request, because each is a step of its own in the identity store. */
const ONE_AT_A_TIME: readonly (readonly [keyof UpdateUserBody, keyof UpdateUserBody])[] = [
  ["password", "email"],
  ["password", "email_verified"],
  ["username", "email"],
  ["username", "email_verified"],
  ["username", "password"],
];

function update({ state, param, body, now }: Call<UpdateUserBody>): UserRow {
  const old = userById(state, param("id"));
  for (const [one, other] of ONE_AT_A_TIME) {
    if (body[one] !== undefined && body[other] !== undefined)
      throw badRequest(`Cannot update ${one} and ${other} simultaneously`);
  }
  const {
    password,
    connection: _c,
    client_id: _i,
    verify_email: _e,
    verify_phone_number: _p,
    user_metadata,
    app_metadata,
    ...root
  } = body;
  const email = root.email?.toLowerCase();
  const connection = state.connections.find((row) => row.name === old.identities[0]?.connection);
  if (connection !== undefined)
    checkChange(state, connection, { user_id: old.user_id, email, username: root.username ?? undefined, password });
  if (typeof password === "string") keepPassword(state, old.user_id, password);
  const row = patched<UserRow>(old, {
    ...root,
    ...(email === undefined
      ? {}
      : { email, email_verified: root.email_verified ?? (email === old.email && old.email_verified === true) }),
    ...(user_metadata === undefined ? {} : { user_metadata: mergedMetadata(old.user_metadata, user_metadata) ?? {} }),
    ...(app_metadata === undefined ? {} : { app_metadata: mergedMetadata(old.app_metadata, app_metadata) ?? null }),
    updated_at: timestamp(now),
  });
  return state.users.put(row);
}

/** What the user's connection does not let them become. */
function checkChange(
  state: State,
  connection: ConnectionRow,
  { password, ...names }: Names & { readonly password: string | null | undefined },
): void {
  if (typeof password === "string") checkPassword(connection.options, password);
  if (names.username !== undefined) requireUsernames(connection);
  const taken = nameTaken(state, connection, names);
  if (taken !== undefined) throw badRequest(`The specified new ${taken} already exists`, "auth0_idp_error");
}

/**
 * Metadata is merged one level deep, null taking a property away; an empty object takes all away
 * (recordings of TestAccUser).
 */
function mergedMetadata(old: Metadata | undefined, given: Record<string, unknown> | null): Metadata | undefined {
  if (given === null || Object.keys(given).length === 0) return undefined;
  return patched<Record<string, unknown>>({ ...old }, given);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
