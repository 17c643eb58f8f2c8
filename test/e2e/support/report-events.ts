/** Makes a fixture of an event log: without what differs from run to run, and without what the report does not read. */
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { PROJECT } from "./world.ts";

export function recordable(log: string, domain: string): string {
  const ids = new Map<string, string>();
  const events = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  const changing = new Set(events.flatMap(({ resourcePreEvent }) => changed(resourcePreEvent?.metadata)));
  const lines = events.flatMap((event) => slim(event, changing)).map((event) => JSON.stringify(event));
  return `${lines.join("\n")}\n`
    .replaceAll(domain, "acme.us.auth0.com")
    .replaceAll(PROJECT, "/project/")
    .replace(/\b(?:[A-Za-z0-9]{32}|(?:rol|cgr|act)_[A-Za-z0-9]{16})\b/g, (id) => {
      if (/^[0-9a-f]{32}$/.test(id)) return id;
      ids.set(id, ids.get(id) ?? `id${ids.size + 1}`);
      return ids.get(id) ?? "";
    });
}

function changed(step: StepEventMetadata | undefined): string[] {
  return step === undefined || step.op === "same" || step.op === "refresh" ? [] : [step.urn];
}

function slim(
  { resourcePreEvent, resOutputsEvent, diagnosticEvent, summaryEvent }: EngineEvent,
  changing: ReadonlySet<string>,
): object[] {
  if (resourcePreEvent && resourcePreEvent.metadata.op !== "refresh")
    return [{ resourcePreEvent: { metadata: step(resourcePreEvent.metadata, changing) } }];
  if (resOutputsEvent) return [{ resOutputsEvent: { metadata: step(resOutputsEvent.metadata, changing) } }];
  // The type does not name the severity `debug`, which the log has.
  if (diagnosticEvent && (diagnosticEvent.severity as string) !== "debug") {
    const { severity, message } = diagnosticEvent;
    return [{ diagnosticEvent: { severity, message } }];
  }
  return summaryEvent ? [{ summaryEvent }] : [];
}

/** Values only of what is to be changed: a public key and the code of an Action are long. */
function step(
  { op, urn, detailedDiff, diffs, old, new: now }: StepEventMetadata,
  changing: ReadonlySet<string>,
): object {
  const quiet = op === "same" || op === "create" || !changing.has(urn);
  const side = (value: typeof old) => (value ? { inputs: quiet ? {} : value.inputs } : undefined);
  return { op, urn, detailedDiff, diffs, old: side(old), new: side(now) };
}
