import type { AdoptedIds } from "../../config/adopt.ts";
import { pathOf } from "../../config/settings.ts";
import type { Attachment } from "./attach.ts";

/** What adopting writes: configuration of the stack and, where an `up` was cut short, what no later `up` would do. */
export interface Plan {
  /** Objects that the next `up` imports; absent where the stack has all that was found. */
  readonly adopt?: AdoptedIds;
  /** Other settings that follow from what was found. */
  readonly settings: Readonly<Record<string, string>>;
  /** Clients that shall sign in with a key of Okta's that they have already. */
  readonly attach: readonly Attachment[];
  /** IDs of the stack's own Actions that an `up` was stopped before it deployed: no later `up` would. */
  readonly deploy: readonly string[];
}

/** Two plans for one stack as one: they share the role, and nothing else. */
export function together(plans: readonly Plan[]): Plan {
  const rolePermissions = plans.flatMap(({ adopt }) => adopt?.rolePermissions ?? []);
  const adopted = plans.flatMap(({ adopt }) => (adopt === undefined ? [] : [adopt]));
  return {
    ...(adopted.length === 0
      ? {}
      : {
          adopt: {
            ...(Object.assign({}, ...adopted) as AdoptedIds),
            ...(rolePermissions.length === 0 ? {} : { rolePermissions }),
          },
        }),
    settings: Object.assign({}, ...plans.map(({ settings }) => settings)) as Plan["settings"],
    attach: plans.flatMap(({ attach }) => attach),
    deploy: plans.flatMap(({ deploy }) => deploy),
  };
}

/** Whether there is nothing to write. */
export function isNothing({ adopt, settings, attach, deploy }: Plan): boolean {
  return adopt === undefined && Object.keys(settings).length === 0 && attach.length === 0 && deploy.length === 0;
}

/** The configuration values of a plan by path, as `pulumi config set-all --path` takes them. */
export function configurationOf({ adopt = {}, settings }: Pick<Plan, "adopt" | "settings">): Record<string, string> {
  const values: Record<string, string> = { ...settings };
  for (const [name, value] of Object.entries(adopt)) {
    if (typeof value === "string") values[pathOf("adopt", name)] = value;
    else value.forEach((item, index) => (values[pathOf("adopt", name, index)] = item));
  }
  return values;
}
