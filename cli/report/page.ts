/** The report as one HTML file: asks no network, needs no script, light and dark. */
import { html, raw } from "hono/html";
import { visible } from "../../config/visible.ts";
import type { Change, StackReport } from "./changes.ts";
import { changeText, counted, driftText, headline, leftText, type Sentence, warnings } from "./text.ts";

type Html = ReturnType<typeof html>;

const STYLE = `
:root{color-scheme:light dark;--page:#fff;--text:#1a1d27;--line:#d5d9e3;--code:#eef0f6}
@media (prefers-color-scheme:dark){:root{--page:#10131a;--text:#f1f3f8;--line:#3a4252;--code:#232938}}
body{margin:0 auto;padding:16px;max-width:1000px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;background:var(--page);color:var(--text);overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid var(--line);padding:8px;text-align:left;vertical-align:top}
code,pre{background:var(--code);border-radius:4px;padding:1px 4px}
pre{padding:12px;white-space:pre-wrap}
`;

export async function reportPage(report: StackReport): Promise<string> {
  const { stack, changes, drift, left, untouched, errors } = report;
  const marks = warnings(report);
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <title>Okta Express Configuration: stack ${stack}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>Okta Express Configuration: stack <code>${stack}</code></h1>
        <p><strong>${sentence(headline(report))}</strong></p>
        ${marks.length > 0 ? html`<p>Look at this twice:</p>` : ""}
        ${list(marks.map(({ mark, says }) => html`<strong>${mark}</strong>: ${says}`))}
        ${errors.length > 0 ? html`<h2>Why the preview failed</h2>` : ""}
        ${errors.map((error) => html`<pre>${visible(error)}</pre>`)}
        ${table("This branch's change", "What up does", changes, changeText)}
        ${table("Drift: the tenant is not as it was deployed", "What somebody changed; up sets it back", drift, driftText)}
        ${left.length > 0 ? html`<h2>Different on the tenant, left as it is</h2>` : ""}
        ${list(left.map((object) => html`${object.label} (<code>${object.name}</code>): ${sentence(leftText(object))}`))}
        ${
          untouched.length > 0 && errors.length === 0
            ? html`<p>Not touched: ${counted(untouched)}. Nothing else on the tenant belongs to this stack.</p>`
            : ""
        }
      </body>
    </html> `;
  return String(await document);
}

function list(items: readonly Html[]): Html | string {
  return items.length === 0
    ? ""
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}

function table(
  title: string,
  column: string,
  changes: readonly Change[],
  text: (change: Change) => Sentence[],
): Html | string {
  if (changes.length === 0) return "";
  const rows = changes.map(
    (change) =>
      html`<tr>
        <td>
          <strong>${change.label}</strong>${change.risk === undefined ? "" : ` (${change.risk})`}<br /><code
            >${change.name}</code
          >
        </td>
        <td>${text(change).map((line) => html`<div>${sentence(line)}</div>`)}</td>
        <td>${change.why}</td>
      </tr>`,
  );
  return html`<h2>${title}</h2>
    <table>
      <thead>
        <tr>
          <th>Object</th>
          <th>${column}</th>
          <th>Why it matters to Okta's customers</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function sentence(pieces: Sentence): (string | Html)[] {
  return pieces.map((piece) => (typeof piece === "string" ? piece : html`<code>${visible(piece.code)}</code>`));
}
