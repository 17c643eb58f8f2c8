// The filters of GET /clients.
import { queryError } from "../core/errors.ts";
import type { Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import type { ClientRow } from "../rows/clients.ts";

type Matches = (row: ClientRow) => boolean;

/** Whether a client fits all of the request's filters. */
export function wantedClients(state: State, query: Query): Matches {
  const appTypes = query.text("app_type")?.split(",");
  const firstParty = query.boolean("is_first_party");
  const global = query.boolean("is_global");
  // Clients registered by a metadata document are not modelled, so none has an external ID.
  const external = query.text("external_client_id");
  const granted = withGrant(state, query.text("q"));
  return (row) =>
    (appTypes === undefined || (row.app_type !== undefined && appTypes.includes(row.app_type))) &&
    (firstParty === undefined || row.is_first_party === firstParty) &&
    (global === undefined || (row.global === true) === global) &&
    external === undefined &&
    granted(row);
}

const ORGANIZATION = /^client_grant\.organization_id:"?(?<id>[^"\s]+)"?$/;

/** The two queries that the endpoint's documentation permits. */
function withGrant(state: State, q: string | undefined): Matches {
  if (q === undefined || q === "") return () => true;
  const grantsOf = ({ client_id }: ClientRow) => state.client_grants.filter((grant) => grant.client_id === client_id);
  if (q === "client_grant.allow_any_organization:true") {
    return (row) => grantsOf(row).some(({ allow_any_organization: any }) => any === true);
  }
  const organization = ORGANIZATION.exec(q)?.groups?.["id"];
  if (organization === undefined) throw queryError(`'Invalid query: ${q}' on property q`);
  return (row) => grantsOf(row).some(({ id }) => state.organization_client_grants.has(`${organization} ${id}`));
}
