// The page at `/`, for the person who started the tenant: what is there, who can sign in, what was written last.
import type { Journal, JournalEntry } from "../core/journal.ts";
import type { LoginReply, LoginRoute } from "../core/server.ts";
import type { State } from "../core/state.ts";
import type { Store } from "../core/store.ts";
import type { UserRow } from "../rows/users.ts";
import { brandingOf } from "./branding.ts";
import { html, type Html } from "./html.ts";
import { page } from "./pages.ts";
import type { SeedPasswords } from "./seed-passwords.ts";

const LAST_WRITES = 20;
/** A tenant may have thousands. */
const MOST_PEOPLE = 100;

export const startPageRoute = (store: Store, journal: Journal, passwords: SeedPasswords): LoginRoute => ({
  method: "GET",
  path: "/",
  handle: () => startPage(store.current, journal, passwords),
});

function startPage(state: State, journal: Journal, passwords: SeedPasswords): LoginReply {
  const branding = brandingOf(state.tenant_settings.get());
  return page(branding, {
    title: branding.tenantName,
    intro: html`An Auth0 tenant on this machine. Its Management API is at <code>/api/v2/</code>.`,
    content: html`${whatIsThere(state)} ${whoCanSignIn(state, passwords)} ${lastWrites(journal)}`,
    wide: true,
  });
}

/** On a narrow screen every cell is a line, with the head of its column above it. */
const table = (heads: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html =>
  html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell, i) => html`<td data-label="${heads[i] ?? ""}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

function whatIsThere(state: State): Html {
  const things = [
    ["Applications", state.clients.filter(({ global }) => global !== true).map(({ name }) => name)],
    ["APIs", state.resource_servers.all().map(({ name, identifier }) => name ?? identifier)],
    ["Roles", state.roles.all().map(({ name }) => name)],
    ["Connections", state.connections.all().map(({ name }) => name)],
    ["Organizations", state.organizations.all().map(({ name, display_name }) => display_name ?? name)],
    ["Actions", state.actions.all().map(({ name }) => name)],
  ] as const;
  return html`<h2>What is there</h2>
    ${table(
      ["Kind", "How many", "Names"],
      things.map(([kind, names]) => [kind, String(names.length), names.join(", ")]),
    )}`;
}

function whoCanSignIn(state: State, passwords: SeedPasswords): Html {
  const people = state.users.filter(({ user_id: id }) => state.passwords.has(id));
  const more = people.length - MOST_PEOPLE;
  const content =
    people.length === 0
      ? html`<p>Nobody: no user has a password.</p>`
      : table(
          ["Email or username", "Password", "Connection", "Organizations"],
          people.slice(0, MOST_PEOPLE).map((user) => person(state, user, passwords)),
        );
  return html`<h2>Who can sign in</h2>
    ${content}${more > 0 ? html`<p>And ${String(more)} more.</p>` : ""}`;
}

function person(state: State, user: UserRow, passwords: SeedPasswords): (string | Html)[] {
  const { user_id: id, email, username, blocked, identities } = user;
  const password = passwords.of(state, id);
  const organizations = state.organization_members
    .filter((row) => row.user_id === id)
    .map(({ organization_id }) => state.organizations.get(organization_id)?.name ?? organization_id);
  return [
    `${email ?? username ?? id}${blocked === true ? " (blocked)" : ""}`,
    password === undefined ? "not known here: not from the seed" : html`<code>${password}</code>`,
    identities.map(({ connection }) => connection).join(", "),
    organizations.join(", "),
  ];
}

function lastWrites(journal: Journal): Html {
  const writes = journal.writes().slice(-LAST_WRITES).reverse();
  const content =
    writes.length === 0
      ? html`<p>Nothing has been written through the Management API yet.</p>`
      : table(["Time", "Request", "Answer"], writes.map(write));
  return html`<h2>Last writes</h2>
    ${content}`;
}

const write = ({ at, method, path, status }: JournalEntry): (string | Html)[] => [
  `${new Date(at).toISOString().slice(11, 19)} UTC`,
  html`<code>${method} ${path}</code>`,
  status === 0 ? "connection dropped" : String(status),
];
