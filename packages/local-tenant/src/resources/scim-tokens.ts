// Bearer tokens with which an identity provider speaks SCIM to a connection: /connections/{id}/scim-configuration/tokens.
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { conflict } from "../core/errors.ts";
import { timestamp } from "../core/time.ts";
import { connectionById } from "./connections.ts";
import { configurationOf } from "./scim-configurations.ts";
import type { ScimTokenRow } from "../rows/connections.ts";

const SCOPES = ["get:users", "post:users", "put:users", "patch:users", "delete:users"] as const;
const GROUP_SCOPES = ["get:groups", "post:groups", "put:groups", "patch:groups", "delete:groups"] as const;

/** At Auth0 one token to use and one to change over to. */
const MAX_TOKENS = 2;

/** Seconds; Auth0 wants more than this. */
const SHORTEST_LIFETIME = 900;

const createBody = z.strictObject({
  scopes: z
    .array(z.enum([...SCOPES, ...GROUP_SCOPES]))
    .min(1)
    .optional(),
  token_lifetime: z.int().gt(SHORTEST_LIFETIME).nullish(),
});

export const scimTokens: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/connections/:id/scim-configuration/tokens",
    scopes: ["read:scim_token"],
    handle: ({ state, param }) => {
      const connection = connectionById(state, param("id"));
      return ok(state.scim_tokens.filter((row) => row.connection_id === connection.id).map(view));
    },
  }),
  endpoint({
    method: "POST",
    path: "/connections/:id/scim-configuration/tokens",
    scopes: ["create:scim_token"],
    body: createBody,
    handle: (call) => created(create(call)),
  }),
  endpoint({
    method: "DELETE",
    path: "/connections/:id/scim-configuration/tokens/:token_id",
    scopes: ["delete:scim_token"],
    handle: ({ state, param }) => {
      const connection = connectionById(state, param("id"));
      state.scim_tokens.deleteWhere((row) => row.connection_id === connection.id && row.token_id === param("token_id"));
      return noContent();
    },
  }),
];

function create({ state, param, body, ids, now }: Call<z.infer<typeof createBody>>): object {
  const connection = connectionById(state, param("id"));
  configurationOf(state, connection);
  if (state.scim_tokens.filter((row) => row.connection_id === connection.id).length >= MAX_TOKENS) {
    throw conflict("Maximum of 2 tokens already issued for this connection", "scim_token_conflict");
  }
  const tokenId = ids.next("scim_token");
  const token = `${tokenId}.${randomBytes(32).toString("base64url")}`;
  const lifetime = body.token_lifetime;
  const row = state.scim_tokens.put({
    token_id: tokenId,
    connection_id: connection.id,
    scopes: body.scopes ?? SCOPES,
    created_at: timestamp(now),
    ...(lifetime === undefined || lifetime === null ? {} : { valid_until: timestamp(now + lifetime * 1000) }),
    token_digest: createHash("sha256").update(token).digest("base64url"),
  });
  return { ...view(row), token };
}

const view = ({ connection_id: _known, token_digest: _secret, ...row }: ScimTokenRow): object => row;
