// What a tenant holds at its start, as a document: the format of seed files (docs/tenant.md). Every row is the body of
// the request that would make it, and is made by that request, so that a seed passes the same checks as a client.
import { z } from "zod";
import type { IdKind } from "../core/ids.ts";
import { applyPeople, peopleSections, type Write } from "./people.ts";

/** A request body; the API itself checks it. */
const body = z.looseObject({});

const role = z.looseObject({
  id: z.string().optional(),
  permissions: z.array(z.looseObject({})).optional(),
});

const client = z.looseObject({
  client_id: z.string().optional(),
  /** Bodies of POST /clients/{id}/credentials. */
  credentials: z.array(z.looseObject({ id: z.string().optional() })).optional(),
});

const withId = z.looseObject({ id: z.string().optional() });

export const seedSchema = z.strictObject({
  /** Body of PATCH /tenants/settings. */
  tenant_settings: body.optional(),
  resource_servers: z.array(withId).optional(),
  clients: z.array(client).optional(),
  client_grants: z.array(withId).optional(),
  roles: z.array(role).optional(),
  /** Body of POST /actions/actions; `deploy: true` deploys it. */
  actions: z.array(withId).optional(),
  /** By trigger: names of actions, in the order in which they run. */
  bindings: z.record(z.string(), z.array(z.string())).optional(),
  ...peopleSections,
});

export type Seed = z.input<typeof seedSchema>;

type ParsedSeed = z.output<typeof seedSchema>;

/**
 * Fills a new tenant. `${DOMAIN}` in any text stands for the tenant's domain, so that a grant can name the Management
 * API: `https://${DOMAIN}/api/v2/`. Throws an Error that names the row and the tenant's reason.
 */
export function applySeed(seed: Seed, domain: string, write: Write): void {
  const parsed = parseSeed(JSON.parse(JSON.stringify(seed).replaceAll("${DOMAIN}", domain)));
  if (parsed.tenant_settings !== undefined) write("PATCH", "/tenants/settings", parsed.tenant_settings);
  for (const { id, ...row } of parsed.resource_servers ?? [])
    write("POST", "/resource-servers", row, preset("resource_server", id));
  for (const row of parsed.clients ?? []) applyClient(row, write);
  for (const { id, ...row } of parsed.client_grants ?? [])
    write("POST", "/client-grants", row, preset("client_grant", id));
  for (const row of parsed.roles ?? []) applyRole(row, write);
  for (const { id, ...row } of parsed.actions ?? []) write("POST", "/actions/actions", row, preset("action", id));
  for (const [trigger, names] of Object.entries(parsed.bindings ?? {})) {
    const bindings = names.map((name) => ({ ref: { type: "action_name", value: name }, display_name: name }));
    write("PATCH", `/actions/triggers/${trigger}/bindings`, { bindings });
  }
  applyPeople(parsed, write);
}

function parseSeed(seed: unknown): ParsedSeed {
  const result = seedSchema.safeParse(seed);
  if (!result.success) throw new Error(`The seed does not fit its format:\n${z.prettifyError(result.error)}`);
  return result.data;
}

const preset = (kind: IdKind, id: string | undefined): Partial<Record<IdKind, string>> =>
  id === undefined ? {} : { [kind]: id };

/** A client's keys are made before its authentication method can name them: all of them are named. */
function applyClient(
  { client_id, credentials = [], ...row }: NonNullable<ParsedSeed["clients"]>[number],
  write: Write,
): void {
  const id = String(write("POST", "/clients", row, preset("client", client_id))["client_id"]);
  const keys = credentials.map(({ id: keyId, ...key }) =>
    write("POST", `/clients/${id}/credentials`, key, preset("credential", keyId)),
  );
  if (keys.length === 0) return;
  const named = keys.map((key) => ({ id: key["id"] }));
  write("PATCH", `/clients/${id}`, {
    client_authentication_methods: { private_key_jwt: { credentials: named } },
    token_endpoint_auth_method: null,
  });
}

function applyRole({ id, permissions = [], ...row }: NonNullable<ParsedSeed["roles"]>[number], write: Write): void {
  const roleId = String(write("POST", "/roles", row, preset("role", id))["id"]);
  if (permissions.length > 0) write("POST", `/roles/${roleId}/permissions`, { permissions });
}
