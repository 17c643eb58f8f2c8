import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { OIN_CLIENT } from "../contract/guide.ts";
import { DELETION_GUARDS, STASH } from "../contract/stack.ts";
import { idOf, ifKnown, oinClientFlavour, oinClients, ofType, text } from "./resources.ts";

/** The names of the components' deletion guards end so, whatever the component is called. */
const GUARD_SUFFIXES = Object.values(DELETION_GUARDS).map((name) => name.replace(/^express/, ""));

/** Settings of `oin-client-protected`. */
interface Released {
  /** Client IDs that Okta no longer uses. */
  readonly released?: readonly string[];
}

/**
 * Protection is what keeps the client ID: the engine neither deletes nor replaces what is protected. A client that a person
 * has released (`releaseOinClient`, docs/destroy.md) may lose it.
 */
export const oinClientProtected: StackValidationPolicy = {
  name: "oin-client-protected",
  description: "The OIN client is protected, so that nothing deletes or replaces it.",
  configSchema: {
    properties: {
      released: {
        type: "array",
        items: { type: "string" },
        description: "Client IDs that Okta no longer uses: their clients may be deleted.",
      },
    },
  },
  validateStack: (args, report) => {
    const { resources } = args;
    const released = new Set([...(args.getConfig<Released>().released ?? []), ...releasedByStack(resources)]);
    for (const { client } of oinClients(resources)) {
      const id = idOf(client);
      if (client.opts.protect || (id !== undefined && released.has(id))) continue;
      report(unprotected(client, id), client.urn);
    }
    for (const guard of ofType(resources, STASH)) {
      if (guard.opts.protect || !GUARD_SUFFIXES.some((suffix) => guard.name.endsWith(suffix))) continue;
      const id = text(guard, "input");
      if (id === undefined || !released.has(id)) report(unprotected(guard, id), guard.urn);
    }
  },
};

function unprotected({ name }: PolicyResource, id: string | undefined): string {
  return [
    `${name} is not protected${id === undefined ? "" : ` (client ID ${id})`}.`,
    "Okta knows the client by its client ID: with another one, Express Configuration fails for every customer.",
    "Fix: set this resource option in the program (components: leave out `protect` and `release`):",
    "  protect: true",
    ...(id === undefined
      ? []
      : [
          "Only if Okta no longer uses this client ID, release it. A stack of the okta-express project:",
          `  pulumi config set releaseOinClient ${id}`,
          "Any other program, in the file for --policy-pack-config:",
          `  { "oin-client-protected": { "released": ["${id}"] } }`,
        ]),
  ].join("\n");
}

/** What the components remember as released: the program's own setting, made by a person. */
function releasedByStack(resources: readonly PolicyResource[]): string[] {
  return ofType(resources, STASH).flatMap(({ name, props }) => {
    if (!name.endsWith("-memory")) return [];
    const released: unknown = ifKnown(
      () => (props["input"] as { releasedOinClient?: unknown } | undefined)?.releasedOinClient,
    );
    return typeof released === "string" ? [released] : [];
  });
}

/** Auth0 sets the callback of a client of its own Express Configuration: there it may be left out. */
export const oinClientCallbacks: ResourceValidationPolicy = {
  name: "oin-client-callbacks",
  description: "The OIN client's only callback is Okta's.",
  validateResource: (resource, report) => {
    const flavour = oinClientFlavour(resource);
    if (flavour === undefined) return;
    ifKnown(() => {
      const given: unknown = resource.props["callbacks"];
      if ((given ?? undefined) === undefined && flavour === "native") return;
      const callbacks = Array.isArray(given) ? given.map(String) : [];
      const [oktas] = OIN_CLIENT.callbacks;
      if (callbacks.length === 1 && callbacks[0] === oktas) return;
      report(
        [
          `${resource.name} has ${callbacks.length === 0 ? "no callback" : `the callbacks ${callbacks.join(", ")}`}.`,
          "Whoever answers at another callback can receive the sign-in of an Okta admin; without Okta's, no customer can set SSO up.",
          "Fix: set in the program:",
          `  callbacks: ["${oktas}"]`,
        ].join("\n"),
      );
    });
  },
};
