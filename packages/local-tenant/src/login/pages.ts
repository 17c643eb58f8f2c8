// The hosted pages: plain forms, no script, nothing from elsewhere.
import type { LoginReply } from "../core/server.ts";
import { Html, html } from "./html.ts";
import { isDatabase } from "./organizations.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { OrganizationRow } from "../rows/organizations.ts";

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const STYLE = new Html(`body{font:16px/1.5 system-ui,sans-serif;background:#f4f4f6;color:#1e212a;margin:0}
main{max-width:24rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:8px;box-shadow:0 4px 20px #0002}
h1{font-size:1.4rem;margin-top:0}label{display:block;margin:.8rem 0}input{display:block;width:100%;box-sizing:border-box;padding:.6rem}
button{padding:.6rem 1rem;margin:.5rem .5rem 0 0}.error{color:#b00020}footer{color:#666;font-size:.8rem;margin-top:2rem}`);

/** What every page knows. */
export interface PageFrame {
  /** Of the tenant, as people know it. */
  readonly tenantName: string;
  readonly clientName: string;
  /** Where its forms go: the page's own address. */
  readonly action: string;
  /** What was wrong with the last attempt. */
  readonly error?: string | undefined;
}

function page(tenantName: string, title: string, content: Html, error?: string): LoginReply {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} | ${tenantName}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${error === undefined ? "" : html`<p class="error" role="alert">${error}</p>`} ${content}
          <footer>${tenantName}: a local tenant, not Auth0</footer>
        </main>
      </body>
    </html> `;
  return { status: error === undefined ? 200 : 400, html: document.text, headers: HEADERS };
}

export function organizationPage({ tenantName, clientName, action, error }: PageFrame): LoginReply {
  const content = html`<p>to continue to ${clientName}</p>
    <form method="post" action="${action}">
      <label>Organization name <input name="organization" required autofocus autocomplete="off" /></label>
      <button type="submit">Continue</button>
    </form>`;
  return page(tenantName, "Enter your organization", content, error);
}

export function loginPage(
  frame: PageFrame,
  connections: readonly ConnectionRow[],
  where: string | undefined,
  loginHint: string,
): LoginReply {
  const { tenantName, clientName, action, error } = frame;
  const content = html`<p>to ${where ?? tenantName} to continue to ${clientName}</p>
    ${connections.some(isDatabase) ? passwordForm(action, loginHint) : ""}
    ${connections.filter((row) => !isDatabase(row)).map((row) => connectionForm(action, row))}`;
  return page(tenantName, "Log in", content, error);
}

const passwordForm = (action: string, loginHint: string): Html =>
  html`<form method="post" action="${action}">
    <label
      >Email address or username <input name="username" value="${loginHint}" required autofocus autocomplete="username"
    /></label>
    <label>Password <input name="password" type="password" required autocomplete="current-password" /></label>
    <button type="submit">Continue</button>
  </form>`;

const connectionForm = (action: string, { name, display_name }: ConnectionRow): Html =>
  html`<form method="post" action="${action}">
    <button type="submit" name="connection" value="${name}">Continue with ${display_name ?? name}</button>
  </form>`;

export function organizationPickerPage(
  { tenantName, clientName, action, error }: PageFrame,
  organizations: readonly OrganizationRow[],
): LoginReply {
  const content = html`<p>to continue to ${clientName}</p>
    <form method="post" action="${action}">
      ${organizations.map(({ id, name, display_name }) => html`<button type="submit" name="organization" value="${id}">${display_name ?? name}</button>`)}
    </form>`;
  return page(tenantName, "Select an organization", content, error);
}

export function consentPage(
  { tenantName, clientName, action, error }: PageFrame,
  lines: readonly string[],
  account: string,
): LoginReply {
  const content = html`<p>Hi ${account}, ${clientName} is requesting access to your ${tenantName} account.</p>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <form method="post" action="${action}">
      <button type="submit" name="action" value="accept">Accept</button>
      <button type="submit" name="action" value="deny">Decline</button>
    </form>`;
  return page(tenantName, "Authorize app", content, error);
}

/** An error that goes to no client. */
export const errorPage = (tenantName: string, code: string, description: string): LoginReply => ({
  ...page(tenantName, "Something went wrong", html`<p>${code}: ${description}</p>`),
  status: 400,
});
