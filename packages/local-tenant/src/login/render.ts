// Which page shows what of the login under way.
import type { LoginReply } from "../core/server.ts";
import { consentLines } from "./consent.ts";
import { consentQuestion, type Page } from "./flow.ts";
import { choicesOf, type Turn } from "./forms.ts";
import { connectionsFor, isDatabase } from "./organizations.ts";
import { consentPage, loginPage, organizationPage, organizationPickerPage, type PageFrame } from "./pages.ts";
import type { ConnectionRow } from "../rows/connections.ts";

/** @param address of the page, which its form goes to */
export function renderPage(page: Page, turn: Turn, address: string, error?: string): LoginReply {
  const state = turn.store.current;
  const { transaction, client } = turn;
  const frame: PageFrame = { tenantName: tenantName(turn), clientName: client.name, action: address, error };
  switch (page) {
    case "organization":
      return organizationPage(frame);
    case "login": {
      const organization = state.organizations.get(transaction.organizationId ?? "");
      return loginPage(
        frame,
        offered(turn),
        organization?.display_name ?? organization?.name,
        transaction.request.loginHint ?? "",
      );
    }
    case "organization-picker":
      return organizationPickerPage(frame, choicesOf(state, transaction));
    case "consent": {
      const user = state.users.get(transaction.authentication?.userId ?? "");
      return consentPage(frame, consentLines(state, consentQuestion(state, transaction, client)), user?.name ?? "");
    }
  }
}

/** The name that people know the tenant by. */
export const tenantName = ({ store }: Pick<Turn, "store">): string =>
  store.current.tenant_settings.get().friendly_name || "Local tenant";

/** Databases, and the other connections that are to be shown as a button. */
function offered({ store, transaction, client }: Turn): ConnectionRow[] {
  const { organizationId, request } = transaction;
  const shown = ({ id, show_as_button }: ConnectionRow): boolean =>
    organizationId === undefined
      ? show_as_button === true
      : store.current.organization_connections.get(`${organizationId} ${id}`)?.show_as_button === true;
  return connectionsFor(store.current, client, organizationId, request.connection).filter(
    (row) => isDatabase(row) || shown(row),
  );
}
