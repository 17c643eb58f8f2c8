// The routes of the login side: /authorize, and the hosted pages below /u.
import { replyOf } from "../core/management.ts";
import type { TenantLogs } from "../core/logs.ts";
import type { LoginReply, LoginRoute } from "../core/server.ts";
import type { Store } from "../core/store.ts";
import { UntrustedCaller } from "./caller.ts";
import type { Page } from "./flow.ts";
import { brandingOf } from "./branding.ts";
import type { Login } from "./login.ts";
import { errorPage } from "./pages.ts";
import { passwordRoutes } from "./password-page.ts";

const PAGES: readonly Page[] = [
  "organization",
  "login",
  "login/identifier",
  "login/password",
  "organization-picker",
  "mfa",
  "consent",
];

export function loginRoutes(login: Login, store: Store, logs: TenantLogs): readonly LoginRoute[] {
  const guarded = (answer: () => Promise<LoginReply>) => errorsOnAPage(store, answer);
  return [
    { method: "GET", path: "/authorize", handle: (request) => guarded(() => login.begin(request)) },
    ...PAGES.flatMap((page): LoginRoute[] => [
      { method: "GET", path: `/u/${page}`, handle: (request) => guarded(() => login.show(page, request)) },
      { method: "POST", path: `/u/${page}`, handle: (request) => guarded(() => login.take(page, request)) },
    ]),
    ...passwordRoutes(store, logs),
  ];
}

/** What may be told to no client stays on a page of the tenant's own. */
async function errorsOnAPage(store: Store, answer: () => Promise<LoginReply>): Promise<LoginReply> {
  try {
    return await answer();
  } catch (error) {
    return error instanceof UntrustedCaller
      ? errorPage(brandingOf(store.current.tenant_settings.get()), error.code, error.message)
      : replyOf(error);
  }
}
