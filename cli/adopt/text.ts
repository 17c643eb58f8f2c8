import type { PlannedStep } from "../preview.ts";
import type { Palette } from "../terminal.ts";
import type { Difference, ObjectName } from "./difference.ts";
import type { Examination } from "./examination.ts";
import type { FoundObject } from "./found-object.ts";
import { configurationOf, type Plan } from "./plan.ts";
import type { UnmanagedAttribute } from "./unmanaged.ts";

/** What was found, flavour by flavour, and below each object what `up` would change on it, and what not. */
export function foundText({ serviceApp, parts }: Pick<Examination, "serviceApp" | "parts">, palette: Palette): string {
  return parts
    .map(({ title, objects, differences: all, unmanaged }) => {
      const lines = objects.flatMap((found) => [
        objectLine(found, palette),
        ...changesOf(found.object, all, palette),
        ...unmanagedOf(found.object, unmanaged, palette),
      ]);
      return [
        `${title}, found for the service app "${serviceApp.name}" (${serviceApp.clientId}):`,
        "",
        ...lines,
        ...consentLines(all, palette),
        "",
      ].join("\n");
    })
    .join("\n");
}

function objectLine({ object: name, id, name: called, used }: FoundObject, palette: Palette): string {
  const text =
    id === undefined
      ? palette.yellow("not there; up makes it")
      : [id, ...(called === undefined ? [] : [` "${called}"`]), ...(used === undefined ? [] : [` (${used})`])].join(
          " ",
        );
  return `  ${name.padEnd(22)} ${text}`;
}

function consentLines(all: readonly Difference[], palette: Palette): string[] {
  const changes = changesOf("consent setting", all, palette);
  return changes.length === 0 ? [] : [`  consent setting        of the whole tenant`, ...changes];
}

function changesOf(name: ObjectName, all: readonly Difference[], palette: Palette): string[] {
  const changes = all.filter((difference) => difference.object === name);
  const lines = changes.map(
    ({ attribute, found, declared }) => `      ${palette.yellow("~")} ${attribute}: ${changeText(found, declared)}`,
  );
  return name.endsWith("Action") && changes.length > 0
    ? [...lines, `      ${palette.yellow("~")} secrets: cannot be read; up sets them`]
    : lines;
}

function unmanagedOf(name: ObjectName, all: readonly UnmanagedAttribute[], palette: Palette): string[] {
  return all
    .filter(({ object }) => object === name)
    .map(({ attribute, found, effect }) => `      ${palette.yellow("!")} ${attribute}: ${found} (${effect})`);
}

/** A list by what goes and what comes, anything else by both values. */
function changeText(found: unknown, declared: unknown): string {
  if (!Array.isArray(found) || !Array.isArray(declared))
    return `${JSON.stringify(found)} -> ${JSON.stringify(declared)}`;
  const [before, after] = [found as readonly string[], declared as readonly string[]];
  const gone = before.filter((item) => !after.includes(item)).map((item) => `- ${item}`);
  const come = after.filter((item) => !before.includes(item)).map((item) => `+ ${item}`);
  return [...gone, ...come].join("  ");
}

/** Everything that adopting writes, before it is written. */
export function planText(plan: Plan, stack: string): string {
  const lines = Object.entries(configurationOf(plan)).map(([path, value]) => `  ${path} = ${value}`);
  const onTenant = [
    ...plan.attach.map(
      ({ clientId, credentials }) =>
        `  the client ${clientId} signs in with ${credentials.length === 1 ? "the key" : "the keys"} that it has (${credentials.join(", ")})`,
    ),
    ...plan.deploy.map((action) => `  the Action ${action} is deployed, which an interrupted up left as a draft`),
  ];
  return [
    ...(lines.length === 0 ? [] : [`To be written to the configuration of stack ${stack}:`, "", ...lines, ""]),
    ...(onTenant.length === 0 ? [] : ["To be written to the tenant:", "", ...onTenant, ""]),
  ].join("\n");
}

/** What a preview would do on the tenant, a line each, by resource; Pulumi's own bookkeeping is left out. */
export function stepsText(steps: readonly PlannedStep[]): string {
  return steps
    .filter(({ type }) => type.startsWith("auth0"))
    .toSorted((a, b) => (a.name === b.name ? a.op.localeCompare(b.op) : a.name.localeCompare(b.name)))
    .map(({ op, name, paths }) => `  ${op.padEnd(8)} ${name}${paths.length === 0 ? "" : ` [${paths.join(", ")}]`}\n`)
    .join("");
}
