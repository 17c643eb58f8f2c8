/** What a preview did, from the engine's own events (`pulumi preview --event-log FILE`, one JSON object a line). */
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { nameIn } from "../../config/previous.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** What the events say of one resource: at most one refresh, and what `up` would then do. */
export interface ResourceEvents {
  readonly urn: string;
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  /** Absent where the resource was not in the state. */
  refresh?: {
    /** The tenant has it no longer. */
    readonly gone: boolean;
    /** Properties that differ between the state and the tenant. */
    readonly properties: readonly string[];
    /** As the state had it, and as the tenant has it. */
    readonly before: Inputs;
    readonly now: Inputs;
  };
  /** `same`, `create`, `update`, `replace`, `delete`, `import`; absent where the preview did not come to it. */
  op?: string;
  /** Properties that differ between the tenant and the program. */
  properties?: readonly string[];
  /** As the program declares it. */
  declared?: Inputs;
}

/** One preview. */
export interface PreviewEvents {
  readonly resources: readonly ResourceEvents[];
  /** Error messages of engine, plugin and program. */
  readonly errors: readonly string[];
  /** Whether the preview came to its end; a log without a summary was broken off. */
  readonly succeeded: boolean;
}

/** Reads the lines of an event log. Throws where a line is no JSON. */
export function readEvents(log: string): PreviewEvents {
  const resources = new Map<string, ResourceEvents>();
  const errors: string[] = [];
  let succeeded = false;
  for (const line of log.split("\n").filter((text) => text.trim() !== "")) {
    const event = JSON.parse(line) as EngineEvent & { readonly summaryEvent?: { readonly result?: string } };
    // What a refresh found, and what a step comes to, is known at its end; a step that fails has its beginning only.
    const begun = event.resourcePreEvent?.metadata;
    if (begun !== undefined && begun.op !== "refresh") addStep(resources, begun);
    const done = event.resOutputsEvent?.metadata;
    if (done !== undefined) addStep(resources, done);
    const { diagnosticEvent: diagnostic, summaryEvent: summary } = event;
    if (diagnostic?.severity === "error") errors.push(plain(diagnostic.message));
    if (summary !== undefined) succeeded = summary.result !== "failed";
  }
  return { resources: [...resources.values()], errors: errors.filter(saysMore), succeeded };
}

function addStep(resources: Map<string, ResourceEvents>, step: StepEventMetadata): void {
  const { urn, op } = step;
  const resource = resources.get(urn) ?? { urn, type: typeOf(urn), name: nameIn(urn) };
  resources.set(urn, resource);
  if (op === "refresh") {
    resource.refresh = {
      gone: !step.new,
      properties: propertiesOf(step),
      before: step.old?.inputs ?? {},
      now: step.new?.inputs ?? {},
    };
    return;
  }
  if (op.startsWith("read")) return;
  // A replacement is told in up to three steps, of which one may be `same` or `delete`.
  resource.op = /replace/.test(op) || resource.op === "replace" ? "replace" : op;
  resource.properties = [...new Set([...(resource.properties ?? []), ...propertiesOf(step)])].sort();
  if (step.new) resource.declared = step.new.inputs;
}

/** Names at the top: of `scopes[1].description` only `scopes`. */
function propertiesOf({ detailedDiff, diffs }: StepEventMetadata): string[] {
  const paths = detailedDiff ? Object.keys(detailedDiff) : (diffs ?? []);
  return [...new Set(paths.map((path) => /^[^.[]+/.exec(path)?.[0] ?? path))].sort();
}

/** Only the last of a URN's types is the resource's own; those before it are its parents'. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The engine closes with one that only says that it failed. */
function saysMore(message: string): boolean {
  return !["preview failed", "update failed", ""].includes(message);
}

/** Without the engine's colour tags (`<{%fg 1%}>`) and ANSI colours. */
function plain(message: string): string {
  return stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, "")).trim();
}
