// The hosted pages: plain forms, no script; nothing is fetched from elsewhere but the logo.
import type { LoginReply } from "../core/server.ts";
import type { ConnectionRow } from "../rows/connections.ts";
import type { OrganizationRow } from "../rows/organizations.ts";
import type { Branding } from "./branding.ts";
import type { DiscoveryMethods } from "./home-realm.ts";
import { html, type Html } from "./html.ts";
import { isDatabase } from "./organizations.ts";
import { styleFor } from "./style.ts";

/** What every page knows. */
export interface PageFrame {
  readonly branding: Branding;
  readonly clientName: string;
  /** Where its forms go: the page's own address. */
  readonly action: string;
  /** What was wrong with the last attempt. */
  readonly error?: string | undefined;
}

const headers = ({ logo }: Branding) => ({
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(logo === undefined ? [] : [`img-src ${logo.origin}`]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

interface Parts {
  readonly title: string;
  /** Under the title. */
  readonly intro?: Html;
  readonly content: Html;
  readonly error?: string | undefined;
  readonly footer?: Html;
  readonly wide?: boolean;
}

/** A whole page. The error is between the title and what it is about. */
export function page(branding: Branding, { title, intro, content, error, footer, wide }: Parts): LoginReply {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} | ${branding.tenantName}</title>
        <style>
          ${styleFor(branding.colors)}
        </style>
      </head>
      <body>
        <main class="${wide === true ? "wide" : "card"}">
          ${logo(branding)}
          <h1>${title}</h1>
          ${intro === undefined ? "" : html`<p class="intro">${intro}</p>`}
          ${error === undefined ? "" : html`<p class="error" id="error" role="alert">${error}</p>`} ${content}
        </main>
        <footer>${branding.tenantName}: a local tenant, not Auth0${footer ?? ""}</footer>
      </body>
    </html> `;
  return { status: error === undefined ? 200 : 400, html: document.text, headers: headers(branding) };
}

/** The letter lies below the image, and is what one sees where the image cannot be had. */
const logo = ({ owner, logo: address }: Branding): Html =>
  html`<div class="logo" aria-hidden="true">
    <span>${[...owner][0]?.toUpperCase() ?? ""}</span
    >${address === undefined ? "" : html`<img src="${address.href}" alt="" />`}
  </div>`;

const WHO_CAN_SIGN_IN = html`<a href="/" target="_blank" rel="noopener">Who can sign in here?</a>`;

/** For a field that the error is about. */
const invalid = (error: string | undefined): Html =>
  error === undefined ? html`` : html` aria-invalid="true" aria-describedby="error"`;

/** @param typed what was not found, to be mended rather than typed again */
export function organizationPage(
  { branding, clientName, action, error }: PageFrame,
  { byName, byEmail }: DiscoveryMethods,
  typed: string,
): LoginReply {
  const both = byName && byEmail;
  const label = both ? "Email address or organization name" : byEmail ? "Email address" : "Organization name";
  const content = html`<form method="post" action="${action}">
    <label for="organization">${label}</label>
    <input
      id="organization"
      name="organization"
      value="${typed}"
      required
      autofocus
      autocomplete="${byEmail ? "email" : "organization"}"
      autocapitalize="none"
      spellcheck="false"
      ${invalid(error)}
    />
    <button type="submit" class="primary">Continue</button>
  </form>`;
  return page(branding, { title: "Enter your organization", intro: toClient(clientName), content, error });
}

export const toClient = (clientName: string): Html => html`to continue to <strong>${clientName}</strong>`;

/** @param username typed before, or hinted at by the client */
export function loginPage(
  { branding, clientName, action, error }: PageFrame,
  connections: readonly ConnectionRow[],
  where: string | undefined,
  username: string,
): LoginReply {
  const withPassword = connections.some(isDatabase);
  const others = connections.filter((row) => !isDatabase(row));
  const content = html`${withPassword ? passwordForm(action, username, error) : ""}
  ${withPassword && others.length > 0 ? html`<div class="or">or</div>` : ""}
  ${others.map((row) => connectionForm(action, row))}`;
  const intro = html`to <strong>${where ?? branding.tenantName}</strong> ${toClient(clientName)}`;
  return page(branding, { title: "Log in", intro, content, error, footer: WHO_CAN_SIGN_IN });
}

/** The first of two pages: the name alone, which may lead to an identity provider. */
export function identifierPage(
  { branding, clientName, action, error }: PageFrame,
  others: readonly ConnectionRow[],
  where: string | undefined,
  username: string,
): LoginReply {
  const content = html`<form method="post" action="${action}">
      ${usernameField(username, true, error)}
      <button type="submit" class="primary">Continue</button>
    </form>
    ${others.length > 0 ? html`<div class="or">or</div>` : ""} ${others.map((row) => connectionForm(action, row))}`;
  const intro = html`to <strong>${where ?? branding.tenantName}</strong> ${toClient(clientName)}`;
  return page(branding, { title: "Log in", intro, content, error, footer: WHO_CAN_SIGN_IN });
}

/** The second: the password of the name that was given. */
export function enterPasswordPage(
  { branding, clientName, action, error }: PageFrame,
  where: string | undefined,
  username: string,
): LoginReply {
  const content = html`<form method="post" action="${action}">
    <label for="shown">Email address or username</label>
    <input id="shown" value="${username}" readonly autocomplete="username" />
    ${passwordField(true, error)}
    <button type="submit" class="primary">Continue</button>
    <button type="submit" name="action" value="edit" formnovalidate>Use another address</button>
  </form>`;
  const intro = html`for <strong>${where ?? branding.tenantName}</strong> ${toClient(clientName)}`;
  return page(branding, { title: "Enter your password", intro, content, error, footer: WHO_CAN_SIGN_IN });
}

const usernameField = (username: string, focus: boolean, error: string | undefined): Html =>
  html`<label for="username">Email address or username</label>
    <input
      id="username"
      name="username"
      value="${username}"
      required${focus ? " autofocus" : ""}
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      ${invalid(error)}
    />`;

const passwordField = (focus: boolean, error: string | undefined): Html =>
  html`<label for="password">Password</label>
    <input
      id="password"
      name="password"
      type="password"
      required${focus ? " autofocus" : ""}
      autocomplete="current-password"
      ${invalid(error)}
    />`;

/** The cursor is where something is to be typed. */
const passwordForm = (action: string, username: string, error: string | undefined): Html =>
  html`<form method="post" action="${action}">
    ${usernameField(username, username === "", error)} ${passwordField(username !== "", error)}
    <button type="submit" class="primary">Continue</button>
  </form>`;

const connectionForm = (action: string, { name, display_name }: ConnectionRow): Html =>
  html`<form method="post" action="${action}">
    <button type="submit" name="connection" value="${name}">Continue with ${display_name ?? name}</button>
  </form>`;

export function organizationPickerPage(
  { branding, clientName, action, error }: PageFrame,
  organizations: readonly OrganizationRow[],
): LoginReply {
  const content = html`<form method="post" action="${action}">
    ${organizations.map(({ id, name, display_name }) => html`<button type="submit" name="organization" value="${id}">${display_name ?? name}</button>`)}
  </form>`;
  return page(branding, { title: "Select an organization", intro: toClient(clientName), content, error });
}

export function consentPage(
  { branding, clientName, action, error }: PageFrame,
  lines: readonly string[],
  account: string,
): LoginReply {
  const content = html`<ul class="scopes">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <form method="post" action="${action}">
      <button type="submit" name="action" value="accept" class="primary">Accept</button>
      <button type="submit" name="action" value="deny">Decline</button>
    </form>`;
  const intro = html`Hi ${account}, <strong>${clientName}</strong> is requesting access to your
    <strong>${branding.tenantName}</strong> account.`;
  return page(branding, { title: "Authorize app", intro, content, error });
}

/** An error that goes to no client. */
export const errorPage = (branding: Branding, code: string, description: string): LoginReply => ({
  ...page(branding, {
    title: "Something went wrong",
    content: html`<p class="error" role="alert">${code}: ${description}</p>`,
  }),
  status: 400,
});
