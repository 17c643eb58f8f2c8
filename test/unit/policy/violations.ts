/** Runs a policy as the pack's server does: over resources whose unknown values throw at access. */
import { createRequire } from "node:module";
import type { Policies, PolicyResource } from "@pulumi/policy";

/** What the pack's server wraps properties with; its declarations leave it out. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(import.meta.url)("@pulumi/policy/proxy.js") as {
  unknownCheckingProxy: <T extends object>(value: T) => T;
  unknownStringValue: string;
};

/** A value that only `up` will know. */
export const UNKNOWN = unknownStringValue;

export interface Given {
  readonly type: string;
  readonly name: string;
  readonly props?: Record<string, unknown>;
  readonly protect?: boolean;
  /** Names of the resources that a property's value comes from. */
  readonly from?: Readonly<Record<string, string>>;
}

/** What the policy reports: `NAME: ` and the message's lines after its description. */
export async function violations(
  policy: Policies[number],
  given: readonly Given[],
  config: object = {},
): Promise<string[]> {
  const resources = given.map(resource);
  given.forEach(({ from = {} }, index) => {
    for (const [property, name] of Object.entries(from)) {
      const other = resources.find((one) => one.name === name);
      if (other === undefined) throw new Error(`there is no resource ${name}`);
      resources[index]!.propertyDependencies[property] = [other];
    }
  });
  const found: string[] = [];
  const shared = {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => config as T,
    notApplicable: (): never => {
      throw new Error("not applicable");
    },
  };
  if ("validateStack" in policy) {
    await policy.validateStack({ ...shared, resources }, (message, urn) => {
      found.push(`${resources.find((one) => one.urn === urn)?.name}: ${message}`);
    });
    return found;
  }
  for (const one of resources) {
    const { validateResource } = policy;
    if (typeof validateResource !== "function") throw new Error("expected one function");
    const args = { ...shared, ...one, isType: () => false, asType: () => undefined };
    await validateResource(args, (message) => found.push(`${one.name}: ${message}`));
  }
  return found;
}

function resource({ type, name, props = {}, protect = false }: Given): PolicyResource {
  return {
    type,
    name,
    urn: `urn:pulumi:test::acme::${type}::${name}`,
    props: unknownCheckingProxy(props),
    opts: {
      protect,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}
