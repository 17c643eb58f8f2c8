// Credentials of a client: /clients/{id}/credentials. The PEM is never given back; `kid` is its RFC 7638 thumbprint.
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { notFound } from "../core/errors.ts";
import { timestamp } from "../core/time.ts";
import { credentialGone } from "./cascades.ts";
import { clientById } from "./clients.ts";
import { credentialView as view, newCredential } from "./new-credential.ts";
import { createCredentialBody } from "./credential-schema.ts";
import type { CredentialRow } from "../rows/clients.ts";

const updateCredentialBody = z.strictObject({ expires_at: z.iso.datetime({ offset: true }).nullish() });

export const credentials: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/clients/:id/credentials",
    scopes: ["read:client_credentials"],
    handle: ({ state, param }) => {
      const { client_id } = clientById(state, param("id"));
      // By ID, and always a bare array (recordings of TestAccClientCredentials…).
      const rows = state.credentials.filter((row) => row.client_id === client_id);
      return ok(rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(view));
    },
  }),
  endpoint({
    method: "POST",
    path: "/clients/:id/credentials",
    scopes: ["create:client_credentials"],
    body: createCredentialBody,
    handle: (call) => created(view(newCredential(call, clientById(call.state, call.param("id")).client_id, call.body))),
  }),
  endpoint({
    method: "GET",
    path: "/clients/:id/credentials/:credential_id",
    scopes: ["read:client_credentials"],
    handle: (call) => ok(view(credentialOf(call))),
  }),
  endpoint({
    method: "PATCH",
    path: "/clients/:id/credentials/:credential_id",
    scopes: ["update:client_credentials"],
    body: updateCredentialBody,
    handle: (call) => {
      const { expires_at: old, ...row } = credentialOf(call);
      const { expires_at } = call.body;
      const expiry =
        expires_at === undefined ? old : expires_at === null ? undefined : timestamp(Date.parse(expires_at));
      const changed = {
        ...row,
        updated_at: timestamp(call.now),
        ...(expiry === undefined ? {} : { expires_at: expiry }),
      };
      return ok(view(call.state.credentials.put(changed)));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/clients/:id/credentials/:credential_id",
    scopes: ["delete:client_credentials"],
    handle: (call) => {
      // Attached or not (documentation of DELETE /clients/{id}/credentials/{credential_id}); one that is gone is no error.
      const { client_id: owner } = clientById(call.state, call.param("id"));
      const row = call.state.credentials.get(call.param("credential_id"));
      if (row?.client_id === owner) credentialGone(call.state, row);
      return noContent();
    },
  }),
];

function credentialOf({ state, param }: Call<unknown>): CredentialRow {
  const { client_id } = clientById(state, param("id"));
  const row = state.credentials.get(param("credential_id"));
  if (row?.client_id !== client_id) throw notFound("The credential does not exist", "inexistent_credential");
  return row;
}
