import type { PlannedStep, Preview } from "../preview.ts";

const CREDENTIALS = "auth0:index/clientCredentials:ClientCredentials";

/** What else than the keys an `up` would change: a change of keys is not the moment for it. */
export function otherChanges({ steps }: Preview): readonly PlannedStep[] {
  return steps.filter(({ type, op }) => type !== CREDENTIALS || op !== "update");
}
