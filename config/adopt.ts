import { z } from "zod";
import { advise } from "./advice.ts";
import { removeCommand } from "./settings.ts";

const id = z.string({ error: "Expected an ID." }).regex(/^\S+$/, "Expected an ID, without spaces.");

const binding = z
  .literal("post-login", { error: 'Expected "post-login", the flow that the Action is bound to.' })
  .exactOptional();

/** The objects that can be taken over, each by the ID that the tenant knows it by. */
const adoptedObjects = z.strictObject({
  /** When they were found: tells one adoption from the next of the same objects. */
  foundAt: z.iso.datetime({ error: "Expected a time." }).exactOptional(),
  resourceServer: id.exactOptional(),
  role: id.exactOptional(),
  /** Permissions, of either flavour, that the role in `adminRole` holds already. */
  rolePermissions: z.array(id, { error: "Expected a list of permissions." }).exactOptional(),
  client: id.exactOptional(),
  clientGrant: id.exactOptional(),
  action: id.exactOptional(),
  /** The trigger whose flow has the Action already. */
  binding,
  /** The OIN client of Auth0's own Express Configuration, with its credentials. */
  nativeClient: id.exactOptional(),
  /** Connections that this client is enabled for already, of those in `adminConnections`. */
  adminConnections: z.array(id, { error: "Expected a list of IDs." }).exactOptional(),
  /** Client ID of the service app, where it has its `express_configuration` block already. */
  appBlock: id.exactOptional(),
  /** Profiles that become the stack's own, whole; profiles that it only uses are in the settings of these names. */
  userAttributeProfile: id.exactOptional(),
  connectionProfile: id.exactOptional(),
  /** The Actions of the native flavour, and whether the flow has them already. */
  adminsAction: id.exactOptional(),
  adminsBinding: binding,
  domainAliasesAction: id.exactOptional(),
  domainAliasesBinding: binding,
});

export type AdoptedIds = z.output<typeof adoptedObjects>;

const NAMES = Object.keys(adoptedObjects.shape).filter((name) => name !== "foundAt");

/** `adopt`: written by `npm run adopt`; objects made by hand that the stack takes over. Nothing: undefined. */
export function adoptSchema(stack: string) {
  return z
    .record(z.string(), z.unknown(), { error: "Expected a map from object to ID." })
    .default({})
    .transform((value, ctx): AdoptedIds | undefined => {
      const { data, error } = adoptedObjects.safeParse(value);
      for (const issue of error?.issues ?? []) {
        if (issue.code === "unrecognized_keys") {
          for (const name of issue.keys)
            advise(ctx, `There is no such object; the objects are ${NAMES.join(", ")}.`, removeAdopted(stack, name), [
              name,
            ]);
        } else {
          const [name = "", ...inside] = issue.path as (string | number)[];
          advise(ctx, `${issue.message} The command adopt writes the right ones.`, removeAdopted(stack, String(name)), [
            name,
            ...inside,
          ]);
        }
      }
      return data === undefined || Object.keys(data).length === 0 ? undefined : data;
    });
}

function removeAdopted(stack: string, name: string): string {
  return removeCommand(stack, "adopt", name);
}
