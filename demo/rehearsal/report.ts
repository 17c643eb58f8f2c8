// The rehearsal as one HTML file: opens anywhere, asks no network, needs no script.
import { html, raw } from "hono/html";
import type { Picture } from "./chromium.ts";
import type { Rehearsal } from "./index.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { type Comparison, type Fact, type PlayedStep, show } from "./script.ts";

type Html = ReturnType<typeof html>;

const MARKS: Readonly<Record<PlayedStep["outcome"], readonly [style: string, text: string]>> = {
  passed: ["passed", "✓ passed"],
  failed: ["failed", "✗ failed"],
  "left out": ["none", "left out"],
  "not reached": ["none", "not reached"],
};

/** The whole document. `at` is when it was played. */
export async function reportOf(rehearsal: Rehearsal, at: Date): Promise<string> {
  const { declared, steps, passed, organization, domain, browser, onRealTenant } = rehearsal;
  const title = `Rehearsal of Express Configuration: ${declared.serviceApp.name}`;
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
          ${raw(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="lead">
            A customer's Okta admin connects their Okta with ${declared.serviceApp.name} by Express Configuration. Here
            it was played
            ${onRealTenant ? "on the stack's own tenant, as far as that needs no Okta" : "on a tenant that the stack had just set up"}.
          </p>
          ${verdict(steps, passed)}
          <nav aria-label="Steps">
            <h2>Steps</h2>
            <ol>
              ${steps.map(
                ({ title: step, outcome }, i) =>
                  html`<li>
                    <a href="#step-${String(i + 1)}"><span>${String(i + 1)}. ${step}</span>${mark(outcome)}</a>
                  </li>`,
              )}
            </ol>
          </nav>
          ${steps.map((step, i) => section(step, i + 1))}
          <section>
            <h2>What this is, and what it is not</h2>
            ${facts([
              { name: "Flavour", value: FLAVOURS[declared.flavour] },
              { name: "Provisioning by SCIM", value: declared.scim ? "offered" : "not offered" },
              { name: "App", value: `${declared.serviceApp.name} (${declared.serviceApp.clientId})` },
              { name: "OIN client", value: declared.oinClientId },
              { name: "Organization", value: organization },
              { name: "Tenant", value: onRealTenant ? domain : `${domain}, a local one` },
              {
                name: "Pages shown by",
                value: onRealTenant
                  ? "a person's own browser, so there are no pictures"
                  : (browser ?? "no browser, so there are no pictures"),
              },
              { name: "Protocol spoken by", value: "openid-client, a certified OpenID Connect client" },
              { name: "Played", value: `${at.toISOString().slice(0, 16).replace("T", " ")} UTC` },
            ])}
            <p>
              ${
                onRealTenant
                  ? "Okta's part is played on this machine: no Okta organization and no key of Okta's took part."
                  : "Auth0's and Okta's parts are played on this machine: no Auth0 tenant, no Okta organization and no key of Okta's took part."
              }
              Okta's key was made for this rehearsal and thrown away.
            </p>
          </section>
        </main>
        <footer>okta-express: npm run rehearse</footer>
      </body>
    </html> `;
  return `${String(await document).trim()}\n`;
}

const FLAVOURS = {
  guide: "guide: the objects of Okta's guide",
  native: "native: Auth0's built-in Express Configuration",
} as const;

function verdict(steps: readonly PlayedStep[], passed: boolean): Html {
  const count = (wanted: PlayedStep["outcome"]) => steps.filter(({ outcome }) => outcome === wanted).length;
  const compared = steps.flatMap(({ comparisons }) => comparisons);
  const failed = steps.findIndex(({ outcome }) => outcome === "failed");
  const leftOut = steps.filter(({ outcome }) => outcome === "left out").map(({ title }) => title);
  return html`<div class="verdict ${passed ? "passed" : "failed"}">
    <p>
      <strong
        >${passed ? "The rehearsal passed: everything that was played works." : `It fails at step ${String(failed + 1)}: ${steps[failed]?.title ?? ""}.`}</strong
      >
    </p>
    ${passed ? "" : html`<p>${steps[failed]?.reason ?? ""}</p>`}
    <p>
      ${String(count("passed"))} of ${String(steps.length)} steps
      passed${leftOut.length === 0 ? "" : `, ${leftOut.length} left out (${leftOut.join("; ")})`}.
      ${String(compared.filter(({ same }) => same).length)} of ${String(compared.length)} values are as expected.
    </p>
  </div>`;
}

const mark = (outcome: PlayedStep["outcome"]): Html => {
  const [style, text] = MARKS[outcome];
  return html`<span class="mark ${style}">${text}</span>`;
};

const section = ({ title, outcome, explanation, reason, pictures, ...found }: PlayedStep, number: number): Html =>
  html`<section id="step-${String(number)}">
    <div class="head">
      <h2>${String(number)}. ${title}</h2>
      ${mark(outcome)}
    </div>
    <p class="explanation">${explanation}</p>
    ${reason === undefined ? "" : html`<p class="reason ${outcome === "failed" ? "failed" : ""}">${reason}</p>`}
    ${pictures.length === 0 ? "" : html`<div class="pictures">${pictures.map(figure)}</div>`}
    ${found.comparisons.length === 0 ? "" : comparisons(found.comparisons)}
    ${
      found.facts.length === 0
        ? ""
        : html`<details>
            <summary>Details</summary>
            ${facts(found.facts)}
          </details>`
    }
  </section>`;

const figure = ({ heading, light, dark }: Picture): Html =>
  html`<figure>
    <picture>
      <source media="(prefers-color-scheme: dark)" srcset="${data(dark)}" />
      <img src="${data(light)}" alt='The page "${heading}"' />
    </picture>
    <figcaption>${heading}</figcaption>
  </figure>`;

const data = (png: Buffer): string => `data:image/png;base64,${png.toString("base64")}`;

const comparisons = (rows: readonly Comparison[]): Html =>
  html`<h3>What was compared</h3>
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Found on the tenant</th>
          <th scope="col">Compared with</th>
          <th scope="col">Same</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ what, found, expected, source, same }) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td data-label="Found">${show(found)}</td>
              <td data-label="Compared with">${source}${same ? "" : html`: <strong>${show(expected)}</strong>`}</td>
              <td><span class="mark ${same ? "passed" : "failed"}">${same ? "✓ same" : "✗ differs"}</span></td>
            </tr>`,
        )}
      </tbody>
    </table>`;

const facts = (rows: readonly Fact[]): Html =>
  html`<table>
    <tbody>
      ${rows.map(
        ({ name, value }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${show(value)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
