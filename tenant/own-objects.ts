import { isDeepStrictEqual } from "node:util";
import type { AdoptedIds } from "../config/adopt.ts";
import { ConfigurationError } from "../config/index.ts";
import type { PreviousOutputs } from "../config/previous.ts";
import { formatValue } from "../config/problems.ts";
import { keyOf, removeCommand } from "../config/settings.ts";

/**
 * What is still to be adopted: nothing once an `up` has done it, so that an object that is deleted afterwards is made
 * anew like any other instead of being looked for under its old ID.
 */
export function stillToAdopt(adopt: AdoptedIds | undefined, previous: PreviousOutputs): AdoptedIds | undefined {
  return isDeepStrictEqual(adopt, previous.adopted) ? undefined : adopt;
}

/**
 * Throws ConfigurationError where the stack's own role is named as an existing one: the stack would let go of it, which
 * deletes it, and nobody would hold the role any more.
 */
export function refuseOwnRole(
  stack: string,
  adminRole: string | undefined,
  adminRoleId: string | undefined,
  { ownAdminRole }: PreviousOutputs,
): void {
  if (adminRoleId === undefined || adminRoleId !== ownAdminRole) return;
  throw new ConfigurationError(stack, [
    {
      key: keyOf("adminRole"),
      found: formatValue(adminRole),
      expected:
        "This role is the stack's own. As an existing one it would be deleted, and nobody would hold it any more.",
      mend: `${removeCommand(stack, "adminRole")} (the stack keeps its role)`,
    },
  ]);
}
