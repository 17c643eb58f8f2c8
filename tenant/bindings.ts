/** What runs at every login: the bindings of the post-login flow, in order. */
import type { Management, ManagementClient } from "auth0";
import { POST_LOGIN_ACTION } from "../contract/guide.ts";

type Binding = Management.ActionBinding;

/** Reads them in one call (`read:actions`): Auth0 binds 20 Actions at most. */
export async function readBindings(api: ManagementClient): Promise<readonly Binding[]> {
  return (await api.actions.triggers.bindings.list(POST_LOGIN_ACTION.trigger, { per_page: 50 })).data;
}

/** The bindings of one Action: somebody may have bound it more than once. None where there is no ID. */
export function bindingsOf(flow: readonly Binding[], actionId: string | undefined): readonly Binding[] {
  return actionId === undefined ? [] : flow.filter(({ action }) => action?.id === actionId);
}

/** Whether an Action runs at logins. */
export function isBound(flow: readonly Binding[], actionId: string | undefined): boolean {
  return bindingsOf(flow, actionId).length > 0;
}
