// The factors that a user has enrolled: /users/{id}/authentication-methods. Others than those that the API can make come of
// an enrollment at a login.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, notFound } from "../core/errors.ts";
import { list } from "../core/query.ts";
import { timestamp } from "../core/time.ts";
import type { AuthenticationMethodRow } from "../rows/mfa.ts";
import { userById } from "./users.ts";

const createBody = z.strictObject({
  type: z.enum(["phone", "email", "totp", "webauthn-roaming"], {
    error: ({ input }) => (input === "passkey" ? "The local tenant has no passkeys (docs/tenant.md)" : undefined),
  }),
  name: z.string().min(1).optional(),
  totp_secret: z.string().min(1).optional(),
  phone_number: z
    .string()
    .regex(/^\+\d{4,15}$/)
    .optional(),
  email: z.email().optional(),
  preferred_authentication_method: z.enum(["voice", "sms"]).optional(),
  key_id: z.string().min(1).optional(),
  public_key: z.string().min(1).optional(),
  relying_party_identifier: z.string().min(1).optional(),
});

type CreateBody = z.infer<typeof createBody>;

const PATH = "/users/:id/authentication-methods";

export const authenticationMethods: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: PATH,
    scopes: ["read:authentication_methods"],
    handle: ({ state, param, query }) => {
      const { user_id: userId } = userById(state, param("id"));
      const rows = state.authentication_methods.filter((row) => row.user_id === userId);
      return ok(list(query, "authenticators", rows, { view }));
    },
  }),
  endpoint({
    method: "POST",
    path: PATH,
    scopes: ["create:authentication_methods"],
    body: createBody,
    handle: (call) => {
      const { totp_secret } = call.body;
      return created({ ...view(create(call)), ...(totp_secret === undefined ? {} : { totp_secret }) });
    },
  }),
  endpoint({
    method: "DELETE",
    path: PATH,
    scopes: ["delete:authentication_methods"],
    handle: ({ state, param }) => {
      const { user_id: userId } = userById(state, param("id"));
      state.authentication_methods.deleteWhere((row) => row.user_id === userId);
      return noContent();
    },
  }),
  endpoint({
    method: "GET",
    path: `${PATH}/:method_id`,
    scopes: ["read:authentication_methods"],
    handle: (call) => ok(view(existing(call))),
  }),
  endpoint({
    method: "DELETE",
    path: `${PATH}/:method_id`,
    scopes: ["delete:authentication_methods"],
    handle: (call) => {
      call.state.authentication_methods.delete(existing(call).id);
      return noContent();
    },
  }),
];

function create({ state, param, body, ids, now }: Call<CreateBody>): AuthenticationMethodRow {
  const { user_id } = userById(state, param("id"));
  const { totp_secret: _kept, ...attributes } = body;
  for (const [type, member] of [
    ["phone", "phone_number"],
    ["email", "email"],
    ["webauthn-roaming", "key_id"],
    ["webauthn-roaming", "public_key"],
  ] as const) {
    if (body.type === type && body[member] === undefined)
      throw badRequest(`An authentication method of the type ${type} must have ${member}`);
  }
  return state.authentication_methods.put({
    id: `${body.type}|${ids.next("authentication_method")}`,
    user_id,
    ...attributes,
    confirmed: true,
    created_at: timestamp(now),
    enrolled_at: timestamp(now),
  } as AuthenticationMethodRow);
}

function existing({ state, param }: Call<unknown>): AuthenticationMethodRow {
  const { user_id } = userById(state, param("id"));
  const row = state.authentication_methods.get(param("method_id"));
  if (row?.user_id !== user_id) throw notFound("The authentication method does not exist.");
  return row;
}

const view = ({ user_id: _known, ...row }: AuthenticationMethodRow): object => row;
