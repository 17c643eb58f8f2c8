/** The report on real event logs (recorded by test/e2e/commands/report.test.ts) as golden files, and what hostile values cannot do. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type StackReport, stackReport } from "../../../cli/report/changes.ts";
import { readEvents } from "../../../cli/report/events.ts";
import { reportMarkdown } from "../../../cli/report/markdown.ts";
import { reportPage } from "../../../cli/report/page.ts";
import { withoutSecrets } from "../../../cli/report/secrets.ts";

const FIXTURES = new URL("../../fixtures/reports/", import.meta.url);
const SCENARIOS = [
  "client-made-anew",
  "client-replaced",
  "drift-and-change",
  "drift-only",
  "failing-preview",
  "first-deployment",
  "no-change",
  "program-error",
  "rotation",
  "scim-on",
];

const eventsOf = (scenario: string) => readFileSync(new URL(`${scenario}.jsonl`, FIXTURES), "utf8");
const reportOf = (scenario: string) => stackReport("test", readEvents(eventsOf(scenario)));
const shape = ({ changes, drift, risks, losesClient, errors }: StackReport) => ({
  changes: changes.map(({ op, name }) => `${op} ${name}`).sort(),
  drift: drift.map(({ op, name }) => `${op} ${name}`).sort(),
  risks: [...risks].sort(),
  losesClient,
  errors: errors.length,
});

describe("golden files", () => {
  it("has one of every recorded log", () => {
    expect(
      readdirSync(FIXTURES)
        .filter((file) => file.endsWith(".jsonl"))
        .sort(),
    ).toEqual(SCENARIOS.map((scenario) => `${scenario}.jsonl`));
  });

  it.each(SCENARIOS)("%s", async (scenario) => {
    const report = reportOf(scenario);
    const golden = (kind: string) => `../../fixtures/reports/${scenario}.${kind}`;
    await expect(reportMarkdown(report)).toMatchFileSnapshot(golden("md"));
    if (scenario === "drift-and-change") await expect(await reportPage(report)).toMatchFileSnapshot(golden("html"));
  });
});

describe("what the events mean", () => {
  const nothing = { changes: [], drift: [], risks: [], losesClient: false, errors: 0 };

  it("tells this branch's change from drift, also where both meet in one property", () => {
    expect(shape(reportOf("no-change"))).toEqual(nothing);
    expect(shape(reportOf("rotation"))).toEqual({
      ...nothing,
      changes: ["update express-oin-credentials"],
      risks: ["keys"],
    });
    const drift = ["create express-login-binding", "update express-admin-role", "update express-oin-grant"];
    expect(shape(reportOf("drift-only"))).toEqual({ ...nothing, drift, risks: ["flow", "grant"] });
    expect(shape(reportOf("drift-and-change"))).toEqual({
      ...nothing,
      changes: ["update express-admin-permissions", "update express-api-scopes", "update express-oin-grant"],
      drift,
      risks: ["flow", "grant"],
    });
  });

  it("tells the same whatever order the engine took", () => {
    const events = readEvents(eventsOf("drift-and-change"));
    const reversed = { ...events, resources: events.resources.toReversed() };
    expect(stackReport("test", reversed)).toEqual(stackReport("test", events));
  });

  it("names exactly the scopes that each of the two is about", () => {
    const { changes, drift } = reportOf("drift-and-change");
    expect(changes.find(({ name }) => name === "express-oin-grant")?.properties).toEqual([
      {
        name: "scopes",
        removed: [],
        added: ["read:scim_config", "create:scim_config", "read:scim_token", "create:scim_token", "delete:scim_token"],
      },
    ]);
    expect(drift.find(({ name }) => name === "express-oin-grant")?.properties).toEqual([
      { name: "scopes", removed: ["create:connections"], added: ["read:users"] },
    ]);
  });

  it("takes the OIN client's loss for the worst, whatever its cause", () => {
    expect(reportOf("client-replaced").losesClient).toBe(true);
    expect(reportOf("client-made-anew").losesClient).toBe(true);
    expect(reportOf("first-deployment").losesClient).toBe(false);
  });

  it("does not call a failed preview clean, and says of nothing that it stays", () => {
    for (const scenario of ["failing-preview", "program-error"]) {
      const report = reportOf(scenario);
      expect(report.errors.length).toBe(1);
      expect(reportMarkdown(report)).not.toMatch(/Clean|Not touched/);
    }
    expect(stackReport("test", readEvents("")).errors).toEqual(["The preview broke off without an error message."]);
  });

  it("tells what differs on the tenant and stays so", () => {
    const events = readEvents(eventsOf("drift-only"));
    const resources = events.resources.map((resource) => ({ ...resource, op: "same", properties: [] }));
    const report = stackReport("test", { ...events, resources });
    expect(report.left.map(({ name }) => name).sort()).toEqual([
      "express-admin-role",
      "express-login-binding",
      "express-oin-grant",
    ]);
    expect(reportMarkdown(report)).toContain("### Different on the tenant, left as it is");
  });
});

describe("hostile values", () => {
  const withName = (name: string) => {
    const report = reportOf("drift-only");
    const drift = report.drift.map((change) => ({
      ...change,
      properties: [{ name: "name", removed: ["x"], added: [name] }],
    }));
    return { ...report, drift };
  };

  it.each(["`` ` ``", "a | b", "</td><script>alert(1)</script>", "line\nline", "\u202eevil", "@octocat"])(
    "cannot lay out the Markdown: %j",
    (name) => {
      const rows = reportMarkdown(withName(name))
        .split("\n")
        .filter((line) => line.startsWith("| ") && line.includes("express-"));
      expect(rows.length).toBe(3);
      for (const row of rows) {
        // Three cells: what is not escaped ends one.
        expect(row.match(/(?<!\\)\|/g)?.length).toBe(4);
        expect(row.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "")).not.toMatch(/script|@octocat|evil|`/);
        expect(row).not.toContain("\u202e");
      }
    },
  );

  it("cannot become elements of the page", async () => {
    const page = await reportPage(withName("</td><script>alert(1)</script>"));
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;");
  });

  it("cannot end the block of an error", () => {
    const report = { ...reportOf("program-error"), errors: ["before\n````\n# Clean"] };
    expect(reportMarkdown(report)).toContain("`````text\nbefore\n````\n# Clean\n`````");
  });

  it("are cut before GitHub refuses the comment", () => {
    const report = { ...reportOf("program-error"), errors: Array.from({ length: 20 }, () => "x".repeat(20_000)) };
    expect(reportMarkdown(report).length).toBeLessThan(65_536);
  });
});

describe("secrets", () => {
  it("of the environment, tokens and private keys are taken out before anything is read", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    const env = { AUTH0_CLIENT_SECRET: 'secret"of-the-client', PULUMI_CONFIG_PASSPHRASE: "short" };
    const log = JSON.stringify({
      diagnosticEvent: { severity: "error", message: `${env.AUTH0_CLIENT_SECRET} ${key} ${token} shortly` },
    });
    const { errors } = readEvents(withoutSecrets(log, env));
    expect(errors).toEqual(["[secret] [secret] [secret] shortly"]);
  });

  it("that the engine masked are named and never shown", () => {
    const masked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
    const metadata = {
      urn: "urn:pulumi:test::p::auth0:index/role:Role::express-admin-role",
      detailedDiff: { description: {} },
      old: { inputs: { description: masked } },
    };
    const log = [
      {
        resOutputsEvent: {
          metadata: { ...metadata, op: "refresh", detailedDiff: {}, new: { inputs: { description: masked } } },
        },
      },
      { resOutputsEvent: { metadata: { ...metadata, op: "update", new: { inputs: { description: masked } } } } },
      { summaryEvent: { result: "succeeded" } },
    ];
    const report = stackReport("test", readEvents(log.map((event) => JSON.stringify(event)).join("\n")));
    expect(report.changes[0]?.properties).toEqual([{ name: "description" }]);
    expect(report.drift).toEqual([]);
  });
});
