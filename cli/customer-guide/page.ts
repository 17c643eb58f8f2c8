// The guide as one HTML file: asks no network, needs no script, light and dark, from 360 pixels on, fit for printing.
import { html, raw } from "hono/html";
import type { Guide, Line, Part } from "./guide.ts";

type Html = ReturnType<typeof html>;

const STYLE = `
:root{color-scheme:light dark;--page:#f4f5f9;--card:#fff;--text:#1a1d27;--muted:#555c6e;--line:#d5d9e3;--accent:#3f43c9}
@media (prefers-color-scheme:dark){:root{--page:#10131a;--card:#1a1f2a;--text:#f1f3f8;--muted:#b1b8c8;--line:#3a4252;--accent:#a9adff}}
*{box-sizing:border-box}
body{margin:0;padding:16px;font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--text);overflow-wrap:anywhere}
main{max-width:760px;margin:0 auto}
header{display:flex;gap:20px;align-items:center;margin:16px 0}
header img{flex:none;max-width:96px;max-height:72px}
h1{font-size:28px;line-height:1.2;margin:0}
h2{font-size:21px;line-height:1.3;margin:0 0 8px}
h3{font-size:17px;margin:20px 0 4px}
.lead{color:var(--muted);margin:0 0 24px}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 24px;margin:0 0 16px}
ul,ol{margin:0;padding:0 0 0 24px}
li{margin:6px 0;padding-left:4px}
li::marker{color:var(--accent);font-weight:600}
@media (max-width:480px){body{padding:8px}section{padding:16px}header{flex-direction:column;align-items:flex-start;gap:12px}h1{font-size:24px}}
@media print{body{background:#fff;color:#000}section{border:0;padding:0}}
`;

/** The whole document. `logo`: a picture as data URI; default: none. */
export async function guidePage(guide: Guide, logo?: string): Promise<string> {
  const { title, lead, supported, prerequisites, configuration, verification, contact } = guide;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            ${logo === undefined ? "" : html`<img src="${logo}" alt="" />`}
            <h1>${title}</h1>
          </header>
          <p class="lead">${lead}</p>
          <section>
            <h2>Supported features</h2>
            <ul>
              ${items(supported)}
            </ul>
          </section>
          <section>
            <h2>Prerequisites</h2>
            <ul>
              ${items(prerequisites)}
            </ul>
          </section>
          <section>
            <h2>Configuration steps</h2>
            ${configuration.map(part)}
          </section>
          <section>
            <h2>Verification</h2>
            ${verification.map(part)}
          </section>
          <section>
            <h2>Help</h2>
            <p>${contact}</p>
          </section>
        </main>
      </body>
    </html> `;
  return `${String(await document).trim()}\n`;
}

function part({ title, steps }: Part): Html {
  return html`<h3>${title}</h3>
    <ol>
      ${items(steps)}
    </ol>`;
}

function items(lines: readonly Line[]): Html[] {
  return lines.map(
    (line) => html`<li>${line.map((piece, index) => (index % 2 === 1 ? html`<b>${piece}</b>` : piece))}</li>`,
  );
}
