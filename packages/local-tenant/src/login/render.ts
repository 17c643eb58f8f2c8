// Which page shows what of the login under way.
import type { LoginReply } from "../core/server.ts";
import { consentLines } from "./consent.ts";
import { consentQuestion, type Page } from "./flow.ts";
import { choicesOf, type Turn } from "./forms.ts";
import { factorPrompt } from "./factors.ts";
import { discoveryMethods } from "./home-realm.ts";
import { connectionsFor, isDatabase } from "./organizations.ts";
import { brandingOf } from "./branding.ts";
import { factorPage } from "./factor-page.ts";
import {
  consentPage,
  enterPasswordPage,
  identifierPage,
  loginPage,
  organizationPage,
  organizationPickerPage,
  type PageFrame,
} from "./pages.ts";
import type { ConnectionRow } from "../rows/connections.ts";

/** An attempt that failed: what was wrong, and what its form had sent. */
export interface Attempt {
  readonly error: string;
  readonly form: unknown;
}

/** @param address of the page, which its form goes to */
export function renderPage(page: Page, turn: Turn, address: string, attempt?: Attempt): LoginReply {
  const state = turn.store.current;
  const { transaction, client } = turn;
  const organization = state.organizations.get(transaction.organizationId ?? "");
  const frame: PageFrame = {
    branding: brandingOf(state.tenant_settings.get(), client, organization),
    clientName: client.name,
    action: address,
    error: attempt?.error,
  };
  switch (page) {
    case "organization":
      return organizationPage(frame, discoveryMethods(client), typed(attempt, "organization") ?? "");
    case "login":
      return loginPage(
        frame,
        offered(turn),
        organization?.display_name ?? organization?.name,
        typed(attempt, "username") ?? transaction.identifier ?? transaction.request.loginHint ?? "",
      );
    case "login/identifier":
      return identifierPage(
        frame,
        offered(turn).filter((row) => !isDatabase(row)),
        organization?.display_name ?? organization?.name,
        typed(attempt, "username") ?? transaction.request.loginHint ?? "",
      );
    case "login/password":
      return enterPasswordPage(frame, organization?.display_name ?? organization?.name, transaction.identifier ?? "");
    case "organization-picker":
      return organizationPickerPage(frame, choicesOf(state, transaction));
    case "mfa": {
      const prompt = factorPrompt(state, transaction);
      if (prompt === undefined) throw new Error("There is no factor to be passed");
      return factorPage(frame, prompt);
    }
    case "consent": {
      const user = state.users.get(transaction.authentication?.userId ?? "");
      return consentPage(frame, consentLines(state, consentQuestion(state, transaction, client)), user?.name ?? "");
    }
  }
}

/** What stood in a field of the form, so that nobody types it twice. */
function typed(attempt: Attempt | undefined, field: "organization" | "username"): string | undefined {
  const form = attempt?.form;
  const value: unknown = typeof form === "object" && form !== null ? Reflect.get(form, field) : undefined;
  return typeof value === "string" ? value : undefined;
}

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
