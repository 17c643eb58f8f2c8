// Resource servers (APIs): /resource-servers. Found by ID or by identifier, which arrives URL-encoded once or twice.
import type { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, conflict, forbidden, notFound, type ApiError } from "../core/errors.ts";
import { clientSecret } from "../core/ids.ts";
import { list, selectFields } from "../core/query.ts";
import { decodeOnce } from "../core/router.ts";
import type { State } from "../core/state.ts";
import { resourceServerGone, scopesGone } from "./cascades.ts";
import { patched } from "./merge.ts";
import { keyThumbprint, rsaPublicKey } from "./pem.ts";
import { canBeDeleted, leavesDefinition, systemApi } from "./system-apis.ts";
import { createBody, updateBody, type ResourceServerBody } from "./resource-server-schema.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";

/** Every API has a policy for each of its members, whatever a request leaves out. */
const MERGED = ["subject_type_authorization"] as const;

export const resourceServers: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/resource-servers",
    scopes: ["read:resource_servers"],
    handle: ({ state, query }) => {
      const identifiers = query.texts("identifiers");
      const rows = state.resource_servers.filter(
        (row) => identifiers.length === 0 || identifiers.includes(row.identifier),
      );
      return ok(list(query, "resource_servers", rows));
    },
  }),
  endpoint({
    method: "POST",
    path: "/resource-servers",
    scopes: ["create:resource_servers"],
    body: createBody,
    handle: (call) => created(create(call)),
  }),
  endpoint({
    method: "GET",
    path: "/resource-servers/:id",
    scopes: ["read:resource_servers"],
    handle: ({ state, param, query }) => ok(selectFields(query, resourceServer(state, param("id")))),
  }),
  endpoint({
    method: "PATCH",
    path: "/resource-servers/:id",
    scopes: ["update:resource_servers"],
    body: updateBody,
    handle: (call) => ok(update(call)),
  }),
  endpoint({
    method: "DELETE",
    path: "/resource-servers/:id",
    scopes: ["delete:resource_servers"],
    handle: ({ state, param, site }) => {
      const row = findResourceServer(state, param("id"));
      if (row !== undefined) {
        if (!canBeDeleted(row, site)) throw systemRefusal();
        resourceServerGone(state, row.id);
      }
      return noContent();
    },
  }),
];

/** By ID, or by identifier as it stands or encoded once more. */
function findResourceServer(state: State, idOrIdentifier: string): ResourceServerRow | undefined {
  const names = [idOrIdentifier, decodeOnce(idOrIdentifier)];
  return (
    state.resource_servers.get(idOrIdentifier) ?? state.resource_servers.find((row) => names.includes(row.identifier))
  );
}

function resourceServer(state: State, idOrIdentifier: string): ResourceServerRow {
  const row = findResourceServer(state, idOrIdentifier);
  if (row === undefined) throw notFound("The resource server does not exist", "inexistent_resource_server");
  return row;
}

function create({ state, body, ids, site }: Call<z.infer<typeof createBody>>): ResourceServerRow {
  if (state.resource_servers.find(({ identifier }) => identifier === body.identifier) !== undefined) {
    throw conflict("A resource server with the same identifier already exists", "resource_server_conflict");
  }
  checkScopes(body.scopes);
  const defaults: ResourceServerRow = {
    id: ids.next("resource_server"),
    identifier: body.identifier,
    allow_offline_access: false,
    skip_consent_for_verifiable_first_party_clients: false,
    subject_type_authorization: { client: { policy: "require_client_grant" }, user: { policy: "allow_all" } },
    token_lifetime: 86_400,
    token_lifetime_for_web: 7200,
    signing_alg: "RS256",
    ...(body.signing_alg === "HS256" ? { signing_secret: clientSecret().slice(0, 32) } : {}),
  };
  const row = patched(defaults, { ...body, token_encryption: encryptionView(body.token_encryption) }, MERGED);
  return state.resource_servers.put({ ...row, ...systemApi(body.identifier, site) });
}

function update({ state, param, body }: Call<z.infer<typeof updateBody>>): ResourceServerRow {
  const old = resourceServer(state, param("id"));
  if (old.is_system === true && !leavesDefinition(old, body)) throw systemRefusal();
  checkScopes(body.scopes);
  const row = patched<ResourceServerRow>(
    old,
    { ...body, token_encryption: encryptionView(body.token_encryption) },
    MERGED,
  );
  const kept = new Set(row.scopes?.map(({ value }) => value));
  const gone = (old.scopes ?? []).map(({ value }) => value).filter((value) => !kept.has(value));
  scopesGone(state, row.identifier, new Set(gone));
  return state.resource_servers.put(row);
}

const systemRefusal = (): ApiError =>
  forbidden("You can't modify or delete a system resource server", "operation_not_supported");

function checkScopes(scopes: ResourceServerBody["scopes"] | null): void {
  const values = (scopes ?? []).map(({ value }) => value);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw badRequest(`Duplicated scope: ${twice}`);
}

/** The encryption key's PEM is not given back; its thumbprint stands for it. */
function encryptionView(encryption: z.infer<typeof updateBody>["token_encryption"]): object | null | undefined {
  if (encryption === undefined || encryption === null) return encryption;
  const { pem, ...key } = encryption.encryption_key;
  return { ...encryption, encryption_key: { ...key, thumbprint_sha256: keyThumbprint(rsaPublicKey(pem)) } };
}
