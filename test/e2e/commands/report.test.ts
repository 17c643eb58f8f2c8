/**
 * `npm run report` on real previews: its Markdown is that of the golden files, and its exit codes tell the cases apart. The
 * events that the golden files are made of are recorded here: `RECORD_EVENTS=1` writes them anew.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ConfigValue } from "../../../packages/pulumi-sandbox/src/session/stack-config.ts";
import { byHand, type Hand } from "../support/by-hand.ts";
import { cli, json, shell } from "../support/cli.ts";
import { recordable } from "../support/report-events.ts";
import {
  CONFIG,
  NEXT_OKTA_KEY,
  OKTA_KEY,
  openWorld,
  ownIds,
  PROJECT,
  succeeded,
  type World,
} from "../support/world.ts";

const FIXTURES = new URL("../../fixtures/reports/", import.meta.url);

const RECORDING = process.env["RECORD_EVENTS"] !== undefined;

let world: World;
let folder: string;
let hand: Hand;

beforeAll(async () => {
  world = await openWorld();
  folder = mkdtempSync(join(tmpdir(), "okta-express-report-test-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

/** Runs the command as it is, without a write on the tenant; its Markdown is the golden file. */
async function reports(scenario: string, exitCode: number): Promise<void> {
  await recordEvents(scenario);
  world.tenant.journal.clear();
  const run = await cli(world.session, "report");
  expect(run.exitCode, run.stdout + run.stderr).toBe(exitCode);
  expect(world.tenant.journal.writes()).toEqual([]);
  // The golden files are made of what is recorded now.
  if (RECORDING) return;
  expect(run.stdout.replaceAll(world.tenant.domain, "acme.us.auth0.com")).toBe(
    readFileSync(new URL(`${scenario}.md`, FIXTURES), "utf8"),
  );
}

/** For the golden files of the unit test; nothing where recording is not asked for. */
async function recordEvents(scenario: string, args: readonly string[] = []): Promise<void> {
  if (!RECORDING) return;
  const log = join(folder, `${scenario}.jsonl`);
  await world.session.pulumi(["preview", "--event-log", log, ...args]);
  writeFileSync(new URL(`${scenario}.jsonl`, FIXTURES), recordable(readFileSync(log, "utf8"), world.tenant.domain));
}

/** With another value in the configuration, which has its own again afterwards. */
async function configured(
  key: keyof typeof CONFIG | "scim" | "releaseOinClient",
  value: ConfigValue,
  work: () => Promise<void>,
) {
  await world.session.setConfig(key, value);
  try {
    await work();
  } finally {
    if (key in CONFIG) await world.session.setConfig(key, CONFIG[key as keyof typeof CONFIG]);
    else await world.session.removeConfig(key);
  }
}

/** A step of a workflow, run by the shell as the runner does. */
async function runsInCi(workflow: string, step: string) {
  const text = readFileSync(join(PROJECT, `.github/workflows/${workflow}.yml`), "utf8");
  const { jobs } = parse(text) as { jobs: Record<string, { steps: { name?: string; run?: string }[] }> };
  const script = Object.values(jobs).flatMap(({ steps }) => steps.filter(({ name }) => name === step))[0]?.run;
  const temp = mkdtempSync(join(folder, "runner-"));
  const summary = join(temp, "summary.md");
  writeFileSync(summary, "");
  const env = { RUNNER_TEMP: temp, GITHUB_STEP_SUMMARY: summary, STACK: "test" };
  const { exitCode, said } = await shell(world.session, script ?? "exit 99", env);
  const reports = join(temp, "reports");
  return {
    exitCode,
    said,
    summary: readFileSync(summary, "utf8"),
    reports: existsSync(reports) ? readdirSync(reports) : [],
  };
}

describe("the report of a preview", () => {
  it("of a first deployment: 3", () => reports("first-deployment", 3));

  it("of no change: 0", async () => {
    succeeded(await world.session.up());
    hand = byHand(world.tenant, await ownIds(world.session));
    await reports("no-change", 0);
  });

  it("of SCIM turned on: 3", () => configured("scim", true, () => reports("scim-on", 3)));

  it("of a second key: 3", () => configured("oktaPublicKeys", [OKTA_KEY, NEXT_OKTA_KEY], () => reports("rotation", 3)));

  it("of an event log of a plan that replaces the OIN client: 3, with the loudest mark", async () => {
    const { urn } =
      (await world.session.preview()).steps.find(({ name }) => name === "express-oin-client-known-to-okta") ?? {};
    await recordEvents("client-replaced", ["--replace", urn ?? ""]);
    const log = join(folder, "replaced.jsonl");
    await world.session.pulumi(["preview", "--replace", urn ?? "", "--event-log", log]);
    const run = await cli(world.session, "report", ["--events", log]);
    expect(run.stdout).toContain("⛔ **stop**");
  });

  it("of drift: 4", async () => {
    await hand.role({ description: "Changed by hand | <b>@everyone</b> `x`" });
    await hand.grant((scope) => [...scope.slice(1), "read:users"]);
    await hand.bindings((bindings) => bindings.filter(({ action }) => action.id !== hand.ids.action));
    await reports("drift-only", 4);
  });

  it("of drift and a change, in one object even: 5; as JSON the same", async () => {
    await configured("scim", true, async () => {
      await reports("drift-and-change", 5);
      const run = await cli(world.session, "report", ["--json"]);
      expect(run.exitCode).toBe(5);
      expect(json<{ text: string }>(run)).toMatchObject({ ok: true, losesClient: false });
      expect(json<{ risks: string[] }>(run).risks.toSorted()).toEqual(["flow", "grant"]);
    });
    succeeded(await world.session.up());
  });

  it("comes out of the workflows' own commands, before and after their deployment", async () => {
    await hand.role({ description: "Changed by hand" });
    const before = await runsInCi("preview", "Report");
    expect(before).toMatchObject({ exitCode: 0, reports: ["test.md"] });
    expect(before.summary).toContain("**1 object drifted from what was deployed.**");
    expect((await runsInCi("drift", "Look")).reports).toEqual(["test.md"]);

    const up = await runsInCi("deploy", "Up");
    expect(up.exitCode, up.said).toBe(0);
    const after = await runsInCi("deploy", "Is the tenant now as declared?");
    expect(after.summary).toContain("Clean: the tenant is as this branch declares it.");
    expect((await runsInCi("drift", "Look")).reports).toEqual(["test.clean"]);

    await configured("serviceApp", "No such app", async () => {
      const failed = await runsInCi("preview", "Report");
      expect(failed).toMatchObject({ exitCode: 1, reports: ["test.md"] });
      expect(failed.summary).toContain("The preview failed.");
    });
  });

  it("of a program that refuses its configuration: 1", () =>
    configured("serviceApp", "No such app", () => reports("program-error", 1)));

  it("of a preview that is refused because the OIN client is gone: 1; once it is released: 5, with the loudest mark", async () => {
    await hand.remove(`/api/v2/clients/${hand.ids.client}`);
    await recordEvents("failing-preview");
    const refused = await cli(world.session, "report");
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain(`the OIN client ${hand.ids.client} is no longer on the tenant`);
    await configured("releaseOinClient", hand.ids.client, async () => {
      await recordEvents("client-made-anew");
      const anew = await cli(world.session, "report");
      // To release the client gives the consent setting back, which is the branch's change.
      expect(anew.exitCode, anew.stdout).toBe(5);
      expect(anew.stdout).toContain("⛔ **stop**");
    });
  });

  it("of a stack that is not there, and of a file that is not: 2", async () => {
    const noStack = await cli(world.session, "report", ["--stack", "nowhere"]);
    expect(noStack.exitCode, noStack.stdout).toBe(2);
    expect(noStack.stderr).toContain("pulumi stack init nowhere");
    expect((await cli(world.session, "report", ["--events", join(folder, "none")])).exitCode).toBe(2);
  });
});
