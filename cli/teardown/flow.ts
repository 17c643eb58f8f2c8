/** What a teardown tells of the post-login flow, which it writes back whole without the stack's Actions. */
import type { ManagementClient } from "auth0";
import { lostByUnbinding, readFlow } from "../../tenant/post-login-flow.ts";
import { type Finding, notice } from "../findings.ts";
import { ofType, type StackState } from "../state.ts";

/**
 * Reads the flow, where the stack has Actions in it, and gives what reads it again after the deletion and finds what
 * somebody else's write in between has cost. A flow that cannot be read is no reason not to delete: then nothing is found.
 */
export async function watchFlow(
  api: ManagementClient,
  state: StackState,
  stack: string,
): Promise<() => Promise<readonly Finding[]>> {
  if (ofType(state, "TriggerAction").length === 0) return () => Promise.resolve([]);
  const look = () => readFlow(api).catch(() => undefined);
  const before = await look();
  return async () => {
    const after = await look();
    if (before === undefined || after === undefined) return [];
    const [says, ...mend] = lostByUnbinding(before, after, stack, new Date())?.split("\n") ?? [];
    return says === undefined ? [] : [notice("flow", says, mend)];
  };
}
