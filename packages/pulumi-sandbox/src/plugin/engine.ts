// The life of any resource: what the Pulumi engine asks, answered from the resource's own file and the schema rules.
import type { Api } from "./management/api.ts";
import { Gone } from "./management/errors.ts";
import type { Resource, Write } from "./resources/resource.ts";
import { fieldsOf, isInput } from "./schema/attribute.ts";
import type { Attribute, Fields } from "./schema/attribute.ts";
import { detailedDiff, topLevelProperties } from "./schema/detailed-diff.ts";
import type { DetailedDiff } from "./schema/detailed-diff.ts";
import { equivalent } from "./schema/equality.ts";
import { DEFAULTS, given, importedInputs, refreshedInputs } from "./schema/inputs.ts";
import { plan } from "./schema/plan.ts";
import { stateAfterWrite, stateAfterRead } from "./schema/state.ts";
import { identical, isUnknown, listOf, textOf, valuesOf } from "./schema/value.ts";
import type { Value, Values } from "./schema/value.ts";

/** A resource as it is after a call: its ID, and its properties as Pulumi keeps them. */
export interface Outcome {
  readonly id: string;
  readonly state: Values;
  /** Blocks, lists and maps that were left to the tenant in a write, and that it said nothing of. */
  readonly unsaid?: readonly string[];
}

export interface Difference {
  /** Unknown where the plugin leaves it to the engine to compare. */
  readonly changes: "none" | "some" | "unknown";
  readonly detailed: DetailedDiff;
  readonly properties: readonly string[];
  readonly replaces: readonly string[];
  /** Whether the old one must go first, as two cannot have the name that the program gives. */
  readonly deleteBeforeReplace: boolean;
  /** Properties that no update of this resource can change. */
  readonly stables: readonly string[];
}

/** A write that failed when the resource was there already: it stays in the state, as what it was to be. */
export class PartialFailure extends Error {
  readonly outcome: Outcome;
  /** Which of the outcome's properties are secret. */
  readonly fields: Fields;

  constructor(reason: string, outcome: Outcome, fields: Fields, options?: ErrorOptions) {
    super(reason, options);
    this.outcome = outcome;
    this.fields = fields;
  }
}

/** Several problems reported by one call. */
export class Problems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

/** A failure in the words of the official plugin's error list. */
export function listed(error: unknown): string {
  const problems =
    error instanceof Problems ? error.problems : [error instanceof Error ? error.message : String(error)];
  const count = problems.length === 1 ? "1 error occurred" : `${String(problems.length)} errors occurred`;
  return `${count}:\n\t${problems.map((problem) => `* ${problem}`).join("\n\t")}\n\n`;
}

export function diff(
  resource: Resource,
  urn: string,
  prior: Values,
  inputs: Values,
  ignored: readonly string[],
): Difference {
  const { planned } = planFor(resource, urn, prior, inputs, ignored);
  const changed = !identical(prior, planned);
  const detailed = changed ? detailedDiff(resource.fields, prior, planned, given(resource.fields, inputs)) : {};
  const replaces = topLevelProperties(detailed, (kind) => kind.endsWith("-replace"));
  const fixed = Object.entries(resource.fields).flatMap(([property, attribute]) =>
    attribute.replaces ? [property] : [],
  );
  const deleteBeforeReplace = replaces.length > 0 && isNamedByProgram(resource, inputs);
  return {
    changes: changed ? "some" : "none",
    detailed,
    properties: topLevelProperties(detailed),
    replaces,
    deleteBeforeReplace,
    stables: fixed.filter((property) => !replaces.includes(property)).sort(),
  };
}

function isNamedByProgram(resource: Resource, inputs: Values): boolean {
  const { name } = resource.fields;
  return (
    name !== undefined &&
    isInput(name) &&
    "name" in inputs &&
    DEFAULTS in inputs &&
    !listOf(inputs[DEFAULTS]).includes("name")
  );
}

/** What a preview says of a resource to be made or changed. */
export function previewed(
  resource: Resource,
  urn: string,
  prior: Values | null,
  inputs: Values,
  ignored: readonly string[] = [],
): Values {
  return planFor(resource, urn, prior, inputs, ignored).planned;
}

export async function create(resource: Resource, api: Api, urn: string, inputs: Values): Promise<Outcome> {
  const { config, planned } = planFor(resource, urn, null, inputs, []);
  const write = writeOf(resource, api, "", config, null, planned);
  const gone = (): never => {
    throw new Error(`expected non-nil error with nil state during Create of ${urn}`);
  };
  const id = await resource.create(write).catch((error: unknown) => {
    if (error instanceof Gone) return gone();
    throw new Error(listed(error));
  });
  const made = { ...write, id };
  return finish(resource, `creating ${urn}`, made, () => resource.complete?.(made), gone);
}

export async function update(
  resource: Resource,
  api: Api,
  urn: string,
  id: string,
  prior: Values,
  inputs: Values,
  ignored: readonly string[],
): Promise<Outcome> {
  const { config, planned } = planFor(resource, urn, prior, inputs, ignored);
  const write = writeOf(resource, api, id, config, prior, planned);
  return finish(
    resource,
    `updating ${urn}`,
    write,
    () => resource.update?.(write),
    () => {
      throw new Error(
        `Resource provider reported that the resource did not exist while updating ${urn}.\n\n` +
          "This is usually a result of the resource having been deleted outside of Pulumi, and can often be fixed by running `pulumi refresh` before updating.",
      );
    },
  );
}

/** The rest of a write, then the read that closes it. */
async function finish(
  resource: Resource,
  doing: string,
  write: Write,
  rest: () => Promise<void> | undefined,
  gone: () => never,
): Promise<Outcome> {
  const base = { ...write.planned, id: write.id };
  const applied = stateAfterWrite(resource.fields, write.prior, base);
  try {
    await rest();
    return settled(
      resource,
      write.id,
      await resource.read({ api: write.api, id: write.id, state: base }),
      base,
      applied,
    );
  } catch (error) {
    if (error instanceof Gone) return gone();
    throw new PartialFailure(
      `${doing}: ${listed(error)}`,
      { id: write.id, state: { ...applied, id: write.id }, unsaid: unsaid(resource, {}, base) },
      resource.fields,
      { cause: error },
    );
  }
}

/** @returns undefined where the resource is gone */
export async function refresh(
  resource: Resource,
  api: Api,
  urn: string,
  id: string,
  state: Values,
  inputs: Values,
): Promise<(Outcome & { inputs: Values }) | undefined> {
  const outcome = await readOrGone(resource, api, urn, id, state);
  return outcome && { ...outcome, inputs: refreshedInputs(resource.fields, inputs, outcome.state) };
}

/** @returns undefined where there is no such resource */
export async function importById(
  resource: Resource,
  api: Api,
  urn: string,
  id: string,
): Promise<(Outcome & { inputs: Values }) | undefined> {
  // The bridge takes a failing importer for a resource that is not there.
  const known = resource.importState ? await resource.importState(api, id).catch(() => undefined) : {};
  if (known === undefined) return undefined;
  const outcome = await readOrGone(resource, api, urn, id, priorState(resource.fields, { ...known, id }));
  return outcome && { ...outcome, inputs: importedInputs(resource.fields, outcome.state) };
}

async function readOrGone(
  resource: Resource,
  api: Api,
  urn: string,
  id: string,
  state: Values,
): Promise<Outcome | undefined> {
  try {
    return settled(resource, id, await resource.read({ api, id, state }), state);
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw new Error(`refreshing ${urn}: ${listed(error)}`, { cause: error });
  }
}

export async function remove(resource: Resource, api: Api, urn: string, id: string, state: Values): Promise<void> {
  try {
    await resource.delete({ api, id, state });
  } catch (error) {
    if (!(error instanceof Gone)) throw new Error(`deleting ${urn}: ${listed(error)}`, { cause: error });
  }
}

/** The state before, complete: what Pulumi left out for being null is null again. */
export function priorState(fields: Fields, state: Values): Values {
  const complete = (attribute: Attribute, value: Value): Value => {
    const nested = fieldsOf(attribute);
    if (attribute.kind === "blocks" || attribute.kind === "blockSet")
      return Array.isArray(value)
        ? value.map((element: Value) => priorFields(attribute.fields, valuesOf(element)))
        : [];
    return nested && value !== null ? priorFields(nested, valuesOf(value)) : value;
  };
  const priorFields = (within: Fields, values: Values): Values =>
    Object.fromEntries(
      Object.entries(within).map(([property, attribute]) => [property, complete(attribute, values[property] ?? null)]),
    );
  return { ...priorFields(fields, state), id: state["id"] ?? null };
}

function planFor(
  resource: Resource,
  urn: string,
  prior: Values | null,
  inputs: Values,
  ignored: readonly string[],
): { config: Values; planned: Values } {
  const config = given(resource.fields, inputs);
  const planned = plan(resource.fields, prior, config, ignored);
  const refusal = resource.refuse?.(config, planned, prior);
  if (refusal !== undefined) throw new Error(`diffing ${urn}: ${listed(new Error(refusal))}`);
  return { config, planned };
}

function settled(resource: Resource, id: string, read: Values, base: Values, applied?: Values): Outcome {
  const newId = textOf(read["id"]) || id;
  return {
    id: newId,
    state: { ...stateAfterRead(resource.fields, read, base, applied), id: newId },
    unsaid: unsaid(resource, read, base),
  };
}

function unsaid(resource: Resource, read: Values, base: Values): string[] {
  return Object.entries(resource.fields).flatMap(([property, { kind }]) =>
    kind !== "set" && !(property in read) && isUnknown(base[property]) ? [property] : [],
  );
}

function writeOf(
  resource: Resource,
  api: Api,
  id: string,
  inputs: Values,
  prior: Values | null,
  planned: Values,
): Write {
  return {
    api,
    id,
    inputs,
    prior: prior ?? {},
    planned,
    isNew: prior === null,
    changed: (path) => changedAt(resource.fields, path.split("."), prior ?? {}, planned),
  };
}

function changedAt(
  fields: Fields,
  [property = "", ...rest]: readonly string[],
  prior: Values,
  planned: Values,
): boolean {
  const attribute = fields[property];
  if (!attribute) throw new Error(`No property ${property} in the schema.`);
  const nested = fieldsOf(attribute);
  if (rest.length > 0 && nested) return changedAt(nested, rest, valuesOf(prior[property]), valuesOf(planned[property]));
  return !equivalent(attribute, prior[property], planned[property]);
}
