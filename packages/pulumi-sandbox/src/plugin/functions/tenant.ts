import { tenantFields, readTenant } from "../resources/tenant.ts";
import { uniqueId } from "../resources/unique-id.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

export const getTenant: Lookup = {
  token: "auth0:index/getTenant:getTenant",
  arguments: {},
  read: async (api) => ({
    ...resultsOf(tenantFields, readTenant(await api.get(["tenants", "settings"]))),
    id: uniqueId(),
    domain: api.hostname,
    managementApiIdentifier: api.identifier,
  }),
};
