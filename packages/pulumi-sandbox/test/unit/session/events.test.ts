import type { EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventLog, readEventLog } from "../../../src/session/events.ts";
import { temporaryFolder } from "../../fixtures/scripts.ts";

const URN = "urn:pulumi:sandbox::okta-express::okta-express:index:AdminRole$auth0:index/role:Role::express-admin-role";

/** Metadata of a step on the admin role, with the properties that differ. */
function metadata(op: OpType, differing: readonly string[] = [], exists = true): StepEventMetadata {
  const state = {
    type: "auth0:index/role:Role",
    urn: URN,
    id: "rol_1",
    parent: "",
    inputs: {},
    outputs: {},
    provider: "",
  };
  return {
    op,
    urn: URN,
    type: "auth0:index/role:Role",
    provider: "",
    ...(exists ? { new: state } : {}),
    detailedDiff: Object.fromEntries(
      differing.map((path) => [path, { diffKind: "update", inputDiff: false }]),
    ) as NonNullable<StepEventMetadata["detailedDiff"]>,
  };
}

const event = (content: Partial<EngineEvent>): EngineEvent => ({ sequence: 1, timestamp: 1, ...content });
const begins = (...args: Parameters<typeof metadata>): EngineEvent =>
  event({ resourcePreEvent: { metadata: metadata(...args) } });
const ends = (...args: Parameters<typeof metadata>): EngineEvent =>
  event({ resOutputsEvent: { metadata: metadata(...args) } });

describe("the steps of an event log", () => {
  it("have the operation, the resource and the sorted paths that differ", () => {
    expect(
      eventLog([begins("update", ["name", "description"]), ends("update", ["name", "description"])]).steps,
    ).toEqual([
      {
        op: "update",
        urn: URN,
        type: "auth0:index/role:Role",
        name: "express-admin-role",
        paths: ["description", "name"],
        gone: false,
        failed: false,
      },
    ]);
  });

  it("tell what a refresh found on the tenant apart from what the program will do about it", () => {
    const { steps } = eventLog([
      begins("refresh"),
      ends("refresh", ["description"]),
      begins("update", ["description"]),
      ends("update", ["description"]),
    ]);
    expect(steps.map(({ op, paths }) => [op, paths])).toEqual([
      ["refresh", ["description"]],
      ["update", ["description"]],
    ]);
  });

  it("tell that a refresh found nothing any more", () => {
    const { steps } = eventLog([begins("refresh"), ends("refresh", [], false), begins("create")]);
    expect(steps.map(({ op, gone }) => [op, gone])).toEqual([
      ["refresh", true],
      ["create", false],
    ]);
  });

  it("are marked where they failed, begun or not", () => {
    const failed = event({ resOpFailedEvent: { metadata: metadata("create"), status: 0, steps: 0 } });
    expect(eventLog([begins("create"), failed]).steps).toMatchObject([{ op: "create", failed: true }]);
    expect(eventLog([failed]).steps).toMatchObject([{ op: "create", failed: true }]);
  });
});

describe("the messages of an event log", () => {
  it("are plain text, without debug messages and passing ones", () => {
    const diagnostic = (severity: string, message: string, more: object = {}): EngineEvent =>
      event({ diagnosticEvent: { severity: severity as "info", message, color: "", ...more } });
    const { diagnostics } = eventLog([
      diagnostic("debug", "Registering resource"),
      diagnostic("info", "working", { ephemeral: true }),
      diagnostic("warning", "<{%fg 3%}>careful<{%reset%}>\n", { urn: URN }),
      diagnostic("error", "no"),
    ]);
    expect(diagnostics).toEqual([
      { severity: "warning", urn: URN, message: "careful" },
      { severity: "error", urn: "", message: "no" },
    ]);
  });
});

describe("an event log file", () => {
  it("is one event a line, with a summary at the end", async () => {
    const file = join(temporaryFolder(), "events.jsonl");
    const summary = event({
      summaryEvent: {
        maybeCorrupt: false,
        durationSeconds: 1,
        resourceChanges: { create: 1, same: 2 },
        policyPacks: {},
      },
    });
    writeFileSync(file, `${JSON.stringify(begins("create"))}\n${JSON.stringify(summary)}\n`);
    expect(await readEventLog(file)).toMatchObject({ steps: [{ op: "create" }], changes: { create: 1, same: 2 } });
  });

  it("may be absent, where the engine refused to start", async () => {
    expect(await readEventLog(join(temporaryFolder(), "absent"))).toEqual({ steps: [], diagnostics: [], changes: {} });
  });
});
