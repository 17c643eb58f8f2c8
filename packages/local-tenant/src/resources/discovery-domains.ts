// Domains by which an organization is found at sign-in: /organizations/{id}/discovery-domains.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { conflict, notFound } from "../core/errors.ts";
import { checkpointList } from "../core/query.ts";
import { organizationById } from "./organization-lookup.ts";
import type { DiscoveryDomainRow } from "../rows/organizations.ts";

const attributes = {
  status: z.enum(["pending", "verified"]).optional(),
  use_for_organization_discovery: z.boolean().optional(),
};

const createBody = z.strictObject({ domain: z.string().min(3).max(255), ...attributes });
const updateBody = z.strictObject(attributes);

export const discoveryDomains: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/organizations/:id/discovery-domains",
    scopes: ["read:organization_discovery_domains"],
    handle: ({ state, param, query }) => {
      const { id } = organizationById(state, param("id"));
      const rows = state.discovery_domains.filter((row) => row.organization_id === id);
      return ok(checkpointList(query, "domains", rows, { view }));
    },
  }),
  endpoint({
    method: "POST",
    path: "/organizations/:id/discovery-domains",
    scopes: ["create:organization_discovery_domains"],
    body: createBody,
    handle: (call) => created(view(create(call))),
  }),
  endpoint({
    method: "GET",
    path: "/organizations/:id/discovery-domains/name/:domain",
    scopes: ["read:organization_discovery_domains"],
    handle: ({ state, param }) => {
      const { id } = organizationById(state, param("id"));
      const row = state.discovery_domains.find(
        ({ organization_id, domain }) => organization_id === id && domain === param("domain"),
      );
      if (row === undefined) throw inexistent();
      return ok(view(row));
    },
  }),
  endpoint({
    method: "GET",
    path: "/organizations/:id/discovery-domains/:domain_id",
    scopes: ["read:organization_discovery_domains"],
    handle: (call) => ok(view(existing(call))),
  }),
  endpoint({
    method: "PATCH",
    path: "/organizations/:id/discovery-domains/:domain_id",
    scopes: ["update:organization_discovery_domains"],
    body: updateBody,
    handle: (call) => {
      const row = existing(call);
      const { status = row.status, use_for_organization_discovery: used = row.use_for_organization_discovery } =
        call.body;
      return ok(view(call.state.discovery_domains.put({ ...row, status, use_for_organization_discovery: used })));
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/organizations/:id/discovery-domains/:domain_id",
    scopes: ["delete:organization_discovery_domains"],
    handle: ({ state, param }) => {
      const { id } = organizationById(state, param("id"));
      state.discovery_domains.deleteWhere((row) => row.organization_id === id && row.id === param("domain_id"));
      return noContent();
    },
  }),
];

function create({ state, param, body, ids }: Call<z.infer<typeof createBody>>): DiscoveryDomainRow {
  const { id } = organizationById(state, param("id"));
  const domain = body.domain.toLowerCase();
  if (state.discovery_domains.find((row) => row.organization_id === id && row.domain === domain) !== undefined) {
    throw conflict(
      "An organization discovery domain with this domain is already registered to this organization.",
      "organization_discovery_domain_conflict",
    );
  }
  return state.discovery_domains.put({
    id: ids.next("discovery_domain"),
    organization_id: id,
    domain,
    status: body.status ?? "pending",
    verification_host: `_ss-verification.${id}.${domain}`,
    verification_txt: randomBytes(16).toString("hex"),
    use_for_organization_discovery: body.use_for_organization_discovery ?? true,
  });
}

function existing({ state, param }: Call<unknown>): DiscoveryDomainRow {
  const { id } = organizationById(state, param("id"));
  const row = state.discovery_domains.get(param("domain_id"));
  if (row?.organization_id !== id) throw inexistent();
  return row;
}

const inexistent = () => notFound("No organization domain found by that id");

const view = ({ organization_id: _known, ...row }: DiscoveryDomainRow): object => row;
