// One organization by its ID, for everything below /organizations/{id}.
import { notFound } from "../core/errors.ts";
import type { State } from "../core/state.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

/** The organization, or 404, which has no error code here (recording of TestAccDataSourceOrganization). */
export function organizationById(state: State, id: string): OrganizationRow {
  const row = state.organizations.get(id);
  if (row === undefined) throw inexistent();
  return row;
}

export const inexistent = () => notFound("No organization found by that id or name");
