import type { PlannedStep } from "../preview.ts";
import type { Palette } from "../terminal.ts";
import type { Difference, ObjectName } from "./differences.ts";
import { type Found, ownBindings } from "./found.ts";
import { configurationOf, type Plan } from "./plan.ts";

/** One object as it was found, for people and as JSON. */
export interface FoundObject {
  readonly object: ObjectName;
  /** Absent where the tenant does not have it: `up` makes it. */
  readonly id?: string;
  readonly name?: string;
}

/** The guide's objects in its order, those that are not there too. */
export function foundObjects(found: Found): FoundObject[] {
  const { resourceServer, role, client, credentials, attached, grant, action } = found;
  const [bound] = ownBindings(found);
  const keyIds = credentials.filter(({ id = "" }) => attached.includes(id)).map(({ kid = "" }) => kid);
  return [
    object("Express Configure API", resourceServer?.id, resourceServer?.name),
    object("admin role", role?.role.id, role?.role.name),
    object("OIN client", client?.client_id, client?.name),
    object("keys", keyIds.length === 0 ? undefined : keyIds.join(", ")),
    object("grant", grant?.id),
    object("Action", action?.id, action?.name),
    object("binding", bound?.id, bound?.display_name),
  ];
}

function object(name: ObjectName, id: string | undefined, called?: string): FoundObject {
  return { object: name, ...(id === undefined ? {} : { id }), ...(called === undefined ? {} : { name: called }) };
}

/** What was found, and below each object what `up` would change on it. */
export function foundText(found: Found, all: readonly Difference[], palette: Palette): string {
  const lines = foundObjects(found).flatMap(({ object: name, id, name: called }) => [
    `  ${name.padEnd(22)} ${id === undefined ? palette.yellow("not there; up makes it") : `${id}${called === undefined ? "" : `  "${called}"`}`}`,
    ...changesOf(name, all, palette),
  ]);
  return [`Found for the service app "${found.serviceApp.name}" (${found.serviceApp.clientId}):`, "", ...lines, ...consentLines(all, palette), ""].join("\n");
}

function consentLines(all: readonly Difference[], palette: Palette): string[] {
  const changes = changesOf("consent setting", all, palette);
  return changes.length === 0 ? [] : [`  consent setting        of the whole tenant`, ...changes];
}

function changesOf(name: ObjectName, all: readonly Difference[], palette: Palette): string[] {
  const changes = all.filter((difference) => difference.object === name);
  const lines = changes.map(({ attribute, found, declared }) => `      ${palette.yellow("~")} ${attribute}: ${changeText(found, declared)}`);
  return name === "Action" && changes.length > 0 ? [...lines, `      ${palette.yellow("~")} secrets: cannot be read; up sets all three`] : lines;
}

/** A list by what goes and what comes, anything else by both values. */
function changeText(found: unknown, declared: unknown): string {
  if (!Array.isArray(found) || !Array.isArray(declared)) return `${JSON.stringify(found)} -> ${JSON.stringify(declared)}`;
  const [before, after] = [found as readonly string[], declared as readonly string[]];
  const gone = before.filter((item) => !after.includes(item)).map((item) => `- ${item}`);
  const come = after.filter((item) => !before.includes(item)).map((item) => `+ ${item}`);
  return [...gone, ...come].join("  ");
}

/** Everything that adopting writes, before it is written. */
export function planText(plan: Plan, found: Found, stack: string): string {
  const lines = Object.entries(configurationOf(plan)).map(([path, value]) => `  ${path} = ${value}`);
  const onTenant = [
    ...(plan.attach === undefined ? [] : [`  the client ${found.client?.client_id ?? ""} signs in with ${plan.attach.length === 1 ? "the key" : "the keys"} that it has (${plan.attach.join(", ")})`]),
    ...(plan.deploy === undefined ? [] : [`  the Action ${plan.deploy} is deployed, which an interrupted up left as a draft`]),
  ];
  return [
    ...(lines.length === 0 ? [] : [`To be written to the configuration of stack ${stack}:`, "", ...lines, ""]),
    ...(onTenant.length === 0 ? [] : ["To be written to the tenant:", "", ...onTenant, ""]),
  ].join("\n");
}

/** Steps of a preview, a line each. */
export function stepsText(steps: readonly PlannedStep[]): string {
  return steps.map(({ op, name, paths }) => `  ${op.padEnd(8)} ${name}${paths.length === 0 ? "" : ` [${paths.join(", ")}]`}\n`).join("");
}
