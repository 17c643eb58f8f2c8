// What Terraform's provider keeps beside a resource's properties, as Pulumi's state has it under `__meta`.
import type { Resource } from "./resources/resource.ts";
import { textOf } from "./schema/value.ts";
import type { Values } from "./schema/value.ts";

const META = "__meta";

/** Under this key the provider's SDK keeps timeouts. */
const TIMEOUTS = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

export type Occasion = "preview" | "write" | "import";

/** The note that a call leaves; most resources have none, as neither timeouts nor a second layout of their state. */
export function meta(resource: Resource, occasion: Occasion): Values {
  const timeouts = resource.createTimeoutNs === undefined ? {} : { [TIMEOUTS]: { create: resource.createTimeoutNs } };
  const hasTimeouts = resource.createTimeoutNs !== undefined;
  if (occasion === "preview") return hasTimeouts ? note({ _new_extra_shim: {}, ...timeouts }) : {};
  const hasVersion = resource.version !== undefined || (occasion === "import" && hasTimeouts);
  const version = hasVersion ? { schema_version: String(resource.version ?? 0) } : {};
  return hasTimeouts || hasVersion ? note({ ...timeouts, ...version }) : {};
}

/** A refresh keeps the note as it was. */
export function keptMeta(properties: Values): Values {
  return META in properties ? { [META]: textOf(properties[META]) } : {};
}

function note(content: Record<string, unknown>): Values {
  return { [META]: JSON.stringify(content) };
}
