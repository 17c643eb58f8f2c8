import { stripVTControlCharacters } from "node:util";
import { nameIn } from "../config/previous.ts";
import { MEMORY_RESOURCE } from "../contract/stack.ts";
import type { EngineRun } from "./engine.ts";

/** One thing that `up` would do. */
export interface PlannedStep {
  /** `create`, `update`, `delete`, `replace`, `import`, … */
  readonly op: string;
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  /** The properties that differ, sorted; of a list, which of its elements: `name`, `scopes[1]`. */
  readonly paths: readonly string[];
}

/** What `pulumi preview` says: what would change, or why it could not tell. */
export interface Preview {
  /** Nothing for resources that stay as they are. */
  readonly steps: readonly PlannedStep[];
  /** Error messages of engine, plugin and program; a preview with any did not succeed. */
  readonly errors: readonly string[];
}

interface JsonPreview {
  readonly steps?: readonly {
    readonly op: string;
    readonly urn: string;
    readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
    readonly diffReasons?: readonly string[] | null;
  }[];
  readonly diagnostics?: readonly { readonly message?: string; readonly severity?: string }[];
}

/** `read-discard`: the reference of the stack to itself leaves states that an earlier version made. */
const UNCHANGING = new Set(["same", "read", "refresh", "read-discard"]);

/** Reads the answer of `pulumi preview --json`. */
export function readPreview(run: EngineRun): Preview {
  const json = parse(run.stdout);
  const steps = (json?.steps ?? [])
    .filter(({ op, urn }) => !UNCHANGING.has(op) && !isNewCredentials(op, urn) && !isMemory(urn))
    .map(({ op, urn, detailedDiff, diffReasons }) => ({
      op,
      type: typeOf(urn),
      name: nameIn(urn),
      paths: shortened(detailedDiff ? Object.keys(detailedDiff) : (diffReasons ?? [])),
    }));
  const errors = (json?.diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ message = "" }) => plain(message));
  if (run.exitCode !== 0 && errors.length === 0) errors.push(plain(run.stderr) || "The preview failed without output.");
  return { steps, errors };
}

/** Whether there is nothing to do. */
export function isClean({ steps, errors }: Preview): boolean {
  return steps.length === 0 && errors.length === 0;
}

/** What is inside a list's element is left out: a changed element is one change. */
function shortened(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.replace(/\].*$/, "]")))].sort();
}

/** Other credentials in the configuration are an update of the provider: nothing of the tenant changes by it. */
function isNewCredentials(op: string, urn: string): boolean {
  return op === "update" && typeOf(urn).startsWith("pulumi:providers:");
}

/** What the stack remembers is in its state alone, and follows from what is declared. */
function isMemory(urn: string): boolean {
  return urn.endsWith(`::${MEMORY_RESOURCE}`);
}

/** Only the last of a URN's types is the resource's own; those before it are its parents'. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function parse(text: string): JsonPreview | undefined {
  try {
    return JSON.parse(text) as JsonPreview;
  } catch {
    return undefined;
  }
}

/** Without the engine's colour tags (`<{%fg 1%}>`) and ANSI colours. */
function plain(message: string): string {
  return stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, "")).trim();
}
