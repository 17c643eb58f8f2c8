// What the engine did, read from its own structured event log (`--event-log FILE`, one JSON object a line) rather than
// from what it printed. The events' form: `EngineEvent` in @pulumi/pulumi/automation.
import { readFile } from "node:fs/promises";
import type { DiagnosticEvent, EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

/** One step of a preview or an update. */
export interface Step {
  /** What is done to the resource: `create`, `update`, `delete`, `same`, `import`, `refresh`, `read`, `replace`, ... */
  op: OpType;
  urn: string;
  /** Pulumi type token, such as `auth0:index/role:Role`. */
  type: string;
  /** Name of the resource in the program. */
  name: string;
  /**
   * Paths of the properties that differ, such as `scopes[1].description`; sorted; empty where nothing differs. Of a
   * `refresh`: between the state and the tenant; else between that and the program.
   */
  paths: string[];
  /** Of a `refresh`: the tenant has the resource no longer. */
  gone: boolean;
  /** Whether the step was tried and failed. */
  failed: boolean;
}

/** One message to the user, from the engine, a plugin or the program. */
export interface Diagnostic {
  severity: "info" | "info#err" | "warning" | "error";
  /** The resource it concerns; empty for the run as a whole. */
  urn: string;
  /** Plain text, without colours and line end. */
  message: string;
}

export interface EventLog {
  steps: Step[];
  diagnostics: Diagnostic[];
  /** How many resources by operation, as the engine's summary counts them; absent where the run broke off. */
  changes: Partial<Record<OpType, number>>;
}

/** Reads an event log; an absent file (the engine refused to start) is an empty log. */
export async function readEventLog(file: string): Promise<EventLog> {
  const text = await readFile(file, "utf8").catch(() => "");
  return eventLog(
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as EngineEvent),
  );
}

/** Steps are in the order in which they began, each once. */
export function eventLog(events: readonly EngineEvent[]): EventLog {
  const log: EventLog = { steps: [], diagnostics: [], changes: {} };
  for (const event of events) {
    if (event.resourcePreEvent) log.steps.push(step(event.resourcePreEvent.metadata));
    const done = event.resOutputsEvent?.metadata;
    // What a refresh found is known at its end only.
    if (done?.op === "refresh") Object.assign(begun(log, done) ?? {}, { paths: paths(done), gone: !done.new });
    const failed = event.resOpFailedEvent?.metadata;
    if (failed) {
      const failedStep = begun(log, failed) ?? step(failed);
      failedStep.failed = true;
      if (!log.steps.includes(failedStep)) log.steps.push(failedStep);
    }
    const diagnostic = event.diagnosticEvent && toDiagnostic(event.diagnosticEvent);
    if (diagnostic) log.diagnostics.push(diagnostic);
    if (event.summaryEvent) log.changes = event.summaryEvent.resourceChanges;
  }
  return log;
}

function begun(log: EventLog, { urn, op }: StepEventMetadata): Step | undefined {
  return log.steps.findLast((step) => step.urn === urn && step.op === op);
}

function step(metadata: StepEventMetadata): Step {
  const { op, urn, type } = metadata;
  return {
    op,
    urn,
    type,
    name: urn.slice(urn.lastIndexOf("::") + 2),
    paths: paths(metadata),
    gone: false,
    failed: false,
  };
}

function paths({ detailedDiff, diffs }: StepEventMetadata): string[] {
  return (detailedDiff ? Object.keys(detailedDiff) : (diffs ?? [])).toSorted();
}

/** Undefined for what the user does not see: debug messages, and passing ones such as progress. */
function toDiagnostic({ severity, urn = "", message, ephemeral }: DiagnosticEvent): Diagnostic | undefined {
  // The log has debug messages too, although the SDK's type does not name that severity.
  if (ephemeral || !SEVERITIES.has(severity)) return undefined;
  return { severity, urn, message: plain(message) };
}

const SEVERITIES: ReadonlySet<string> = new Set<Diagnostic["severity"]>(["info", "info#err", "warning", "error"]);

/** The engine marks colours with tags such as `<{%fg 1%}>`. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trimEnd();
}
